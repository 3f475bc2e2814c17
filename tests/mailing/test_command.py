"""`flask remind` as whoever runs the server sees it, on 16 November 2026."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.assignments.recording import mark
from app.assignments.refreshing import AT_ONCE
from app.database import writing
from app.extensions import db
from app.web.settings import put_settings, settings
from tests.factories import complete, member_of
from tests.mailing.conftest import TODAY, Repairs


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["remind", *arguments])


@pytest.fixture
def with_server(app: Flask, repairs: Repairs) -> object:
    before = settings()
    put_settings(app, replace(before, smtp=repairs.postbox.server))
    yield repairs
    put_settings(app, before)


@pytest.fixture
def in_the_demo(app: Flask, repairs: Repairs) -> object:
    before = settings()
    put_settings(app, replace(before, smtp=repairs.postbox.server, demo=True))
    yield repairs
    put_settings(app, before)


def test_it_tells_what_it_sent(app: Flask, with_server: Repairs) -> None:
    ann = with_server.due_in(7)
    with_server.work_out()
    result = run(app)
    assert result.exit_code == 0, result.output
    assert f"  reminder to {ann.email}: sent\n" in result.output
    assert ": 1 sent\n" in result.output
    again = run(app)
    assert ": nothing to send\n" in again.output
    assert with_server.postbox.addresses == [ann.email]


def test_it_works_out_first_whoever_waits_for_it(app: Flask, with_server: Repairs) -> None:
    with_server.due_in(7)
    with_server.work_out()
    complete(member_of(with_server.team))
    assert run(app).exit_code == 0
    assert len(with_server.postbox.received) == 1


def test_a_dry_run_shows_the_same_and_sends_nothing(app: Flask, with_server: Repairs) -> None:
    boss = member_of(with_server.team, manages=True)
    complete(boss)
    ann = with_server.due_in(-1, name="Ann Lee")
    with_server.work_out()
    result = run(app, "--dry-run")
    assert result.exit_code == 0, result.output
    assert f"  To: {ann.email}\n  Copy: {boss.email}\n  Subject: A reminder about your training\n" in result.output
    assert ": 2 would go out\n" in result.output
    assert with_server.postbox.received == []
    assert with_server.rows() == []
    run(app)
    for received in with_server.postbox.received:
        for line in filter(None, received.text.splitlines()):
            assert f"  {line}\n" in result.output


def test_a_dry_run_writes_nothing_and_shows_who_waits_to_be_worked_out(app: Flask, with_server: Repairs) -> None:
    ann, lou = with_server.due_in(7, name="Ann Lee"), with_server.due_in(7, name="Lou Leaver")
    with writing():
        mark(dict.fromkeys((ann.id, lou.id), AT_ONCE))
        lou.last_day = TODAY - timedelta(days=1)
    before = everything()
    result = run(app, "--dry-run")
    assert f"To: {ann.email}" in result.output
    assert str(lou.email) not in result.output
    assert ": 1 would go out\n  2 people wait to be worked out again." in result.output
    assert everything() == before
    run(app)
    assert with_server.postbox.addresses == [ann.email]
    assert "wait to be worked out" not in run(app, "--dry-run").output


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    db.session.rollback()
    tables = db.metadata.sorted_tables
    return {each.name: sorted(map(tuple, db.session.execute(select(each))), key=repr) for each in tables}


def test_only_what_is_queued(app: Flask, with_server: Repairs) -> None:
    with_server.due_in(7)
    with_server.work_out()
    assert ": nothing to send" in run(app, "--queued").output
    with_server.plan()
    assert ": 1 sent" in run(app, "--queued").output


def test_it_fails_where_something_did_not_go_out(app: Flask, with_server: Repairs) -> None:
    ann, ben = with_server.due_in(7), with_server.due_in(7)
    with_server.work_out()
    with_server.postbox.refuses[str(ann.email)] = "550 No such user"
    result = run(app)
    assert result.exit_code == 1
    assert f"{ann.email}: not sent, and given up (The mail server answered 550: No such user)" in result.output
    assert f"{ben.email}: sent" in result.output
    assert "Not everything went out. Training leads see it at /reminders." in result.output


def test_without_a_mail_server_it_says_so(app: Flask, repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.work_out()
    result = run(app)
    assert result.exit_code == 1
    assert "neither SMTP_URL nor NOTIFY_API_KEY is set" in result.output
    assert repairs.rows() == []
    assert ": 1 would go out" in run(app, "--dry-run").output


def test_the_demonstration_shows_it_and_sends_nothing(app: Flask, in_the_demo: Repairs) -> None:
    ann = in_the_demo.due_in(7)
    in_the_demo.work_out()
    result = run(app)
    assert result.exit_code == 0, result.output
    assert f"To: {ann.email}" in result.output
    assert "The demonstration sends no mail." in result.output
    assert in_the_demo.postbox.received == []
    assert in_the_demo.rows() == []
