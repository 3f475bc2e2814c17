from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from app.content.edition import Edition
from app.models import Course, Organisation, Person
from tests.corpus.old_records import ANN, BO
from tests.factories import Factory, OrganisationFactory, PersonFactory


class OldCourseFactory(Factory):
    """A course elsewhere that never runs out."""

    class Meta:
        model = Course

    level = 1
    valid_months = None


@dataclass(frozen=True, slots=True)
class Office:
    """Ann, Bo and their training lead; `elsewhere` is somebody of another organisation."""

    organisation: Organisation
    ann: Person
    bo: Person
    lead: Person
    elsewhere: Person


@pytest.fixture
def office(app: Flask, published: Edition, now: datetime) -> Office:
    organisation, other = OrganisationFactory(), OrganisationFactory()
    courses = {"first-aid": "First aid at work", "twin-1": "Twins", "twin-2": "twins"}
    for slug, title in courses.items():
        OldCourseFactory(organisation_id=organisation.id, slug=slug, title=title, is_offered=slug != "first-aid")
    OldCourseFactory(organisation_id=other.id, slug="their-course", title="Their course")
    return Office(
        organisation,
        ann=PersonFactory(organisation=organisation, name="Ann Lee", email=ANN),
        bo=PersonFactory(organisation=organisation, name="Bo Ek", email=BO),
        lead=PersonFactory(organisation=organisation, name="Lee Lead", is_lead=True),
        elsewhere=PersonFactory(organisation=other, name="Eve Else", email="elsewhere@example.org", is_lead=True),
    )
