"""Reading days as people and spreadsheets write them: ISO, or the day first as in Britain."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

MOST_REMEMBERED = 20_000

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}}|[a-z]{{3,9}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII | re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT_YEARS_OF_LAST_CENTURY = 90


class NoDay(StrEnum):
    """Why a text is not read as a day."""

    NOT_A_DAY = "not-a-day"
    NUMBER = "number"
    MONTH_FIRST = "month-first"


@lru_cache(MOST_REMEMBERED)
def read_day(text: str) -> date | NoDay:
    """The day that `2021-03-27`, `27/03/2021`, `27.3.21`, `27-Mar-21` or `27 March 2021` says; a time is left out.

    A number is refused: it is a day in some spreadsheets, but they count from different years.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4])) or NoDay.NOT_A_DAY
    if found := _DAY_FIRST.fullmatch(text):
        return _day_first(int(found[1]), found[3], found[4])
    return NoDay.NUMBER if _NUMBER.fullmatch(text) else NoDay.NOT_A_DAY


def is_ambiguous(text: str) -> bool:
    """Whether the same text would be another day with the month first."""
    found = _DAY_FIRST.fullmatch(text)
    if found is None or not found[3].isdecimal():
        return False
    return int(found[1]) <= len(_MONTHS) and int(found[1]) != int(found[3])


def _day_first(day: int, month: str, written_year: str) -> date | NoDay:
    year = int(written_year)
    if len(written_year) == 2:
        year += 1900 if year >= _SHORT_YEARS_OF_LAST_CENTURY else 2000
    number = int(month) if month.isdecimal() else _month_named(month.casefold())
    read = _day(year, number, day)
    if read is None:
        return NoDay.MONTH_FIRST if month.isdecimal() and _day(year, day, number) else NoDay.NOT_A_DAY
    return read


def _month_named(name: str) -> int:
    """1 to 12; 0 for a name that is no month's."""
    matching = [number for number, month in enumerate(_MONTHS, start=1) if month == name or month[:3] == name]
    return matching[0] if matching else 9 if name == "sept" else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
