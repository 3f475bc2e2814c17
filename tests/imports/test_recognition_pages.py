"""Earlier learning, as a training lead records it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.ledger.corrections import withdraw
from app.ledger.entries import Origin
from app.models import Certificate, LogEntry, RecordView
from tests.client import Page, StrictClient
from tests.conftest import NOW
from tests.imports.conftest import Office

GOOD = {
    "email": " ANN@example.org",
    "course": "first-aid",
    "completed_on": "2026-03-27",
    "reason": "equivalent-outside",
    "evidence": "C-1",
    "note": "Seen by Lee",
}


@pytest.fixture
def lead(app: Flask, office: Office) -> StrictClient:
    db.session.get_one(type(office.organisation), office.organisation.id).recognition_months = 24
    db.session.commit()
    return StrictClient(app).sign_in(office.lead)


def refused(client: StrictClient, **fields: Any) -> Page:
    form = client.get("/log/recognise").form("Record it")
    page = client.page_of(client.submit(form, expect=400, **(GOOD | {"course": "short"} | fields)))
    assert db.session.scalar(select(LogEntry)) is None
    return page


def test_it_counts_from_its_day_and_says_why(lead: StrictClient, office: Office) -> None:
    page = lead.get("/log/recognise")
    assert "in the last 24 months: on 16 November 2024 or later" in page.words
    told = lead.press(page, "Record it", **(GOOD | {"course": "short"}))
    assert told.path == "/log/1"
    assert "This is recorded, and counts from now on." in told.words
    entry = db.session.scalars(select(LogEntry)).one()
    assert (entry.kind, entry.method, entry.reason) == ("completion", "recognition", "equivalent-outside")
    assert (entry.person_id, entry.recorded_by_id) == (office.ann.id, office.lead.id)
    assert (entry.evidence, entry.note, entry.edition) == ("C-1", "Seen by Lee", "")
    assert (entry.completed_on.isoformat(), str(entry.valid_until)) == ("2026-03-27", "2027-03-27")
    assert db.session.scalar(select(Certificate)) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": ""}, "Enter an email address"),
        ({"email": "nobody@example.org"}, "Nobody here has this email address"),
        ({"email": "elsewhere@example.org"}, "Nobody here has this email address"),
        ({"course": ""}, "Choose the course"),
        ({"course": "their-course"}, "Choose one of the list"),
        ({"completed_on": ""}, "Enter the day"),
        ({"completed_on": "2026-11-17"}, "This day has not come yet"),
        ({"completed_on": "2024-11-15"}, "in the last 24 months: on 16 November 2024 or later"),
        ({"completed_on": "2025-11-15"}, "This has run out: it counted until 15 November 2026"),
        ({"reason": []}, "Choose why it counts"),
        ({"reason": "because"}, "Choose one of the list"),
        ({"evidence": " "}, "Say what speaks for it"),
        ({"evidence": "x" * 201}, "This must have at most 200 characters"),
        ({"note": "x" * 501}, "This must have at most 500 characters"),
    ],
)
def test_what_is_refused_says_why(fields: dict[str, Any], words: str, lead: StrictClient) -> None:
    assert words in refused(lead, **fields).words


def test_an_administrative_reason_needs_no_evidence(lead: StrictClient) -> None:
    fields = GOOD | {"course": "short", "reason": "administrative", "evidence": "", "note": ""}
    lead.press(lead.get("/log/recognise"), "Record it", **fields)
    entry = db.session.scalars(select(LogEntry)).one()
    assert (entry.evidence, entry.note, entry.details_commitment) == (None, None, None)


def test_the_same_is_recorded_once(lead: StrictClient, office: Office) -> None:
    form = lead.get("/log/recognise").form("Record it")
    fields = GOOD | {"course": "short"}
    lead.submit(form, **fields)
    assert "in the log already" in lead.page_of(lead.submit(form, expect=400, **fields)).words
    with writing():
        withdraw(office.organisation.id, 1, Origin(office.lead.id, "other"), NOW)
    assert "was corrected or withdrawn" in lead.page_of(lead.submit(form, expect=400, **fields)).words
    assert db.session.query(LogEntry).count() == 2


def test_a_link_fills_in_who_it_is_about(lead: StrictClient, office: Office) -> None:
    filled = lead.get(f"/log/recognise?person={office.ann.id}").form("Record it").fields["email"]
    assert filled == ["ann@example.org"]
    for person in (office.elsewhere.id, 0, -1, 10**30, "x"):
        assert "elsewhere@" not in lead.get(f"/log/recognise?person={person}").text


def test_it_warns_about_private_lives(lead: StrictClient) -> None:
    assert "Do not write anything about the person's private life." in lead.get("/log/recognise").words


def test_whose_record_is_asked_about_is_noted(lead: StrictClient, office: Office) -> None:
    """The answer says whether something is in their log."""
    form = lead.get("/log/recognise").form("Record it")
    lead.submit(form, expect=400, **(GOOD | {"course": "short", "completed_on": "2026-11-17"}))
    assert list(db.session.scalars(select(RecordView.person_id))) == [office.ann.id]
