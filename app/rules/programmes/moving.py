"""What another programme would change for one person, and for many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.programmes.assigning import Assignment, Status
from app.rules.programmes.audiences import bound_posts
from app.rules.programmes.careers import Career
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.standing import State, state_on


@dataclass(frozen=True, slots=True)
class Move:
    """What changes for a person in one requirement. `due_on` is the day then; `moves` is -1 earlier, 1 later."""

    requirement: str
    was_bound: bool
    is_bound: bool
    was_overdue: bool
    is_overdue: bool
    moves: int
    due_on: date | None

    @property
    def becomes_overdue(self) -> bool:
        return self.is_overdue and not self.was_overdue


@dataclass(frozen=True, slots=True)
class Moved:
    """How many people each change of a requirement is for. `asked` are those whom it would bind."""

    asked: int = 0
    newly_bound: int = 0
    no_longer_bound: int = 0
    newly_overdue: int = 0
    no_longer_overdue: int = 0
    earlier: int = 0
    later: int = 0
    bound_later: int = 0

    @property
    def is_nothing(self) -> bool:
        return replace(self, asked=0, bound_later=0) == Moved()

    def with_move(self, move: Move) -> "Moved":
        return replace(
            self,
            asked=self.asked + move.is_bound,
            newly_bound=self.newly_bound + (move.is_bound and not move.was_bound),
            no_longer_bound=self.no_longer_bound + (move.was_bound and not move.is_bound),
            newly_overdue=self.newly_overdue + move.becomes_overdue,
            no_longer_overdue=self.no_longer_overdue + (move.was_overdue and not move.is_overdue),
            earlier=self.earlier + (move.moves < 0),
            later=self.later + (move.moves > 0),
        )


def moves(before: Sequence[Assignment], after: Sequence[Assignment], today: date) -> list[Move]:
    """What is asked of somebody under one programme beside what another asks; by requirement, those of both."""
    old = {each.requirement.key: each for each in before}
    new = {each.requirement.key: each for each in after}
    return [_move(key, old.get(key), new.get(key), today) for key in {**new, **old}]


def _move(key: str, old: Assignment | None, new: Assignment | None, today: date) -> Move:
    return Move(
        requirement=key,
        was_bound=_binds(old),
        is_bound=_binds(new),
        was_overdue=_is_overdue(old, today),
        is_overdue=_is_overdue(new, today),
        moves=_due_moves(old, new),
        due_on=new.due_on if new else None,
    )


def _binds(assignment: Assignment | None) -> bool:
    return assignment is not None and assignment.status is not Status.EXEMPT


def _is_overdue(assignment: Assignment | None, today: date) -> bool:
    if assignment is None:
        return False
    strength, status = assignment.requirement.strength, assignment.status
    state = state_on(today, strength, status, assignment.done_on, assignment.due_on, assignment.opens_on)
    return state is State.OVERDUE


def _due_moves(old: Assignment | None, new: Assignment | None) -> int:
    """What is not due at all is as good as due after everything."""
    if old is None or new is None:
        return 0
    before, after = old.due_on or date.max, new.due_on or date.max
    return (after > before) - (after < before)


def bound_from(requirement: Requirement, career: Career, today: date) -> bool:
    """Whether a requirement that has not begun yet would bind somebody on the day on which it does."""
    begins = requirement.from_on
    if begins is None or begins <= today:
        return False
    return any(post.spell.holds(begins) for post in bound_posts(career, requirement.who))


def first_to_be_overdue(found: Iterable[Move]) -> Move | None:
    """Of what becomes overdue for somebody, what was due longest ago."""
    late = [each for each in found if each.becomes_overdue]
    return min(late, key=lambda each: each.due_on or date.max, default=None)
