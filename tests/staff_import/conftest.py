from dataclasses import dataclass
from datetime import date, datetime

import pytest
from flask import Flask

from app.extensions import db
from app.models import Organisation, Person, Team, TeamAlias
from tests.factories import OrganisationFactory, PersonFactory, PostingFactory, TeamFactory


@dataclass(frozen=True, slots=True)
class Office:
    """Those whom tests/corpus/staff_lists.py tells of; Zoe Zero's staff number is 007."""

    organisation: Organisation
    housing: Team
    repairs: Team
    office: Team
    ann: Person
    bo: Person
    cy: Person
    zoe: Person
    lead: Person
    elsewhere: Person


@pytest.fixture
def people(app: Flask, now: datetime) -> Office:
    organisation, other = OrganisationFactory(name="Northgate"), OrganisationFactory(name="Southgate")
    housing = TeamFactory(organisation_id=organisation.id, name="Housing")
    repairs = TeamFactory(organisation_id=organisation.id, name="Repairs", parent_id=housing.id)
    office = TeamFactory(organisation_id=organisation.id, name="Office")
    db.session.add(TeamAlias(organisation_id=organisation.id, team_id=repairs.id, name="maintenance"))
    ann = PersonFactory(organisation=organisation, name="Ann Lee", email="ann@example.org", staff_number="A1")
    bo = PersonFactory(organisation=organisation, name="Bo Ek", email="bo@example.org", staff_number="A2")
    cy = PersonFactory(
        organisation=organisation,
        name="Cy Old",
        email=None,
        staff_number="A3",
        is_active=False,
        last_day=date(2026, 6, 30),
        is_lead=True,
    )
    zoe = PersonFactory(organisation=organisation, name="Zoe Zero", email="zoe@example.org", staff_number="007")
    lead = PersonFactory(
        organisation=organisation, name="Lee Lead", email="lead@example.org", staff_number="L1", is_lead=True
    )
    PostingFactory(person_id=ann.id, team_id=repairs.id, manages=True, job="Repairs manager")
    PostingFactory(person_id=bo.id, team_id=repairs.id, job="Operative", line_manager_id=ann.id)
    PostingFactory(person_id=cy.id, team_id=office.id, ends_on=date(2026, 6, 30))
    PostingFactory(person_id=zoe.id, team_id=office.id)
    PostingFactory(person_id=lead.id, team_id=office.id)
    elsewhere = PersonFactory(organisation=other, name="Eve Else", email="elsewhere@example.org", is_lead=True)
    return Office(organisation, housing, repairs, office, ann, bo, cy, zoe, lead, elsewhere)
