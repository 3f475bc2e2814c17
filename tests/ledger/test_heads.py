"""Signed heads: what they notice that the chain alone does not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from app.database import writing
from app.documents.keys import KeyFolder, SigningKey
from app.extensions import db
from app.ledger.head_files import read_heads, write_heads
from app.ledger.heads import HeadFault, heads_of_day, published_heads, sign_head, verify_heads
from app.ledger.verification import verify_log
from app.models import LogEntry, LogHead, Organisation, Person, SignedHead
from app.rules.log_chain import GENESIS
from app.rules.signed_heads import NotAHead, PublishedHead
from app.web.signing import signing_key
from tests.factories import OrganisationFactory, PersonFactory, complete

MONDAY, TUESDAY, NOON = date(2026, 11, 2), date(2026, 11, 3), datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    return OrganisationFactory(name="Northgate")


@pytest.fixture
def person(organisation: Organisation) -> Person:
    return PersonFactory(organisation=organisation)


def sign(organisation: Organisation, day: date = MONDAY, key: SigningKey | None = None) -> SignedHead | None:
    with writing():
        return sign_head(organisation.id, key or signing_key(), day, NOON)


def cut_off(organisation: Organisation, keep: int) -> None:
    """As somebody would who can write to the database: the newest entries go, and the head is set back."""
    with writing():
        mine = LogEntry.organisation_id == organisation.id
        hash_of_last = db.session.scalar(select(LogEntry.hash).where(mine, LogEntry.sequence == keep)) or GENESIS
        db.session.execute(text("DELETE FROM certificates"))
        db.session.execute(delete(LogEntry).where(mine, LogEntry.sequence > keep))
        db.session.execute(update(LogHead).values(sequence=keep, hash=hash_of_last))


def test_a_head_is_signed_once_a_day(organisation: Organisation, person: Person) -> None:
    complete(person)
    first = sign(organisation)
    assert first is not None
    assert (first.sequence, first.day, first.organisation_name) == (1, MONDAY, "Northgate")
    complete(person)
    assert sign(organisation) is None, "the day has its head"
    second = sign(organisation, TUESDAY)
    assert second is not None
    assert second.sequence == 2
    verdict = verify_heads(organisation.id)
    assert (verdict.heads, verdict.log_ends_at, verdict.fault) == (2, 2, None)


def test_the_head_of_an_empty_log(organisation: Organisation, person: Person) -> None:
    signed = sign(organisation)
    assert signed is not None
    assert (signed.sequence, signed.hash) == (0, GENESIS)
    complete(person)
    assert verify_heads(organisation.id).fault is None


def test_an_organisation_that_is_not_there_has_no_head(app: Flask) -> None:
    with writing():
        assert sign_head(999_999, signing_key(), MONDAY, NOON) is None


def test_a_log_whose_end_was_cut_off_is_noticed(organisation: Organisation, person: Person) -> None:
    for _ in range(3):
        complete(person)
    sign(organisation)
    cut_off(organisation, keep=2)
    assert verify_log(organisation.id).broken_at is None, "the chain alone does not tell"
    verdict = verify_heads(organisation.id)
    assert (verdict.fault, verdict.log_ends_at) == (HeadFault.LOG_ENDS_BEFORE, 2)
    assert verdict.head is not None
    assert verdict.head.sequence == 3


def test_a_log_that_was_written_anew_is_noticed(organisation: Organisation, person: Person) -> None:
    complete(person)
    sign(organisation)
    cut_off(organisation, keep=0)
    complete(person, date(2026, 11, 1))
    assert verify_log(organisation.id).broken_at is None, "the chain alone does not tell"
    assert verify_heads(organisation.id).fault is HeadFault.ANOTHER_ENTRY


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 0, "hash": GENESIS},
        {"day": TUESDAY},
        {"organisation_name": "Southgate"},
        {"signature": b"\1" * 384},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_head_that_was_changed_is_noticed(
    change: dict[str, object], organisation: Organisation, person: Person
) -> None:
    complete(person)
    sign(organisation)
    with writing():
        db.session.execute(update(SignedHead).values(**change))
    assert verify_heads(organisation.id).fault is HeadFault.WRONG_SIGNATURE


def test_a_head_of_another_organisation_is_noticed(organisation: Organisation) -> None:
    other = OrganisationFactory()
    sign(other)
    [theirs] = published_heads(other.id)
    assert verify_heads(organisation.id, [theirs]).fault is HeadFault.WRONG_SIGNATURE


@pytest.fixture(scope="module")
def strange_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return KeyFolder(tmp_path_factory.mktemp("strange")).make_first()


def test_a_head_signed_by_a_strange_key_is_noticed(organisation: Organisation, strange_key: SigningKey) -> None:
    head = PublishedHead(organisation.id, "Northgate", MONDAY, 0, GENESIS, strange_key.id)
    forged = replace(head, signature=strange_key.sign(head.message()))
    assert verify_heads(organisation.id, [forged]).fault is HeadFault.UNKNOWN_KEY
    posing = replace(head, key_id=signing_key().id)
    posing = replace(posing, signature=strange_key.sign(posing.message()))
    assert verify_heads(organisation.id, [posing]).fault is HeadFault.WRONG_SIGNATURE


def test_a_head_that_was_kept_elsewhere_outlives_the_database(
    organisation: Organisation, person: Person, tmp_path: Path
) -> None:
    complete(person)
    complete(person)
    sign(organisation)
    assert write_heads(tmp_path, published_heads(organisation.id)) == 1
    cut_off(organisation, keep=1)
    with writing():
        db.session.execute(delete(SignedHead))
    assert verify_heads(organisation.id).fault is None, "nothing in the database tells"
    verdict = verify_heads(organisation.id, read_heads(tmp_path, organisation.id))
    assert verdict.fault is HeadFault.LOG_ENDS_BEFORE


def test_files_are_written_once_and_read_back_as_they_were(organisation: Organisation, tmp_path: Path) -> None:
    for day in (MONDAY, TUESDAY):
        sign(organisation, day)
    heads = published_heads(organisation.id)
    assert heads_of_day(organisation.id, TUESDAY) == heads[1:]
    assert heads_of_day(organisation.id + 1, TUESDAY) == []
    assert write_heads(tmp_path, heads) == 2
    assert write_heads(tmp_path, heads) == 0
    folder = tmp_path / "heads" / str(organisation.id)
    assert sorted(path.name for path in folder.iterdir()) == ["2026-11-02.json", "2026-11-03.json"]
    assert read_heads(tmp_path, organisation.id) == heads
    (folder / "2026-11-02.json").unlink()
    assert write_heads(tmp_path, heads) == 1, "what is missing is written again"
    assert read_heads(tmp_path, organisation.id + 1) == []


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b'{"kind":"head"}', b"\xff\xfe", b'{"day": 7}'])
def test_a_file_that_is_no_head_is_named(content: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "heads" / "1"
    folder.mkdir(parents=True)
    (folder / "2026-11-02.json").write_bytes(content)
    with pytest.raises(NotAHead, match=r"2026-11-02\.json is not a signed head"):
        read_heads(tmp_path, 1)


def test_a_file_that_cannot_be_written_leaves_nothing(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("no space left on device")

    sign(organisation)
    monkeypatch.setattr("app.documents.whole_file.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_heads(tmp_path, published_heads(organisation.id))
    assert list((tmp_path / "heads" / str(organisation.id)).iterdir()) == []


def test_a_log_that_grew_is_signed_again_on_the_same_day_if_asked(organisation: Organisation, tmp_path: Path) -> None:
    key = signing_key()

    def sign_again() -> SignedHead | None:
        with writing():
            return sign_head(organisation.id, key, MONDAY, NOON, again=True)

    assert sign_again() is not None
    assert sign_again() is None, "nothing has been added"
    complete(PersonFactory(organisation_id=organisation.id))
    assert sign_again() is not None
    heads = published_heads(organisation.id)
    assert write_heads(tmp_path, heads) == 2
    assert read_heads(tmp_path, organisation.id) == heads
    assert verify_heads(organisation.id).covered == heads[-1].sequence
