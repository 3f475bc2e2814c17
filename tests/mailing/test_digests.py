"""What managers are told on Monday 16 November 2026."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.content.neutral import topic_word
from app.database import writing
from app.extensions import db
from app.models import Absence, Person, Posting, RecordView
from tests.factories import PostingFactory, TeamFactory, complete, member_of
from tests.mailing.conftest import TODAY, Repairs
from tests.mailing.postbox import Received

SUBJECT = "Training in your team this week"


def manager_of(repairs: Repairs, **fields: object) -> Person:
    """Somebody who manages the team and has done it themselves."""
    person = member_of(repairs.team, manages=True, **({"name": "Mani Manager"} | fields))
    complete(person)
    return person


def digests(repairs: Repairs) -> dict[str, str]:
    """Who got a digest, with its lines."""
    found = {}
    for each in repairs.postbox.received:
        if each.subject == SUBJECT:
            (address,) = each.to
            assert address not in found
            found[address] = _lines(each)
    return found


def _lines(received: Received) -> str:
    return "\n".join(line for line in received.text.splitlines() if line.startswith("- ") or line in HEADINGS)


HEADINGS = {"Overdue", "Due this month"}


def test_who_is_overdue_or_due_this_month_with_what_and_nothing_else(repairs: Repairs) -> None:
    manager = manager_of(repairs)
    repairs.due_in(-3, name="Ola Overdue")
    repairs.due_in(-200, name="Lena Long Overdue")
    repairs.due_in(14, name="Dee Due")
    repairs.due_in(15, name="Nora Next Month")
    complete(member_of(repairs.team, name="Ian In Date"))
    repairs.remind()
    assert manager.email is not None
    assert digests(repairs) == {
        manager.email: "Overdue\n"
        "- Lena Long Overdue: Short module, 30 April 2026\n"
        "- Ola Overdue: Short module, 13 November 2026\n"
        "Due this month\n"
        "- Dee Due: Short module, 30 November 2026"
    }
    text = next(each.text for each in repairs.postbox.received if each.subject == SUBJECT)
    assert "http://localhost/team" in text
    assert topic_word(SUBJECT + text) is None


def test_nobody_is_in_it_who_is_away_or_has_left(repairs: Repairs) -> None:
    manager_of(repairs)
    away = repairs.due_in(-3)
    with writing():
        db.session.add(Absence(person_id=away.id, starts_on=date(2026, 11, 16), ends_on=None))
    repairs.due_in(-3, is_active=False)
    repairs.remind()
    assert digests(repairs) == {}


def test_a_manager_whose_people_are_all_in_date_gets_none(repairs: Repairs) -> None:
    manager_of(repairs)
    complete(member_of(repairs.team))
    repairs.remind()
    assert repairs.rows() == []


def test_managers_are_not_told_about_themselves(repairs: Repairs) -> None:
    member_of(repairs.team, manages=True)
    repairs.remind()
    assert digests(repairs) == {}


def test_each_manager_hears_of_their_own_people_alone(repairs: Repairs) -> None:
    above = TeamFactory(organisation_id=repairs.organisation_id)
    with writing():
        repairs.team.parent_id = above.id
    elsewhere = TeamFactory(organisation_id=repairs.organisation_id)
    repairs.due_in(-3, name="Ola Overdue")
    head = member_of(above, manages=True, email="head@example.org")
    other = member_of(elsewhere, manages=True, email="other@example.org")
    line = member_of(elsewhere, email="line@example.org")
    theirs = member_of(elsewhere, name="Lin Led", starts_on=TODAY - timedelta(days=40))
    with writing():
        db.session.query(Posting).filter_by(person_id=theirs.id).update({"line_manager_id": line.id})
    for person in (head, other, line):
        complete(person)
    repairs.remind()
    assert digests(repairs) == {
        "head@example.org": "Overdue\n- Ola Overdue: Short module, 13 November 2026",
        "other@example.org": "Overdue\n- Lin Led: Short module, 6 November 2026",
        "line@example.org": "Overdue\n- Lin Led: Short module, 6 November 2026",
    }


@pytest.mark.parametrize("why", ["away", "left", "no email", "manages no more"])
def test_managers_who_cannot_be_reached_or_are_none_any_more_get_none(repairs: Repairs, why: str) -> None:
    manager = manager_of(repairs, email=None if why == "no email" else "boss@example.org")
    repairs.due_in(-3)
    with writing():
        db.session.get_one(Person, manager.id).is_active = why != "left"
        if why == "away":
            db.session.add(Absence(person_id=manager.id, starts_on=TODAY, ends_on=TODAY))
        if why == "manages no more":
            db.session.query(Posting).filter_by(person_id=manager.id).update({"manages": False})
    repairs.remind()
    assert digests(repairs) == {}


def test_once_a_week(repairs: Repairs) -> None:
    manager_of(repairs)
    repairs.due_in(-3)
    mondays = []
    for offset in range(15):
        day = TODAY + timedelta(days=offset)
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False):
            for _ in range(2):
                mondays += [offset for each in repairs.remind(day) if each.mail.subject == SUBJECT]
    assert mondays == [0, 7, 14]


def test_one_that_waits_is_cancelled_when_all_have_done_it(repairs: Repairs) -> None:
    manager_of(repairs)
    late = repairs.due_in(-3)
    repairs.work_out()
    assert repairs.plan() == 2
    complete(late, TODAY)
    assert repairs.send() == []
    assert repairs.states() == ["cancelled", "cancelled"]


def test_that_a_manager_was_told_is_shown_to_the_people_as_a_look(repairs: Repairs) -> None:
    manager = manager_of(repairs)
    repairs.due_in(-3)
    repairs.remind()
    repairs.remind()
    looks = db.session.scalars(select(RecordView)).all()
    assert [(each.viewer_id, each.what, each.on_day) for each in looks] == [(manager.id, "list", TODAY)]
    assert looks[0].teams == f"[{repairs.team.id}]"


def test_somebody_in_two_teams_is_named_once(repairs: Repairs) -> None:
    manager_of(repairs)
    late = repairs.due_in(-3, name="Ola Overdue")
    second = TeamFactory(organisation_id=repairs.organisation_id, parent_id=repairs.team.id)
    PostingFactory(person_id=late.id, team_id=second.id, starts_on=TODAY - timedelta(days=33))
    repairs.remind()
    assert list(digests(repairs).values()) == ["Overdue\n- Ola Overdue: Short module, 13 November 2026"]
