"""What comes back is what was there, on the same kind of database and on the other."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.backup.layout import EMPTIED, LEFT_OUT
from app.backup.schema import newest_revision
from app.database import writing
from app.extensions import Model, db
from app.models import Certificate, LogEntry, Module, Team
from tests.backup.conftest import NewSite, Northgate
from tests.backup.sites import Rows, Site
from tests.factories import record
from tests.models.rows import insert


def without_what_is_left_out(rows: Rows) -> Rows:
    return {name: found for name, found in rows.items() if name not in LEFT_OUT}


def restored(file: Path, target: Site, *options: str) -> Site:
    result = target.flask("restore", file, *options)
    assert result.exit_code == 0, result.output
    return target


def backed_up(site: Site, file: Path) -> Path:
    result = site.flask("backup", file)
    assert result.exit_code == 0, result.output
    return file


@pytest.fixture
def full(sqlite_site: NewSite) -> Site:
    """A row and more in every table, awkward ones among them, and references to rows that come later."""
    made = sqlite_site("head")
    with made.inside(), writing():
        for table in Model.metadata.sorted_tables:
            content = {"content": None} if (table.name, "content") in EMPTIED else {}
            insert(table.name, **content)
        parent = insert("teams", name='Ty’r Cyngor 🏠\n"line"\t\\\x7f')
        child = db.session.scalars(select(Team.id).order_by(Team.id)).first()
        db.session.get_one(Team, child).parent_id = parent["id"]
        edition = insert("editions")
        db.session.get_one(Module, edition["module_id"]).current_edition_id = edition["id"]
        newer = insert("certificates", number="W-9")
        db.session.scalars(select(Certificate).where(Certificate.number != "W-9")).one().replaces_id = newer["id"]
        insert("assets", data=bytes(range(256)) * 20_000)
    return made


def test_every_row_comes_back_from_sqlite_through_this_database_to_sqlite(
    full: Site, site: NewSite, sqlite_site: NewSite, tmp_path: Path
) -> None:
    """The rows of this test hang together, but its logs do not."""
    before = without_what_is_left_out(full.rows())
    assert all(before.values()), "a table without a row would prove nothing"
    there = restored(backed_up(full, tmp_path / "1.zip"), site(), "--broken")
    assert there.rows().keys() == full.rows().keys()
    back = restored(backed_up(there, tmp_path / "2.zip"), sqlite_site(), "--broken")
    assert without_what_is_left_out(back.rows()) == before


def test_sign_ins_and_files_that_nobody_confirmed_are_left_out(
    full: Site, sqlite_site: NewSite, tmp_path: Path
) -> None:
    with full.inside(), writing():
        insert("staged_imports", content=b"names")
    after = restored(backed_up(full, tmp_path / "1.zip"), sqlite_site(), "--broken").rows()
    assert [after[name] for name in sorted(LEFT_OUT)] == [[] for _ in LEFT_OUT]
    assert len(after["staged_imports"]) == 2
    assert not any(b"names" in row for row in after["staged_imports"])


def test_the_log_goes_on_after_a_restore(northgate: Northgate, file: Path, site: NewSite) -> None:
    """New rows get numbers of their own, and the chain holds."""
    other = restored(file, site())
    with other.inside():
        with writing():
            record(northgate.person_ids[1], date(2026, 11, 9))
        assert db.session.scalars(select(LogEntry.sequence).order_by(LogEntry.sequence)).all() == [1, 2, 3, 4]
    assert "4 entries, all as they were written" in other.flask("log", "verify").output


def test_a_database_that_was_just_set_up_is_empty_enough(file: Path, site: NewSite, northgate: Northgate) -> None:
    """With tables of this release, tables of an older one, or the first key that a server makes."""
    for revision in ("head", "0001"):
        assert restored(file, site(revision)).rows() == northgate.site.rows()
    started = site("head")
    with started.inside(), writing():
        insert("signing_keys")
    assert restored(file, started).rows() == northgate.site.rows()


def test_an_old_schema_is_backed_up_and_restored_into_this_release(
    sqlite_site: NewSite, site: NewSite, tmp_path: Path
) -> None:
    old = sqlite_site("0001")
    with old.inside(), db.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO organisations (id, name, colour, time_zone, exit_url, version, is_demo) "
            "VALUES (7, 'Northgate', '#0f5257', 'Europe/London', 'https://www.bbc.co.uk', 1, 0)"
        )
        connection.exec_driver_sql("INSERT INTO log_heads VALUES (7, 0, zeroblob(32))")
    new = restored(backed_up(old, tmp_path / "old.zip"), site())
    rows = new.rows()
    assert rows["organisations"][0][:2] == (7, "Northgate")
    assert set(rows) == set(Model.metadata.tables)
    with new.inside():
        assert db.session.connection().exec_driver_sql("SELECT version_num FROM alembic_version").all() == [
            (newest_revision(),)
        ]


def test_the_file_is_for_its_owner_alone_and_nothing_else_is_left(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.glob("*north*")] == [file.name]
    assert not list(file.parent.glob(".*"))


def test_the_terminal_says_what_is_in_it_and_what_is_not(northgate: Northgate, tmp_path: Path) -> None:
    said = northgate.site.flask("backup", tmp_path / "said.zip").output
    assert "Northgate: 3 log entries" in said
    assert str(northgate.site.folder / "keys") in said
    assert str(northgate.site.records) in said
