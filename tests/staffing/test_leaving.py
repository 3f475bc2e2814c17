"""Leaving and coming back, on 16 November 2026."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.assignments.refreshing import refresh_some
from app.database import writing
from app.extensions import db
from app.models import Session
from app.staffing.leaving import close_accounts, come_back, ends_with, has_left, leave, stay
from app.staffing.postings import NewPosting, post
from tests.client import StrictClient
from tests.factories import PostingFactory
from tests.locks import locks
from tests.staffing.conftest import Place, asked, postings, refused, write

TODAY = date(2026, 11, 16)
YESTERDAY, TOMORROW, LATER = date(2026, 11, 15), date(2026, 11, 17), date(2026, 12, 31)
BEGAN = date(2026, 1, 5)


@pytest.mark.parametrize("last_day", [TODAY, YESTERDAY, BEGAN])
def test_a_last_day_that_has_come_closes_the_account(place: Place, app: Flask, last_day: date) -> None:
    StrictClient(app).sign_in(place.ann)
    write(leave, place.ann, last_day, TODAY)
    assert postings(place.ann) == [("Repairs", BEGAN, last_day)]
    assert (place.ann.is_active, place.ann.last_day) == (False, last_day)
    assert db.session.scalar(select(func.count()).select_from(Session)) == 0
    assert asked(place.ann) == []


def test_a_last_day_to_come_needs_nothing_more(place: Place, app: Flask, now: datetime) -> None:
    client = StrictClient(app).sign_in(place.ann)
    write(leave, place.ann, TOMORROW, TODAY)
    assert asked(place.ann) == ["core", "repairs"]
    with time_machine.travel(now + timedelta(days=1), tick=False):
        client = StrictClient(app).sign_in(place.ann)
        client.get("/training")
    with time_machine.travel(now + timedelta(days=2), tick=False):
        client = StrictClient(app).sign_in(place.ann)
        assert "/sign-in" in client.fetch("/training", expect=303).location
        with writing():
            refresh_some(place.id, date(2026, 11, 18))
        assert asked(place.ann) == []
    assert has_left(place.ann, date(2026, 11, 18))
    assert not has_left(place.ann, TOMORROW)


def test_accounts_whose_day_is_over_are_closed(place: Place) -> None:
    write(leave, place.ann, TOMORROW, TODAY)
    with writing():
        assert close_accounts(place.id, TOMORROW) == 0
    with writing():
        assert close_accounts(place.id, date(2026, 11, 18)) == 1
        assert close_accounts(place.id, date(2026, 11, 18)) == 0
    db.session.refresh(place.ann)
    assert (place.ann.is_active, place.bob.is_active) == (False, True)


def test_it_may_be_put_off_brought_forward_and_taken_back(place: Place) -> None:
    for last_day in (LATER, date(2027, 1, 31), TOMORROW):
        write(leave, place.ann, last_day, TODAY)
        assert postings(place.ann) == [("Repairs", BEGAN, last_day)]
    write(stay, place.ann, [ends_with(place.ann, place.ann.last_day)[0].id], TODAY)
    assert postings(place.ann) == [("Repairs", BEGAN, None)]
    assert place.ann.last_day is None


def test_who_stays_keeps_on_with_what_is_chosen_alone(place: Place) -> None:
    fixed = PostingFactory(person_id=place.ann.id, team_id=place.office.id, ends_on=LATER)
    write(leave, place.ann, LATER, TODAY)
    elsewhere = PostingFactory(person_id=place.bob.id, team_id=place.office.id, ends_on=LATER)
    chosen = [each.id for each in ends_with(place.ann, LATER) if each.id != fixed.id]
    write(stay, place.ann, [*chosen, elsewhere.id], TODAY)
    assert set(postings(place.ann)) == {("Repairs", BEGAN, None), ("Office", BEGAN, LATER)}
    assert ("Office", BEGAN, LATER) in postings(place.bob)


def test_who_does_not_leave_cannot_be_told_to_stay(place: Place) -> None:
    fixed = PostingFactory(person_id=place.ann.id, team_id=place.office.id, ends_on=LATER)
    write(stay, place.ann, [fixed.id], TODAY)
    assert ("Office", BEGAN, LATER) in postings(place.ann)
    write(leave, place.ann, date(2026, 10, 15), TODAY)
    with refused("They have left. Bring them back"):
        write(stay, place.ann, [], TODAY)


@pytest.mark.parametrize("last_day", [TODAY, YESTERDAY, date(2026, 10, 16)])
def test_who_left_by_mistake_goes_on_with_all_that_was_cut_but_without_rights(place: Place, last_day: date) -> None:
    PostingFactory(person_id=place.ann.id, team_id=place.office.id, starts_on=date(2026, 3, 2))
    with writing():
        place.ann.is_trainer = True
    write(leave, place.ann, last_day, TODAY)
    assert asked(place.ann) == []
    write(stay, place.ann, [each.id for each in ends_with(place.ann, last_day)], TODAY)
    assert postings(place.ann) == [("Repairs", BEGAN, None), ("Office", date(2026, 3, 2), None)]
    assert (place.ann.is_active, place.ann.last_day, place.ann.is_trainer) == (True, None, False)
    assert asked(place.ann) == ["core", "repairs"]


def test_leaving_staying_and_coming_back_wait_for_each_other(place: Place) -> None:
    """Each reads who it is about again, locked, before it decides."""
    acts = {
        leave: (LATER, TODAY),
        stay: ((), TODAY),
        come_back: (NewPosting(place.repairs.id), TODAY),
    }
    for act, given in acts.items():
        with locks() as seen:
            write(act, place.ann, *given)
        assert any("from people" in each and each.endswith("for no key update") for each in seen), act


def test_what_was_to_end_before_still_does(place: Place) -> None:
    write(post, place.ann, NewPosting(place.office.id), TOMORROW)
    write(leave, place.ann, LATER, TODAY)
    assert postings(place.ann) == [("Repairs", BEGAN, TODAY), ("Office", TOMORROW, LATER)]
    write(leave, place.ann, TODAY, TODAY)
    assert postings(place.ann) == [("Repairs", BEGAN, TODAY)], "what was to come does not"


def test_nobody_leaves_before_they_began(place: Place) -> None:
    with refused("They began in their team on 5 January 2026"):
        write(leave, place.ann, date(2026, 1, 4), TODAY)
    assert place.ann.is_active


def test_the_last_administrator_stays_until_there_is_another(place: Place) -> None:
    with writing():
        place.ann.is_admin = True
    with refused("Nobody else is an administrator"):
        write(leave, place.ann, LATER, TODAY)
    with writing():
        place.bob.is_admin = True
    write(leave, place.ann, LATER, TODAY)
    with refused("Nobody else is an administrator"):
        write(leave, place.bob, LATER, TODAY)


def test_a_line_manager_is_asked_for_nobody_who_has_left(place: Place, now: datetime) -> None:
    write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=place.bob.id), TODAY)
    assert asked(place.bob) == ["core", "managers"]
    write(leave, place.ann, TODAY, TODAY)
    assert asked(place.bob) == ["core", "managers"], "today is the last day"
    with time_machine.travel(now + timedelta(days=1), tick=False), writing():
        refresh_some(place.id, TOMORROW)
    assert asked(place.bob) == ["core"]


def test_who_comes_back_has_what_they_had_but_no_rights(place: Place) -> None:
    with writing():
        place.ann.is_lead = place.bob.is_lead = True
    write(leave, place.ann, YESTERDAY, TODAY)
    with refused("have left by that day"):
        write(post, place.ann, NewPosting(place.office.id), TODAY)
    write(come_back, place.ann, NewPosting(place.office.id), TODAY)
    assert postings(place.ann) == [("Repairs", BEGAN, YESTERDAY), ("Office", TODAY, None)]
    assert (place.ann.is_active, place.ann.last_day, place.ann.is_lead) == (True, None, False)
    assert asked(place.ann) == ["core"]


def test_who_left_today_may_come_back_today(place: Place) -> None:
    write(leave, place.ann, TODAY, TODAY)
    write(come_back, place.ann, NewPosting(place.repairs.id), TODAY)
    assert asked(place.ann) == ["core", "repairs"]
