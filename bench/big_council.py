"""A council of any size with a programme, people in every state and a training log, written in bulk."""

import secrets
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from app.assignments.applying import apply_programme
from app.database import writing
from app.extensions import db
from app.models import Absence, Exemption, LogEntry, Person, Posting
from app.staffing.organisations import add_organisation
from app.staffing.teams import find_or_add_team

BATCH = 10_000
DEPARTMENTS, TEAMS_EACH = 10, 20
EVERYONE, CUSTOMERS = 5, 5
COMPLETIONS_EACH = 10
DAYS = 1_500
JOBS = tuple(f"Role {letter}" for letter in "ABCDEFGHIJKL")
KINDS = ("employee",) * 8 + ("agency", "contractor")
FACING = {0, 2, 4, 7}
"""The departments whose people see customers."""
RENEWALS = ("every 36 months", "every 12 months on 31 March", "every 24 months from expiry", "never")

Values = dict[str, Any]


def programme_source() -> str:
    """20 requirements, of which about 8 bind each person: 5 everyone, 5 two of five, 10 one of ten."""
    who = ["everyone"] * EVERYONE + ["{customer-facing: yes}"] * CUSTOMERS
    who += [f"{{team: Department {number}}}" for number in range(DEPARTMENTS)]
    lines = ["programme: The programme of a big council", "courses:"]
    lines += [f"  course-{n}: {{title: Course {n}, level: 1, valid for: 36 months}}" for n in range(len(who))]
    lines.append("requirements:")
    for number, audience in enumerate(who):
        lines += [
            f"  asks-{number}:",
            f"    title: Asks {number}",
            f"    who: {audience}",
            f"    course: course-{number}",
        ]
        lines += ["    due: 60 days after joining", f"    renew: {RENEWALS[number % len(RENEWALS)]}"]
        lines += ["    restarted by: asks-0"] if number == 1 else []
        lines += ["    strength: recommended"] if number == EVERYONE - 1 else []
    return "\n".join(lines) + "\n"


def open_council(people: int, today: date) -> int:
    """The id of an organisation with so many people and ten times as many completions; nobody is worked out yet."""
    now = datetime.combine(today, time(9), UTC)
    with writing():
        name = f"Council of {people:,} people"
        organisation_id = add_organisation(name, "#0f5257", "Europe/London", "https://www.bbc.co.uk/weather").id
        teams = _teams(organisation_id)
        connection = db.session.connection()
        ids = _people(connection, organisation_id, people)
        for table, rows in (
            (Posting, _postings(ids, teams, today)),
            (Absence, _absences(ids, today)),
            (Exemption, _exemptions(ids, today)),
            (LogEntry, _entries(organisation_id, ids, today)),
        ):
            _insert(connection, table, rows)
    with writing():
        apply_programme(organisation_id, programme_source(), now)
    return organisation_id


def _teams(organisation_id: int) -> list[int]:
    found = []
    for department in range(DEPARTMENTS):
        above = find_or_add_team(organisation_id, f"Department {department}").id
        found += [
            find_or_add_team(organisation_id, f"Team {department}.{number}", above).id for number in range(TEAMS_EACH)
        ]
    return found


def _people(connection: Connection, organisation_id: int, count: int) -> list[int]:
    rows = (
        {
            "organisation_id": organisation_id,
            "reference": str(uuid.uuid4()),
            "salt": secrets.token_bytes(32),
            "email": f"{organisation_id}.{number}@council.example",
            "name": f"Person {number:06d}",
        }
        for number in range(count)
    )
    _insert(connection, Person, rows)
    mine = select(Person.id).where(Person.organisation_id == organisation_id)
    return list(connection.scalars(mine.order_by(Person.id)))


def _postings(ids: list[int], teams: list[int], today: date) -> Iterator[Values]:
    """Everybody has one; the first of a team manages it, and each thirty have a line manager among them."""
    for number, person_id in enumerate(ids):
        team = number % len(teams)
        manager = ids[team + len(teams) * (number // len(teams) // 30 * 30)] if number >= len(teams) else None
        yield {
            "person_id": person_id,
            "team_id": teams[team],
            "job": JOBS[number // 7 % len(JOBS)],
            "manages": number < len(teams),
            "is_customer_facing": team // TEAMS_EACH in FACING,
            "employment": KINDS[number // 11 % len(KINDS)],
            "line_manager_id": None if manager == person_id else manager,
            "starts_on": today - timedelta(days=10 + number * 37 % 2_500),
        }


def _absences(ids: list[int], today: date) -> Iterator[Values]:
    for number, person_id in enumerate(ids):
        if number % 33 == 0:
            ends_on = None if number % 2 else today + timedelta(days=number % 60)
            yield {"person_id": person_id, "starts_on": today - timedelta(days=number % 90), "ends_on": ends_on}


def _exemptions(ids: list[int], today: date) -> Iterator[Values]:
    for number, person_id in enumerate(ids):
        if number % 100 == 1:
            facts = {"requirement": f"asks-{number % EVERYONE}", "made_by_id": ids[0]}
            yield {"person_id": person_id, "starts_on": today - timedelta(days=100), "route": None, **facts}


def _entries(organisation_id: int, ids: list[int], today: date) -> Iterator[Values]:
    """Not chained as the product does it: nothing here verifies the log."""
    sequence, sign = 0, bytes(32)
    for number, person_id in enumerate(ids):
        for turn in range(COMPLETIONS_EACH):
            sequence += 1
            day = today - timedelta(days=1 + (number * 7_919 + turn * 1_047) % DAYS)
            course = _course(number, turn)
            yield {
                "organisation_id": organisation_id,
                "sequence": sequence,
                "kind": "completion",
                "person_id": person_id,
                "commitment": sign,
                "course": f"course-{course}",
                "course_title": f"Course {course}",
                "level": 1,
                "method": "e-learning",
                "edition": "0" * 64,
                "completed_on": day,
                "valid_until": day + timedelta(days=1_095),
                "recorded_at": datetime.combine(day, time(10, 30), UTC),
                "previous_hash": sign,
                "hash": sign,
            }


def _course(number: int, turn: int) -> int:
    """Most of the courses that everybody is asked, some of them twice, and some of the others."""
    if turn < EVERYONE + 2:
        return turn % EVERYONE
    if turn < COMPLETIONS_EACH - 1:
        return EVERYONE + (number + turn) % CUSTOMERS
    return EVERYONE + CUSTOMERS + number % (DEPARTMENTS * TEAMS_EACH) // TEAMS_EACH


def _insert(connection: Connection, model: Any, rows: Iterator[Values]) -> None:
    statement = insert(model)
    while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
        connection.execute(statement, batch)
