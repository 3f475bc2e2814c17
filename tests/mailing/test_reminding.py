"""The button with which a manager has people reminded, on 16 November 2026."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask

from app.database import writing
from app.extensions import db
from app.mailing.reminding import Reminded, remind_now
from app.models import Absence, Person
from app.web import clock
from tests.concurrency.crowd import at_once
from tests.factories import OrganisationFactory, complete, member_of
from tests.mailing.conftest import TODAY, Repairs


def press(repairs: Repairs, *people: Person, today: date = TODAY, by: int = 1) -> Reminded:
    with writing():
        return remind_now(repairs.organisation_id, [each.id for each in people], by, today, clock.now())


@pytest.mark.parametrize(
    ("days_left", "queued"),
    [(31, 0), (30, 1), (0, 1), (-1, 1), (-500, 1)],  # also when all reminders of its own have gone out
)
def test_what_is_overdue_or_due_soon(repairs: Repairs, days_left: int, queued: int) -> None:
    assert press(repairs, repairs.due_in(days_left)) == Reminded(queued=queued, not_needed=1 - queued)


def test_it_is_sent_like_any_other(repairs: Repairs) -> None:
    person = repairs.due_in(-500, name="Ann Lee")
    press(repairs, person)
    repairs.send()
    (received,) = repairs.postbox.received
    assert received.to == (person.email,)
    assert "- Short module: it was due on 4 July 2025" in received.text


def test_once_a_day_whoever_presses(repairs: Repairs) -> None:
    person = repairs.due_in(-1)
    assert press(repairs, person) == Reminded(queued=1)
    assert press(repairs, person, by=2) == Reminded(already=1)
    repairs.send()
    assert press(repairs, person) == Reminded(already=1)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert press(repairs, person, today=TODAY + timedelta(days=1)) == Reminded(queued=1)


def test_once_a_day_also_with_the_one_that_goes_out_by_itself(repairs: Repairs) -> None:
    person = repairs.due_in(-1)
    repairs.remind()
    assert press(repairs, person) == Reminded(already=1)


def test_the_one_that_would_go_out_by_itself_waits_until_tomorrow(repairs: Repairs) -> None:
    person = repairs.due_in(-1)
    press(repairs, person)
    repairs.send()
    assert repairs.remind() == []
    assert repairs.states() == ["sent", "waiting"]
    tomorrow = TODAY + timedelta(days=1)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert len(repairs.remind(tomorrow)) == 1


def test_both_waiting_make_one_mail(repairs: Repairs) -> None:
    press(repairs, repairs.due_in(-1))
    repairs.remind()
    assert len(repairs.postbox.received) == 1
    assert repairs.states() == ["sent", "sent"]


def test_who_cannot_be_reached_and_who_needs_none(repairs: Repairs) -> None:
    away = repairs.due_in(-1)
    with writing():
        db.session.add(Absence(person_id=away.id, starts_on=TODAY, ends_on=None))
    done = repairs.due_in(-1)
    complete(done)
    people = [
        repairs.due_in(-1),
        away,
        done,
        repairs.due_in(-1, email=None),
        repairs.due_in(-1, is_active=False),
        member_of(repairs.team, starts_on=TODAY - timedelta(days=31), last_day=TODAY - timedelta(days=1)),
    ]
    assert press(repairs, *people) == Reminded(queued=1, unreachable=4, not_needed=1)


def test_nobody_of_another_organisation(repairs: Repairs) -> None:
    person, elsewhere = repairs.due_in(-1), OrganisationFactory()
    with writing():
        assert remind_now(elsewhere.id, [person.id], 1, TODAY, clock.now()) == Reminded(unreachable=1)
    assert repairs.rows() == []


def test_several_who_press_at_once_queue_one(app: Flask, repairs: Repairs) -> None:
    person_id, organisation_id = repairs.due_in(-1).id, repairs.organisation_id

    def press_by(manager: int) -> Reminded:
        with writing():
            return remind_now(organisation_id, [person_id], manager, TODAY, clock.now())

    found = at_once(app, [partial(press_by, manager) for manager in range(1, 9)])
    assert sorted(each.queued for each in found) == [0] * 7 + [1]
    assert repairs.states() == ["waiting"]
