from datetime import date

import pytest

from app.rules.corrections import Claim, Objection, last_day, object_to

TODAY = date(2026, 11, 16)
OLD = Claim("level-1", "e-learning", date(2026, 1, 31), date(2029, 1, 31))
FOR_GOOD = Claim("level-1", "e-learning", date(2026, 1, 31), None)
BY_ANOTHER_RULE = Claim("level-1", "e-learning", date(2026, 1, 31), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("old", "course", "day", "months", "expected"),
    [
        (OLD, "level-1", date(2026, 2, 28), 36, date(2029, 2, 28)),  # by calendar months, as when it was recorded
        (OLD, "level-1", date(2024, 2, 29), 36, date(2027, 2, 28)),
        (OLD, "other", date(2026, 2, 28), 12, date(2027, 2, 28)),  # another course has its own
        (OLD, "other", date(2026, 2, 28), None, None),
        (BY_ANOTHER_RULE, "level-1", date(2026, 1, 30), 36, date(2027, 1, 30)),  # the rule has changed since: as it was
        (BY_ANOTHER_RULE, "level-1", date(2026, 1, 31), 36, date(2027, 1, 31)),
        (FOR_GOOD, "level-1", date(2026, 2, 28), None, None),
        (FOR_GOOD, "level-1", date(2026, 2, 28), 36, None),  # it counted for good when it was recorded
    ],
)
def test_until_when_a_corrected_completion_counts(
    old: Claim, course: str, day: date, months: int | None, expected: date | None
) -> None:
    assert last_day(old, course, day, months) == expected


@pytest.mark.parametrize(
    ("new", "restores", "expected"),
    [
        (OLD, False, Objection.NOTHING_CHANGES),
        (OLD, True, None),  # a withdrawal is taken back, with nothing else changed
        (Claim("level-1", "webinar", OLD.completed_on, OLD.valid_until), False, None),
        (Claim("level-1", "e-learning", TODAY, OLD.valid_until), False, None),
        (Claim("level-1", "e-learning", date(2026, 11, 17), OLD.valid_until), False, Objection.IN_THE_FUTURE),
        (Claim("level-1", "e-learning", TODAY, date(2026, 11, 15)), False, Objection.ENDS_BEFORE_IT_BEGINS),
        (Claim("level-1", "e-learning", TODAY, TODAY), False, None),
        (Claim("level-1", "e-learning", date(2026, 11, 17), None), True, Objection.IN_THE_FUTURE),
    ],
)
def test_what_is_no_correction(new: Claim, restores: bool, expected: Objection | None) -> None:
    assert object_to(OLD, new, TODAY, restores=restores) is expected
