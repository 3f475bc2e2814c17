"""A fault in one person's career stops neither what they do nor anybody else."""

from datetime import date

import pytest
from sqlalchemy import select, text

from app.assignments import deciding
from app.assignments.refreshing import AT_ONCE, mark_everybody, refresh_some, today_in
from app.database import writing
from app.extensions import db
from app.models import Assignment, AssignmentRefresh, LogEntry, Person
from app.rules.programmes.assigning import assign
from app.rules.programmes.careers import Career
from app.rules.programmes.requirements import Programme
from tests.factories import TeamFactory, ask, complete, member_of

ODD = "Odd job"


@pytest.fixture
def odd(app: object, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody whom the rules fail on, which no fault that is known makes them do."""

    def fails_on_one(career: Career, programme: Programme, today: date) -> object:
        if any(post.role == ODD for post in career.posts):
            raise OverflowError("date value out of range")
        return assign(career, programme, today)

    team = TeamFactory()
    member_of(team, name="Ann Even")
    person = member_of(team, name="Olga Odd")
    ask(team.organisation_id)
    with writing():
        db.session.execute(text("UPDATE postings SET job = :job WHERE person_id = :id"), {"job": ODD, "id": person.id})
    monkeypatch.setattr(deciding, "assign", fails_on_one)
    return person


def test_what_they_complete_is_kept_and_they_are_marked(odd: Person) -> None:
    complete(odd)
    assert db.session.scalars(select(LogEntry.person_id)).all() == [odd.id]
    mine = select(AssignmentRefresh.refresh_on).where(AssignmentRefresh.person_id == odd.id)
    assert db.session.scalar(mine) == AT_ONCE


def test_the_others_are_worked_out_and_they_wait_until_tomorrow(odd: Person) -> None:
    organisation_id, today = odd.organisation_id, today_in(odd.organisation_id)
    db.session.execute(Assignment.__table__.delete())
    db.session.execute(text("DELETE FROM coverage_cells"))
    db.session.commit()
    with writing():
        mark_everybody(organisation_id)
    with writing():
        assert refresh_some(organisation_id, today) == 2
    with writing():
        assert refresh_some(organisation_id, today) == 0
    asked = select(Person.name).join(Assignment, Assignment.person_id == Person.id)
    assert db.session.scalars(asked).all() == ["Ann Even"]
