"""The phrases of a programme about time, read and written: "30 days after joining", "every 36 months from expiry"."""

import re
from datetime import date

from app.rules.programmes.requirements import Anchor, CountedFrom, FirstDue, Renewal

MOST_MONTHS = 240
MOST_DAYS = 1_095
YEARS = range(2000, 2101)
ANY_TIME = "any time"
NEVER = "never"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAYS = re.compile(r"(\d{1,4}) days?", re.ASCII)
_MONTHS = re.compile(r"(?:(\d{1,3}) )?(month|year)s?", re.ASCII)
_AFTER = re.compile(r"(\d{1,4} days?) after (joining|starting)", re.ASCII)
_EVERY = re.compile(r"every (.+?)(?: from (expiry)| on (\d{1,2}) ([A-Z][a-z]+))?", re.ASCII)
_NAMES_OF_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def no_day_in(text: str) -> str | None:
    """The first part of a phrase that looks like a day and is none."""
    return next((found for found in _DAY.findall(text) if read_day(found) is None), None)


def read_days(text: str) -> int | None:
    found = _DAYS.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= MOST_DAYS else None


def days_in_words(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def read_months(text: str) -> int | None:
    """ "3 months" or "2 years" in months; the number may be left out for one."""
    found = _MONTHS.fullmatch(text)
    if not found:
        return None
    months = int(found[1] or 1) * (12 if found[2] == "year" else 1)
    return months if months <= MOST_MONTHS else None


def months_in_words(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def read_due(text: str) -> FirstDue | None:
    if text == ANY_TIME:
        return FirstDue()
    day, comma, rest = text.partition(", or ")
    on = read_day(day)
    if on and not comma:
        return FirstDue(on=on)
    after = _AFTER.fullmatch(rest if on else text)
    days = read_days(after[1]) if after else None
    return FirstDue(days, Anchor(after[2]), on) if after and days is not None else None


def due_in_words(due: FirstDue) -> str:
    after = "" if due.days is None else f"{days_in_words(due.days)} after {due.anchor}"
    return ", or ".join(part for part in (str(due.on or ""), after) if part) or ANY_TIME


def read_renewal(text: str) -> Renewal | None:
    if text == NEVER:
        return Renewal(CountedFrom.NEVER)
    found = _EVERY.fullmatch(text)
    months = read_months(found[1]) if found else None
    if not found or not months:
        return None
    if found[2]:
        return Renewal(CountedFrom.EXPIRY, months)
    return _on_fixed_day(months, int(found[3]), found[4]) if found[3] else Renewal(CountedFrom.COMPLETION, months)


def _on_fixed_day(months: int, day: int, month: str) -> Renewal | None:
    number = _NAMES_OF_MONTHS.index(month) + 1 if month in _NAMES_OF_MONTHS else 0
    is_a_day = number and read_day(f"2000-{number:02}-{day:02}")
    return Renewal(CountedFrom.FIXED_DAY, months, (number, day)) if is_a_day else None


def renewal_in_words(renewal: Renewal) -> str:
    """Nothing for what follows the course's certificate."""
    if renewal.counted_from is CountedFrom.CERTIFICATE:
        return ""
    if renewal.counted_from is CountedFrom.NEVER:
        return NEVER
    every = f"every {months_in_words(renewal.months)}"
    if renewal.counted_from is CountedFrom.EXPIRY:
        return f"{every} from expiry"
    if renewal.fixed is None:
        return every
    month, day = renewal.fixed
    return f"{every} on {day} {_NAMES_OF_MONTHS[month - 1]}"
