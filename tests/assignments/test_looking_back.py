"""The past is worked out from the records, before the first day that is kept, and nothing that is kept is changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.assignments import looking_back
from app.assignments.looking_back import LookedBack, look_back, to_look_back_at
from app.database import writing
from app.extensions import db
from app.ledger.erasures import BY_THE_SERVICE, erase
from app.models import Assignment, AssignmentRefresh, CoverageCell, Person, Posting, Programme
from tests.coverage.council import PROGRAMME, TODAY, Council, make_council
from tests.factories import PersonFactory, PostingFactory, complete, put_in_force, work_out

SINCE = date(2025, 4, 1)
LONG_AGO = date(2020, 1, 6)
ONE = "programme: One\nrequirements:\n  core: {title: Core, who: everyone, course: short, renew: every 12 months}\n"
DONE = date(2025, 9, 10)


@pytest.fixture
def council(app: Flask, now: object) -> Council:
    """Asked one thing of everybody; only its lead is there, and only since this year."""
    return make_council(ONE)


def somebody(
    council: Council, starts_on: date = LONG_AGO, ends_on: date | None = None, done: date | None = DONE
) -> Person:
    person = PersonFactory(organisation_id=council.organisation.id)
    PostingFactory(person_id=person.id, team_id=council.teams["Repairs"].id, starts_on=starts_on, ends_on=ends_on)
    if done:
        complete(person, done, valid_until=None)
    return person


def rows_of(person: Person) -> list[tuple[date, date | None, date | None]]:
    """From, to and done of each row, oldest first."""
    query = select(Assignment.known_from, Assignment.known_to, Assignment.done_on)
    mine = query.where(Assignment.person_id == person.id).order_by(Assignment.known_from)
    found = list(db.session.execute(mine).tuples())
    db.session.rollback()
    return found


def everything() -> list[Any]:
    """All rows of what is asked, what is counted, and when who is to be worked out."""
    db.session.rollback()
    tables = (Assignment.__table__, CoverageCell.__table__, AssignmentRefresh.__table__)
    found = [sorted(map(repr, db.session.execute(select(table)))) for table in tables]
    db.session.rollback()
    return found


def look(council: Council, since: date = SINCE) -> LookedBack:
    found = look_back(council.organisation.id, since)
    db.session.rollback()
    return found


def test_the_days_before_are_filled_up_to_the_first_that_is_kept(council: Council) -> None:
    person = somebody(council)
    work_out(council.organisation.id)
    kept, counted, marks = everything()
    assert to_look_back_at(council.organisation.id, SINCE) == 2
    assert look(council) == LookedBack(people=2, found=2, rows=3)
    assert rows_of(person) == [(SINCE, DONE, None), (DONE, TODAY, DONE), (TODAY, None, DONE)]
    assert rows_of(council.lead) == [(date(2026, 1, 5), TODAY, None), (TODAY, None, None)]
    filled = everything()
    assert set(kept) < set(filled[0])
    assert filled[1:] == [counted, marks]


def test_again_nothing_is_left_to_do(council: Council) -> None:
    somebody(council)
    work_out(council.organisation.id)
    look(council)
    filled = everything()
    assert to_look_back_at(council.organisation.id, SINCE) == 0
    assert look(council) == LookedBack()
    assert look(council, SINCE + timedelta(days=30)) == LookedBack()
    assert everything() == filled


def test_further_back_another_time(council: Council) -> None:
    person = somebody(council)
    work_out(council.organisation.id)
    look(council)
    complete(person, date(2025, 3, 1), valid_until=None)
    assert look(council, date(2025, 2, 1)).rows == 2
    assert rows_of(person)[:3] == [
        (date(2025, 2, 1), date(2025, 3, 1), None),
        (date(2025, 3, 1), SINCE, date(2025, 3, 1)),
        (SINCE, DONE, None),  # as it was worked out when it was
    ]


def test_a_dry_run_counts_the_same_and_writes_nothing(council: Council) -> None:
    somebody(council)
    work_out(council.organisation.id)
    before = everything()
    would_be = look_back(council.organisation.id, SINCE, is_dry=True)
    assert everything() == before
    assert look(council) == would_be


def test_cut_off_it_goes_on_from_there(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [somebody(council) for _ in range(5)]
    work_out(council.organisation.id)
    monkeypatch.setattr(looking_back, "BATCH", 2)
    told = iter(range(9))

    def cut_off(_people: int) -> None:
        if next(told):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look_back(council.organisation.id, SINCE, progress=cut_off)
    assert to_look_back_at(council.organisation.id, SINCE) == 2
    assert look(council) == LookedBack(people=2, found=2, rows=4)
    assert {tuple(rows_of(each)) for each in people} == {
        ((SINCE, DONE, None), (DONE, TODAY, DONE), (TODAY, None, DONE))
    }


def test_who_has_left_counts_until_they_did(council: Council) -> None:
    person = somebody(council, ends_on=date(2025, 12, 31))
    with writing():
        person.is_active, person.last_day = False, date(2025, 12, 31)
    work_out(council.organisation.id)
    assert rows_of(person) == []
    look(council)
    assert rows_of(person) == [(SINCE, DONE, None), (DONE, date(2026, 1, 1), DONE)]


def test_who_left_before_or_on_a_day_that_nobody_knows_does_not_count(council: Council) -> None:
    before, unknown = somebody(council, ends_on=SINCE - timedelta(days=1)), somebody(council, done=None)
    with writing():
        db.session.execute(update(Person).where(Person.id.in_([before.id, unknown.id])).values(is_active=False))
    work_out(council.organisation.id)
    look(council)
    assert rows_of(before) == rows_of(unknown) == []


def test_nobody_who_was_erased_is_worked_out_again(council: Council) -> None:
    person = somebody(council)
    work_out(council.organisation.id)
    with writing():
        erase(person.id, BY_THE_SERVICE, datetime.combine(TODAY, datetime.min.time(), UTC))
    kept = rows_of(person)
    look(council)
    assert rows_of(person) == kept


def test_an_erasure_takes_jobs_out_of_what_was_worked_out(council: Council) -> None:
    person = somebody(council)
    with writing():
        db.session.execute(update(Posting).where(Posting.person_id == person.id).values(job="Planner"))
    work_out(council.organisation.id)
    look(council)
    jobs = select(Assignment.job).where(Assignment.person_id == person.id, Assignment.known_from == SINCE)
    assert db.session.scalars(jobs).all() == ["Planner"]
    with writing():
        erase(person.id, BY_THE_SERVICE, datetime.combine(TODAY, datetime.min.time(), UTC))
    assert db.session.scalars(jobs).all() == [""]


def test_who_was_here_but_entered_later_is_worked_out_until_then(council: Council) -> None:
    begin_on(council, TODAY - timedelta(days=20))
    person, new = somebody(council), somebody(council, TODAY - timedelta(days=10), done=None)
    work_out(council.organisation.id)
    look(council)
    assert rows_of(person)[-2:] == [(DONE, TODAY, DONE), (TODAY, None, DONE)]
    assert rows_of(new) == [(TODAY, None, None)], "who came since is known from when they were entered"


def begin_on(council: Council, day: date) -> None:
    with writing():
        mine = update(Programme).where(Programme.organisation_id == council.organisation.id)
        db.session.execute(mine.values(applied_on=day))


def test_the_first_days_last_version_is_what_was_asked_before(app: Flask, now: object) -> None:
    council = make_council(PROGRAMME)
    put_in_force(council.organisation.id, ONE)
    person = somebody(council)
    work_out(council.organisation.id)
    look(council)
    query = select(Assignment.requirement).where(Assignment.person_id == person.id).distinct()
    assert db.session.scalars(query).all() == ["core"]


def test_other_organisations_are_left_alone(council: Council) -> None:
    other = make_council(ONE)
    person = somebody(other)
    work_out(other.organisation.id)
    look(council)
    assert rows_of(person) == [(TODAY, None, DONE)]


def test_an_old_record_that_comes_in_later_changes_nothing_that_was_worked_out(council: Council) -> None:
    person = somebody(council, done=None)
    work_out(council.organisation.id)
    look(council)
    complete(person, DONE, valid_until=None)
    look(council)
    assert rows_of(person) == [(SINCE, TODAY, None), (TODAY, None, DONE)]


def test_teams_and_jobs_are_those_of_then(council: Council) -> None:
    person = somebody(council, ends_on=date(2025, 8, 31))
    repairs, office = council.teams["Repairs"].id, council.teams["Office"].id
    PostingFactory(person_id=person.id, team_id=office, job="Planner", starts_on=date(2025, 9, 1))
    work_out(council.organisation.id)
    look(council)
    query = select(Assignment.known_from, Assignment.team_id, Assignment.job).where(Assignment.person_id == person.id)
    assert db.session.execute(query.order_by(Assignment.known_from)).tuples().all()[:3] == [
        (SINCE, repairs, ""),
        (date(2025, 9, 1), office, "Planner"),
        (DONE, office, "Planner"),
    ]
