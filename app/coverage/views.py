"""What somebody asks of coverage, and how it stands in an address."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from app.rules.programmes.requirements import Requirement


class By(StrEnum):
    """How the figures of a requirement are divided."""

    TEAM = "team"
    ROLE = "role"
    KIND = "kind"
    MONTH = "month"


class Whom(StrEnum):
    """Whose names are listed: of those who are asked, in date are only the ones whose training runs out."""

    OVERDUE = "overdue"
    NOT_YET = "not-yet"
    EXPIRING = "expiring"


WITHIN = (30, 60, 90)
"""Days in which training may be asked to run out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `on` is None for today; `role` is one of the spellings of a job."""

    on: date | None = None
    team: int | None = None
    role: str = ""
    kind: str = ""
    by: By = By.TEAM
    whom: Whom = Whom.OVERDUE
    within: int = WITHIN[0]

    def address(self, path: str, **changes: Any) -> str:
        """A path with all that differs from what is usual; `page` may be among the changes."""
        page = changes.pop("page", None)
        wanted = replace(self, **changes)
        values = {
            "on": wanted.on.isoformat() if wanted.on else "",
            "team": wanted.team or "",
            "role": wanted.role,
            "kind": wanted.kind,
            "by": wanted.by if wanted.by != By.TEAM else "",
            "show": wanted.whom if wanted.whom != Whom.OVERDUE else "",
            "within": wanted.within if wanted.within != WITHIN[0] else "",
            "page": page or "",
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The people of an organisation whom a requirement bound on `day`, as it was known then.

    Only those in `teams`, with a job called one of `jobs`, employed as `kind`, where these are given.
    """

    organisation_id: int
    today: date
    day: date
    requirement: Requirement
    teams: frozenset[int] | None = None
    jobs: frozenset[str] | None = None
    kind: str = ""

    @property
    def is_of_all(self) -> bool:
        return self.teams is None and self.jobs is None and not self.kind
