"""Who can be put on a register, and who cannot."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from app.models import Attendance, Person, Posting, RecordView, TrainingSession
from app.registers import adding
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, member_of, session_by
from tests.registers.teaching import address, rows


@pytest.fixture
def session(cast: Cast) -> TrainingSession:
    """Of 2 November, with nobody yet."""
    return session_by(cast.trainer)


def register(session: TrainingSession) -> dict[int, str | None]:
    db.session.rollback()
    query = select(Attendance.person_id, Attendance.attended).where(Attendance.session_id == session.id)
    return dict(db.session.execute(query).tuples().all())


def add(client: StrictClient, session: TrainingSession, *, expect: int = 303, **fields: Any) -> Page:
    form = client.get(f"{address(session)}/people").form("Add")
    answer = client.submit(form, expect=expect, **fields)
    return client.follow(answer) if expect == 303 else client.page_of(answer)


def leave(person: Person, last_day: date) -> None:
    with writing():
        db.session.execute(update(Posting).where(Posting.person_id == person.id).values(ends_on=last_day))
        db.session.execute(update(Person).where(Person.id == person.id).values(is_active=False))


def test_everybody_known_is_added_and_the_others_come_back(
    cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    leave(cast.colleague, date(2026, 11, 1))
    pasted = "\r\n".join(
        [
            f"Learner, Lena <{cast.learner.email.upper()}>",
            "nobody@example.org",
            cast.manager.email,
            cast.colleague.email,
            cast.other_learner.email,
            "Ann Lee",
            cast.manager.email,
        ]
    )
    page = add(trainer, session, expect=400, emails=pasted)
    assert "2 people are added." in page.words
    kept = page.document.xpath("string(//textarea)").split("\n")
    wrong = ["nobody@example.org", cast.other_learner.email, "ann lee"]
    assert [line.strip() for line in kept if line.strip()] == [*wrong, cast.colleague.email]
    listed = page.document.xpath("//main//li[@dir='auto']/text()")
    assert listed == [*wrong, cast.colleague.email]
    assert "These people had left by the day of the session" in page.words
    assert register(session) == {cast.learner.id: None, cast.manager.id: None}
    page = add(trainer, session, emails=cast.learner.email)
    assert "0 people are added. 1 was on the register already." in page.words


def test_who_has_left_since_can_be_added(cast: Cast, session: TrainingSession, trainer: StrictClient) -> None:
    leave(cast.colleague, session.held_on)
    add(trainer, session, emails=cast.colleague.email)
    assert list(register(session)) == [cast.colleague.id]


def test_a_team_is_who_was_in_it_or_below_it_on_that_day(
    cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    below = TeamFactory(organisation_id=cast.organisation.id, parent_id=cast.team.id)
    roofer = member_of(below)
    member_of(cast.team, starts_on=date(2026, 11, 3))
    gone = member_of(cast.team)
    leave(gone, date(2026, 11, 2))
    leave(member_of(cast.team), date(2026, 11, 1))
    assert "4 people are added." in add(trainer, session, team=str(cast.team.id)).words
    assert set(register(session)) == {cast.learner.id, cast.manager.id, roofer.id, gone.id}
    assert "0 people are added. 4 were on" in add(trainer, session, team=str(cast.team.id)).words


@pytest.mark.parametrize("team", ["{other}", "0", "x", "9" * 30, "-1"])
def test_no_team_from_elsewhere(team: str, cast: Cast, session: TrainingSession, trainer: StrictClient) -> None:
    page = add(trainer, session, expect=400, team=team.format(other=cast.other_team.id), emails=cast.learner.email)
    assert "Choose one of the list" in page.words
    assert register(session) == {}
    assert cast.learner.email in page.document.xpath("string(//textarea)")


def test_nothing_is_no_list(session: TrainingSession, trainer: StrictClient) -> None:
    assert "Enter email addresses, or choose a team" in add(trainer, session, expect=400, emails=" \n ").words
    assert "This is too long." in add(trainer, session, expect=400, emails="a" * 100_001).words


def test_a_register_has_an_end(
    cast: Cast, session: TrainingSession, trainer: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MOST_ON_REGISTER", 2)
    page = add(trainer, session, expect=400, team=str(cast.office.id))
    assert "Nobody was added." in page.words
    assert register(session) == {}


def test_taking_somebody_off_keeps_what_else_was_marked(cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner, cast.colleague, attended=None)
    form = trainer.get(address(session)).form("Save the register")
    marks = {f"attended-{cast.colleague.id}": "part"}
    page = trainer.follow(trainer.submit(form, take_off=str(cast.learner.id), **marks))
    assert register(session) == {cast.colleague.id: "part"}
    assert len(rows(page)) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"attended-{learner}": "late"}, 400),
        ({"attended-{learner}": ""}, 400),
        ({"attended-{manager}": "full"}, 303),  # is not on this register
        ({"attended-{stranger}": "full"}, 303),
        ({"attended-x": "full", "attended-": "full", "attended-1e3": "late"}, 303),
        ({"attended-999999999999999999": "full", "attended-" + "9" * 30: "full"}, 303),
        ({"take_off": "{manager}"}, 303),
        ({"take_off": "x"}, 303),
        ({"take_off": "9" * 30}, 303),
        ({"take_off": "-1"}, 303),
    ],
)
def test_forged_marks_change_nothing(fields: dict[str, str], status: int, cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner, attended=None)
    session_by(cast.trainer, cast.manager, attended=None)
    known = {"learner": cast.learner.id, "manager": cast.manager.id, "stranger": cast.other_learner.id}
    sent = {name.format(**known): value.format(**known) for name, value in fields.items()}
    trainer.post(address(session), sent | {"csrf_token": trainer.token()}, expect=status)
    db.session.rollback()
    found = db.session.execute(select(Attendance.person_id, Attendance.attended)).tuples()
    assert dict(found.all()) == {cast.learner.id: None, cast.manager.id: None}


def test_who_looks_at_a_register_is_recorded(cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner)
    trainer.get(address(session))
    looks = select(RecordView.viewer_id, RecordView.what).where(RecordView.session_id == session.id)
    assert db.session.execute(looks).tuples().all() == [(cast.trainer.id, "list")]
    for _again in range(2):
        trainer.fetch(f"{address(session)}.csv")
    db.session.rollback()
    assert db.session.execute(looks.order_by(RecordView.id)).tuples().all()[1:] == [(cast.trainer.id, "file")]
