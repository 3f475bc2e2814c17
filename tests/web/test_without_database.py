"""When the database fails, people still get a page that leads on, and the way out still works."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from tests.cast import Cast
from tests.databases import Databases, SqliteDatabases
from tests.journeys import begin
from tests.web.scene import client_of


@pytest.fixture
def without_sessions(app: Flask) -> Iterator[None]:
    """Finding out who is asking fails; errors are answered as they are outside tests."""
    _run("ALTER TABLE sessions RENAME TO elsewhere")
    app.testing = False
    yield
    app.testing = True
    _run("ALTER TABLE elsewhere RENAME TO sessions")


def _run(statement: str) -> None:
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(("method", "path"), [("GET", "/training"), ("GET", "/help"), ("GET", "/no-such-page")])
def test_a_page_leads_on_when_nobody_can_be_recognised(
    method: str, path: str, app: Flask, cast: Cast, request: pytest.FixtureRequest
) -> None:
    client = client_of(app, cast, "learner")
    request.getfixturevalue("without_sessions")
    response = client.send(method, path)
    assert response.status_code in {500, 503}
    page = client.page_of(response)
    assert page.link("Exit this page") == "/exit"
    assert "call 999" in page.words


@pytest.mark.usefixtures("published")
def test_an_answer_that_cannot_be_saved_says_so(app: Flask, cast: Cast, request: pytest.FixtureRequest) -> None:
    client = client_of(app, cast, "learner")
    form = begin(client).form("Continue")
    request.getfixturevalue("without_sessions")
    response = client.send("POST", form.action, data=form.fields | {"option": "1"})
    assert response.status_code in {500, 503}
    assert "your answer is still on the page" in client.page_of(response).words


def test_the_way_out_leads_out(app: Flask, cast: Cast, request: pytest.FixtureRequest) -> None:
    client = client_of(app, cast, "learner")
    request.getfixturevalue("without_sessions")
    response = client.fetch("/exit", expect=303)
    assert response.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert response.headers["Clear-Site-Data"]


def test_a_page_does_not_fail_because_a_session_cannot_be_marked_as_seen(
    app: Flask, cast: Cast, databases: Databases
) -> None:
    if not isinstance(databases, SqliteDatabases):
        pytest.skip("SQLite has one lock for everything that is written")
    client = client_of(app, cast, "learner")
    db.session.remove()
    holder = db.engine.raw_connection()
    holder.cursor().execute("BEGIN IMMEDIATE")
    try:
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10), tick=False):
            assert client.get("/training").heading == "My training"
            assert client.fetch("/exit", expect=303).headers["Clear-Site-Data"]
    finally:
        holder.rollback()
        holder.close()
