"""Dates as people read them, in their language."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from flask_babel import format_datetime, get_locale
from flask_babel import gettext as _

from app.web import clock


def long_date(day: date) -> str:
    """12 January 2027"""
    return _written(day, "d MMMM y", get_locale())


def short_date(day: date) -> str:
    """12 Jan 2027"""
    return _written(day, "d MMM y", get_locale())


@lru_cache(maxsize=5_000)
def _written(day: date, pattern: str, locale: Locale | None) -> str:
    return format_date(day, pattern, locale=locale)


def month_and_year(day: date) -> str:
    """Jan 2027"""
    return format_date(day, "MMM y", locale=get_locale())


def moment(instant: datetime, time_zone: str) -> str:
    """12 January 2027 at 14:05, in the organisation's time zone"""
    local = instant.astimezone(clock.zone(time_zone))
    time = format_datetime(local, "HH:mm", rebase=False)
    sentence: str = _("%(day)s at %(time)s", day=long_date(local.date()), time=time)
    return sentence
