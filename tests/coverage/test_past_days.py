"""Coverage as at a past day is what was shown at the end of that day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.ledger.affected import affected
from app.models import Absence, Person, Posting
from tests.client import StrictClient
from tests.coverage.council import PROGRAMME, Council, make_council, rows, table
from tests.factories import member_of, put_in_force, record, work_out

START = datetime(2026, 3, 30, 9, tzinfo=UTC)
PATHS = (
    "/coverage.csv?",
    "/coverage/core.csv?",
    "/coverage/core.csv?by=role",
    "/coverage/practical.csv?by=kind",
    "/coverage/core/people.csv?",
    "/coverage/core/people.csv?show=not-yet",
    "/coverage/core/people.csv?show=expiring&within=90",
    "/coverage/talk/people.csv?",
)


@pytest.fixture
def story(app: Flask) -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def seen(client: StrictClient, day: date | None = None) -> dict[str, list[dict[str, str]]]:
    on = f"&on={day}" if day else ""
    return {path: rows(client, f"{path}{on}") for path in PATHS}


def live(council: Council, people: list[Person], number: int, now: datetime) -> None:
    """What happens on a day: completions, a move, a post that ends, an absence, a new programme."""
    person = people[number % len(people)]
    with writing():
        if number in {1, 2, 5}:
            record(person.id, now.date() - timedelta(days=number * 60), valid_until=None)
        if number == 3:
            posting = db.session.execute(update(Posting).where(Posting.person_id == person.id).values(job="Planner"))
            assert posting
        if number == 4:
            db.session.add(Absence(person_id=person.id, starts_on=now.date(), ends_on=now.date() + timedelta(days=2)))
        if number == 6:
            db.session.execute(update(Posting).where(Posting.person_id == person.id).values(ends_on=now.date()))
        affected([person.id])
    if number == 8:
        put_in_force(council.organisation.id, PROGRAMME.replace("30 days", "200 days").replace("for everyone", "anew"))
    work_out(council.organisation.id)


def test_a_past_day_shows_what_was_shown_then(story: Any, app: Flask) -> None:
    council = make_council()
    people = [
        member_of(
            council.teams[name], starts_on=date(2026, 1, 5) + timedelta(days=20 * number), name=f"{name} {number}"
        )
        for number, name in enumerate(("Office", "Repairs", "Roofs", "Housing"))
    ]
    shown = {}
    for number in range(11):
        now = START + timedelta(days=number * 4)
        story.move_to(now)
        live(council, people, number, now)
        shown[now.date()] = seen(StrictClient(app).sign_in(council.lead))
    story.move_to(START + timedelta(days=60))
    work_out(council.organisation.id)
    lead = StrictClient(app).sign_in(council.lead)
    for day, then in shown.items():
        assert seen(lead, day) == then, day
    assert len({str(each) for each in shown.values()}) == len(shown), "every day was different"


def test_a_day_on_which_nothing_was_written_is_that_of_the_day_before(story: Any, app: Flask) -> None:
    """Somebody whose month runs out is overdue without any event."""
    council = make_council()
    person = member_of(council.teams["Office"], starts_on=START.date(), name="Nia")
    work_out(council.organisation.id)
    assert person
    story.move_to(START + timedelta(days=60))
    lead = StrictClient(app).sign_in(council.lead)
    days = {day: rows(lead, f"/coverage.csv?on={day}")[0]["not_yet"] for day in (date(2026, 4, 29), date(2026, 4, 30))}
    assert days == {date(2026, 4, 29): "1", date(2026, 4, 30): "0"}


def test_over_time_is_as_at_each_end_of_a_month(story: Any, app: Flask) -> None:
    council = make_council()
    person = member_of(council.teams["Roofs"], starts_on=date(2026, 1, 5))
    work_out(council.organisation.id)
    for months in (2, 5, 8):
        story.move_to(START + timedelta(days=30 * months))
        with writing():
            record(person.id, (START + timedelta(days=30 * months)).date(), valid_until=None)
    story.move_to(datetime(2027, 2, 10, 9, tzinfo=UTC))
    work_out(council.organisation.id)
    lead = StrictClient(app).sign_in(council.lead)
    over_time = rows(lead, "/coverage/core.csv?by=month")
    days = [date.fromisoformat(row["as_at"]) for row in over_time]
    assert (days[0], days[-2:], len(days)) == (date(2026, 3, 31), [date(2027, 1, 31), date(2027, 2, 10)], 12)
    for row in over_time:
        then = rows(lead, f"/coverage.csv?on={row['as_at']}")
        core = next(each for each in then if each["requirement"] == "core")
        assert {name: core[name] for name in ("bound", "in_date", "not_yet", "overdue", "percent")} == {
            name: row[name] for name in ("bound", "in_date", "not_yet", "overdue", "percent")
        }
    assert {row["percent"] for row in over_time} == {"0", "50"}
    page = lead.get("/coverage/core?by=month")
    assert [row[2:] for row in table(page)] == [
        [row["bound"], row["not_yet"], row["overdue"]] for row in reversed(over_time)
    ]
    chart = page.document.xpath("//svg[@role='img']")[0]
    assert chart.get("aria-labelledby") == chart.xpath("string(title/@id)")
    assert "from 31 March 2026 to 10 February 2027" in chart.xpath("string(title)")
    assert len(chart.xpath(".//circle")) == 12
    roofs = rows(lead, f"/coverage/core.csv?by=month&team={council.teams['Roofs'].id}")
    assert {row["bound"] for row in roofs} == {"1"}


def test_before_anything_is_known_it_says_since_when_it_is(story: Any, app: Flask) -> None:
    council = make_council()
    story.move_to(START + timedelta(days=3))
    lead = StrictClient(app).sign_in(council.lead)
    for path in ("/coverage", "/coverage/core", "/coverage/core/people"):
        page = lead.get(f"{path}?on=2026-03-29")
        assert "Nothing is known of 29 March 2026. Coverage is kept since 30 March 2026" in page.words
        assert not page.document.xpath("//tbody")
        assert page.form("Show").fields["on"] == ["2026-03-29"]
    assert rows(lead, "/coverage.csv?on=2026-03-29") == []
    assert table(lead.get("/coverage?on=2026-03-30"), "What must")


def test_what_was_not_asked_yet_says_so(story: Any, app: Flask) -> None:
    council = make_council()
    story.move_to(START + timedelta(days=3))
    put_in_force(council.organisation.id, PROGRAMME + "  new:\n    title: New\n    who: everyone\n    course: new\n")
    story.move_to(START + timedelta(days=5))
    lead = StrictClient(app).sign_in(council.lead)
    words = lead.get("/coverage/new?on=2026-03-31").words
    assert "Nothing is known of 31 March 2026. Coverage is kept since 2 April" in words
    assert [row["requirement"] for row in rows(lead, "/coverage.csv?on=2026-03-31")] != []
    put_in_force(council.organisation.id, PROGRAMME)
    story.move_to(START + timedelta(days=9))
    lead = StrictClient(app).sign_in(council.lead)
    assert lead.get("/coverage/new?on=2026-04-03").heading == "New"
    lead.get("/coverage/new", expect=404)
