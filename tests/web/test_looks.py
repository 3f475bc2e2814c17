"""Who looks at whose training is on record before the page is drawn, once a day, and cannot be got round."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.models import Person, RecordView
from app.web.looks import look_at_list, look_at_person
from app.web.scope import Scope
from tests.cast import Cast
from tests.client import StrictClient
from tests.concurrency.crowd import CROWD, at_once, visitor_of
from tests.conftest import NOW
from tests.factories import complete
from tests.web.counting import statements
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now", "published")

Look = tuple[str, str, list[int] | None]


def looks(viewer: Person) -> list[Look]:
    """What a person has looked at: what, at whom, and of which teams."""
    db.session.rollback()
    query = (
        select(RecordView.what, Person.name, RecordView.teams)
        .outerjoin(Person, Person.id == RecordView.person_id)
        .where(RecordView.viewer_id == viewer.id)
        .order_by(RecordView.id)
    )
    return [(what, name or "", json.loads(teams) if teams else None) for what, name, teams in db.session.execute(query)]


def scope_of_teams(cast: Cast, *team_ids: int) -> Scope:
    return Scope(cast.organisation.id, NOW.date(), frozenset(team_ids))


@pytest.fixture
def manager(app: Flask, cast: Cast) -> StrictClient:
    complete(cast.learner)
    return client_of(app, cast, "manager")


def test_a_person_is_looked_at_once_a_day(cast: Cast, now: datetime) -> None:
    viewer, whom = visitor_of(cast.manager), cast.learner.id
    for _again in range(3):
        look_at_person(viewer, whom)
    assert looks(cast.manager) == [("record", "Lena Learner", None)]
    with time_machine.travel(now + timedelta(days=1), tick=False):
        look_at_person(viewer, whom)
    assert len(looks(cast.manager)) == 2


def test_nobody_looks_at_themselves(cast: Cast) -> None:
    look_at_person(visitor_of(cast.manager), cast.manager.id)
    assert looks(cast.manager) == []


def test_a_list_of_nobody_shows_nobody(cast: Cast) -> None:
    look_at_list(visitor_of(cast.manager), scope_of_teams(cast), "list")
    assert looks(cast.manager) == []


@pytest.mark.parametrize(
    ("path", "what"),
    [("/team", "list"), ("/log", "list"), ("/people", "list")]
    + [(f"/{name}", "file") for name in ("team.csv", "log.csv", "log.xlsx", "log.jsonl", "log.xapi.jsonl")],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_lists_and_files_are_noted_with_the_teams(
    path: str, what: str, method: str, manager: StrictClient, cast: Cast
) -> None:
    for _again in range(2):
        assert manager.send(method, path).status_code == 200
    assert looks(cast.manager) == [(what, "", [cast.team.id])]


def test_a_filter_is_noted_as_what_it_shows(app: Flask, cast: Cast) -> None:
    lead = client_of(app, cast, "lead")
    lead.get(f"/log?team={cast.team.id}")
    assert looks(cast.lead) == [("list", "", [cast.team.id])]
    lead.get("/log")
    assert looks(cast.lead)[1] == ("list", "", None)
    lead.get(f"/log?team={cast.office.id}")
    assert len(looks(cast.lead)) == 2, "who has seen everybody has seen these"


def test_what_is_refused_shows_nobody(manager: StrictClient, cast: Cast) -> None:
    manager.get("/log?from=never", expect=400)
    manager.fetch("/log.schema.json")
    assert looks(cast.manager) == []


def test_a_look_that_is_on_record_costs_one_question(cast: Cast) -> None:
    viewer, scope = visitor_of(cast.manager), scope_of_teams(cast, cast.team.id)
    look_at_list(viewer, scope, "list")
    with statements() as seen:
        look_at_list(viewer, scope, "list")
    assert len(seen) == 1


def test_looking_in_many_tabs_at_once_is_noted_once(app: Flask, cast: Cast) -> None:
    viewer, whom = visitor_of(cast.manager), cast.learner.id
    at_once(app, [lambda: look_at_person(viewer, whom)] * CROWD)
    assert len(looks(cast.manager)) == 1


@pytest.fixture
def read_only(app: Flask) -> Iterator[None]:
    """A database that can be read and not written, as on a disk that has failed or a standby."""
    lite = db.engine.dialect.name == "sqlite"

    def only_read(connection: Any, *_more: object) -> None:
        connection.cursor().execute("PRAGMA query_only=ON")

    def only_read_now(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    listening = (db.engine, "checkout", only_read) if lite else (db.engine, "begin", only_read_now)
    db.session.rollback()
    event.listen(*listening)
    yield
    event.remove(*listening)
    db.session.rollback()
    db.engine.dispose()


@pytest.mark.parametrize("path", ["/team", "/team.csv", "/log", "/log.csv", "/log.xlsx", "/people"])
def test_what_cannot_be_noted_is_not_shown(
    path: str, manager: StrictClient, cast: Cast, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("read_only")
    response = manager.send("GET", path)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert b"Lena" not in response.data
    assert looks(cast.manager) == []


def test_a_record_that_cannot_be_noted_is_refused(app: Flask, cast: Cast, request: pytest.FixtureRequest) -> None:
    viewer, whom = visitor_of(cast.manager), cast.learner.id
    request.getfixturevalue("read_only")
    with pytest.raises(DBAPIError):
        look_at_person(viewer, whom)
