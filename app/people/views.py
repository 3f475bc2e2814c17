"""What a manager asks to see of their people, and what they see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.assignments.words.labels import NOTHING_NOW
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.standing import Coverage, State
from app.web.scope import Scope

SOON = "soon"
"""Asks for those of whom something is due within the next days; the other states are those of `LABELS`."""


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """`requirement` is a key, `state` one of `LABELS` or `SOON`, `teams` a team and those below it."""

    requirement: str | None = None
    state: str | None = None
    teams: frozenset[int] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class TeamView:
    """What is asked for of the people of `scope`, which `here` are by their ids.

    `requirements` are those of the programme, in its order.
    """

    scope: Scope
    here: frozenset[int]
    wanted: TeamFilter
    requirements: Sequence[Requirement]

    @property
    def today(self) -> date:
        return self.scope.today

    @property
    def unfiltered(self) -> "TeamView":
        return replace(self, wanted=TeamFilter())

    @property
    def columns(self) -> list[Requirement]:
        """The requirements shown: the one that is asked for, or all."""
        return [each for each in self.requirements if self.wanted.requirement in {None, each.key}]

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.columns]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody stands with a requirement, as others are shown it: `state` is one of `LABELS`."""

    state: str = NOTHING_NOW
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the view, with how many of the requirements shown are mandatory and asked of them now; and how many
    of these are not in date, are overdue, or are due soon.
    """

    id: int
    name: str
    asked: int
    missing: int
    overdue: int
    soon: int

    @property
    def needs_reminding(self) -> bool:
        return bool(self.overdue or self.soon)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the matrix: `cells` has one for each column of the view."""

    member: Member
    teams: str
    cells: Sequence[Cell]


def to_remind(wanted: TeamFilter, members: Sequence[Member]) -> list[Member]:
    """Whom the button reminds of those shown: who is overdue, or, where that is asked for, of whom something is due."""
    return [each for each in members if (each.soon if wanted.state == SOON else each.overdue)]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The lines of a page with the columns in which something is asked of somebody on it, and the others by title."""

    columns: Sequence[Requirement]
    lines: Sequence[Line]
    left_out: Sequence[str]


def matrix_of(view: TeamView, lines: Sequence[Line]) -> Matrix:
    """All columns where one was asked for, or those of whom nothing is asked."""
    wanted, every = view.wanted, range(len(view.columns))
    is_whole = wanted.requirement is not None or wanted.state == NOTHING_NOW
    kept = [at for at in every if is_whole or any(line.cells[at].state != NOTHING_NOW for line in lines)]
    return Matrix(
        [view.columns[at] for at in kept],
        [replace(line, cells=[line.cells[at] for at in kept]) for line in lines],
        [view.columns[at].title for at in every if at not in kept] if lines else [],
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How many people there are; of how many something mandatory is asked now; and where these stand.

    Who is `overdue` with one thing may have another due `soon`, as the filters show them.
    """

    people: int = 0
    asked: int = 0
    in_date: int = 0
    overdue: int = 0
    soon: int = 0


def standing_of(members: Sequence[Member]) -> Standing:
    asked = [each for each in members if each.asked]
    return Standing(
        people=len(members),
        asked=len(asked),
        in_date=sum(not each.missing for each in asked),
        overdue=sum(bool(each.overdue) for each in asked),
        soon=sum(bool(each.soon) for each in asked),
    )


@dataclass(frozen=True, slots=True)
class TeamCoverage:
    requirement: Requirement
    coverage: Coverage

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 is everybody."""
        share = self.coverage.share
        return None if share is None else int(share * 100 + 1e-9)


Counts = Mapping[str, Mapping[State, int]]
