"""What may be told of groups, and that nobody can be worked out from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.small_numbers import HIDDEN, LEAST, Told, together, told

groups = st.integers(0, 400).flatmap(lambda people: st.tuples(st.just(people), st.integers(0, people)))


@pytest.mark.parametrize(
    ("people", "in_date", "expected"),
    [
        (0, 0, HIDDEN),
        (9, 9, HIDDEN),  # too few
        (10, 10, Told(10, 10, 100)),  # all: the same as nearly all
        (10, 1, Told(10, 10, 100)),  # fewer than ten are missing
        (100, 96, Told(100, 91, 100)),
        (100, 91, Told(100, 91, 100)),
        (100, 90, Told(100, 90, 90)),  # ten are missing
        (100, 10, Told(100, 10, 10)),
        (100, 9, Told(100, 0, 9)),
        (100, 0, Told(100, 0, 9)),  # nobody: the same as hardly anybody
        (412, 303, Told(412, 73, 73)),  # rounded down, as on the pages
    ],
)
def test_what_is_told(people: int, in_date: int, expected: Told) -> None:
    assert told(people, in_date) == expected


@given(groups)
def test_no_number_of_people_below_ten_can_be_read_from_it(group: tuple[int, int]) -> None:
    people, in_date = group
    found = told(people, in_date)
    if found.is_hidden:
        return
    possible = [each for each in range(people + 1) if told(people, each) == found]
    assert in_date in possible
    for few in (in_date, people - in_date):
        if few < LEAST:
            assert len(possible) >= LEAST, "it could be any of ten"


@given(groups)
def test_the_truth_is_in_the_range(group: tuple[int, int]) -> None:
    people, in_date = group
    found = told(people, in_date)
    if found.low is not None and found.high is not None:
        assert found.low <= 100 * in_date / people < found.high + 1


@given(st.lists(groups, max_size=6))
def test_the_sum_tells_no_more_than_its_parts(parts: list[tuple[int, int]]) -> None:
    each_told = [told(*part) for part in parts]
    shown = [each for each in each_told if not each.is_hidden]
    assert together(each_told) == together(shown), "those that are hidden are not in it"
    assert together(each_told).is_hidden == (not shown)


def test_a_small_group_cannot_be_worked_out_from_the_sum() -> None:
    """From an exact sum and an exact part it could."""
    parts = [told(100, 50), told(100, 96)]
    assert together(parts) == Told(200, 70, 75)


def test_exact_parts_make_an_exact_sum() -> None:
    assert together([told(100, 50), told(300, 240), told(4, 1)]) == Told(400, 72, 72)
