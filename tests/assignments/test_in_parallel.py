"""Processes that decide side by side write what one process writes, whatever cuts them off or happens meanwhile."""

import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any, NoReturn

import psutil
import pytest
from flask import Flask
from sqlalchemy import delete, select

from app import database
from app.assignments import deciding, refreshing, working_out
from app.assignments.applying import apply_programme
from app.assignments.in_parallel import can_read_meanwhile
from app.assignments.refreshing import mark_everybody, waiting
from app.assignments.working_out import as_many_as_take, work_out, work_out_on_all_cores
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.models import Assignment, AssignmentRefresh, CoverageCell, Person
from app.web import clock
from tests.conftest import settings_for
from tests.coverage.council import PROGRAMME, Council, make_council
from tests.databases import Databases, SqliteDatabases
from tests.factories import member_of, record

TODAY = datetime.now(UTC).date()
PEOPLE, IN_A_TRANSACTION, BATCH = 20, 8, 2
DONE_ON = date(2026, 11, 2)


@pytest.fixture
def council(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Council:
    """Its people wait, and are enough for several processes, transactions and batches."""
    monkeypatch.setattr(working_out, "FEWEST", PEOPLE)
    monkeypatch.setattr(working_out, "FIRST", IN_A_TRANSACTION)
    monkeypatch.setattr(working_out, "as_many_as_take", lambda *_: IN_A_TRANSACTION)
    monkeypatch.setattr(working_out, "cores", lambda: 2)
    monkeypatch.setattr(refreshing, "BATCH", BATCH)
    made = make_council(programme=None)
    teams = [made.teams[name] for name in ("Repairs", "Roofs", "Office")]
    people = [member_of(teams[number % 3], starts_on=date(2026, 1, 5 + number)) for number in range(PEOPLE)]
    with writing():
        for person in people[::2]:
            record(person.id, DONE_ON)
    with writing():
        apply_programme(made.organisation.id, PROGRAMME, clock.now())
    return made


def written() -> list[Any]:
    """Rows but for their ids, counts and days."""
    db.session.rollback()
    columns = [column for column in Assignment.__table__.columns if column.name != "id"]
    tables = [columns, CoverageCell.__table__.columns, AssignmentRefresh.__table__.columns]
    found = [sorted(map(repr, db.session.execute(select(*each)))) for each in tables]
    db.session.rollback()
    return found


def worked_out_afresh(council: Council) -> list[Any]:
    """What one process writes where nothing is yet."""
    with writing():
        for table in (Assignment, CoverageCell, AssignmentRefresh):
            db.session.execute(delete(table))
        mark_everybody(council.organisation.id)
    work_out(council.organisation.id, TODAY)
    return written()


def test_the_same_is_written_as_by_one_process(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def here(*_: object) -> NoReturn:
        raise AssertionError("decided in this process")

    with monkeypatch.context() as changed:
        changed.setattr(deciding, "decide", here)
        work_out_on_all_cores(council.organisation.id, TODAY, told.append)
    assert told == [8, 8, 5, 0]
    found = written()
    assert len(found[0]) > 2 * PEOPLE
    assert found == worked_out_afresh(council)


@pytest.mark.parametrize(
    ("people", "seconds", "then"),
    [
        (1_000, 1.0, 2_000),
        (2_000, 2.0, 2_000),
        (2_000, 4.0, 1_000),
        (1_000, 0.1, 4_000),
        (8_000, 60.0, 2_000),
        (300, 60.0, 250),
        (1_000, 0.0, 1_000),
        (0, 0.1, 250),
    ],
)
def test_a_transaction_takes_as_many_as_others_have_patience_for(people: int, seconds: float, then: int) -> None:
    assert as_many_as_take(2.0, people, seconds) == then


@pytest.mark.parametrize("why", ["few", "one core"])
def test_one_process_where_more_do_not_pay(why: str, council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    def another_process(_many: int) -> NoReturn:
        raise AssertionError("a process is started")

    monkeypatch.setattr(working_out, "deciding_processes", another_process)
    if why == "few":
        monkeypatch.setattr(working_out, "FEWEST", PEOPLE + 2)
    else:
        monkeypatch.setattr(working_out, "cores", lambda: 1)
    work_out_on_all_cores(council.organisation.id, TODAY)
    assert waiting(council.organisation.id, TODAY) == 0


def test_without_a_write_ahead_log_nobody_reads_meanwhile(
    app: Flask, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_read_meanwhile()
    if isinstance(databases, SqliteDatabases):
        monkeypatch.setattr(database, "wal_is_safe", lambda _version: False)
        other = create_app(settings_for(databases.create("without_wal")))
        with other.app_context():
            assert not can_read_meanwhile()
            db.session.remove()
            db.engine.dispose()


def test_cut_off_in_the_middle_it_goes_on_from_there(council: Council) -> None:
    def cut_off(_people: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_out_on_all_cores(council.organisation.id, TODAY, cut_off)
    assert waiting(council.organisation.id, TODAY) == PEOPLE + 1 - IN_A_TRANSACTION
    work_out_on_all_cores(council.organisation.id, TODAY)
    assert waiting(council.organisation.id, TODAY) == 0
    assert written() == worked_out_afresh(council)


def test_what_is_handed_in_meanwhile_is_kept_and_right(
    council: Council, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a transaction is at the first of the batches of which it consists: by somebody in each of them."""
    query = select(Person.id).where(Person.organisation_id == council.organisation.id).order_by(Person.id)
    people = list(db.session.scalars(query))
    db.session.rollback()
    learners: list[Thread] = []

    def hand_in() -> None:
        with app.app_context(), writing():
            for person_id in people[::BATCH]:
                record(person_id, TODAY)

    def record_and_begin(*changes: Any) -> None:
        if not learners:
            learners.append(Thread(target=hand_in))
            learners[0].start()
        recording(*changes)

    recording = refreshing.record
    monkeypatch.setattr(refreshing, "record", record_and_begin)
    work_out_on_all_cores(council.organisation.id, TODAY)
    learners[0].join()
    done = select(Assignment.person_id).where(
        Assignment.requirement == "core", Assignment.done_on == TODAY, Assignment.known_to.is_(None)
    )
    assert sorted(db.session.scalars(done)) == people[::BATCH]
    assert written() == worked_out_afresh(council)


ASKS = """
import sys
from multiprocessing import active_children
from app.assignments.in_parallel import deciding_processes
from app.factory import create_app
from tests.conftest import settings_for
if __name__ == "__main__":
    with create_app(settings_for(sys.argv[1])).app_context(), deciding_processes(2):
        print(*(each.pid for each in active_children()), flush=True)
        sys.stdin.read()
"""


def test_processes_end_with_the_one_that_asked_them(app: Flask) -> None:
    command = [sys.executable, "-c", ASKS, app.config["SQLALCHEMY_DATABASE_URI"]]
    asking = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with asking:
        assert asking.stdout is not None
        deciding_ones = [psutil.Process(int(pid)) for pid in asking.stdout.readline().split()]
        asking.send_signal(signal.SIGKILL)
    assert len(deciding_ones) == 2
    assert psutil.wait_procs(deciding_ones, timeout=20)[1] == []
