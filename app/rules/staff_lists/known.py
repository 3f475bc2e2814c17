"""What is known of an organisation's people before a list comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Ref = int
"""Somebody or a team: the id of who is known, or minus a number for who a list brings (a person's is their row)."""


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody does. `team` and `line_manager` are refs; without a `team` they have no posting."""

    team: Ref | None
    job: str
    manages: bool
    is_customer_facing: bool
    employment: str
    line_manager: Ref | None


@dataclass(frozen=True, slots=True)
class KnownPosting:
    """A posting that lasts or is still to come."""

    id: int
    post: Post
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class KnownAbsence:
    id: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """`postings` are those that are not over, the first one first. Who `has_rights` may do more here than learn."""

    id: int
    staff_number: str
    email: str
    name: str
    is_here: bool
    last_day: date | None
    has_rights: bool
    postings: Sequence[KnownPosting] = ()
    absences: Sequence[KnownAbsence] = ()

    def posting_on(self, day: date) -> KnownPosting | None:
        """The newest that they hold on a day; before the first, the first."""
        held = [each for each in self.postings if each.holds(day)]
        coming = [each for each in self.postings if each.starts_on > day]
        return held[-1] if held else coming[0] if coming else None


@dataclass(frozen=True, slots=True)
class KnownTeam:
    id: int
    name: str
    parent_id: int | None
