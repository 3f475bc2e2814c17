"""A pass stands whatever becomes of its PDF, and the training lead sees that the PDF is missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.content.edition import Edition
from app.extensions import db
from app.models import Certificate, LogEntry
from app.web.printing import KEY as FONTS
from app.web.settings import KEY as SETTINGS
from tests.client import StrictClient
from tests.factories import TeamFactory, member_of
from tests.journeys import sit

NOTICE = "1 certificate has no PDF"


@pytest.fixture
def without_fonts(app: Flask, tmp_path: Path) -> Iterator[None]:
    before = app.extensions[SETTINGS]
    app.extensions.pop(FONTS, None)
    app.extensions[SETTINGS] = replace(before, fonts_folder=tmp_path)
    yield
    app.extensions[SETTINGS] = before


@pytest.mark.parametrize(("name", "is_told"), [("李小龙", True), ("Siân Ŵyn ap Gwŷnn", False)])
@pytest.mark.usefixtures("published")
def test_a_lead_sees_whose_name_is_not_printed(name: str, is_told: bool, app: Flask) -> None:
    team = TeamFactory()
    assert sit(StrictClient(app).sign_in(member_of(team, name=name))).heading == "You have passed"
    page = StrictClient(app).sign_in(member_of(team, is_lead=True)).get("/log")
    assert (NOTICE in page.words) is is_told
    assert NOTICE not in StrictClient(app).sign_in(member_of(team, manages=True)).get("/log").words


@pytest.mark.usefixtures("published", "without_fonts")
def test_a_pass_is_kept_when_there_are_no_fonts_at_all(app: Flask, published: Edition) -> None:
    client = StrictClient(app).sign_in(member_of(TeamFactory()))
    assert sit(client).heading == "You have passed"
    assert db.session.query(LogEntry).count() == 1
    number = db.session.query(Certificate.number).scalar()
    assert client.get(f"/certificates/{number}.pdf", expect=422).heading == "We could not draw this certificate"
