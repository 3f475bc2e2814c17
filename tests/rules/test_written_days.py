from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.written_days import NoDay, is_ambiguous, read_day

MARCH = date(2021, 3, 27)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-27", "2021-3-27", "2021/03/27", "2021.03.27", "2021-03-27 00:00:00", "2021-03-27T14:05",
        "27/03/2021", "27/3/2021", "27.03.2021", "27-03-2021", "27/03/21", "27/03/2021 14:05", "27-Mar-21",
        "27-MAR-2021", "27 March 2021", "27 mar 2021",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text) == MARCH


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/27/2021", NoDay.MONTH_FIRST),
        ("44282", NoDay.NUMBER),
        ("44282.5", NoDay.NUMBER),
        ("2021", NoDay.NUMBER),
        ("31/04/2021", NoDay.NOT_A_DAY),
        ("2021-02-29", NoDay.NOT_A_DAY),
        ("0000-01-01", NoDay.NOT_A_DAY),
        ("27/03-2021", NoDay.NOT_A_DAY),
        ("27 Marchember 2021", NoDay.NOT_A_DAY),
        ("March 2021", NoDay.NOT_A_DAY),
        ("2021-03-27T23:30:00Z", NoDay.NOT_A_DAY),  # nobody knows which day that is here
        ("٢٧/٠٣/٢٠٢١", NoDay.NOT_A_DAY),
        ("", NoDay.NOT_A_DAY),
    ],
)
def test_what_is_no_day_says_why(text: str, why: NoDay) -> None:
    assert read_day(text) == why


@pytest.mark.parametrize(("text", "day"), [("1/1/90", date(1990, 1, 1)), ("1/1/89", date(2089, 1, 1))])
def test_short_years_are_of_our_times(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "expected"), [("03/04/2021", True), ("13/04/2021", False), ("04/04/2021", False), ("3-Apr-21", False)]
)
def test_what_could_be_another_day_month_first(text: str, expected: bool) -> None:
    assert is_ambiguous(text) is expected


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2089, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%d-%b-%y", "%d %B %Y"):
        assert read_day(day.strftime(pattern)) == day


@given(st.text(max_size=30))
def test_no_text_makes_a_fault(text: str) -> None:
    assert isinstance(read_day(text), date | NoDay)
    assert is_ambiguous(text) in {True, False}
