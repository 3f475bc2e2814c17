"""Signing a register: once, by whoever may, as it was shown; and what it says of later corrections."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.database import writing
from app.extensions import db
from app.ledger.corrections import completed_of, correct, withdraw
from app.ledger.entries import Origin
from app.ledger.verification import verify_log
from app.models import Attendance, Certificate, Person, TrainingSession
from app.registers import signing
from app.registers.signing import Signature
from tests.cast import Cast
from tests.client import StrictClient
from tests.concurrency.crowd import CROWD, at_once
from tests.factories import complete, member_of, session_by
from tests.registers.teaching import address, entries, rows, sign

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


def certificates() -> list[Certificate]:
    return list(db.session.scalars(select(Certificate).order_by(Certificate.id)))


def signed_at(session: TrainingSession) -> datetime | None:
    db.session.rollback()
    return db.session.scalar(select(TrainingSession.signed_at).where(TrainingSession.id == session.id))


@pytest.fixture
def session(cast: Cast) -> TrainingSession:
    """Of two weeks ago, with the learner and the colleague, who both attended in full."""
    return session_by(cast.trainer, cast.learner, cast.colleague)


def test_a_double_click_signs_once(session: TrainingSession, trainer: StrictClient) -> None:
    form = trainer.get(f"{address(session)}/sign").form("Sign the register")
    for _ in range(2):
        page = trainer.follow(trainer.submit(form, name="Tara Trainer", confirm="y"))
        assert page.path == address(session)
    assert "The register is signed already." in page.words
    assert (len(entries()), len(certificates())) == (2, 2)


def test_many_tabs_at_once_sign_once(app: Flask, cast: Cast, session: TrainingSession) -> None:
    register = signing.read(cast.organisation.id, session.id, TODAY)
    assert register is not None
    signature = Signature("Tara Trainer", cast.trainer.id, register.seal)
    ids = cast.organisation.id, session.id
    done = at_once(app, [lambda: signing.sign(*ids, signature, TODAY, NOW)] * CROWD)
    assert sorted(done) == [False] * (CROWD - 1) + [True]
    assert (len(entries()), len(certificates())) == (2, 2)
    assert verify_log(cast.organisation.id).broken_at is None


def test_two_sessions_of_a_course_on_a_day_complete_once(app: Flask, cast: Cast, session: TrainingSession) -> None:
    """Both registers are signed in the same instant; whoever is second was shown another register."""
    twin = session_by(cast.trainer, cast.learner, cast.colleague)
    ids = cast.organisation.id, cast.trainer.id

    def sign_one(session_id: int) -> bool:
        register = signing.read(ids[0], session_id, TODAY)
        assert register is not None
        return signing.sign(ids[0], session_id, Signature("T", ids[1], register.seal), TODAY, NOW)

    at_once(app, [lambda each=each: sign_one(each) for each in (session.id, twin.id) * 4])  # type: ignore[misc]
    assert len(entries()) == 2


def test_who_has_completed_it_on_that_day_gets_no_second_entry(
    cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    complete(cast.learner, session.held_on)
    complete(cast.colleague, date(2026, 11, 1))
    complete(cast.colleague, session.held_on, course="another", title="Another")
    page = trainer.get(f"{address(session)}/sign")
    assert "1 person has completed this course on this day already" in page.words
    assert page.document.xpath("//main//li[@dir='auto']/text()") == ["Lena Learner"]
    page = sign(trainer, session)
    assert [each.person_id for each in entries()[3:]] == [cast.colleague.id]
    assert [row[2] for row in rows(page)] == ["4", "Had one of that day"]


def test_what_was_withdrawn_is_no_completion_of_that_day(
    cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    complete(cast.learner, session.held_on)
    with writing():
        withdraw(cast.organisation.id, 1, Origin(recorded_by=cast.lead.id, reason="other"), NOW)
    sign(trainer, session)
    assert len([each for each in entries() if each.session_id == session.id]) == 2


def test_a_register_that_was_changed_meanwhile_is_shown_again(
    cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    page = trainer.get(f"{address(session)}/sign")
    with writing():
        mine = Attendance.session_id == session.id, Attendance.person_id == cast.learner.id
        db.session.execute(update(Attendance).where(*mine).values(attended="part"))
    answer = trainer.submit(page.form("Sign the register"), expect=409, name="Tara Trainer", confirm="y")
    page = trainer.page_of(answer)
    assert "The register was changed since you opened this page." in page.words
    assert "1 person attended in part" in page.words
    assert signed_at(session) is None
    assert trainer.press(page, "Sign the register", name="Tara Trainer", confirm="y").path == address(session)
    assert len(entries()) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": " \u2003 "}, "Enter your name"),
        ({"name": "x" * 201}, "This must have at most 200 characters"),
        ({"confirm": ""}, "Confirm that the register is right"),
        ({"confirm": "false"}, "Confirm that the register is right"),
        ({"seal": "forged"}, None),
        ({"seal": ""}, None),
    ],
)
def test_what_does_not_sign(
    fields: dict[str, str], told: str | None, session: TrainingSession, trainer: StrictClient
) -> None:
    form = trainer.get(f"{address(session)}/sign").form("Sign the register")
    sent: dict[str, Any] = {"name": "Tara", "confirm": "y"} | fields
    page = trainer.page_of(trainer.submit(form, expect=400 if told else 409, **sent))
    assert (told or "The register was changed") in page.words
    assert signed_at(session) is None
    assert entries() == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"held_on": date(2026, 11, 17)}, "can be signed from the day of the session on"),
        ({"attended": None}, "Mark how each person attended"),
    ],
)
def test_a_register_that_cannot_be_signed_yet(
    facts: dict[str, Any], told: str, cast: Cast, trainer: StrictClient
) -> None:
    session = session_by(cast.trainer, cast.learner, **facts)
    assert told in trainer.follow(trainer.fetch(f"{address(session)}/sign", expect=303)).words  # type: ignore[arg-type]
    sent = {"csrf_token": trainer.token(), "name": "Tara", "confirm": "y", "seal": "x"}
    assert told in trainer.follow(trainer.post(f"{address(session)}/sign", sent)).words
    assert entries() == []


def test_an_empty_register_cannot_be_signed(cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer)
    page = trainer.follow(trainer.fetch(f"{address(session)}/sign", expect=303))
    assert "Nobody is on the register yet." in page.words


def test_where_nobody_came_it_is_signed_without_entries(cast: Cast, trainer: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner, attended="absent")
    assert "It makes no entries in the training log." in trainer.get(f"{address(session)}/sign").words
    assert rows(sign(trainer, session))[0][1:] == ["Did not come", "None"]
    assert entries() == []


def test_a_signed_register_says_with_whose_account(session: TrainingSession, lead: StrictClient) -> None:
    page = sign(lead, session, name="Tara Trainer, by telephone")
    assert "Signed by Tara Trainer, by telephone" in page.words
    assert "With the account of Lee Lead" in page.words
    (row, _other) = csv.DictReader(io.StringIO(lead.fetch(page.link("Download")).get_data().decode("utf-8-sig")))
    assert (row["signed_by"], row["signed_with_account_of"]) == ("Tara Trainer, by telephone", "Lee Lead")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("", {"rest": "full"}),
        ("", {"take_off": "{learner}", "attended-{learner}": "absent"}),
        ("/people", {"emails": "{email}"}),
        ("/change", {"place": "Elsewhere"}),
        ("/delete", {}),
        ("/sign", {"name": "Somebody else", "confirm": "y"}),
    ],
)
def test_a_signed_register_cannot_be_changed(
    path: str, fields: dict[str, str], cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    sign(trainer, session)
    before = state_of(session)
    known = {"learner": cast.learner.id, "email": cast.manager.email}
    sent = {name.format(**known): value.format(**known) for name, value in fields.items()}
    page = trainer.follow(trainer.post(address(session) + path, sent | {"csrf_token": trainer.token()}))
    assert page.path == address(session)
    assert "The register is signed already." in page.words
    assert state_of(session) == before


def state_of(session: TrainingSession) -> tuple[Any, ...]:
    """All that the database says of a session and its register."""
    db.session.rollback()
    row = db.session.execute(select(TrainingSession.__table__).where(TrainingSession.id == session.id)).one()
    lines = db.session.execute(select(Attendance.__table__).order_by(Attendance.person_id)).all()
    return tuple(row), [tuple(line) for line in lines], len(entries())


def test_later_corrections_show_on_the_register(cast: Cast, session: TrainingSession, lead: StrictClient) -> None:
    sign(lead, session)
    organisation_id = cast.organisation.id
    ours = {"recorded_by": cast.lead.id, "reason": "other", "session_id": session.id}
    with writing():
        for sequence in (1, 2):
            withdraw(organisation_id, sequence, Origin(**ours), NOW)
    with writing():
        correct(organisation_id, 4, completed_of(entries()[1]), Origin(**ours), NOW)
    page = lead.get(address(session))
    assert [row[2] for row in rows(page)] == ["1 Withdrawn", "2 Corrected"]
    assert page.link("2") == "/log/2"
    text = lead.fetch(f"{address(session)}.csv").get_data().decode()
    assert ",1,withdrawn," in text
    assert ",2,corrected," in text


def test_who_is_no_lead_gets_no_link_into_the_log(session: TrainingSession, trainer: StrictClient) -> None:
    assert not sign(trainer, session).document.xpath("//main//table//a")


def erase(person: Person) -> None:
    with writing():
        gone = {"name": "", "email": None, "salt": b"", "reference": f"gone-{person.id}", "erased_on": TODAY}
        db.session.execute(update(Person).where(Person.id == person.id).values(**gone))


def test_who_was_erased_before_the_signature_gets_nothing(
    cast: Cast, session: TrainingSession, trainer: StrictClient
) -> None:
    erase(cast.learner)
    page = sign(trainer, session)
    assert [each.person_id for each in entries()] == [cast.colleague.id]
    assert rows(page)[0] == ["Removed", "In full", "None"]
    assert rows(trainer.get(f"{address(session)}/paper"))[0][0] == "Cole Colleague"


def test_hundreds_of_people_sign_in_one_go(cast: Cast, trainer: StrictClient) -> None:
    people = [member_of(cast.team, name=f"Member {n:03}") for n in range(300)]
    session = session_by(cast.trainer, *people, attended=None)
    page = trainer.get(address(session))
    marks = {f"attended-{person.id}": "part" if n % 3 else "full" for n, person in enumerate(people)}
    assert "The register can be signed." in trainer.press(page, "Save the register", **marks).words
    assert len(rows(sign(trainer, session))) == 300
    assert len(entries()) == db.session.scalar(select(func.count(Certificate.id))) == 100
    assert verify_log(cast.organisation.id).broken_at is None
