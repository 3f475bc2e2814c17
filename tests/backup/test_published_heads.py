"""A backup is held against the heads that were published: older than one, or another log than one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from app.database import writing
from app.documents.keys import SigningKey
from app.extensions import db
from app.ledger.head_files import as_line, write_heads
from app.ledger.heads import published_heads, sign_head
from app.models import SigningKeyRecord
from app.rules.signed_heads import PublishedHead
from tests.backup.conftest import NewSite, Northgate
from tests.backup.sites import Site

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
THE_9TH = date(2026, 11, 9)


@pytest.fixture
def key(northgate: Northgate) -> SigningKey:
    """Northgate's, known to its database."""
    made = northgate.site.key
    with northgate.site.inside(), writing():
        db.session.add(SigningKeyRecord(key_id=made.id, certificate=made.certificate_pem, made_at=NOON))
    return made


def publish(northgate: Northgate, key: SigningKey, folder: Path, day: date = THE_9TH) -> PublishedHead:
    with northgate.site.inside():
        with writing():
            sign_head(northgate.organisation_id, key, day, NOON)
        heads = published_heads(northgate.organisation_id)
        write_heads(folder, heads)
        return heads[-1]


@pytest.fixture
def backup(northgate: Northgate, key: SigningKey, tmp_path: Path) -> Path:
    target = tmp_path / "third.zip"
    assert northgate.site.flask("backup", target).exit_code == 0
    return target


@pytest.fixture
def target(site: NewSite, northgate: Northgate, key: SigningKey) -> Site:
    """A new machine."""
    return site()


MISSING = "ends at entry 3. A head published on 9 November 2026 covers entry 5: 2 entries are not in this backup."


def test_a_head_that_covers_more_asks_first(northgate: Northgate, key: SigningKey, backup: Path, target: Site) -> None:
    northgate.add_entries(2)
    publish(northgate, key, target.records)
    for answer in ("", "n\n"):
        result = target.flask("restore", backup, answer=answer)
        assert result.exit_code == 1
        assert MISSING in result.stderr
        assert "add --older" in result.stderr
        assert target.is_empty()
    result = target.flask("restore", backup, answer="y\n")
    assert result.exit_code == 0, result.output
    assert "the log goes on after entry 3" in result.stdout
    assert not target.is_empty()


def test_older_is_for_scripts(northgate: Northgate, key: SigningKey, backup: Path, target: Site) -> None:
    northgate.add_entries(2)
    publish(northgate, key, target.records)
    result = target.flask("restore", backup, "--older")
    assert result.exit_code == 0
    assert MISSING in result.stderr


def test_a_head_may_come_in_a_file_of_its_own(
    northgate: Northgate, key: SigningKey, backup: Path, target: Site, tmp_path: Path
) -> None:
    northgate.add_entries(2)
    kept = tmp_path / "kept by the auditor.json"
    kept.write_bytes(as_line(publish(northgate, key, tmp_path / "elsewhere")))
    assert MISSING in target.flask("restore", backup, "--heads", kept).stderr
    assert target.is_empty()
    kept.write_text("Dear Ann")
    assert "is not a signed head that can be read" in target.flask("restore", backup, "--heads", kept).stderr
    assert target.is_empty()


def test_heads_that_agree_are_counted(northgate: Northgate, key: SigningKey, target: Site, tmp_path: Path) -> None:
    publish(northgate, key, target.records, date(2026, 11, 8))
    northgate.add_entries(1)
    publish(northgate, key, target.records)
    northgate.add_entries(1)
    northgate.site.flask("backup", tmp_path / "1.zip")
    result = target.flask("restore", tmp_path / "1.zip")
    assert result.exit_code == 0, result.output
    assert "Held against 2 published heads, the newest of 9 November 2026." in result.stdout


def test_a_head_that_says_another_entry_is_refused(
    northgate: Northgate, key: SigningKey, backup: Path, target: Site
) -> None:
    head = publish(northgate, key, northgate.site.records)
    other = replace(head, hash=bytes(32))
    write_heads(target.records, [replace(other, signature=key.sign(other.message()))])
    result = target.flask("restore", backup, "--older", "--broken")
    assert result.exit_code == 1
    assert "is not the one that was published" in result.stderr
    assert "entry 3 has the hash 0000" in result.stderr
    assert target.is_empty()


def test_a_head_that_nobody_known_signed_says_nothing(
    northgate: Northgate, key: SigningKey, backup: Path, target: Site
) -> None:
    head = publish(northgate, key, northgate.site.records)
    write_heads(target.records, [replace(head, hash=bytes(32), sequence=99)])
    told = (
        "No key known here signed that head, so it proves nothing; if it is genuine, 96 entries are not in this backup."
    )
    refused = target.flask("restore", backup, answer="n\n")
    assert refused.exit_code == 1
    assert "covers entry 99, and this backup ends at entry 3" in refused.stderr
    assert told in refused.stderr
    assert "add --older" in refused.stderr
    assert target.is_empty()
    result = target.flask("restore", backup, "--older")
    assert result.exit_code == 0
    assert told in result.stderr
    assert "1 published head is not signed by a key known here, and left aside." in result.stdout


def test_a_head_that_nobody_known_signed_and_goes_no_further_asks_nothing(
    northgate: Northgate, key: SigningKey, backup: Path, target: Site
) -> None:
    head = publish(northgate, key, northgate.site.records)
    write_heads(target.records, [replace(head, hash=bytes(32))])
    result = target.flask("restore", backup)
    assert result.exit_code == 0
    assert "it proves nothing" not in result.stderr


def test_a_log_that_does_not_hold_together_asks_first(northgate: Northgate, site: NewSite, tmp_path: Path) -> None:
    with northgate.site.inside(), writing():
        db.session.execute(text("UPDATE log_entries SET level = 3 WHERE sequence = 2"))
    northgate.site.flask("backup", tmp_path / "1.zip")
    target = site()
    refused = target.flask("restore", tmp_path / "1.zip")
    assert refused.exit_code == 1
    assert "Northgate: entry 2 of the log does not fit" in refused.stderr
    assert "add --broken" in refused.stderr
    assert target.is_empty()
    assert target.flask("restore", tmp_path / "1.zip", "--broken").exit_code == 0
    assert target.rows() == northgate.site.rows()


def test_the_signing_key_is_asked_for(backup: Path, target: Site, northgate: Northgate, key: SigningKey) -> None:
    result = target.flask("restore", backup)
    assert f"put your copy of the signing key into {target.folder / 'keys'}" in result.stdout
    assert key.certificate_pem.encode() not in backup.read_bytes()
