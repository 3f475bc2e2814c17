import pytest

from app.rules.courses import LONGEST, free_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Level 2, first day", "level-2-first-day"),
        ("  Siân’s ŷ  day! ", "sians-y-day"),
        ("---", "course"),
        ("李小龙", "course"),
        ("a" * 49 + " b", "a" * 49),
        ("x" * 200, "x" * LONGEST),
    ],
)
def test_a_title_becomes_a_lasting_name(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_slug("Day", {"other"}) == "day"
    assert free_slug("Day", {"day", "day-2"}) == "day-3"
