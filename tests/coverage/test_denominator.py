"""Who is counted: those who are bound, here, and asked now."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.database import writing
from app.extensions import db
from app.models import Person
from tests.client import StrictClient
from tests.coverage.council import TODAY, Council, away, exempt, figures, table
from tests.factories import PersonFactory, PostingFactory, complete, member_of, work_out

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def somebody(council: Council, since: date = date(2026, 1, 5), until: date | None = None) -> Person:
    person = PersonFactory(organisation_id=council.organisation.id)
    PostingFactory(person_id=person.id, team_id=council.teams["Housing"].id, starts_on=since, ends_on=until)
    return person


def done(council: Council, on: date) -> None:
    complete(somebody(council), on)


def left(council: Council) -> None:
    person = somebody(council)
    with writing():
        db.session.get_one(Person, person.id).is_active = False


def twice_posted(council: Council) -> None:
    PostingFactory(person_id=somebody(council).id, team_id=council.teams["Office"].id)


def exempt_with_a_route(council: Council) -> None:
    person = somebody(council)
    exempt(person)
    with writing():
        db.session.execute(db.text("UPDATE exemptions SET route = 'another'"))


NOT_COUNTED = (0, 0, 0, 1)
CASES: dict[str, tuple[Callable[[Council], object], tuple[int, int, int, int]]] = {
    # who is there besides the lead: in date, not yet, overdue, not counted
    "never did it and is overdue": (somebody, (0, 0, 1, 0)),
    "joined, and has time": (lambda council: somebody(council, TODAY - timedelta(days=30)), (0, 1, 0, 0)),
    "joined a day too long ago": (lambda council: somebody(council, TODAY - timedelta(days=31)), (0, 0, 1, 0)),
    "in date": (lambda council: done(council, date(2026, 3, 2)), (1, 0, 0, 0)),
    "in date on the last day": (lambda council: done(council, date(2025, 11, 16)), (1, 0, 0, 0)),
    "ran out yesterday": (lambda council: done(council, date(2025, 11, 15)), (0, 0, 1, 0)),
    "holds two posts and is one person": (twice_posted, (0, 0, 1, 0)),
    "away": (lambda council: away(somebody(council)), NOT_COUNTED),
    "away, and in date": (lambda council: (done(council, YESTERDAY), away(newest())), NOT_COUNTED),
    "back since today": (lambda council: away(somebody(council), date(2026, 10, 1), YESTERDAY), (0, 0, 1, 0)),
    "exempt": (lambda council: exempt(somebody(council)), NOT_COUNTED),
    "by another route": (exempt_with_a_route, (0, 0, 1, 0)),
    "has left": (left, (0, 0, 0, 0)),
    "last day was yesterday": (lambda council: somebody(council, until=YESTERDAY), (0, 0, 0, 0)),
    "last day is today": (lambda council: somebody(council, until=TODAY), (0, 0, 1, 0)),
    "comes tomorrow": (lambda council: somebody(council, since=TOMORROW), (0, 0, 0, 0)),
    "has no post": (lambda council: PersonFactory(organisation_id=council.organisation.id), (0, 0, 0, 0)),
}


def newest() -> Person:
    return db.session.scalars(db.select(Person).order_by(Person.id.desc()).limit(1)).one()


@pytest.mark.parametrize("case", CASES)
def test_who_is_counted(case: str, lead: StrictClient, council: Council) -> None:
    """Ten of a kind, so that those who are not counted are told, beside the lead, who is overdue."""
    make, (in_date, not_yet, overdue, apart) = CASES[case]
    for _ in range(10):
        make(council)
    work_out(council.organisation.id)
    bound = 10 * (in_date + not_yet + overdue) + 1
    assert figures(lead) == {
        "bound": str(bound),
        "in_date": str(10 * in_date),
        "not_yet": str(10 * not_yet),
        "overdue": str(10 * overdue + 1),
        "not_counted": "10" if apart else "<10",
    }
    assert f"{10 * in_date} of {bound} bound today are in date" in lead.get("/coverage/core").words


@pytest.mark.parametrize(("people", "told"), [(0, "<10"), (1, "<10"), (9, "<10"), (10, "10"), (11, "11")])
def test_a_few_who_are_not_counted_are_not_told(people: int, told: str, lead: StrictClient, council: Council) -> None:
    """None reads as a few does, so that the first exemption is not seen either."""
    for _ in range(people):
        exempt(member_of(council.teams["Housing"]))
    work_out(council.organisation.id)
    assert figures(lead)["not_counted"] == told
    on_page = {row[0]: row[-1] for row in table(lead.get("/coverage"), "What must be done")}
    assert on_page["Basics for everyone"] == told.replace("<", "fewer than ")


def test_who_waits_for_another_course_is_not_counted(lead: StrictClient, council: Council) -> None:
    for _ in range(10):
        member_of(council.teams["Roofs"])
    ready = member_of(council.teams["Repairs"])
    complete(ready, date(2026, 11, 2))
    work_out(council.organisation.id)
    assert figures(lead, "practical") == {
        "bound": "1",
        "in_date": "0",
        "not_yet": "1",
        "overdue": "0",
        "not_counted": "10",
    }


def test_what_is_recommended_is_never_overdue(lead: StrictClient, council: Council) -> None:
    complete(council.lead, date(2026, 11, 2), course="talk", title="Talk", valid_until=None)
    member_of(council.teams["Office"])
    work_out(council.organisation.id)
    assert figures(lead, "talk") == {"bound": "2", "in_date": "1", "not_yet": "1", "overdue": "", "not_counted": "<10"}
    page = lead.get("/coverage/talk")
    assert "verdue" not in page.words
    assert "1 has not done it, which is all right" in page.words
