"""What becomes of mail that does not go out at once, from 16 November 2026 at 9:30 on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.content.neutral import topic_word
from app.database import writing
from app.extensions import db
from app.mailing.queue import About, NewMail, queue_mail
from app.mailing.sending import Result
from app.models import Absence, Person
from app.web import clock
from tests.factories import member_of
from tests.mailing.conftest import TODAY, Repairs

START = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def sends_after(repairs: Repairs, minutes: float) -> list[Result]:
    """What a run comes to so many minutes after the start."""
    with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
        return [each.result for each in repairs.send((START + timedelta(minutes=minutes)).date())]


@pytest.fixture
def greylisted(repairs: Repairs) -> Person:
    person = repairs.due_in(-3)
    repairs.postbox.refuses[str(person.email)] = "451 Come again later"
    assert [each.result for each in repairs.remind()] == [Result.LATER]
    return person


def test_a_greylisted_mail_goes_out_with_the_next_try(repairs: Repairs, greylisted: Person) -> None:
    repairs.postbox.refuses.clear()
    assert sends_after(repairs, 4) == []
    assert sends_after(repairs, 5) == [Result.SENT]
    (row,) = repairs.rows()
    assert (row.state, row.tries, row.problem) == ("sent", 1, None)


def test_waits_grow_and_then_it_is_given_up(repairs: Repairs, greylisted: Person) -> None:
    minutes, waited = 0.0, []
    for wait in (5, 30, 120, 720):
        assert sends_after(repairs, minutes + wait - 1) == []
        minutes += wait
        waited += sends_after(repairs, minutes)
    assert waited == [Result.LATER] * 3 + [Result.REFUSED]
    assert repairs.states() == ["failed"]
    assert sends_after(repairs, minutes + 100_000) == []
    assert repairs.postbox.received == []


def test_when_nobody_takes_mail_it_ends_at_the_first(repairs: Repairs) -> None:
    for _ in range(3):
        repairs.due_in(-3)
    port, repairs.postbox.port = repairs.postbox.port, 1
    assert [each.is_end for each in repairs.remind()] == [True]
    assert [row.tries for row in repairs.rows()] == [1, 0, 0]
    repairs.postbox.port = port
    assert sends_after(repairs, 6) == [Result.SENT] * 3


def invite(person: Person, about: About = About.INVITATION, key: str = "invitation:1") -> bool:
    with writing():
        mail = NewMail(person.organisation_id, person.id, about, key, "Your training account", "Hello,\n\nhttp://…\n")
        return queue_mail(mail, clock.now())


def test_the_same_key_is_queued_once(repairs: Repairs) -> None:
    person = member_of(repairs.team)
    assert [invite(person), invite(person), invite(person, key="invitation:2")] == [True, False, True]
    assert len(repairs.rows()) == 2


def test_a_subject_that_names_the_topic_is_not_queued(repairs: Repairs) -> None:
    person = member_of(repairs.team)
    subject = "Domestic abuse training"
    assert topic_word(subject)
    with pytest.raises(ValueError, match="Domestic"), writing():
        queue_mail(NewMail(person.organisation_id, person.id, About.INVITATION, "x", subject, ""), clock.now())
    assert repairs.rows() == []


@pytest.mark.parametrize("about", [About.INVITATION, About.RESET])
def test_an_invitation_or_a_reset_goes_out_as_it_was_written_and_is_not_kept(repairs: Repairs, about: About) -> None:
    person = member_of(repairs.team)
    invite(person, about)
    assert [each.result for each in repairs.send()] == [Result.SENT]
    (received,) = repairs.postbox.received
    assert received.to == (person.email,)
    assert received.text.splitlines() == ["Hello,", "", "http://…"]
    assert [(row.state, row.body) for row in repairs.rows()] == [("sent", None)]


def test_who_is_away_still_gets_a_reset(repairs: Repairs) -> None:
    person = member_of(repairs.team)
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=TODAY, ends_on=None))
    invite(person, About.RESET)
    assert [each.result for each in repairs.send()] == [Result.SENT]


def test_who_has_left_gets_none(repairs: Repairs) -> None:
    person = member_of(repairs.team)
    invite(person, About.RESET)
    with writing():
        db.session.get_one(Person, person.id).is_active = False
    assert repairs.send() == []
    assert [(row.state, row.body) for row in repairs.rows()] == [("cancelled", None)]


def test_an_invitation_that_is_given_up_loses_its_link(repairs: Repairs) -> None:
    person = member_of(repairs.team)
    invite(person)
    repairs.postbox.refuses[str(person.email)] = "550 No such user"
    assert [each.result for each in repairs.send()] == [Result.REFUSED]
    assert [(row.state, row.body) for row in repairs.rows()] == [("failed", None)]
