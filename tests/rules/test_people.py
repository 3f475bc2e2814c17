"""What tells two spellings of a name or a number apart, and what does not."""

import pytest

from app.rules.people import alike, number_alike, staff_number


def test_a_staff_number_is_kept_as_it_is_written_without_spaces() -> None:
    assert staff_number(" r-1 23 ") == "R-123"


@pytest.mark.parametrize("typed", ["R-123", "r 123", "R123", "r\u2011123", "R\u2013123", " r - 1 2 3 "])
def test_spellings_of_one_staff_number(typed: str) -> None:
    assert number_alike(typed) == "R123"


@pytest.mark.parametrize("typed", ["R-124", "R0123", "R/123", "R.123", "123", ""])
def test_other_staff_numbers(typed: str) -> None:
    assert number_alike(typed) != "R123"


def test_names_differ_by_more_than_spaces_and_capital_letters() -> None:
    assert alike("  Property   SERVICES ") == alike("property services") != alike("property-services")
