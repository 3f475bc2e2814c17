"""A backup made while learners hand in their tests, restored elsewhere: what they were told before it is in it."""

import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.backup.writing import write_backup
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Attempt, Certificate, LogHead
from app.web import clock
from tests.backup.conftest import NewSite, Northgate
from tests.backup.sites import Site
from tests.databases import Databases
from tests.durability.conftest import SHORT
from tests.durability.crowd import Crowd
from tests.durability.journal import Journal, Told
from tests.durability.oracle import assert_nothing_is_lost, assert_sound
from tests.durability.school import School, open_school
from tests.durability.server import Server
from tests.factories import record

ROUNDS = 3


@pytest.fixture
def school(databases: Databases, short_edition: Edition) -> School:
    return open_school(databases, short_edition, SHORT.people)


class Silent:
    def begins(self, step: str, length: int) -> None: ...

    def goes_on(self, count: int) -> None: ...


def told_so_far(journals: list[Journal]) -> dict[int, Told]:
    """Attempt to what its result page said."""
    return {sheet.attempt_id: sheet.told for journal in list(journals) for sheet in list(journal.sheets) if sheet.told}


def missing(restored: Site, told: dict[int, Told]) -> list[int]:
    with restored.inside():
        attempts = {each.id: each for each in db.session.scalars(select(Attempt))}
        numbers = set(db.session.scalars(select(Certificate.number)))
        return [
            key
            for key, each in told.items()
            if key not in attempts
            or (attempts[key].right, attempts[key].passed) != (each.right, each.passed)
            or (each.certificate is not None and each.certificate not in numbers)
        ]


def test_what_was_acknowledged_before_a_backup_is_in_it(
    school: School,
    site: NewSite,
    tmp_path: Path,
) -> None:
    kept: list[tuple[Path, dict[int, Told]]] = []
    with Server(school.url, workers=2) as server, Crowd([server.port], school.desks, SHORT.learners) as crowd:
        for number in range(ROUNDS):
            crowd.wait_for(acknowledged=60)
            told = told_so_far(crowd.journals)
            file = tmp_path / f"{number}.zip"
            with school.inside():
                write_backup(file, clock.now(), Silent())
            kept.append((file, told))
        tally = crowd.finish()
    assert not tally.unanswered
    assert_nothing_is_lost(school, crowd.journals)
    assert len(kept[-1][1]) > len(kept[0][1]), "nothing was written between the backups"
    for file, told in kept:
        elsewhere = site()
        result = elsewhere.flask("restore", file)
        assert result.exit_code == 0, result.output
        assert missing(elsewhere, told) == []
        restored = School(elsewhere.app, elsewhere.url, school.organisation_id, [])
        assert_sound(restored)
        with elsewhere.inside():
            assert verify_log(school.organisation_id).broken_at is None


class WritesMeanwhile:
    """Adds an entry when the first table is read: the last one that a backup reads would show it."""

    def __init__(self, northgate: Northgate) -> None:
        self._northgate, self.has_written = northgate, False

    def begins(self, step: str, length: int) -> None: ...

    def goes_on(self, count: int) -> None:
        if not self.has_written:
            self.has_written = True
            add_an_entry(self._northgate)


def add_an_entry(northgate: Northgate) -> None:
    """In a thread, so on a connection of its own. It goes back to the pool, which the backup still reads from."""

    def add() -> None:
        with northgate.site.app.app_context(), writing():
            record(northgate.person_ids[0], date(2026, 11, 9))

    thread = threading.Thread(target=add)
    thread.start()
    thread.join()


def test_a_backup_is_of_one_moment(northgate: Northgate, site: NewSite, tmp_path: Path) -> None:
    before = northgate.site.rows()
    watcher = WritesMeanwhile(northgate)
    with northgate.site.inside():
        write_backup(tmp_path / "1.zip", clock.now(), watcher)
    assert watcher.has_written
    with northgate.site.inside():
        assert db.session.scalar(select(LogHead.sequence)) == 4
    target = site()
    assert target.flask("restore", tmp_path / "1.zip").exit_code == 0
    assert target.rows() == before
