"""How often a quiz may be sat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.questions import AttemptLimit


@dataclass(frozen=True, slots=True)
class AttemptRuling:
    """Whether an attempt may start now. `tries_left` is None without a limit; `opens_at` is set while it may not."""

    may_start: bool
    tries_left: int | None
    opens_at: datetime | None


def rule_on_attempt(limit: AttemptLimit | None, handed_in: tuple[datetime, ...], now: datetime) -> AttemptRuling:
    """Rule on the next attempt of an enrolment, given when its earlier ones were handed in, oldest first."""
    if limit is None:
        return AttemptRuling(may_start=True, tries_left=None, opens_at=None)
    used = len(handed_in) % limit.tries
    if handed_in and used == 0:
        opens_at = handed_in[-1] + timedelta(hours=limit.pause_hours)
        if now < opens_at:
            return AttemptRuling(may_start=False, tries_left=0, opens_at=opens_at)
    return AttemptRuling(may_start=True, tries_left=limit.tries - used, opens_at=None)
