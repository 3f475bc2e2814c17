from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, or_, select

from app.assignments.in_force import in_force_on
from app.assignments.refreshing import today_in, waiting
from app.authoring.records import publish
from app.cli.demo import PASSWORD
from app.cli.demonstration.history import CORE, MANAGERS, REFRESHER
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.ledger.verification import verify_log
from app.models import Assignment, Certificate, Enrolment, LogEntry, Organisation, Person, TrainingSession
from app.models import Edition as EditionRow
from app.rules.programmes.standing import State as AssignmentState
from app.rules.programmes.standing import state_on
from app.rules.registers import State
from app.rules.registers import state_of as session_state
from app.web.demo_accounts import refuse_demo_accounts
from app.web.passwords import password_matches
from config import WrongSetting
from tests.conftest import NOW, settings_for
from tests.databases import Databases
from tests.factories import OrganisationFactory

Command = Callable[..., Result]


@pytest.fixture
def demo_modules(app: Flask, short_edition: Edition) -> None:
    """The short module under the names of the demo's modules: what is in them does not matter here."""
    with writing():
        for number, course in enumerate((CORE, REFRESHER, MANAGERS)):
            module = replace(short_edition.module, slug=course)
            publish(replace(short_edition, module=module, sha256=f"{number}" * 64), NOW)


def counts() -> list[int]:
    return [
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Organisation, Person, LogEntry, Certificate, Enrolment, EditionRow)
    ]


@pytest.mark.parametrize("command", ["load", "prepare"])
@pytest.mark.usefixtures("demo_modules")
def test_the_demo_is_refused_outside_the_demo(flask: Command, command: str) -> None:
    before = counts()
    result = flask("demo", command)
    assert result.exit_code == 1
    assert "where DEMO=1 only" in result.stderr
    assert counts() == before


@pytest.mark.usefixtures("demo_modules")
def test_the_demo_is_loaded_once_and_shows_everything(flask: Command, change_settings: Callable[..., None]) -> None:
    change_settings(demo=True)
    result = flask("demo", "load")
    assert result.exit_code == 0, result.output
    organisation = db.session.scalars(select(Organisation)).one()
    assert organisation.is_demo
    loaded = counts()
    assert loaded[1] > 400
    assert f"{loaded[2]} completions" in result.stdout
    _its_log_is_whole(organisation.id)
    _there_is_a_session_of_every_state()
    _the_people_of_the_sign_in_page_can_sign_in()
    _there_is_somebody_in_every_state(organisation.id)
    _coverage_goes_back_a_year(organisation.id)
    again = flask("demo", "load")
    assert again.exit_code == 0
    assert "loaded already" in again.stdout
    assert counts() == loaded


def _its_log_is_whole(organisation_id: int) -> None:
    """Its history goes back over summer times and winter times."""
    assert verify_log(organisation_id).broken_at is None


def _there_is_a_session_of_every_state() -> None:
    today = datetime.now(UTC).date()
    found = db.session.scalars(select(TrainingSession)).all()
    assert {session_state(each.held_on, today, is_signed=each.signed_at is not None) for each in found} == set(State)
    (signed,) = [each for each in found if each.signed_at]
    attended = select(LogEntry).where(LogEntry.session_id == signed.id)
    assert {each.recorded_at.date() for each in db.session.scalars(attended)} == {signed.held_on}


def _the_people_of_the_sign_in_page_can_sign_in() -> None:
    for role in ("learner", "manager", "trainer", "lead", "admin"):
        person = db.session.scalars(select(Person).where(Person.email == f"{role}@demo.example")).one()
        assert password_matches(person.password_hash, PASSWORD)
    others = select(Person.password_hash).where(or_(Person.email.like("person%"), Person.email.is_(None)))
    assert set(db.session.scalars(others)) == {None}, "nobody else of the demo can"


def _there_is_somebody_in_every_state(organisation_id: int) -> None:
    today = today_in(organisation_id)
    mine = Assignment.organisation_id == organisation_id, Assignment.known_to.is_(None)
    columns = Assignment.strength, Assignment.status, Assignment.done_on, Assignment.due_on, Assignment.opens_on
    found = {state_on(today, *row) for row in db.session.execute(select(*columns).where(*mine)).tuples()}
    assert found == set(AssignmentState)
    left = select(func.count()).select_from(Person).where(Person.is_active.is_(False))
    assert db.session.scalar(left)
    assert waiting(organisation_id, today) == 0


def _coverage_goes_back_a_year(organisation_id: int) -> None:
    first = select(func.min(Assignment.known_from)).where(Assignment.organisation_id == organisation_id)
    kept_since = db.session.scalar(first) or date.max
    assert (today_in(organisation_id) - kept_since).days > 365
    assert in_force_on(organisation_id, kept_since).version == 1, "or its coverage then could not be shown"


def test_the_demo_says_what_is_missing(flask: Command, change_settings: Callable[..., None]) -> None:
    change_settings(demo=True)
    result = flask("demo", "load")
    assert result.exit_code == 1
    assert "flask content publish" in result.stderr
    assert counts()[0] == 0


def same_database(app: Flask, **settings: object) -> Flask:
    return create_app(settings_for(app.config["SQLALCHEMY_DATABASE_URI"], **settings))


def test_a_real_server_does_not_start_with_the_demos_accounts(app: Flask) -> None:
    OrganisationFactory(name="Northgate", is_demo=True)
    with pytest.raises(WrongSetting, match="holds the demo's Northgate"):
        refuse_demo_accounts(same_database(app))


def test_nor_when_there_are_others_beside_it(app: Flask) -> None:
    OrganisationFactory()
    OrganisationFactory(is_demo=True)
    with pytest.raises(WrongSetting):
        refuse_demo_accounts(same_database(app))


def test_the_demo_starts_with_them(app: Flask) -> None:
    OrganisationFactory(is_demo=True)
    refuse_demo_accounts(same_database(app, demo=True))


def test_a_real_server_starts_with_real_organisations(app: Flask) -> None:
    OrganisationFactory()
    refuse_demo_accounts(same_database(app))


def test_an_empty_database_is_no_reason_not_to_start(databases: Databases) -> None:
    """Or the schema could not be made."""
    refuse_demo_accounts(create_app(settings_for(databases.create("nothing_yet"))))


def test_a_database_that_does_not_answer_is_no_reason_not_to_start(caplog: pytest.LogCaptureFixture) -> None:
    """It may be restarting just now; until it is back, nobody signs in."""
    refuse_demo_accounts(create_app(settings_for("sqlite:////nonexistent/folder/waymark.db")))
    assert "could not look for the demo's accounts" in caplog.text
