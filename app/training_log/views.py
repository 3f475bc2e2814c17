"""What somebody asks of the training log."""

from dataclasses import dataclass
from datetime import date, datetime

from app.web import clock
from app.web.scope import Scope


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are asked for. `teams` are the chosen team and those below it; days are inclusive.

    `as_at` asks for what the log said at the end of that day, None for what it says now. `everything` adds what was
    corrected or withdrawn, and the withdrawals.
    """

    course: str | None = None
    teams: frozenset[int] | None = None
    since: date | None = None
    until: date | None = None
    as_at: date | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class LogView:
    """What is asked for, by somebody who may see `scope`, in the days of a time zone.

    Rights are those of today (`scope.today`); teams and states are those of `day`.
    """

    scope: Scope
    wanted: LogFilter
    time_zone: str

    @property
    def day(self) -> date:
        return self.wanted.as_at or self.scope.today

    @property
    def at(self) -> datetime | None:
        """The instant up to which entries are known, None for now."""
        return clock.end_of(self.wanted.as_at, self.time_zone) if self.wanted.as_at else None

    @property
    def shown(self) -> Scope:
        """Whom the view can show: by their teams of today, unless it is of a past day, when they may be in any."""
        teams, past = self.wanted.teams, self.wanted.as_at
        return self.scope if teams is None or past else self.scope.narrowed(teams)
