"""Times away, on 16 November 2026: Ann's Level 1 is due 30 days after 5 January."""

from datetime import date

import pytest
from sqlalchemy import inspect

from app.database import writing
from app.models import Absence
from app.staffing.absences import absences_of, be_away, change_absence, take_out_absence
from tests.factories import member_of, work_out
from tests.staffing.conftest import Place, refused, row, write

TODAY, LATER = date(2026, 11, 16), date(2026, 12, 16)


def times(place: Place) -> list[tuple[date, date | None]]:
    return [(each.starts_on, each.ends_on) for each in absences_of(place.ann.id)]


def test_what_falls_due_rests_and_moves(place: Place) -> None:
    cy = member_of(place.office, starts_on=TODAY)
    work_out(place.id)
    assert row(cy, "core").due_on == LATER
    write(be_away, cy, TODAY, None)
    assert (row(cy, "core").status, row(cy, "core").due_on) == ("paused", None)
    with writing():
        change_absence(cy, absences_of(cy.id)[0], TODAY, TODAY)
    assert (row(cy, "core").status, row(cy, "core").due_on) == ("paused", date(2026, 12, 17)), "away today, one day"
    with writing():
        take_out_absence(cy, absences_of(cy.id)[0])
    assert (row(cy, "core").status, row(cy, "core").due_on) == ("asked", LATER)


MAR, APR = date(2026, 3, 1), date(2026, 4, 30)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (APR, APR, "away from 1 March 2026 to 30 April 2026"),  # the last day
        (date(2026, 2, 1), MAR, "away from 1 March"),  # the first
        (date(2026, 2, 1), None, "away from 1 March"),  # all of it
        (date(2026, 3, 5), date(2026, 3, 6), "away from 1 March"),
        (date(2026, 8, 5), date(2026, 8, 4), "must not be before the first"),
    ],
)
def test_two_times_away_do_not_overlap(place: Place, starts_on: date, ends_on: date | None, words: str) -> None:
    write(be_away, place.ann, MAR, APR)
    with refused(words):
        write(be_away, place.ann, starts_on, ends_on)
    assert times(place) == [(MAR, APR)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2026, 5, 1), None), (date(2026, 2, 1), date(2026, 2, 28))],
)
def test_one_may_follow_another_at_once(place: Place, starts_on: date, ends_on: date | None) -> None:
    write(be_away, place.ann, MAR, APR)
    write(be_away, place.ann, starts_on, ends_on)
    assert len(times(place)) == 2


def test_the_same_again_changes_nothing(place: Place) -> None:
    for _again in range(2):
        write(be_away, place.ann, MAR, None)
    assert times(place) == [(MAR, None)]
    with refused("away from 1 March 2026 already, with no end yet"):
        write(be_away, place.ann, LATER, LATER)


def test_one_is_not_in_the_way_of_itself(place: Place) -> None:
    write(be_away, place.ann, MAR, APR)
    write(be_away, place.ann, date(2026, 6, 1), date(2026, 6, 2))
    with refused("away from 1 June"), writing():
        change_absence(place.ann, absences_of(place.ann.id)[1], MAR, date(2026, 6, 1))
    with writing():
        change_absence(place.ann, absences_of(place.ann.id)[1], MAR, date(2026, 5, 31))
    assert times(place)[1] == (MAR, date(2026, 5, 31))


def test_there_is_no_place_for_a_reason() -> None:
    assert {column.key for column in inspect(Absence).columns} == {"id", "person_id", "starts_on", "ends_on"}
