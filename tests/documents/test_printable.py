import pytest

from app.documents.printable import LONGEST_TEXT, direction, printable


@pytest.mark.parametrize(
    ("text", "ready"),
    [
        ("Gwy\u0302nn", "Gwŷnn"),
        (" Ann \t Lee\n", "Ann Lee"),
        ("أحمد", "\ufe83\ufea3\ufee4\ufeaa"),
        ("لا", "\ufefb"),
        ("علی\u200cرضا", "\ufecb\ufee0\ufbfd\ufead\ufebf\ufe8e"),  # the non-joiner parts letters and is not drawn
        ("عبد الله", "\ufecb\ufe92\ufeaa \ufe8d\ufedf\ufee0\ufeea"),
        ("ʻOkina O’Neill", "ʻOkina O’Neill"),
        ("x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("x" + " " * 5_000 + "y", "x y"),
    ],
)
def test_text_is_made_ready_and_keeps_its_meaning(text: str, ready: str) -> None:
    assert printable(text) == ready


@pytest.mark.parametrize(
    ("text", "expected"), [("Ann", "ltr"), ("أحمد Ann", "rtl"), ("Ann أحمد", "ltr"), ("(שרה)", "rtl"), ("12", "ltr")]
)
def test_the_first_strong_letter_sets_the_direction(text: str, expected: str) -> None:
    assert direction(text) == expected
