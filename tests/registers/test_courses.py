"""Courses that are done away from this server."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Course
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import CourseFactory, complete
from tests.registers.teaching import rows

COURSE = {"title": "Level 2, first day", "level": "2", "valid_months": "24"}


def add(client: StrictClient, *, expect: int = 303, **fields: Any) -> Page:
    answer = client.submit(client.get("/courses/new").form("Save"), expect=expect, **(COURSE | fields))
    return client.follow(answer) if expect == 303 else client.page_of(answer)


def slugs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Course.slug).order_by(Course.id)))


def test_a_course_gets_a_lasting_name_of_its_own(lead: StrictClient) -> None:
    page = add(lead)
    assert rows(page) == [["Level 2, first day", "2", "24 months", "Yes"]]
    add(lead, title="Short")
    add(lead, title="Level 2: first day!")
    assert slugs() == ["level-2-first-day", "short-2", "level-2-first-day-2"]


def test_two_organisations_may_have_a_course_of_one_name(app: Flask, cast: Cast, lead: StrictClient) -> None:
    add(lead)
    add(StrictClient(app).sign_in(cast.other_lead))
    assert slugs() == ["level-2-first-day"] * 2
    assert len(rows(lead.get("/courses"))) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": " "}, "Enter the title"),
        ({"title": "x" * 201}, "This must have at most 200 characters"),
        ({"title": "Domestic abuse basics"}, "“Domestic” would show where others may see it"),
        ({"title": "SHORT  module"}, "There is a course of this title already"),
        ({"title": "taken, not offered"}, "There is a course of this title already"),
        ({"level": []}, "Choose the level"),
        ({"level": "4"}, "Choose one of the list"),
        ({"valid_months": "0"}, "Enter from 1 to 120 months"),
        ({"valid_months": "121"}, "Enter from 1 to 120 months"),
        ({"valid_months": "-12"}, "Enter from 1 to 120 months"),
        ({"valid_months": "9" * 5_000}, "Enter a whole number, such as 12"),
        ({"valid_months": "two"}, "Enter a whole number, such as 12"),
        ({"valid_months": "1.5"}, "Enter a whole number, such as 12"),
    ],
)
def test_what_is_no_course(fields: dict[str, Any], told: str, cast: Cast, lead: StrictClient) -> None:
    CourseFactory(organisation_id=cast.organisation.id, slug="taken", title="Taken, not offered", is_offered=False)
    assert told in add(lead, expect=400, **fields).words
    assert slugs() == ["taken"]


def test_a_change_leaves_what_was_completed_as_it_was(cast: Cast, lead: StrictClient) -> None:
    course = CourseFactory(organisation_id=cast.organisation.id, title="Old title", slug="old")
    complete(cast.learner, course="old", title="Old title", level=2)
    page = lead.get(f"/courses/{course.id}")
    page = lead.press(page, "Save", title="New title", valid_months="", offered="yes")
    assert rows(page) == [["New title", "2", "For good", "Yes"]]
    assert slugs() == ["old"]
    assert "Old title" in lead.get("/log").words


def test_a_course_keeps_its_own_title_and_takes_no_others(cast: Cast, lead: StrictClient) -> None:
    course = CourseFactory(organisation_id=cast.organisation.id, title="Mine")
    CourseFactory(organisation_id=cast.organisation.id, title="Another")
    form = lead.get(f"/courses/{course.id}").form("Save")
    lead.submit(form, title="mine", valid_months="6")
    page = lead.page_of(lead.submit(form, expect=400, title="another"))
    assert "There is a course of this title already" in page.words


def test_a_course_that_is_offered_no_more_can_be_again(cast: Cast, lead: StrictClient) -> None:
    course = CourseFactory(organisation_id=cast.organisation.id, title="Day", slug="day")
    for offered, word, choices in (("no", "Not any more", 0), ("yes", "Yes", 1)):
        page = lead.press(lead.get(f"/courses/{course.id}"), "Save", offered=offered)
        assert rows(page)[0][3] == word
        assert len(lead.get("/sessions/new").document.xpath("//option[@value='day']")) == choices


@pytest.mark.parametrize("number", ["0", "x", "9" * 19, "9" * 5_000])
def test_no_such_course(number: str, lead: StrictClient) -> None:
    lead.get(f"/courses/{number}", expect=404)


def test_another_organisations_course_is_none(app: Flask, cast: Cast) -> None:
    course = CourseFactory(organisation_id=cast.organisation.id)
    other = StrictClient(app).sign_in(cast.other_lead)
    other.get(f"/courses/{course.id}", expect=404)
    other.post(f"/courses/{course.id}", {"csrf_token": other.token(), "title": "Mine", "offered": "no"}, expect=404)
    assert "Level 2 day" not in other.get("/courses").text
