from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from app.content.edition import Edition
from app.models import Organisation, Person, Team
from tests.client import StrictClient
from tests.factories import CourseFactory, OrganisationFactory, TeamFactory, member_of, put_in_force

FIRST = """programme: Northgate
requirements:
  core:
    title: Level 1
    who: everyone
    course: short
    due: 30 days after joining
    renew: every 36 months
"""
"""Everybody in the office has been here since January, and did nothing: they are overdue."""

SECOND = """programme: Northgate 2
requirements:
  core:
    title: Level 1
    who: everyone
    course: short
    due: 400 days after joining
    renew: every 36 months
  day:
    title: Level 2 for Repairs
    who: {team: Repairs}
    course: level-2-day
    due: 60 days after joining
"""


@dataclass(frozen=True, slots=True)
class Office:
    """Ann and Bo are in Repairs, Cy and the leads in Income; `elsewhere` is a lead of another organisation."""

    organisation: Organisation
    repairs: Team
    income: Team
    ann: Person
    bo: Person
    cy: Person
    lead: Person
    other_lead: Person
    elsewhere: Person


@pytest.fixture
def office(app: Flask, published: Edition, now: datetime) -> Office:
    organisation, other = OrganisationFactory(), OrganisationFactory()
    repairs, income = (TeamFactory(organisation_id=organisation.id, name=name) for name in ("Repairs", "Income"))
    CourseFactory(organisation_id=organisation.id, slug="level-2-day", title="Level 2 day")
    return Office(
        organisation,
        repairs,
        income,
        ann=member_of(repairs, name="Ann Lee"),
        bo=member_of(repairs, name="Bo Ek"),
        cy=member_of(income, name="Cy Dee"),
        lead=member_of(income, name="Lee Lead", is_lead=True),
        other_lead=member_of(income, name="Lou Lead", is_lead=True),
        elsewhere=member_of(TeamFactory(organisation_id=other.id), name="Eve Else", is_lead=True),
    )


@pytest.fixture
def in_office(office: Office) -> Office:
    """With the first programme in force."""
    put_in_force(office.organisation.id, FIRST)
    return office


@pytest.fixture
def lead(app: Flask, in_office: Office) -> StrictClient:
    return StrictClient(app).sign_in(in_office.lead)
