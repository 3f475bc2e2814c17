"""Days from before anything was worked out, on the pages of coverage, once they are looked back at."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.assignments.looking_back import look_back
from app.database import writing
from app.extensions import db
from app.ledger.affected import affected
from app.models import Absence, Person
from tests.client import StrictClient
from tests.coverage.council import PROGRAMME, Council, figures, make_council, rows, table
from tests.factories import PostingFactory, member_of, put_in_force, record, work_out

START = date(2026, 3, 30)
SET_UP = date(2026, 11, 16)
TEAMS = ("Office", "Repairs", "Roofs", "Housing")
PATHS = (
    "/coverage.csv?",
    "/coverage/core.csv?",
    "/coverage/core.csv?by=role",
    "/coverage/practical.csv?by=kind",
    "/coverage/core/people.csv?",
    "/coverage/core/people.csv?show=expiring&within=90",
    "/coverage/practical/people.csv?show=not-yet",
)
AFTERWARDS = "It was worked out afterwards, from the records there are."
THEN = "as it was known then."


@pytest.fixture
def story(app: Flask) -> Iterator[Any]:
    with time_machine.travel(at(START), tick=False) as clock:
        yield clock


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def people_of(council: Council) -> list[Person]:
    return [
        member_of(
            council.teams[name], starts_on=date(2026, 1, 5) + timedelta(days=20 * number), name=f"{name} {number}"
        )
        for number, name in enumerate(TEAMS)
    ]


def happens(council: Council, people: list[Person], number: int, day: date) -> None:
    """What is recorded of a day, on whatever day that is done."""
    person = people[number % len(people)]
    with writing():
        if number in {1, 2, 5, 6}:
            course = "practice" if number == 6 else "short"
            record(person.id, day, valid_until=None, course=course)
        if number == 4:
            db.session.add(Absence(person_id=person.id, starts_on=day, ends_on=day + timedelta(days=5)))
        if number == 3:
            PostingFactory(person_id=person.id, team_id=council.teams["Repairs"].id, starts_on=day, job="Planner")
        affected([person.id])


def seen(client: StrictClient, day: date) -> dict[str, list[dict[str, str]]]:
    found = {path: rows(client, f"{path}&on={day}") for path in PATHS}
    for listed in found.values():
        for row in listed:
            row.pop("email", None)
            row.pop("known")
    return found


def test_a_day_that_is_looked_back_at_is_as_if_it_had_been_kept(story: Any, app: Flask) -> None:
    """One council kept everything from the start; another has the same records, and was set up when all was over."""
    kept = make_council()
    people = people_of(kept)
    work_out(kept.organisation.id)
    days = [START + timedelta(days=number * 4) for number in range(9)]
    for number, day in enumerate(days):
        story.move_to(at(day))
        work_out(kept.organisation.id)
        happens(kept, people, number, day)
    story.move_to(at(SET_UP))
    work_out(kept.organisation.id)
    other = make_council()
    people = people_of(other)
    for number, day in enumerate(days):
        happens(other, people, number, day)
    work_out(other.organisation.id)
    look_back(other.organisation.id, START)
    both = [StrictClient(app).sign_in(each.lead) for each in (kept, other)]
    shown = []
    for day in (*days, days[-1] + timedelta(days=1), SET_UP - timedelta(days=1)):
        was, looked_back = (seen(each, day) for each in both)
        assert looked_back == was, day
        shown.append(str(was))
    assert len(set(shown)) > len(days), "days differ"


@pytest.fixture
def council(story: Any) -> Council:
    """Set up in November, with people of long ago; one of them did it in June."""
    story.move_to(at(SET_UP))
    made = make_council()
    people = people_of(made)
    with writing():
        record(people[0].id, date(2026, 6, 10), valid_until=None)
    work_out(made.organisation.id)
    return made


@pytest.fixture
def lead(app: Flask, council: Council) -> StrictClient:
    return StrictClient(app).sign_in(council.lead)


def test_before_it_is_looked_back_at_the_page_says_that_it_can_be(lead: StrictClient) -> None:
    for path in ("/coverage", "/coverage/core", "/coverage/core/people"):
        words = lead.get(f"{path}?on=2026-07-01").words
        assert "Nothing is known of 1 July 2026. Coverage is kept since 16 November 2026" in words
        assert "Earlier days can be worked out from the records: ask whoever runs this service." in words
    assert rows(lead, "/coverage.csv?on=2026-07-01") == []


def test_afterwards_the_page_says_how_it_is_known(story: Any, app: Flask, council: Council) -> None:
    look_back(council.organisation.id, START)
    story.move_to(at(SET_UP + timedelta(days=5)))
    lead = StrictClient(app).sign_in(council.lead)
    for path in ("/coverage", "/coverage/core"):
        for day, told, not_told in (
            (date(2026, 7, 1), AFTERWARDS, THEN),
            (SET_UP - timedelta(days=1), AFTERWARDS, THEN),
            (SET_UP, THEN, AFTERWARDS),
        ):
            words = lead.get(f"{path}?on={day}").words
            assert told in words
            assert not_told not in words
    assert figures(lead, query="?on=2026-07-01") | {"not_counted": ""} == {
        "bound": "5",
        "in_date": "1",
        "not_yet": "0",
        "overdue": "4",
        "not_counted": "",
    }
    assert "Nothing is known of 1 March 2026. Coverage is kept since" in lead.get("/coverage?on=2026-03-01").words


def test_over_time_fills_and_says_from_when_on_it_was_kept(lead: StrictClient, council: Council) -> None:
    page = lead.get("/coverage/core?by=month")
    assert (
        "Coverage is kept since 16 November 2026. Each figure is what was known at the end of that day." in page.words
    )
    assert len(table(page)) == 1
    look_back(council.organisation.id, START)
    page = lead.get("/coverage/core?by=month")
    assert (
        "Coverage is known since 30 March 2026. Before 16 November 2026 this is worked out afterwards, from the "
        "records there are; of somebody who was entered later, until they were. Each later figure is what was known"
    ) in page.words
    found = rows(lead, "/coverage/core.csv?by=month")
    assert [row["as_at"] for row in found][:2] == ["2026-03-31", "2026-04-30"]
    assert [row["in_date"] for row in found] == ["0", "0", "0", "1", "1", "1", "1", "1", "1"]
    assert [row["known"] for row in found] == [*["afterwards"] * 8, "then"]
    assert len(page.document.xpath("//svg[@role='img']//circle")) == len(found) == len(table(page))


@pytest.mark.parametrize("path", ["/coverage.csv?", "/coverage/core.csv?by=kind", "/coverage/core/people.csv?"])
def test_files_say_how_a_day_is_known(path: str, lead: StrictClient, council: Council) -> None:
    look_back(council.organisation.id, START)
    for on, known in (("&on=2026-11-15", "afterwards"), ("", "then")):
        assert {row["known"] for row in rows(lead, f"{path}{on}")} == {known}


def test_past_days_are_shown_by_the_requirements_of_then(story: Any, app: Flask, council: Council) -> None:
    look_back(council.organisation.id, START)
    story.move_to(at(SET_UP + timedelta(days=10)))
    asked_now = PROGRAMME.replace("for everyone", "anew") + (
        "  new:\n    title: New\n    who: everyone\n    course: new\n    due: 10 days after joining\n"
    )
    put_in_force(council.organisation.id, asked_now)
    lead = StrictClient(app).sign_in(council.lead)
    then = {row["requirement"]: row["title"] for row in rows(lead, "/coverage.csv?on=2026-07-01")}
    assert then == {"core": "Basics for everyone", "practical": "Practice for repairs", "talk": "A talk at lunch"}
    assert lead.get("/coverage/core?on=2026-07-01").heading == "Basics for everyone"
    words = lead.get("/coverage/new?on=2026-07-01").words
    assert "Nothing is known of 1 July 2026. Coverage is kept since 26 November" in words
    assert "worked out from the records" not in words, "for it was not asked then"
    assert {row["requirement"] for row in rows(lead, "/coverage.csv")} == {*then, "new"}
