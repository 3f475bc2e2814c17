"""Whatever happens to the process that sends: nobody gets the same mail twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from app.mailing.claiming import LOST_AFTER
from app.models import OutgoingMail, Person
from app.web import clock
from config import ROOT
from tests.factories import TeamFactory, ask, member_of, work_out
from tests.mailing.conftest import Repairs
from tests.mailing.postbox import SENDER, Postbox

PATIENCE = 60

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def people(app: Flask) -> Callable[[int], list[Person]]:
    """So many people who are due today, whatever day it is."""

    def make(count: int) -> list[Person]:
        team = TeamFactory()
        ask(team.organisation_id, days=30)
        made = [
            member_of(team, starts_on=datetime.now(ZoneInfo("Europe/London")).date() - timedelta(days=30))
            for _ in range(count)
        ]
        work_out(team.organisation_id)
        return made

    return make


@pytest.fixture
def start(app: Flask, postbox: Postbox) -> Start:
    """Begin a `flask remind` in a process of its own."""
    environment = os.environ | {
        "FLASK_APP": "wsgi",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": app.config["SECRET_KEY"],
        "PUBLIC_URL": "http://localhost",
        "SMTP_URL": f"smtp://127.0.0.1:{postbox.port}",
        "MAIL_FROM": SENDER,
    }

    def begin() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "flask", "remind"]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    return begin


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingMail.state).order_by(OutgoingMail.id)))


def finished(process: "subprocess.Popen[bytes]") -> str:
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output.decode()
    return output.decode()


def test_two_at_the_same_time_send_each_mail_once(
    people: Callable[[int], list[Person]], start: Start, postbox: Postbox
) -> None:
    expected = sorted(str(each.email) for each in people(25))
    db.session.rollback()
    for process in [start() for _ in range(3)]:
        finished(process)
    assert sorted(postbox.addresses) == expected
    assert set(states()) == {"sent"}


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_mail_whose_process_was_killed_is_not_sent_again(
    people: Callable[[int], list[Person]], start: Start, postbox: Postbox, handed_over: bool
) -> None:
    people(1)
    db.session.rollback()
    if handed_over:
        postbox.answers = ["keep quiet"]
    else:
        postbox.stalls_at_addresses = True
    process = start()
    assert postbox.stalled.wait(PATIENCE), process.communicate()[0].decode()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    assert states() == ["sending"]
    postbox.stalls_at_addresses = False
    assert "nothing to send" in finished(start())
    assert len(postbox.received) == handed_over
    assert states() == ["sending"]


def test_one_that_a_server_took_without_saying_so_is_not_sent_again(repairs: Repairs) -> None:
    repairs.due_in(0)
    repairs.postbox.answers = ["hang up"]
    (outcome,) = repairs.remind()
    assert outcome.result == "in doubt"
    assert repairs.remind() == []
    assert len(repairs.postbox.received) == 1
    assert repairs.states() == ["sending"]


def test_one_that_is_left_behind_keeps_nobody_else_waiting(repairs: Repairs) -> None:
    first, second = repairs.due_in(0), repairs.due_in(0)
    repairs.work_out()
    repairs.plan()
    with writing():
        db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.person_id == first.id)
            .values(state="sending", next_try_at=clock.now() + LOST_AFTER)
        )
    repairs.send()
    assert repairs.postbox.addresses == [second.email]


def test_who_may_have_got_one_today_gets_no_other_today(repairs: Repairs) -> None:
    person = repairs.due_in(0)
    repairs.postbox.answers = ["hang up"]
    repairs.remind()
    with writing():
        row = db.session.scalar(select(OutgoingMail))
        assert row is not None
        facts = {"organisation_id": row.organisation_id, "person_id": person.id, "about": "reminder", "subject": ""}
        now = clock.now()
        db.session.add(OutgoingMail(**facts, key="another", state="waiting", tries=0, made_at=now, next_try_at=now))
    assert repairs.send() == []
    assert repairs.states() == ["sending", "waiting"]
