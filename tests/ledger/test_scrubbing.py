"""What was erased cannot be found in the files that the database lies in, as somebody would who has the disk."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.ledger.scrubbing import NotScrubbed, scrub
from app.ledger.verification import verify_log
from app.models import Person
from tests.client import StrictClient
from tests.databases import Databases, SqliteDatabases
from tests.ledger.erasing import EMAIL, erase_now, leave_traces

pytestmark = pytest.mark.usefixtures("now", "published")


def files(databases: Databases) -> Iterator[Path]:
    """All that the database keeps its rows in; of PostgreSQL without its log, which forgets when it goes round."""
    if isinstance(databases, SqliteDatabases):
        database = Path(str(db.engine.url.database))
        return database.parent.glob(f"{database.name}*")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = connection.scalar(text("SHOW data_directory"))
    return (path for path in (Path(str(folder)) / "base").rglob("*") if path.is_file())


def found(databases: Databases, words: tuple[bytes, ...]) -> set[bytes]:
    contents = [path.read_bytes() for path in files(databases)]
    return {word for word in words if any(word in content for content in contents)}


def test_the_files_tell_nothing_any_more(app: Flask, databases: Databases) -> None:
    traces = leave_traces()
    assert found(databases, traces.words) == set(traces.words), "the test would find nothing"
    erase_now(traces.person_id)
    db.session.remove()
    scrub()
    assert found(databases, traces.words) == set()
    assert verify_log(traces.organisation_id).broken_at is None


def test_whoever_reads_meanwhile_is_not_disturbed_and_it_is_told(app: Flask, databases: Databases) -> None:
    if not isinstance(databases, SqliteDatabases):
        pytest.skip("PostgreSQL waits for whoever holds a lock")
    reader = db.engine.raw_connection()
    try:
        cursor = reader.cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT * FROM people").fetchall()
        with pytest.raises(NotScrubbed):
            scrub()
    finally:
        reader.rollback()
        reader.close()
    scrub()


def test_a_connection_is_as_durable_after_it_as_before(app: Flask, databases: Databases) -> None:
    if not isinstance(databases, SqliteDatabases):
        pytest.skip("SQLite's durability hangs on the connection")
    scrub()
    assert db.session.scalar(text("PRAGMA synchronous")) in {2, 3}
    assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
    raw = db.session.connection().connection.driver_connection
    assert raw is not None
    assert raw.isolation_level is None


def test_the_servers_log_never_knew(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """From signing in wrongly and rightly to erasure, at the most talkative."""
    traces = leave_traces()
    person = db.session.get_one(Person, traces.person_id)
    with caplog.at_level(logging.DEBUG):
        client = StrictClient(app)
        wrong = {"email": EMAIL, "password": "not the password", "csrf_token": client.token()}
        client.post("/sign-in", wrong, expect=400)
        client.sign_in(person)
        for path in ("/training", "/account", "/account/looks", "/account/record", "/no-such-page"):
            client.send("GET", path)
        client.post("/account/record", {"csrf_token": client.token()}, expect=200)
        erase_now(traces.person_id)
        scrub()
    told = caplog.text.encode()
    assert [word for word in traces.words if word in told] == []
