"""What the filter offers to choose from."""

from datetime import date

import pytest
from flask import Flask

from app.content.edition import Edition
from app.models import Person
from tests.client import StrictClient
from tests.factories import TeamFactory, complete, member_of

pytestmark = pytest.mark.usefixtures("now", "published")

ALL = ("", "All courses")
SHORT = ("short", "Short module")


@pytest.fixture
def lead(app: Flask) -> Person:
    return member_of(TeamFactory(), is_lead=True)


def offered(app: Flask, reader: Person) -> list[tuple[str, str]]:
    options = StrictClient(app).sign_in(reader).get("/log").document.xpath("//select[@name='course']/option")
    return [(option.get("value"), option.text) for option in options]


def test_a_module_that_nobody_has_completed_has_its_title(app: Flask, lead: Person, published: Edition) -> None:
    assert offered(app, lead) == [ALL, (published.module.slug, published.module.title)]


def test_a_module_has_the_title_of_today(app: Flask, lead: Person) -> None:
    complete(lead, title="What it was called once")
    assert offered(app, lead) == [ALL, SHORT]


def test_what_is_no_module_any_more_has_the_title_that_was_logged_last(app: Flask, lead: Person) -> None:
    for title in ("Zebras", "Apples", "Middling"):
        complete(lead, course="gone", title=title)
    complete(lead, course="aged", title="another, long ago")
    assert offered(app, lead) == [ALL, ("aged", "another, long ago"), ("gone", "Middling"), SHORT]


def test_the_last_title_is_that_of_the_last_entry_whatever_its_day(app: Flask, lead: Person) -> None:
    complete(lead, date(2026, 11, 2), course="gone", title="Zebras")
    complete(lead, date(2026, 1, 2), course="gone", title="Apples")
    assert offered(app, lead) == [ALL, ("gone", "Apples"), SHORT]


def test_what_another_organisation_has_logged_is_not_offered(app: Flask, lead: Person) -> None:
    complete(member_of(TeamFactory()), course="theirs", title="Theirs alone")
    assert offered(app, lead) == [ALL, SHORT]
