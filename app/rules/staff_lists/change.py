"""What may become of somebody by a list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.staff_lists.columns import Field
from app.rules.staff_lists.known import KnownAbsence, KnownPerson, KnownPosting, Post


class Kind(StrEnum):
    STARTS = "starts"
    RETURNS = "returns"
    CHANGES = "changes"
    LEAVES = "leaves"
    LEFT_OUT = "left-out"
    """Leaves because the list, which is of everybody, does not have them."""
    KEPT = "kept"
    """Changed here since the last list, which differs: nothing is changed."""
    HAS_RIGHTS = "has-rights"
    """Would leave, stay or sign in otherwise, but has rights here: that is done by hand."""
    NOT_SAID = "not-said"
    """Known here and empty in the list: nothing is changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` and `after` are as they are kept: a text, a day, yes or no, the ref of a team or of somebody."""

    field: Field
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class NewPosting:
    """`instead_of` is a posting that this one replaces, `after` one that ends the day before it."""

    post: Post
    starts_on: date
    ends_on: date | None
    instead_of: KnownPosting | None = None
    after: KnownPosting | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """`known` is the absence that is changed; without one it is new."""

    starts_on: date
    ends_on: date | None
    known: KnownAbsence | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`row` is None for who is not in the list, `person` for somebody new. What is None is not changed.

    `stays` takes back that somebody leaves.
    """

    kind: Kind
    row: int | None
    person: KnownPerson | None
    staff_number: str
    email: str
    name: str
    differences: tuple[Difference, ...] = ()
    posting: NewPosting | None = None
    absence: Absence | None = None
    last_day: date | None = None
    stays: bool = False

    @property
    def is_written(self) -> bool:
        return self.kind not in (Kind.KEPT, Kind.HAS_RIGHTS, Kind.NOT_SAID)

    @property
    def is_leaving(self) -> bool:
        """Whether somebody who was to stay, or to stay for longer, leaves by it, today or later."""
        if self.kind in (Kind.LEAVES, Kind.LEFT_OUT):
            return True
        known = self.person.last_day if self.person else None
        return self.kind is Kind.CHANGES and self.last_day is not None and (known is None or self.last_day < known)
