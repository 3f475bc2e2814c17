"""A new posting among those that there are."""

from datetime import date

import pytest

from app.rules.postings import Succession, succeed
from app.rules.programmes.spells import Spell

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
END_OF_FEB, END_OF_MAR = date(2026, 2, 28), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("spells", "day", "last_day", "expected"),
    [
        ([], FEB, None, Succession((), (), None)),  # the first of all
        ([], FEB, END_OF_MAR, Succession((), (), END_OF_MAR)),  # of somebody who will leave
        ([Spell(JAN)], FEB, None, Succession((0,), (), None)),
        ([Spell(FEB)], FEB, None, Succession((), (0,), None)),  # a change on the day it began
        ([Spell(JAN, FEB)], FEB, None, Succession((0,), (), FEB)),  # the last day still counts
        ([Spell(JAN, date(2026, 1, 31))], FEB, None, Succession((), (), None)),  # the day after it does not
        ([Spell(JAN, END_OF_MAR)], FEB, None, Succession((0,), (), END_OF_MAR)),  # it lasts as long
        ([Spell(JAN, END_OF_FEB), Spell(MAR)], FEB, None, Succession((0,), (), END_OF_FEB)),  # what comes next stays
        ([Spell(JAN), Spell(JAN, END_OF_MAR)], FEB, None, Succession((0, 1), (), None)),  # two jobs, for one
        ([Spell(JAN), Spell(FEB)], FEB, None, Succession((0,), (1,), None)),
        ([Spell(MAR)], FEB, None, Succession((), (), END_OF_FEB)),  # before a start still to come
        ([Spell(MAR), Spell(APR)], FEB, None, Succession((), (), END_OF_FEB)),  # the nearest of them
        ([Spell(JAN)], FEB, FEB, Succession((0,), (), FEB)),  # on the very last day
    ],
)
def test_what_a_new_posting_does(spells: list[Spell], day: date, last_day: date | None, expected: Succession) -> None:
    assert succeed(spells, day, last_day) == expected
