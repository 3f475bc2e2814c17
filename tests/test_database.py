import sqlite3
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from app import database
from app.database import LOCK_SECONDS, engine_options, prepare_engine, sqlite_module, wal_is_safe, writing
from app.extensions import db
from app.factory import create_app
from app.models import Team
from tests.conftest import settings_for
from tests.databases import Databases, SqliteDatabases
from tests.factories import OrganisationFactory, TeamFactory

EXTRA, FULL = 3, 2


@pytest.fixture
def on_sqlite(databases: Databases) -> None:
    if not isinstance(databases, SqliteDatabases):
        pytest.skip("about SQLite")


@pytest.fixture
def impatient(databases: Databases, monkeypatch: pytest.MonkeyPatch, app: Flask) -> Iterator[Flask]:
    """Another process's application on the same database, which gives up at once where something is locked."""
    monkeypatch.setattr(database, "LOCK_SECONDS", 0)
    other = create_app(settings_for(app.config["SQLALCHEMY_DATABASE_URI"]))
    yield other
    with other.app_context():
        db.engine.dispose()


def team_names() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Team.name)))


def add_team(organisation_id: int, name: str) -> None:
    db.session.add(Team(organisation_id=organisation_id, name=name))


def test_what_is_written_is_committed_at_the_end(app: Flask) -> None:
    organisation = OrganisationFactory()
    with writing():
        add_team(organisation.id, "Repairs")
    assert team_names() == ["Repairs"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_undoes_all_of_it(app: Flask, error: type[BaseException]) -> None:
    organisation_id = OrganisationFactory().id
    with pytest.raises(error), writing():  # noqa: PT012 - what is undone stands inside
        add_team(organisation_id, "Repairs")
        db.session.flush()
        raise error
    assert team_names() == []


def test_a_commit_that_is_refused_undoes_all_of_it(app: Flask) -> None:
    organisation_id = TeamFactory(name="Repairs").organisation_id
    with pytest.raises(IntegrityError), writing():  # noqa: PT012 - refused at the end of the block
        add_team(organisation_id, "Lettings")
        add_team(organisation_id, "Repairs")
    assert team_names() == ["Repairs"]


def test_what_was_read_before_is_read_again(app: Flask, impatient: Flask) -> None:
    """A decision inside `writing` never rests on what another process has changed since."""
    team_id = TeamFactory(name="Repairs").id
    db.session.rollback()
    assert db.session.get_one(Team, team_id).name == "Repairs"
    db.session.rollback()
    with impatient.app_context(), writing():
        db.session.get_one(Team, team_id).name = "Lettings"
    with writing():
        assert db.session.get_one(Team, team_id).name == "Lettings"


@pytest.mark.usefixtures("on_sqlite")
def test_sqlite_is_locked_for_writing_from_the_start(app: Flask, impatient: Flask) -> None:
    """Before anything is written: what is read inside cannot have changed when it is."""
    entered = []
    with writing(), impatient.app_context(), pytest.raises(OperationalError, match="locked"), writing():
        entered.append("the second writer")
    assert entered == []


@pytest.mark.usefixtures("on_sqlite")
def test_readers_do_not_wait_for_a_writer(app: Flask, impatient: Flask) -> None:
    TeamFactory(name="Repairs")
    with writing():
        db.session.execute(text("UPDATE teams SET name = 'Lettings'"))
        with impatient.app_context():
            assert team_names() == ["Repairs"]


def test_a_second_writer_waits_for_the_first(app: Flask) -> None:
    """Both add one to what they read: neither addition is lost."""
    team_id = TeamFactory(name="0").id
    db.session.rollback()
    together = threading.Barrier(2)

    def add_one() -> None:
        with app.app_context():
            together.wait()
            for _ in range(10):
                with writing():
                    team = db.session.scalars(select(Team).where(Team.id == team_id).with_for_update()).one()
                    team.name = str(int(team.name) + 1)

    threads = [threading.Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert team_names() == ["20"]


@pytest.mark.usefixtures("on_sqlite")
def test_who_has_no_patience_left_is_not_let_in(app: Flask) -> None:
    """Another thread of the same process holds the turn, and goes on undisturbed."""
    inside, refused = threading.Event(), threading.Event()

    def hold() -> None:
        with app.app_context(), writing():
            inside.set()
            refused.wait(LOCK_SECONDS)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(LOCK_SECONDS)
    with pytest.raises(OperationalError, match="another thread"), writing(patience=0.01):
        pass
    refused.set()
    holder.join()
    with writing():
        OrganisationFactory()


def test_the_wait_for_a_turn_counts_towards_the_patience() -> None:
    """What is left is for SQLite's own lock: nobody waits twice as long as is promised."""
    queue = threading.Lock()
    assert database._wait_for(queue, 5) == 5, "nobody was there"
    threading.Timer(0.01, queue.release).start()
    left = database._wait_for(queue, 5)
    assert left is not None
    assert 0 < left < 5


@pytest.mark.usefixtures("on_sqlite")
def test_every_sqlite_connection_is_durable(app: Flask) -> None:
    is_safe = wal_is_safe(sqlite_module().sqlite_version_info)
    connections = [db.engine.connect() for _ in range(3)]
    for connection in connections:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "journal_mode", "busy_timeout")
        }
        connection.close()
        assert pragmas == {
            "synchronous": FULL if is_safe else EXTRA,
            "foreign_keys": 1,
            "journal_mode": "wal" if is_safe else "delete",
            "busy_timeout": LOCK_SECONDS * 1000,
        }


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize(
    ("version", "settings"),
    [
        ((3, 51, 3), ("wal", FULL)),
        (
            (3, 40, 1),
            ("delete", EXTRA),
        ),  # FULL does not sync the deletion of a journal
    ],
)
def test_the_journal_hangs_on_the_version(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], settings: tuple[str, int]
) -> None:
    driver = sqlite_module()
    pretended = SimpleNamespace(**{name: getattr(driver, name) for name in dir(driver)})
    pretended.sqlite_version_info = version
    monkeypatch.setattr(database, "sqlite_module", lambda: pretended)
    url = databases.create(f"journal{version[1]}")
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    with engine.connect() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        assert tuple(pragmas) == settings
    engine.dispose()


def test_a_lock_is_not_waited_for_for_ever_on_postgresql(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("about PostgreSQL")
    assert db.session.scalar(text("SHOW lock_timeout")) == f"{LOCK_SECONDS}s"
    assert db.session.scalar(text("SHOW synchronous_commit")) == "on"


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),  # backported
        ((3, 45, 0), False),  # after the backport, but of a line without one
        ((3, 49, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),  # backported
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),  # the fix
        ((3, 52, 0), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_which_sqlite_has_a_safe_wal(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def packaged(version: tuple[int, int, int]) -> Any:
    return SimpleNamespace(sqlite_version_info=version)


def test_the_newest_sqlite_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    own = sqlite3.sqlite_version_info
    newer, older = packaged((own[0] + 1, 0, 0)), packaged((2, 8, 17))
    for found, expected in ((newer, newer), (older, sqlite3), (None, sqlite3)):
        monkeypatch.setattr(database, "packaged_sqlite", found)
        assert sqlite_module() is expected


def test_this_machine_tests_with_a_safe_wal() -> None:
    """What the other tests say of durability and waiting is said of WAL."""
    assert wal_is_safe(sqlite_module().sqlite_version_info)
