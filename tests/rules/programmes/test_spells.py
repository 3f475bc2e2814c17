from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.programmes.spells import A_DAY, Spell, changes_after, joined, paused, spell_holding


def day(number: int) -> date:
    """Of March 2027, and on."""
    return date(2027, 2, 28) + timedelta(days=number)


def spell(first: int, last: int | None = None) -> Spell:
    return Spell(day(first), None if last is None else day(last))


@pytest.mark.parametrize(
    ("on", "holds"),
    [(0, False), (1, True), (5, True), (9, True), (10, False)],
)
def test_a_spell_holds_its_first_and_its_last_day(on: int, holds: bool) -> None:
    assert spell(1, 9).holds(day(on)) is holds


def test_a_spell_without_end_holds_for_good() -> None:
    assert spell(1).holds(date(2999, 1, 1))


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([], []),
        ([spell(1, 3)], [spell(1, 3)]),
        ([spell(1, 3), spell(4, 6)], [spell(1, 6)]),  # the next day is no gap
        ([spell(1, 3), spell(5, 6)], [spell(1, 3), spell(5, 6)]),  # a day between is one
        ([spell(4, 6), spell(1, 3)], [spell(1, 6)]),  # in whatever order
        ([spell(1, 9), spell(3, 4)], [spell(1, 9)]),  # one inside the other
        ([spell(1, 4), spell(3, 9)], [spell(1, 9)]),  # two jobs at once for a while
        ([spell(1), spell(3, 9)], [spell(1)]),
        ([spell(1, 3), spell(2)], [spell(1)]),
        ([spell(1, 3), spell(9)], [spell(1, 3), spell(9)]),
    ],
)
def test_spells_that_touch_are_one(spells: list[Spell], expected: list[Spell]) -> None:
    assert joined(spells) == expected


SPELLS = st.lists(
    st.builds(
        lambda first, length: spell(first, None if length is None else first + length),
        st.integers(0, 400),
        st.none() | st.integers(0, 60),
    ),
    max_size=6,
)


@given(spells=SPELLS, on=st.integers(-5, 500))
def test_joined_spells_hold_the_same_days(spells: list[Spell], on: int) -> None:
    assert any(each.holds(day(on)) for each in spells) is (spell_holding(joined(spells), day(on)) is not None)


@given(spells=SPELLS)
def test_joined_spells_lie_apart_and_in_order(spells: list[Spell]) -> None:
    found = joined(spells)
    assert all(a.last < b.starts_on - A_DAY for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([], 30),
        ([spell(11, 15)], 35),  # five days within
        ([spell(1, 14)], 35),  # of which five count: the rest came before it opened
        ([spell(30, 34)], 35),  # away on the day itself
        ([spell(31, 40)], 30),  # it was overdue before: it stays so
        ([spell(1, 9)], 30),
        ([spell(11, 15), spell(32, 33)], 37),  # the second is within the time that the first gave
        ([spell(11, 15), spell(13, 17)], 37),  # days are counted once
        ([spell(20)], None),  # nobody knows until when
        ([spell(31)], 30),
        ([spell(10, 30)], 51),
    ],
)
def test_days_away_put_off_what_is_open(away: list[Spell], expected: int | None) -> None:
    assert paused(day(10), day(30), away) == (None if expected is None else day(expected))


FAR = st.sampled_from([date.max, date.max - A_DAY, date(9999, 1, 1), date(8000, 1, 1)])
FAR_SPELLS = st.builds(Spell, st.sampled_from([date.min, day(0), day(40)]) | FAR, st.none() | FAR)


@given(spells=st.lists(FAR_SPELLS, max_size=4), on=FAR | st.sampled_from([date.min, day(5)]))
def test_any_day_may_be_said(spells: list[Spell], on: date) -> None:
    """HR systems write the last day of the calendar where there is no end."""
    assert all(each.starts_on <= each.last for each in joined(spells) if each.starts_on < date(8000, 1, 1))
    assert all(on < each for each in changes_after(spells, on))
    assert (paused(day(10), day(30), spells) or date.max) >= day(30)


def test_the_last_day_of_the_calendar_is_no_end() -> None:
    until = Spell(day(20), date.max)
    assert paused(day(10), day(30), [until]) is None
    assert paused(day(10), day(30), [Spell(day(20), date.max - A_DAY)]) is None
    assert joined([until, spell(30)]) == [spell(20)]
    assert changes_after([until], day(21)) == []


@given(away=SPELLS, more=SPELLS, length=st.integers(0, 100))
def test_more_days_away_never_bring_it_forward(away: list[Spell], more: list[Spell], length: int) -> None:
    before, after = paused(day(100), day(100 + length), away), paused(day(100), day(100 + length), away + more)
    assert (before or date.max) <= (after or date.max)


def test_the_days_on_which_spells_change() -> None:
    spells = [spell(1, 5), spell(4, 9), spell(12), spell(20, 30)]
    assert sorted(changes_after(spells, day(4))) == [day(6), day(10), day(12), day(20), day(31)]
    assert sorted(changes_after(spells, day(5))) == [day(6), day(10), day(12), day(20), day(31)]
    assert sorted(changes_after(spells, day(6))) == [day(10), day(12), day(20), day(31)]
