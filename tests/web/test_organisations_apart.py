"""Nothing of one organisation's people is ever seen by another's."""

import io

import pytest
from flask import Flask
from openpyxl import load_workbook

from tests.cast import Cast
from tests.factories import TeamFactory, complete, member_of
from tests.web.scene import client_of

OURS = ("Lena", "Mani", "Cole", "Tara", "Lee Lead", "Ada")


@pytest.fixture
def filled(cast: Cast) -> Cast:
    for person in (cast.learner, cast.manager, cast.colleague, cast.lead, cast.other_learner):
        complete(person)
    return cast


def words_of_workbook(data: bytes) -> str:
    workbook = load_workbook(io.BytesIO(data), read_only=True)
    text = "\n".join(str(row) for row in workbook.active.iter_rows(values_only=True))
    workbook.close()
    return text


@pytest.mark.parametrize("role", ["other_lead", "other_manager"])
@pytest.mark.parametrize("path", ["/log", "/log.csv", "/log.xlsx"])
def test_the_log_holds_only_the_own_people(path: str, role: str, app: Flask, filled: Cast) -> None:
    response = client_of(app, filled, role).fetch(path)
    data = response.get_data()
    text = words_of_workbook(data) if path.endswith("xlsx") else data.decode()
    assert "Olga Other" in text
    assert not [name for name in OURS if name in text]
    assert filled.organisation.name not in text


def test_the_team_holds_only_the_own_people(app: Flask, filled: Cast) -> None:
    page = client_of(app, filled, "other_manager").get("/team")
    assert "Olga Other" in page.words
    assert not [name for name in OURS if name in page.text]


@pytest.mark.parametrize("role", ["lead", "manager", "other_lead"])
@pytest.mark.parametrize("path", ["/log", "/log.csv", "/log.xlsx"])
def test_a_team_out_of_scope_cannot_be_asked_for(path: str, role: str, app: Flask, filled: Cast) -> None:
    """Another organisation's team, and for a manager one of the own organisation that they do not manage."""
    foreign = {"lead": filled.other_team, "manager": filled.office, "other_lead": filled.team}[role]
    page = client_of(app, filled, role).get(f"{path}?team={foreign.id}", expect=400)
    assert not [name for name in OURS if name in page.words]
    assert "Olga" not in page.words


def test_a_posting_to_another_organisations_team_shows_nobody(app: Flask, filled: Cast) -> None:
    """Even where the tree of teams was tied together across organisations by mistake."""
    below = TeamFactory(organisation_id=filled.other_team.organisation_id, parent_id=filled.team.id)
    complete(member_of(below, name="Stray Person"))
    for path in ("/team", "/log", "/log.csv"):
        assert "Stray Person" not in client_of(app, filled, "manager").fetch(path).get_data(as_text=True)


def test_titles_of_another_organisations_courses_stay_theirs(app: Flask, filled: Cast) -> None:
    complete(filled.other_learner, course="in-house", title="An in-house course of theirs")
    assert "in-house" not in client_of(app, filled, "lead").get("/log").text


def test_other_people_do_not_see_sessions(app: Flask, filled: Cast) -> None:
    client_of(app, filled, "learner").get("/account")
    page = client_of(app, filled, "colleague").get("/account")
    assert len(page.document.xpath("//main//ul[contains(@class, 'bullet')]/li")) == 1
