"""Where each member of a team stands, put together from what the database knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.people.records import Member, RequiredModule
from app.rules.assignments import Assignment, State, assign, is_due_soon, strictest
from app.rules.validity import Completion


class Show(StrEnum):
    """Which members a manager wants to see."""

    ALL = "all"
    OVERDUE = "overdue"
    SOON = "soon"
    IN_DATE = "in-date"


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """One member with what each course asks of them; None where it asks nothing."""

    member: Member
    assignments: Mapping[str, Assignment | None]
    today: date

    @property
    def is_asked(self) -> bool:
        """Whether any course is mandatory for them."""
        return bool(self._mandatory)

    @property
    def is_overdue(self) -> bool:
        return any(each.state is State.OVERDUE for each in self._mandatory)

    @property
    def is_due_soon(self) -> bool:
        return not self.is_overdue and any(is_due_soon(each.due_on, self.today) for each in self._mandatory)

    @property
    def is_in_date(self) -> bool:
        """Whether something is mandatory for them, and every such course has a completion that still counts."""
        return self.is_asked and all(each.state in {State.DONE, State.RENEW} for each in self._mandatory)

    @property
    def _mandatory(self) -> list[Assignment]:
        return [each for each in self.assignments.values() if each and each.mandatory]

    def shown_as(self, show: Show) -> bool:
        return {
            Show.ALL: True,
            Show.OVERDUE: self.is_overdue,
            Show.SOON: self.is_due_soon,
            Show.IN_DATE: self.is_in_date,
        }[show]


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """A team at a glance; `members` has those who are overdue first, then those who are due soon."""

    members: tuple[MemberStanding, ...]

    @property
    def asked(self) -> int:
        return sum(each.is_asked for each in self.members)

    @property
    def in_date(self) -> int:
        return sum(each.is_in_date for each in self.members)

    @property
    def overdue(self) -> int:
        return sum(each.is_overdue for each in self.members)

    @property
    def due_soon(self) -> int:
        return sum(each.is_due_soon for each in self.members)


def stand(
    members: Sequence[Member],
    required: Sequence[RequiredModule],
    completions: Mapping[tuple[int, str], Completion],
    today: date,
) -> TeamStanding:
    standings = [
        MemberStanding(member, _assignments(member, required, completions, today), today) for member in members
    ]
    standings.sort(key=lambda each: (not each.is_overdue, not each.is_due_soon, each.member.name.casefold()))
    return TeamStanding(tuple(standings))


def _assignments(
    member: Member,
    required: Sequence[RequiredModule],
    completions: Mapping[tuple[int, str], Completion],
    today: date,
) -> dict[str, Assignment | None]:
    asked = strictest(ask for each in required if (ask := each.binding(member)))
    done = {course: completions.get((member.person_id, course)) for course in asked}
    return {
        each.course: assign(asked[each.course], done[each.course], today) if each.course in asked else None
        for each in required
    }
