"""`flask retention`: first it shows what would go, on 16 November 2026."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.exc import OperationalError

from app.cli.retention import due_in, take_out
from app.database import writing
from app.extensions import Model, db
from app.ledger.erasures import read_list
from app.ledger.verification import verify_log
from app.models import (
    Answer,
    Attempt,
    Enrolment,
    Organisation,
    Person,
    Posting,
    RecordView,
    Session,
    SignInTry,
    StagedImport,
)
from app.rules.retention import Periods
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import PersonFactory, PostingFactory, complete
from tests.journeys import HALF_RIGHT, answer, begin, sit
from tests.ledger.erasing import erase_now
from tests.web.scene import client_of

pytestmark = pytest.mark.usefixtures("now", "published")

Command = Callable[..., Result]
KEEP = Periods(leavers=12, answers=6, looks=24)


@pytest.fixture(autouse=True)
def _settings(change_settings: Callable[..., None], tmp_path: Path) -> None:
    change_settings(records_folder=tmp_path / "records", keep=KEEP)


def retention(flask: Command, *words: str) -> str:
    result = flask("retention", *words)
    assert result.exit_code == 0, result.output
    return result.output


def apply(flask: Command, cast: Cast) -> str:
    return retention(flask, "--apply", "--by", str(cast.lead.email))


def rows(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def leaver(cast: Cast, name: str, last_day: date | None, **fields: object) -> Person:
    person = PersonFactory(**{"organisation_id": cast.organisation.id, "name": name, "is_active": False, **fields})
    PostingFactory(person_id=person.id, team_id=cast.team.id, starts_on=date(2000, 1, 3), ends_on=last_day)
    return person


def left(name: str) -> bool:
    db.session.expire_all()
    return db.session.scalar(select(Person.id).where(Person.name == name)) is not None


def test_nothing_is_due_to_go(flask: Command, cast: Cast) -> None:
    output = retention(flask)
    assert "KEEP_LEAVERS_MONTHS: 12 months" in output
    for name in db.session.scalars(select(Organisation.name)):
        assert f"{name}: nothing is due to go" in output
    assert "Nothing is changed." in output


def test_leavers_are_shown_by_name_and_erased_by_command(flask: Command, cast: Cast) -> None:
    gone, kept = leaver(cast, "Gone Long", date(2025, 11, 15)), leaver(cast, "Gone Later", date(2025, 11, 16))
    complete(gone)
    leaver(cast, "Closed Only", None)
    leaver(cast, "Open Account", date(2020, 5, 31), email="open@example.org", is_active=True)
    back = leaver(cast, "Back Again", date(2020, 5, 31))
    PostingFactory(person_id=back.id, team_id=cast.team.id, starts_on=date(2025, 1, 6), ends_on=date(2026, 1, 5))
    PersonFactory(organisation_id=cast.organisation.id, name="Never Posted", is_active=False)
    output = retention(flask)
    assert f"erased: Gone Long, {gone.email}, whose last day was 2025-11-15" in output
    assert output.count("erased:") == 1
    assert "not touched, because the account is still open" in output
    assert "open@example.org" in output
    assert left("Gone Long"), "it was only shown"
    apply(flask, cast)
    assert not left("Gone Long")
    assert all(left(name) for name in ("Gone Later", "Closed Only", "Open Account", "Back Again", "Never Posted"))
    assert verify_log(cast.organisation.id).broken_at is None
    assert kept.erased_on is None
    assert "erased:" not in apply(flask, cast), "once is enough"


def test_who_came_back_or_was_erased_meanwhile_is_left_alone(app: Flask, cast: Cast, now: datetime) -> None:
    """Between the list of those who are due and the turn of each."""
    back, erased, _due = (leaver(cast, name, date(2020, 5, 31)) for name in ("Back Again", "Erased", "Still Due"))
    due = due_in(cast.organisation, now)
    assert len(due.going.leavers) == 3
    with writing():
        back.is_active = True
    PostingFactory(person_id=back.id, team_id=cast.team.id, starts_on=date(2026, 11, 16))
    erase_now(erased.id)
    take_out(due, cast.lead.id, now)
    assert left("Back Again")
    assert not left("Still Due")


def test_what_fails_on_the_way_does_not_keep_the_rest_from_being_finished(
    flask: Command, cast: Cast, tmp_path: Path
) -> None:
    """The log cannot be written to when it is the second one's turn."""
    leaver(cast, "First Leaver", date(2020, 5, 31))
    leaver(cast, "Second Leaver", date(2020, 5, 31))
    turns = []

    def busy(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO log_entries"):
            turns.append(statement)
            if len(turns) > 1:
                raise OperationalError(statement, None, TimeoutError("database is locked"))

    event.listen(db.engine, "before_cursor_execute", busy)
    try:
        result = flask("retention", "--apply", "--by", str(cast.lead.email))
    finally:
        event.remove(db.engine, "before_cursor_execute", busy)
    assert result.exit_code == 1
    assert "The database failed" in result.stderr
    assert "Run this again for the rest." in result.stderr
    assert not left("First Leaver")
    assert left("Second Leaver")
    assert len(read_list(tmp_path / "records")) == 1, "who is erased is on the list that outlives the database"


def test_closed_accounts_without_an_end_are_named(flask: Command, cast: Cast) -> None:
    facts = {"organisation_id": cast.organisation.id, "is_active": False}
    PersonFactory(**facts, name="Never Posted", email="never@example.org")
    leaver(cast, "Closed Only", None, email="lasting@example.org")
    leaver(cast, "Gone Later", date(2026, 11, 15), email="later@example.org")
    erase_now(PersonFactory(**facts, name="Erased", email="erased@example.org").id)
    output = retention(flask)
    told = output[output.index("nothing says when they left") :]
    assert told.index("lasting@example.org") < told.index("never@example.org")
    assert "later@" not in output
    assert "erased@" not in output


def test_a_test_that_was_never_handed_in_goes_with_its_answers(flask: Command, app: Flask, cast: Cast) -> None:
    """By when its way through the module began, for when it was begun itself is not kept."""
    learner, colleague = client_of(app, cast, "learner"), client_of(app, cast, "colleague")
    for each in (learner, colleague):
        answer(each, begin(each))
    began = {cast.learner.id: date(2026, 5, 15), cast.colleague.id: date(2026, 5, 16)}
    with writing():
        for person_id, day in began.items():
            db.session.execute(update(Enrolment).where(Enrolment.person_id == person_id).values(started_on=day))
    answers = rows(Answer)
    assert "1 tests that were never handed in, with their answers" in retention(flask)
    assert rows(Answer) == answers
    apply(flask, cast)
    assert (rows(Attempt), rows(Answer)) == (1, answers // 2)
    assert "never handed in" not in apply(flask, cast)
    assert begin(learner).path.endswith("/questions/1"), "they may begin another"


def test_a_test_that_came_after_a_recent_one_is_kept(flask: Command, app: Flask, cast: Cast) -> None:
    learner = client_of(app, cast, "learner")
    sit(learner, HALF_RIGHT)
    begin(learner)
    with writing():
        db.session.execute(update(Enrolment).values(started_on=date(2025, 1, 6)))
    assert "never handed in" not in retention(flask)


def test_answers_go_and_results_stay(flask: Command, app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    result = sit(client)
    begin(client_of(app, cast, "colleague"))
    with writing():
        db.session.execute(
            update(Attempt)
            .where(Attempt.handed_in_at.is_not(None))
            .values(handed_in_at=datetime(2026, 5, 15, 22, tzinfo=UTC))
        )
    assert "1 tests lose their questions and answers" in retention(flask)
    assert rows(Answer) == 4
    apply(flask, cast)
    assert rows(Answer) == 0
    papers = db.session.execute(select(Attempt.handed_in_at.is_(None), Attempt.paper == "[]").order_by(Attempt.id))
    assert [tuple(row) for row in papers] == [(False, True), (True, False)], "a test under way goes on"
    page = client.get(result.path)
    assert page.heading == "You have passed"
    assert "4 right." in page.words
    assert "The questions and your answers are not kept any more. The result stays." in page.words
    assert "not kept any more" in client.submit(client.get("/account/record").form("Get"), expect=200).text
    assert "tests lose" not in apply(flask, cast)


def test_a_test_of_the_last_day_is_kept_by_the_organisations_clock(flask: Command, app: Flask, cast: Cast) -> None:
    """Half an hour after midnight on 16 May in London is half an hour before it in UTC."""
    sit(client_of(app, cast, "learner"))
    with writing():
        db.session.execute(update(Attempt).values(handed_in_at=datetime(2026, 5, 15, 23, 30, tzinfo=UTC)))
    assert "tests lose" not in retention(flask)


def test_looks_sign_ins_guesses_and_files(flask: Command, app: Flask, cast: Cast, now: datetime) -> None:
    with writing():
        db.session.execute(delete(Session))
        for day in (date(2024, 11, 15), date(2024, 11, 16)):
            facts = {"viewer_id": cast.lead.id, "what": "list", "on_day": day}
            db.session.add(RecordView(organisation_id=cast.organisation.id, **facts))
        for n, ago in enumerate((timedelta(seconds=1), timedelta(seconds=-1))):
            times = {"created_at": now, "seen_at": now, "expires_at": now - ago}
            db.session.add(Session(token_hash=bytes([n]) * 32, person_id=cast.learner.id, device="", **times))
        for ago in (timedelta(minutes=6), timedelta(minutes=4)):
            db.session.add(SignInTry(account="a", network="n", at=now - ago))
        for ago, imported_on in ((25, None), (23, None), (25, now.date())):
            facts = {"made_by_id": cast.lead.id, "made_at": now - timedelta(hours=ago), "imported_on": imported_on}
            db.session.add(StagedImport(organisation_id=cast.organisation.id, file_name="", sha256="", **facts))
    output = retention(flask)
    for words in (
        "1 looks at people's records",
        "1 sign-ins that are over",
        "1 wrong passwords",
        "1 files of older records",
    ):
        assert words in output
    apply(flask, cast)
    assert (rows(RecordView), rows(Session), rows(SignInTry), rows(StagedImport)) == (1, 1, 1, 2)
    assert "nothing is due to go" in apply(flask, cast)


def test_what_is_kept_for_good_stays(flask: Command, cast: Cast, change_settings: Callable[..., None]) -> None:
    change_settings(keep=Periods(looks=None))
    leaver(cast, "Gone Long", date(2001, 1, 1))
    with writing():
        facts = {"viewer_id": cast.lead.id, "what": "list", "on_day": date(2001, 1, 1)}
        db.session.add(RecordView(organisation_id=cast.organisation.id, **facts))
    output = apply(flask, cast)
    assert "KEEP_LOOKS_MONTHS: for good" in output
    assert left("Gone Long")
    assert rows(RecordView) == 1


def test_nobody_answers_for_another_organisation(flask: Command, cast: Cast) -> None:
    other = PersonFactory(organisation_id=cast.other_team.organisation_id, name="Other Leaver", is_active=False)
    PostingFactory(person_id=other.id, team_id=cast.other_team.id, starts_on=date(2020, 1, 6), ends_on=date(2020, 5, 1))
    assert "Other Leaver" in retention(flask)
    assert "Other Leaver" not in apply(flask, cast)
    assert left("Other Leaver")
    by = str(cast.other_lead.email)
    result = flask("retention", "--apply", "--by", by, "--organisation", cast.organisation.name)
    assert result.exit_code == 1
    assert "answers for" in result.output
    assert left("Other Leaver")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--apply"], "Say who answers for it with --by"),
        (["--apply", "--by", "nobody@example.org"], "Nobody has an account"),
        (["--organisation", "Nowhere"], "Say which organisation"),
    ],
)
def test_what_cannot_be_done_is_told(words: list[str], said: str, flask: Command, cast: Cast) -> None:
    result = flask("retention", *words)
    assert result.exit_code == 1
    assert said in result.output


def test_a_learner_cannot_answer_for_it(flask: Command, cast: Cast) -> None:
    result = flask("retention", "--apply", "--by", str(cast.learner.email))
    assert result.exit_code == 1
    assert "is not a training lead or an administrator" in result.output


def test_the_privacy_page_says_how_long(client: StrictClient, cast: Cast) -> None:
    words = client.get("/privacy").words
    assert "Who leaves is taken out 12 months after their last day." in words
    assert "Your answers go 6 months after you hand a test in. The result stays, and tests that were never" in words
    assert "Who looked is kept for 24 months." in words
    assert db.session.scalar(select(func.count()).select_from(Posting))
