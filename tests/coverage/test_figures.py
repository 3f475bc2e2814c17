"""Figures, bars and lines by themselves."""

from datetime import date

import pytest

from app.coverage.figures import branch_of, by_role, by_team, percent, widths
from app.coverage.trend import HEIGHT, Moment, lines, month_ends, points
from app.rules.programmes.standing import Coverage, State

TEAMS = {
    1: (None, "Housing"),
    2: (1, "Repairs"),
    3: (2, "Roofs"),
    4: (None, "Office"),
    8: (9, "Round"),
    9: (8, "About"),
}


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        (Coverage(), None),
        (Coverage(not_counted=5), None),
        (Coverage(in_date=1), 100),
        (Coverage(overdue=1), 0),
        (Coverage(in_date=999, not_yet=1), 99),
        (Coverage(in_date=1, overdue=2), 33),
        (Coverage(in_date=57, overdue=43), 57),  # floats make 56.99… of it
    ],
)
def test_a_share_is_rounded_down(coverage: Coverage, expected: int | None) -> None:
    assert percent(coverage) == expected


@pytest.mark.parametrize(
    ("team", "above", "expected"),
    [
        (3, None, 1),
        (3, 1, 2),
        (3, 2, 3),
        (3, 3, 3),
        (2, 3, None),
        (4, 1, None),
        (7, None, None),  # not there any more
        (8, None, None),  # in a ring
    ],
)
def test_which_branch_a_team_is_on(team: int, above: int | None, expected: int | None) -> None:
    assert branch_of(team, TEAMS, above) == expected


def test_a_team_counts_with_those_below_it() -> None:
    counts = {
        1: {State.IN_DATE: 1},
        2: {State.OVERDUE: 2, State.EXEMPT: 7},
        3: {State.RENEW: 4},
        4: {State.NOT_YET: 8},
    }
    top = by_team(counts, TEAMS, None)
    assert [(each.label, each.coverage, each.leads_on) for each in top] == [
        ("Office", Coverage(not_yet=8), False),
        ("Housing", Coverage(in_date=5, overdue=2, not_counted=7), True),
    ]
    below = by_team({team: counts[team] for team in (1, 2, 3)}, TEAMS, 1)
    assert [(each.label, each.coverage.bound, each.leads_on) for each in below] == [
        ("Repairs", 6, True),
        ("Housing", 1, False),
    ]


def test_a_team_in_which_nobody_is_bound_is_left_out() -> None:
    assert by_team({4: {State.EXEMPT: 1}}, TEAMS, None) == []


def test_spellings_of_a_role_are_one_role() -> None:
    counts = {"Repairs Operative": {State.IN_DATE: 3}, "repairs  operative": {State.OVERDUE: 1}, "": {State.NOT_YET: 1}}
    assert [(each.label, each.coverage.bound) for each in by_role(counts)] == [("", 1), ("Repairs Operative", 4)]


def test_a_bar_is_as_wide_as_all_who_are_bound() -> None:
    assert widths(Coverage()) == (0, 0)
    assert widths(Coverage(in_date=1, not_yet=1, overdue=1)) == (33.33, 33.33)
    assert widths(Coverage(in_date=4)) == (100, 0)


def test_the_last_thirteen_ends_of_months() -> None:
    ends = month_ends(date(2028, 2, 29))
    assert (len(ends), ends[0], ends[-2:]) == (13, date(2027, 2, 28), [date(2028, 1, 31), date(2028, 2, 29)])
    ends = month_ends(date(2028, 3, 1))
    assert (len(ends), ends[0], ends[-2:]) == (14, date(2027, 2, 28), [date(2028, 2, 29), date(2028, 3, 1)])


def test_a_line_breaks_where_nothing_is_known() -> None:
    known, unknown = Coverage(in_date=1, overdue=1), None
    days = month_ends(date(2026, 11, 30))
    those = [Moment(day, unknown if n in {0, 3} else known) for n, day in enumerate(days)]
    found = points(those)
    assert [each.y is None for each in found] == [n in {0, 3} for n in range(13)]
    assert {each.y for each in found if each.y} == {12 + (HEIGHT - 44) / 2}
    assert [len(line.split()) for line in lines(found)] == [2, 9]
