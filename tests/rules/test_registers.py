from datetime import date

import pytest

from app.rules.registers import (
    Attended,
    Attendee,
    Obstacle,
    State,
    addresses,
    could_attend,
    may_be_held_on,
    seal,
    state_of,
    tally,
    why_not_signed,
)

TODAY = date(2026, 11, 16)
YESTERDAY = date(2026, 11, 15)
TOMORROW = date(2026, 11, 17)

FULL, PART, ABSENT = Attended.FULL, Attended.PART, Attended.ABSENT
REGISTER = (
    Attendee(1, FULL),
    Attendee(2, FULL, has_completed=True),
    Attendee(3, PART),
    Attendee(4, PART, has_completed=True),
    Attendee(5, ABSENT),
    Attendee(6, None),
    Attendee(7, FULL, is_erased=True),
    Attendee(8, None, is_erased=True),
)


def test_only_who_attended_in_full_and_has_no_entry_of_that_day_gets_one() -> None:
    counted = tally(REGISTER)
    assert counted.completing == (1,)
    assert counted.repeating == (2,)
    assert counted.in_part == (3, 4)
    assert counted.absent == (5,)
    assert counted.unmarked == (6,)
    assert counted.people == 6


@pytest.mark.parametrize(
    ("held_on", "is_signed", "state"),
    [
        (TOMORROW, False, State.PLANNED),
        (TODAY, False, State.TO_SIGN),
        (YESTERDAY, False, State.TO_SIGN),
        (YESTERDAY, True, State.SIGNED),
        (TOMORROW, True, State.SIGNED),  # by a clock that was wrong
    ],
)
def test_how_far_a_session_has_come(held_on: date, is_signed: bool, state: State) -> None:
    assert state_of(held_on, TODAY, is_signed=is_signed) is state


@pytest.mark.parametrize(
    ("state", "attendees", "obstacle"),
    [
        (State.TO_SIGN, [Attendee(1, FULL)], None),
        (State.TO_SIGN, [Attendee(1, ABSENT)], None),  # nobody came: that can be signed as well
        (State.TO_SIGN, [Attendee(1, FULL), Attendee(2, None)], Obstacle.UNMARKED),
        (State.TO_SIGN, [Attendee(1, FULL), Attendee(2, None, is_erased=True)], None),  # nobody can mark them any more
        (State.TO_SIGN, [], Obstacle.NOBODY),
        (State.TO_SIGN, [Attendee(1, FULL, is_erased=True)], Obstacle.NOBODY),
        (State.PLANNED, [Attendee(1, FULL)], Obstacle.NOT_YET),
        (State.PLANNED, [], Obstacle.NOT_YET),
        (State.SIGNED, [Attendee(1, None)], Obstacle.SIGNED),
    ],
)
def test_why_a_register_cannot_be_signed(state: State, attendees: list[Attendee], obstacle: Obstacle | None) -> None:
    assert why_not_signed(state, tally(attendees)) is obstacle


def test_a_seal_tells_registers_apart() -> None:
    seals = {seal("plan", tally(REGISTER[:number])) for number in range(7)} | {seal("other", tally(()))}
    assert len(seals) == 8
    assert seal("plan", tally(REGISTER)) == seal("plan", tally(REGISTER))


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(1989, 12, 31), False),
        (date(1990, 1, 1), True),
        (TODAY, True),
        (date(2028, 11, 16), True),
        (date(2028, 11, 17), False),
        (date(1, 1, 1), False),
        (date(9999, 12, 31), False),
    ],
)
def test_when_a_session_may_be_held(day: date, may: bool) -> None:
    assert may_be_held_on(day, TODAY) is may


@pytest.mark.parametrize(
    ("is_active", "last_day", "could"),
    [
        (True, None, True),
        (True, YESTERDAY, True),  # has an account and no team just now
        (False, TODAY, True),  # left on that very day
        (False, TOMORROW, True),
        (False, YESTERDAY, False),
        (False, None, False),
    ],
)
def test_who_could_attend(is_active: bool, last_day: date | None, could: bool) -> None:
    assert could_attend(TODAY, is_active=is_active, last_day=last_day) is could


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" \n\r\n;,;", ()),
        ("ann@example.org", ("ann@example.org",)),
        ("Ann@Example.org \r\n\tbob@example.org\n", ("ann@example.org", "bob@example.org")),
        ("ann@example.org; bob@example.org, cy@example.org", ("ann@example.org", "bob@example.org", "cy@example.org")),
        ("ann@example.org\nANN@example.org", ("ann@example.org",)),
        ("Ann Lee <ann@example.org>", ("ann@example.org",)),
        ("Lee, Ann <ann@example.org>; Ek, Bo <bo@example.org>", ("ann@example.org", "bo@example.org")),
        ("Lee, Ann <ann@example.org>, Ek, Bo <bo@example.org>", ("ann@example.org", "bo@example.org")),
        ("cy@example.org, Lee, Ann <ann@example.org>", ("cy@example.org", "ann@example.org")),
        ("Ann Lee", ("ann lee",)),  # no address: it is told, not dropped
        ("<<a@b>>", ("<<a@b>>",)),
        ("Ann <>", ()),
    ],
)
def test_addresses_out_of_a_pasted_list(text: str, found: tuple[str, ...]) -> None:
    assert addresses(text) == found
