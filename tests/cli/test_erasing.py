"""`flask people erase`, on 16 November 2026."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.ledger import scrubbing
from app.ledger.verification import verify_log
from app.models import LogEntry, Person
from tests.factories import PersonFactory
from tests.ledger.erasing import AT, EMAIL, NAME, Traces, leave_traces

pytestmark = pytest.mark.usefixtures("now", "published")

Command = Callable[..., Result]
LEAD = "lead@example.org"


@pytest.fixture
def traces(app: Flask, request: pytest.FixtureRequest) -> Traces:
    """Somebody to erase, and a lead who answers for it."""
    request.getfixturevalue("published")
    found = leave_traces()
    PersonFactory(organisation_id=found.organisation_id, name="Lee Lead", email=LEAD, is_lead=True)
    return found


@pytest.fixture
def records(tmp_path: Path, change_settings: Callable[..., None]) -> Path:
    folder = tmp_path / "records"
    change_settings(records_folder=folder)
    return folder


def erase(flask: Command, *words: str, email: str = EMAIL, by: str = LEAD, **more: object) -> Result:
    return flask("people", "erase", "--email", email, "--by", by, *words, **more)


def is_erased(traces: Traces) -> bool:
    return db.session.get_one(Person, traces.person_id).erased_on is not None


def test_it_says_what_goes_and_what_stays_and_asks_for_the_name(flask: Command, traces: Traces, records: Path) -> None:
    result = erase(flask, input=f" {NAME.lower()}\n")
    assert result.exit_code == 0, result.output
    for words in (
        f"{NAME}, {EMAIL}",
        "1 certificates, 1 ways through modules with 1 tests, 1 sign-ins, 1 looks at them",
        "what was written on 1 entries",
        "1 files of older records that are not imported yet",
        "2 entries of the training log and one more for the erasure, 1 times in a team, 1 attendances, 2 looks at",
        "backups: when one is restored",
        "Erased. Nothing in the service tells who they were.",
    ):
        assert words in result.output
    assert is_erased(traces)
    assert verify_log(traces.organisation_id).broken_at is None


def test_the_erasure_says_who_answers_for_it_and_is_on_the_list(flask: Command, traces: Traces, records: Path) -> None:
    assert erase(flask, "--yes").exit_code == 0
    lead_id = db.session.scalars(select(Person.id).where(Person.email == LEAD)).one()
    entry = db.session.scalars(select(LogEntry).where(LogEntry.kind == "erasure")).one()
    assert entry.recorded_by_id == lead_id
    (line,) = (records / "erasures.jsonl").read_text().splitlines()
    assert json.loads(line)["commitment"] == traces.commitment.hex()


@pytest.mark.parametrize("typed", ["", "Ann Lee", "yes", EMAIL])
def test_another_name_changes_nothing(typed: str, flask: Command, traces: Traces, records: Path) -> None:
    result = erase(flask, input=f"{typed}\n")
    assert result.exit_code == 1
    assert "That is not the name. Nothing is changed." in result.output
    assert not is_erased(traces)
    assert not records.exists()


@pytest.mark.parametrize(
    ("rights", "elsewhere"), [({}, False), ({"is_trainer": True}, False), ({"is_lead": True}, True)]
)
def test_only_a_lead_or_an_administrator_of_the_organisation_answers_for_it(
    rights: dict[str, bool], elsewhere: bool, flask: Command, traces: Traces, records: Path
) -> None:
    more = {} if elsewhere else {"organisation_id": traces.organisation_id}
    PersonFactory(email="by@example.org", **rights, **more)
    result = erase(flask, "--yes", by="by@example.org")
    assert result.exit_code == 1
    assert "by@example.org is not a training lead or an administrator of the organisation." in result.output
    assert not is_erased(traces)


@pytest.mark.parametrize(("right", "name"), [("is_lead", "training lead"), ("is_admin", "administrator")])
def test_the_last_of_a_kind_is_told_what_to_do_first(
    right: str, name: str, flask: Command, traces: Traces, records: Path
) -> None:
    with writing():
        db.session.scalars(select(Person).where(Person.email == LEAD)).one().is_lead = False
        setattr(db.session.get_one(Person, traces.person_id), right, True)
    result = erase(flask, "--yes", by=EMAIL)
    assert result.exit_code == 1
    assert f"is the last {name} of the organisation. Give somebody else the right first" in result.output
    PersonFactory(organisation_id=traces.organisation_id, is_active=False, **{right: True})
    assert erase(flask, "--yes", by=EMAIL).exit_code == 1, "whose account is closed does not count"
    PersonFactory(organisation_id=traces.organisation_id, **{right: True})
    assert erase(flask, "--yes", by=EMAIL).exit_code == 0, "they may answer for their own"
    assert is_erased(traces)


def test_who_was_erased_has_no_address_to_erase_again(flask: Command, traces: Traces, records: Path) -> None:
    erase(flask, "--yes")
    result = erase(flask, "--yes")
    assert result.exit_code == 1
    assert f"Nobody has an account with {EMAIL}." in result.output


def test_a_name_that_others_wrote_is_told(flask: Command, traces: Traces, records: Path) -> None:
    with writing():
        other = db.session.scalars(select(LogEntry).where(LogEntry.note == "Seen")).one()
        other.note = f"as {NAME} says"
    assert "1 places in the log and in sessions hold this name" in erase(flask, input="no\n").output


def test_a_list_that_cannot_be_written_is_told_and_mended_later(
    flask: Command, traces: Traces, tmp_path: Path, change_settings: Callable[..., None]
) -> None:
    in_the_way = tmp_path / "records"
    in_the_way.write_text("a file")
    change_settings(records_folder=in_the_way)
    result = erase(flask, "--yes")
    assert result.exit_code == 1
    assert "The erasure is done, but:" in result.output
    assert "RECORDS_FOLDER does not say so yet" in result.output
    assert is_erased(traces)
    in_the_way.unlink()
    result = flask("retention", "--apply", "--by", LEAD)
    assert result.exit_code == 0, result.output
    assert traces.commitment.hex() in (in_the_way / "erasures.jsonl").read_text()


def test_files_that_could_not_be_cleaned_are_told(
    flask: Command, traces: Traces, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody reads for longer than we wait."""
    monkeypatch.setattr(scrubbing, "TABLES_WITH_TRACES", ("no_such_table",))
    monkeypatch.setattr(scrubbing, "VACUUM_SQLITE", "VACUUM no_such_schema")
    result = erase(flask, "--yes")
    assert result.exit_code == 1
    assert "What was deleted may still lie in the database's files" in result.output
    assert is_erased(traces)
    assert AT.date() == db.session.get_one(Person, traces.person_id).erased_on
