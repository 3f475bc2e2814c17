"""The states as SQL are the states of the rules, for every kind of row there can be."""

from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from app.assignments.conditions import is_due_soon, is_in
from app.database import writing
from app.extensions import db
from app.models import Assignment
from app.rules.programmes.standing import State, state_on
from tests.factories import TeamFactory, member_of

TODAY = date(2026, 11, 16)
DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
ROWS = list(
    product(
        ("mandatory", "recommended", "available"),
        ("asked", "waiting", "paused", "exempt"),
        (None, date(2026, 1, 1)),
        DAYS,
        DAYS,
    )
)


@pytest.fixture
def rows(app: Flask) -> None:
    team = TeamFactory()
    person = member_of(team)
    facts = {"organisation_id": team.organisation_id, "person_id": person.id, "team_id": team.id}
    facts |= {"job": "", "employment": "employee", "known_from": TODAY, "bound_since": TODAY}
    with writing():
        for n, (strength, status, done_on, due_on, opens_on) in enumerate(ROWS):
            days = {"done_on": done_on, "due_on": due_on, "opens_on": opens_on}
            db.session.add(Assignment(requirement=str(n), strength=strength, status=status, **days, **facts))


@pytest.mark.usefixtures("rows")
def test_each_row_is_in_its_state_and_no_other() -> None:
    found = {}
    for state in State:
        for number in db.session.scalars(select(Assignment.requirement).where(is_in(state, TODAY))):
            assert number not in found, "one row, two states"
            found[number] = state
    assert found == {
        str(n): state_on(TODAY, strength, status, done_on, due_on, opens_on)
        for n, (strength, status, done_on, due_on, opens_on) in enumerate(ROWS)
    }


@pytest.mark.usefixtures("rows")
def test_only_what_is_mandatory_and_asked_is_due_soon() -> None:
    numbers = set(db.session.scalars(select(Assignment.requirement).where(is_due_soon(TODAY))))
    expected = {
        str(n)
        for n, (strength, status, _done, due_on, _opens) in enumerate(ROWS)
        if strength == "mandatory" and status == "asked" and due_on is not None and due_on >= TODAY
    }
    assert numbers == expected
