"""When something goes wrong: what happened, that nothing is lost, and a way on."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import event

from app.extensions import db
from app.factory import create_app
from app.models import Answer
from app.web.access import Who, open_to
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.conftest import settings_for
from tests.journeys import begin
from tests.web.scene import client_of

STACK = ("Traceback", "File &#34;", 'File "', "sqlalchemy", "werkzeug", "psycopg", "site-packages", "line ")


def assert_helpful(page: Page) -> None:
    """It leads on, leads out, and says nothing of the inside."""
    links = page.document.xpath("//main//a/@href")
    assert [link for link in links if link != "/exit"]
    assert page.document.xpath("//a[@href='/exit']")
    assert not [word for word in STACK if word in page.text]


@pytest.mark.parametrize(
    ("path", "method", "status", "heading"),
    [
        ("/nothing-here", "GET", 404, "Page not found"),
        ("/nothing-here", "POST", 404, "Page not found"),
        ("/modules/none", "GET", 404, "Page not found"),
        ("/team", "GET", 403, "This page is not for your account"),
        ("/log", "GET", 403, "This page is not for your account"),
        ("/training", "POST", 405, "This address cannot be used like that"),
        ("/sign-out", "GET", 405, "This address cannot be used like that"),
        ("/modules/short", "POST", 400, "This page was open for too long"),
        ("/sign-out", "POST", 400, "This page was open for too long"),
    ],
)
@pytest.mark.usefixtures("published")
def test_what_goes_wrong_is_explained(
    path: str, method: str, status: int, heading: str, app: Flask, cast: Cast
) -> None:
    client = client_of(app, cast, "learner")
    response = client.send(method, path)
    assert response.status_code == status
    page = client.page_of(response)
    assert page.heading == heading
    assert_helpful(page)
    for link in page.document.xpath("//main//a/@href"):
        assert client.send("GET", link).status_code in {200, 303}


def test_too_much_at_once(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    page = client.page_of(client.post("/modules/short", {"a": "x" * 300_000}, expect=413))
    assert page.heading == "That is too large"
    assert_helpful(page)


def test_who_is_not_signed_in_learns_nothing_of_what_there_is(app: Flask, cast: Cast) -> None:
    client = StrictClient(app)
    begun = begin(client_of(app, cast, "learner"))
    for path in (begun.path, "/attempts/999/questions/1", "/certificates/AAAA-AAAA-AAAA", "/log", "/team"):
        assert client.fetch(path, expect=303).headers["Location"].startswith("/sign-in?next=/")


@pytest.fixture
def failing_app() -> Iterator[Flask]:
    """The application with a view that fails, as it answers outside tests."""
    app = create_app(settings_for("sqlite://"))

    @app.get("/fails")
    @open_to(Who.ANYONE)
    def fails() -> ResponseReturnValue:
        raise ZeroDivisionError("a secret of the inside")

    @app.get("/undeclared")
    def undeclared() -> ResponseReturnValue:
        return "nobody said who may see this"

    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("path", ["/fails", "/undeclared"])
def test_a_fault_is_noted_and_not_shown(path: str, failing_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with failing_app.app_context(), caplog.at_level(logging.ERROR):
        client = StrictClient(failing_app)
        page = client.get(path, expect=500)
    assert page.heading == "Something went wrong"
    assert "secret" not in page.text
    assert "nobody said" not in page.text
    assert_helpful(page)
    assert any(record.exc_info for record in caplog.records)


HOLD = {
    "sqlite": ("PRAGMA busy_timeout=50", "BEGIN IMMEDIATE"),
    "postgresql": ("SET lock_timeout='50ms'", "LOCK TABLE people, attempts, enrolments, answers IN EXCLUSIVE MODE"),
}


@pytest.fixture
def locked(app: Flask) -> Iterator[None]:
    """Somebody else holds what a learner needs to write, and we do not wait long for it."""
    hurry, lock = HOLD[db.engine.dialect.name]

    def be_impatient(connection: Any, _record: object, _proxy: object) -> None:
        connection.cursor().execute(hurry)

    db.session.rollback()
    other = db.engine.raw_connection()
    other.cursor().execute(lock)
    event.listen(db.engine, "checkout", be_impatient)
    yield
    event.remove(db.engine, "checkout", be_impatient)
    other.rollback()
    other.close()
    db.session.rollback()
    db.engine.dispose()


def test_a_database_that_is_locked_asks_to_wait(app: Flask, cast: Cast, request: pytest.FixtureRequest) -> None:
    client = client_of(app, cast, "learner")
    question = begin(client)
    form = question.form("Continue")
    request.getfixturevalue("locked")
    response = client.submit(form, expect=503, option=["1"])
    assert response.headers["Retry-After"] == "10"
    page = client.page_of(response)
    assert page.heading == "The service is busy"
    assert "go back to it: your answer is still on the page" in page.words
    assert_helpful(page)
    assert db.session.query(Answer).count() == 0
    assert client.get(question.path).heading == "Question 1 of 4", "reading goes on"


def test_an_answer_lands_when_the_lock_is_gone(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    client.submit(begin(client).form("Continue"), option=["1"])
    assert db.session.query(Answer).count() == 1
