"""The one place that asks the time. The demo can pretend another day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.web.settings import settings


def now() -> datetime:
    """This instant, aware, in UTC; on the pretended day where there is one."""
    instant = datetime.now(UTC)
    pretended = settings().pretend_today
    return instant if pretended is None else datetime.combine(pretended, instant.timetz())


def today(time_zone: str) -> date:
    """The day that it is in an organisation's time zone, an IANA name."""
    return now().astimezone(zone(time_zone)).date()


def end_of(day: date, time_zone: str) -> datetime:
    """The last instant of a day in an organisation's time zone, to the microsecond that databases keep."""
    following = datetime.combine(day + timedelta(days=1), time(), zone(time_zone))
    return following.astimezone(UTC) - timedelta(microseconds=1)


@cache
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
