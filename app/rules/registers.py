"""What a session's register decides: who may stand on it, whether it can be signed, and who then has completed."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.validity import add_months

EARLIEST = date(1990, 1, 1)
MONTHS_AHEAD = 24
MOST_ON_REGISTER = 1_000

_SEPARATORS = re.compile(r"[\n\r;]+|(?<=>),")
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>\s*")


class Attended(StrEnum):
    """How somebody attended a session."""

    FULL = "full"
    PART = "part"
    ABSENT = "absent"


class State(StrEnum):
    """How far a session has come."""

    PLANNED = "planned"
    TO_SIGN = "to-sign"
    SIGNED = "signed"


class Obstacle(StrEnum):
    """Why a register cannot be signed."""

    SIGNED = "signed"
    NOT_YET = "not-yet"
    NOBODY = "nobody"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True)
class Attendee:
    """A line of a register. `attended` is None before it is marked.

    `has_completed` says that the log has a completion of the same course on the same day already; `is_erased` that
    nobody knows any more who it was.
    """

    person_id: int
    attended: Attended | None
    has_completed: bool = False
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The people of a register by id: who gets an entry, who has one already, and the others. The erased are none."""

    completing: tuple[int, ...]
    repeating: tuple[int, ...]
    in_part: tuple[int, ...]
    absent: tuple[int, ...]
    unmarked: tuple[int, ...]

    @property
    def people(self) -> int:
        return sum(map(len, (self.completing, self.repeating, self.in_part, self.absent, self.unmarked)))


def tally(attendees: Iterable[Attendee]) -> Tally:
    known = [each for each in attendees if not each.is_erased]

    def those(attended: Attended | None) -> list[Attendee]:
        return [each for each in known if each.attended == attended]

    return Tally(
        completing=tuple(each.person_id for each in those(Attended.FULL) if not each.has_completed),
        repeating=tuple(each.person_id for each in those(Attended.FULL) if each.has_completed),
        in_part=tuple(each.person_id for each in those(Attended.PART)),
        absent=tuple(each.person_id for each in those(Attended.ABSENT)),
        unmarked=tuple(each.person_id for each in those(None)),
    )


def state_of(held_on: date, today: date, *, is_signed: bool) -> State:
    """A register may be signed from the day of its session on."""
    if is_signed:
        return State.SIGNED
    return State.PLANNED if held_on > today else State.TO_SIGN


def why_not_signed(state: State, counted: Tally) -> Obstacle | None:
    """Why the register cannot be signed now, the first reason that there is."""
    obstacles = {
        Obstacle.SIGNED: state is State.SIGNED,
        Obstacle.NOT_YET: state is State.PLANNED,
        Obstacle.NOBODY: counted.people == 0,
        Obstacle.UNMARKED: bool(counted.unmarked),
    }
    return next((obstacle for obstacle, stands in obstacles.items() if stands), None)


def seal(*shown: object) -> str:
    """A short text that is another one as soon as anything of what was shown is."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def may_be_held_on(day: date, today: date) -> bool:
    return EARLIEST <= day <= add_months(today, MONTHS_AHEAD)


def could_attend(held_on: date, *, is_active: bool, last_day: date | None) -> bool:
    """Whether somebody was here then: who has left can have attended until their last day."""
    return is_active or (last_day is not None and held_on <= last_day)


def addresses(text: str) -> tuple[str, ...]:
    """The e-mail addresses of a pasted list in small letters, each once; `Lee, Ann <ann@example.org>` is one too.

    What is none stays in, so that it can be told.
    """
    pieces = (each.strip().lower() for piece in _SEPARATORS.split(text) for each in _parts(piece))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _parts(piece: str) -> list[str]:
    found = _NAME_AND_ADDRESS.fullmatch(piece)
    if found is None:
        return piece.split(",")
    return [*(each for each in found["name"].split(",") if "@" in each), found["address"]]
