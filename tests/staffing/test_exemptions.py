"""Asking something else of one person, on 16 November 2026."""

from datetime import date

import pytest
from sqlalchemy import inspect

from app.database import writing
from app.extensions import db
from app.models import Exemption
from app.staffing.exemptions import end_exemption, exempt, exemptions_of
from tests.factories import complete
from tests.staffing.conftest import Place, refused, row, write

TODAY = date(2026, 11, 16)
YESTERDAY, TOMORROW, LATER = date(2026, 11, 15), date(2026, 11, 17), date(2026, 12, 31)


def test_what_is_not_asked(place: Place) -> None:
    write(exempt, place.ann, "core", TODAY, None, place.bob.id)
    assert row(place.ann, "core").status == "exempt"
    assert row(place.ann, "repairs").status == "asked"
    with writing():
        end_exemption(place.ann, exemptions_of(place.ann.id)[0], TODAY)
    assert row(place.ann, "core").status == "asked"
    assert exemptions_of(place.ann.id) == [], "it never lasted a day"


def test_another_course_instead(place: Place) -> None:
    complete(place.ann, date(2026, 11, 2), course="talk", title="A talk")
    write(exempt, place.ann, "core", TODAY, None, place.bob.id, route="talk")
    assert (row(place.ann, "core").status, row(place.ann, "core").done_on) == ("asked", date(2026, 11, 2))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [(TODAY, TODAY, "exempt"), (date(2026, 1, 1), YESTERDAY, "asked"), (TOMORROW, None, "asked")],
)
def test_it_holds_on_its_days(place: Place, starts_on: date, ends_on: date | None, status: str) -> None:
    write(exempt, place.ann, "core", starts_on, ends_on, place.bob.id)
    assert row(place.ann, "core").status == status


def test_what_lasted_stays_in_the_past(place: Place) -> None:
    write(exempt, place.ann, "core", YESTERDAY, LATER, place.bob.id)
    with writing():
        end_exemption(place.ann, exemptions_of(place.ann.id)[0], TODAY)
    db.session.rollback()
    assert [(each.starts_on, each.ends_on) for each in exemptions_of(place.ann.id)] == [(YESTERDAY, YESTERDAY)]


@pytest.mark.parametrize(
    ("requirement", "starts_on", "ends_on", "words"),
    [
        ("core", LATER, None, "from 16 November 2026 already"),  # the last day
        ("core", YESTERDAY, TODAY, "from 16 November 2026 already"),  # the first
        ("core", TOMORROW, TODAY, "must not be before the first"),
    ],
)
def test_one_thing_is_not_asked_twice_otherwise(
    place: Place, requirement: str, starts_on: date, ends_on: date | None, words: str
) -> None:
    write(exempt, place.ann, "core", TODAY, LATER, place.bob.id)
    with refused(words):
        write(exempt, place.ann, requirement, starts_on, ends_on, place.bob.id)


def test_another_requirement_is_no_matter_and_the_same_again_changes_nothing(place: Place) -> None:
    for _again in range(2):
        for requirement in ("core", "repairs"):
            write(exempt, place.ann, requirement, TODAY, LATER, place.bob.id)
    assert len(exemptions_of(place.ann.id)) == 2


def test_there_is_no_place_for_a_reason() -> None:
    kept = {"id", "person_id", "requirement", "route", "starts_on", "ends_on", "made_by_id"}
    assert {column.key for column in inspect(Exemption).columns} == kept
