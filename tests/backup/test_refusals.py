"""What is refused before anything is written, and what a disk that is full leaves: nothing."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import writing
from app.extensions import db
from tests.backup.conftest import NewSite, Northgate
from tests.models.rows import insert

ROOM = 100_000


def test_a_backup_never_takes_the_place_of_another_file(northgate: Northgate, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    result = northgate.site.flask("backup", file)
    assert result.exit_code == 1
    assert f"{file} is there already and stays as it is" in result.stderr
    assert file.read_bytes() == before
    (tmp_path / "link.zip").symlink_to(tmp_path / "nowhere")
    assert northgate.site.flask("backup", tmp_path / "link.zip").exit_code == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_restore_never_takes_the_place_of_rows(northgate: Northgate, file: Path) -> None:
    before = northgate.site.rows()
    result = northgate.site.flask("restore", file, "--older", "--broken")
    assert result.exit_code == 1
    assert "The database is not empty: there are rows in certificates, log_entries, log_heads and" in result.stderr
    assert northgate.site.rows() == before


def test_a_single_row_is_enough_to_be_refused(site: NewSite, file: Path) -> None:
    used = site("head")
    with used.inside(), writing():
        insert("sign_in_tries")
    assert "there are rows in sign_in_tries." in used.flask("restore", file).stderr


def test_another_programs_database_is_refused(site: NewSite, file: Path) -> None:
    other = site()
    with other.inside(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    assert "tables of another program" in other.flask("restore", file).stderr


def test_another_programs_table_beside_ours_is_not_backed_up(northgate: Northgate, tmp_path: Path) -> None:
    with northgate.site.inside(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    result = northgate.site.flask("backup", tmp_path / "1.zip")
    assert result.exit_code == 0
    assert "Not in it: the table invoices, which is not Waymark's." in result.stdout


def test_nothing_to_back_up(site: NewSite, tmp_path: Path) -> None:
    result = site().flask("backup", tmp_path / "1.zip")
    assert "The database is empty: there is nothing to back up." in result.stderr
    assert not (tmp_path / "1.zip").exists()


def set_revision(connected: Northgate, revision: str) -> None:
    with connected.site.inside(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_a_database_of_a_newer_release_is_left_to_that_release(
    northgate: Northgate, site: NewSite, file: Path, tmp_path: Path
) -> None:
    set_revision(northgate, "9999")
    result = northgate.site.flask("backup", tmp_path / "1.zip")
    assert "The database is of a newer release (schema 9999)" in result.stderr
    assert not (tmp_path / "1.zip").exists()


def test_a_backup_of_a_newer_release_is_left_to_that_release(
    northgate: Northgate, site: NewSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by a release that knows revision 9999, which this one does not."""
    set_revision(northgate, "9999")
    with monkeypatch.context() as newer:
        newer.setattr("app.backup.writing.is_known", lambda revision: True)
        assert northgate.site.flask("backup", tmp_path / "1.zip").exit_code == 0
    target = site()
    result = target.flask("restore", tmp_path / "1.zip")
    assert "This backup was made by a newer release of Waymark (schema 9999)" in result.stderr
    assert target.is_empty()


def test_tables_that_are_not_those_of_the_schema(northgate: Northgate, site: NewSite, tmp_path: Path) -> None:
    with northgate.site.inside(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE help_services"))
    assert northgate.site.flask("backup", tmp_path / "1.zip").exit_code == 0
    target = site()
    result = target.flask("restore", tmp_path / "1.zip")
    assert "The backup does not have help_services." in result.stderr
    assert target.is_empty()


def test_rows_that_do_not_fit_are_told_without_quoting_them(
    site: NewSite, sqlite_site: NewSite, tmp_path: Path
) -> None:
    """SQLite lets a team be of no organisation while nobody looks."""
    odd = sqlite_site("head")
    with odd.inside(), db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO teams (organisation_id, name) VALUES (99, 'Secret')")
    assert odd.flask("backup", tmp_path / "1.zip").exit_code == 0
    target = site()
    result = target.flask("restore", tmp_path / "1.zip")
    assert result.exit_code == 1
    assert "teams" in result.stderr
    assert "Secret" not in result.output
    assert target.is_empty()


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond `size`, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_no_file(northgate: Northgate, tmp_path: Path) -> None:
    with northgate.site.inside(), writing():
        insert("assets", data=os.urandom(3 * ROOM))
    folder = tmp_path / "full"
    folder.mkdir()
    with room_for(ROOM):
        result = northgate.site.flask("backup", folder / "1.zip")
    assert result.exit_code == 1
    assert "1.zip is not written: File too large." in result.stderr
    assert list(folder.iterdir()) == []
    assert northgate.site.flask("backup", folder / "1.zip").exit_code == 0, "when there is room again"


def test_a_folder_that_is_not_there(northgate: Northgate, tmp_path: Path) -> None:
    result = northgate.site.flask("backup", tmp_path / "absent" / "1.zip")
    assert "1.zip is not written: No such file or directory." in result.stderr
