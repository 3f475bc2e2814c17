from datetime import date

import pytest

from app.content.programmes.phrases import (
    due_in_words,
    read_due,
    read_months,
    read_renewal,
    renewal_in_words,
)
from app.rules.programmes.requirements import Anchor, CountedFrom, FirstDue, Renewal


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("30 days after joining", FirstDue(30)),
        ("1 day after starting", FirstDue(1, Anchor.STARTING)),
        ("0 days after joining", FirstDue(0)),
        ("2027-03-31", FirstDue(on=date(2027, 3, 31))),
        ("2027-03-31, or 30 days after joining", FirstDue(30, Anchor.JOINING, date(2027, 3, 31))),
        ("any time", FirstDue()),
    ],
)
def test_the_first_time(text: str, due: FirstDue) -> None:
    assert read_due(text) == due
    assert due_in_words(due) == text


@pytest.mark.parametrize(
    "text", ["", "30", "30 days", "1096 days after joining", "20270331", "any time, or 30 days after joining",
             "2027-03-31, or any time", "2027-03-31 or 30 days after joining", "٣٠ days after joining"],
)  # fmt: skip
def test_no_first_time(text: str) -> None:
    assert read_due(text) is None


@pytest.mark.parametrize(
    ("text", "renewal"),
    [
        ("every 36 months", Renewal(CountedFrom.COMPLETION, 36)),
        ("every 1 month", Renewal(CountedFrom.COMPLETION, 1)),
        ("every 36 months from expiry", Renewal(CountedFrom.EXPIRY, 36)),
        ("every 12 months on 31 March", Renewal(CountedFrom.FIXED_DAY, 12, (3, 31))),
        ("every 24 months on 29 February", Renewal(CountedFrom.FIXED_DAY, 24, (2, 29))),
        ("never", Renewal(CountedFrom.NEVER)),
    ],
)
def test_again(text: str, renewal: Renewal) -> None:
    assert read_renewal(text) == renewal
    assert renewal_in_words(renewal) == text


@pytest.mark.parametrize(("text", "months"), [("every 3 years", 36), ("every year", 12), ("every month", 1)])
def test_years_are_months(text: str, months: int) -> None:
    assert read_renewal(text) == Renewal(CountedFrom.COMPLETION, months)


@pytest.mark.parametrize(
    "text", ["every", "every 0 months", "every 241 months", "36 months", "every 12 months on 30 February",
             "every 12 months on 31 march", "every 12 months from expiry on 31 March"],
)  # fmt: skip
def test_not_again(text: str) -> None:
    assert read_renewal(text) is None


@pytest.mark.parametrize(
    ("text", "months"), [("3 months", 3), ("0 months", 0), ("20 years", 240), ("241 months", None)]
)
def test_months(text: str, months: int | None) -> None:
    assert read_months(text) == months
