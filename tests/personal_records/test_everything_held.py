"""Everything that is held about a person as one file, for themselves alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from lxml import html
from sqlalchemy import Table, select

from app.extensions import Model, db
from app.models import Organisation, Person, RecordView
from app.personal_records.everything_held import NOT_IN_THE_FILE, file_about, sections_about
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import PersonFactory
from tests.journeys import HALF_RIGHT, answer, begin, sit
from tests.ledger.erasing import AT, EMAIL, EVIDENCE, JOB, NAME, NOTE, Traces, leave_traces
from tests.page_checks import CHECKS
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now", "published")


@pytest.fixture
def traces(app: Flask, request: pytest.FixtureRequest) -> Traces:
    request.getfixturevalue("published")
    return leave_traces()


def tables_about_people() -> set[str]:
    """Every table that is linked to people, at whatever distance."""
    found = {Model.metadata.tables["people"]}

    def linked(table: Table) -> bool:
        return any(key.column.table in found for key in table.foreign_keys)

    while new := {table for table in Model.metadata.sorted_tables if linked(table)} - found:
        found |= new
    return {table.name for table in found}


def text_of(file: str) -> str:
    return " ".join(html.fromstring(file).text_content().split())


def test_no_table_is_forgotten(traces: Traces) -> None:
    person = db.session.get_one(Person, traces.person_id)
    organisation = db.session.get_one(Organisation, traces.organisation_id)
    sections = sections_about(person, organisation, AT)
    covered = {table for each in sections if each.rows for table in each.tables}
    missing = tables_about_people() - covered - NOT_IN_THE_FILE.keys()
    assert not missing, f"Put {missing} into app/personal_records/held_….py, or say why not in NOT_IN_THE_FILE"


def test_the_file_holds_what_is_held(traces: Traces) -> None:
    file = text_of(file_about(traces.person_id, AT))
    reference = db.session.get_one(Person, traces.person_id).reference
    for words in (NAME, EMAIL, NOTE, EVIDENCE, JOB, reference, traces.commitment.hex(), traces.token, "Town hall"):
        assert words in file
    for words in ("Zuleika’s phone", "Cole Colleague", "a training record", "Earlier learning that counts"):
        assert words in file


def test_the_file_holds_no_secret_and_nobody_elses_record(traces: Traces) -> None:
    file = file_about(traces.person_id, AT)
    person = db.session.get_one(Person, traces.person_id)
    assert person.salt.hex() not in file
    assert str(person.password_hash) not in file
    assert "Seen" not in text_of(file), "a note about the colleague"


def test_the_file_opens_without_loading_anything(traces: Traces) -> None:
    file = file_about(traces.person_id, AT)
    document = html.fromstring(file)
    assert not document.xpath("//@src | //@href | //script | //link | //form")
    assert "default-src 'none'" in document.xpath("string(//meta[@http-equiv]/@content)")
    for check in CHECKS:
        if check.__name__ in {"is_valid_html", "has_one_heading_that_begins_its_title", "has_no_repeated_ids"}:
            check(file, document)


def test_markup_in_a_name_is_words(app: Flask, cast: Cast) -> None:
    cast.learner.name = "<script>alert(1)</script> & Söhne"
    db.session.commit()
    file = file_about(cast.learner.id, AT)
    assert "<script>" not in file
    assert "<script>alert(1)</script> & Söhne" in text_of(file)


def test_a_test_with_its_questions_and_ones_own_answers(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    sit(client, HALF_RIGHT)
    file = text_of(file_about(cast.learner.id, AT))
    assert "Not passed. 2 right. You alone see this." in file
    assert "A wrong" in file
    assert file.count("yes") >= 2


def test_what_is_right_is_in_no_file_before_a_test_is_handed_in(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    page = begin(client)
    answer(client, page, right=False)
    file = text_of(file_about(cast.learner.id, AT))
    table = file.partition("Not handed in yet.")[2].partition("What is not in this file")[0]
    assert "A wrong" in table
    assert "The right" not in table
    assert "Was it right" not in table, "nor whether the answer is"


def test_the_learner_gets_it_by_a_form(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    page = client.get("/account/record")
    assert "Somebody beside you could read it" in page.words
    response = client.submit(page.form("Get the file"), expect=200)
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-record.html"'
    assert response.headers["Cache-Control"] == "no-store"
    assert "Lena Learner" in response.get_data(as_text=True)
    assert db.session.scalars(select(RecordView)).all() == []


def test_nobody_gets_it_without_the_form(app: Flask, cast: Cast) -> None:
    client: StrictClient = client_of(app, cast, "learner")
    client.post("/account/record", expect=400)


@pytest.fixture
def flask(app: Flask) -> Callable[..., Result]:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words])


def test_a_command_writes_the_same_file(
    flask: Callable[..., Result], traces: Traces, tmp_path: Path, now: Iterator[None]
) -> None:
    target = tmp_path / "record.html"
    PersonFactory(organisation_id=traces.organisation_id, email="lead@example.org", name="Lee Lead", is_lead=True)
    result = flask("people", "record", "--email", EMAIL, "--by", "lead@example.org", "--to", target)
    assert result.exit_code == 0, result.output
    assert NAME in result.output
    assert target.read_text() == file_about(traces.person_id, AT)
    assert [each.name for each in tmp_path.iterdir()] == ["record.html"]
    assert target.stat().st_mode & 0o077 == 0, "others can read it"
    assert "Lee Lead" in target.read_text(), "who had it written is in it"


def test_a_file_that_cannot_be_written_is_told(flask: Callable[..., Result], traces: Traces, tmp_path: Path) -> None:
    PersonFactory(organisation_id=traces.organisation_id, email="admin@example.org", is_admin=True)
    by = ("--by", "admin@example.org")
    result = flask("people", "record", "--email", EMAIL, *by, "--to", tmp_path / "nowhere" / "record.html")
    assert result.exit_code == 1
    assert "is not written" in result.output
    assert "Nobody has an account" in flask("people", "record", "--email", "x@y.z", *by, "--to", tmp_path / "r").output


def test_only_who_answers_for_it_has_it_written(flask: Callable[..., Result], traces: Traces, tmp_path: Path) -> None:
    PersonFactory(organisation_id=traces.organisation_id, email="nosy@example.org", is_trainer=True)
    result = flask("people", "record", "--email", EMAIL, "--by", "nosy@example.org", "--to", tmp_path / "record.html")
    assert "is not a training lead or an administrator" in result.output
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_looked_at_says_when_and_not_whose(app: Flask, cast: Cast) -> None:
    """Whom a manager looked at is in the file of whom it is about."""
    client_of(app, cast, "manager").get(f"/people/{cast.learner.id}")
    own, theirs = (text_of(file_about(each.id, AT)) for each in (cast.manager, cast.learner))
    assert "What you looked at DayWhat 16 November 2026a training record What is not" in own
    assert "Lena" not in own
    assert "Mani Managera training record" in theirs
