"""Who was erased after the backup was made does not come back with it."""

from pathlib import Path

import pytest

from app.database import writing
from app.extensions import db
from app.ledger.entries import Origin
from app.ledger.erasures import erase, write_list
from app.models import Person
from app.web import clock
from tests.backup.conftest import NewSite, Northgate


@pytest.fixture
def without_bo(northgate: Northgate, file: Path) -> Northgate:
    """Northgate goes on after the backup in `file`, and Bo is erased."""
    with northgate.site.inside():
        with writing():
            erase(northgate.person_ids[1], Origin(), clock.now())
        write_list(northgate.site.records)
    return northgate


def names(target_people: list[tuple[object, ...]]) -> set[object]:
    return {value for row in target_people for value in row if value in {"Ann", "Bo", "Cy"}}


def test_an_erasure_is_applied_again(without_bo: Northgate, file: Path, site: NewSite) -> None:
    target = site()
    target.records.mkdir(parents=True)
    (target.records / "erasures.jsonl").write_bytes((without_bo.site.records / "erasures.jsonl").read_bytes())
    result = target.flask("restore", file)
    assert result.exit_code == 0, result.output
    assert "1 person is erased again, of 1 on the list of erasures." in result.stdout
    assert names(target.rows()["people"]) == {"Ann", "Cy"}
    with target.inside():
        assert db.session.get_one(Person, without_bo.person_ids[1]).erased_on is not None
        if db.engine.dialect.name == "sqlite":
            assert b"Bo" not in Path(str(db.engine.url.database)).read_bytes()
    assert "4 entries, all as they were written" in target.flask("log", "verify").output


def test_without_the_list_it_is_said(without_bo: Northgate, file: Path, site: NewSite) -> None:
    target = site()
    result = target.flask("restore", file)
    assert f"Nobody is on the list of erasures in {target.records}" in result.stdout
    assert names(target.rows()["people"]) == {"Ann", "Bo", "Cy"}


def test_a_list_that_cannot_be_read_restores_nothing(file: Path, site: NewSite) -> None:
    target = site()
    target.records.mkdir(parents=True)
    (target.records / "erasures.jsonl").write_text("half a li")
    result = target.flask("restore", file)
    assert result.exit_code == 1
    assert "erasures.jsonl:1: this line names no erasure" in result.stderr
    assert target.is_empty()


def test_who_was_erased_before_the_backup_goes_on_a_list_that_was_lost(
    without_bo: Northgate, site: NewSite, tmp_path: Path
) -> None:
    without_bo.site.flask("backup", tmp_path / "later.zip")
    target = site()
    assert target.flask("restore", tmp_path / "later.zip").exit_code == 0
    assert (target.records / "erasures.jsonl").read_bytes() == (without_bo.site.records / "erasures.jsonl").read_bytes()
