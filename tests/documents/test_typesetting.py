import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.fonts import FontLibrary
from app.documents.printable import Refusal, UnprintableName
from app.documents.typesetting import Step, Style, set_text

STYLE = Style(("EBGaramond-Regular",), 220, (Step(30, 1), Step(20, 2), Step(10, 3)))


@pytest.mark.parametrize(
    ("text", "size", "lines"),
    [
        ("Ann Lee", 30, ("Ann Lee",)),
        ("Gwenllian ap Gwynfor-Llewelyn", 20, ("Gwenllian ap", "Gwynfor-Llewelyn")),
        ("Maria Isabel Francisca Antonia", 20, ("Maria Isabel", "Francisca Antonia")),
        ("Wilhelmina-Wilhelmina-Wilhelmina", 20, ("Wilhelmina-", "Wilhelmina-Wilhelmina")),
    ],
)
def test_a_text_takes_the_largest_size_and_the_evenest_lines(
    library: FontLibrary, text: str, size: float, lines: tuple[str, ...]
) -> None:
    set_ = set_text(text, STYLE, library)
    assert (set_.size, set_.lines) == (size, lines)


def test_a_text_without_room_is_refused(library: FontLibrary) -> None:
    with pytest.raises(UnprintableName) as refusal:
        set_text("W" * 60, STYLE, library)
    assert refusal.value.reason is Refusal.TOO_LONG


@given(words=st.lists(st.text("abW-", min_size=1, max_size=12), min_size=1, max_size=12))
def test_no_letter_is_lost_between_lines(library: FontLibrary, words: list[str]) -> None:
    text = " ".join(words)
    try:
        set_ = set_text(text, STYLE, library)
    except UnprintableName:
        return
    assert "".join(set_.lines).replace(" ", "") == text.replace(" ", "")
    assert len(set_.lines) <= {30: 1, 20: 2, 10: 3}[int(set_.size)]
