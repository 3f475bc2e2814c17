"""The tree of teams, as a lead keeps it."""

from datetime import date

import pytest

from app.extensions import db
from app.models import Posting, Team
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import PostingFactory, TeamFactory, ask, member_of
from tests.staffing.conftest import aliases, asked

TODAY = date(2026, 11, 16)


def people_in(team: Team) -> int:
    return db.session.query(Posting).filter_by(team_id=team.id).count()


def test_the_tree_with_its_counts(lead: StrictClient, cast: Cast) -> None:
    gas = TeamFactory(organisation_id=cast.organisation.id, name="Gas", parent_id=cast.team.id)
    both = member_of(gas, name="Bo Both")
    PostingFactory(person_id=both.id, team_id=cast.team.id)
    PostingFactory(person_id=member_of(gas, starts_on=TODAY).id, team_id=gas.id, ends_on=date(2026, 11, 15))
    PostingFactory(person_id=member_of(cast.office).id, team_id=gas.id, starts_on=date(2026, 11, 17))
    words = lead.get("/teams").words
    assert "Repairs 3 people, 4 with the teams below it" in words
    assert "Gas 2 people" in words
    assert cast.other_team.name not in words


def test_a_team_is_added_under_another(lead: StrictClient, cast: Cast) -> None:
    page = lead.press(lead.get("/teams/new"), "Save", name=" Gas  safety ", parent=str(cast.team.id))
    assert page.heading == "Gas safety"
    assert page.link("Repairs") == f"/teams/{cast.team.id}"
    refused = lead.page_of(lead.submit(lead.get("/teams/new").form("Save"), expect=400, name="REPAIRS"))
    assert "There is a team called Repairs already" in refused.words
    page = lead.press(page, "Take it out")
    assert "Gas safety is taken out" in page.words


def test_other_names(lead: StrictClient, cast: Cast) -> None:
    page = lead.press(lead.get(f"/teams/{cast.team.id}"), "Add the name", name="R & M")
    assert aliases(cast.team) == ["r & m"]
    lead.submit(lead.get(f"/teams/{cast.office.id}").form("Add the name"), expect=400, name="r &  M")
    lead.press(page, "Take out")
    assert aliases(cast.team) == []


def test_renaming_keeps_the_old_name(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(lead.get(f"/teams/{cast.team.id}").link("Rename"))
    page = lead.press(page, "Save", name="Property Services")
    assert page.heading == "Property Services"
    assert aliases(cast.team) == ["repairs"]


def test_moving_says_what_it_means_before_it_does(lead: StrictClient, cast: Cast) -> None:
    ask(cast.organisation.id, who="{team: Repairs}")
    assert asked(cast.colleague) == []
    page = lead.get(f"/teams/{cast.office.id}/move?team={cast.team.id}")
    assert f"It moves {people_in(cast.office)} people" in page.words
    assert db.session.get_one(Team, cast.office.id).parent_id is None, "not yet"
    page = lead.press(page, "Move it")
    assert page.link("Repairs") == f"/teams/{cast.team.id}"
    assert asked(cast.colleague) == ["short"]


def test_a_team_under_itself_is_refused(lead: StrictClient, cast: Cast) -> None:
    form = lead.get(f"/teams/{cast.office.id}/move?team={cast.team.id}").form("Move it")
    page = lead.page_of(lead.submit(form, expect=400, team=str(cast.office.id)))
    assert "Choose one of the list" in page.words
    lead.get(f"/teams/{cast.office.id}/move?team={cast.office.id}", expect=400)
    for team in (cast.other_team.id, "x"):
        lead.get(f"/teams/{cast.office.id}/move?team={team}", expect=400)


def test_merging_says_what_it_means_before_it_does(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/teams/{cast.office.id}/merge?team={cast.team.id}")
    assert f"{people_in(cast.office)} people who are or were in it" in page.words
    assert "This cannot be undone" in page.words
    page = lead.press(page, "Merge them")
    assert (page.heading, aliases(cast.team)) == ("Repairs", ["office"])
    lead.get(f"/teams/{cast.office.id}", expect=404)


def test_a_team_is_not_merged_into_one_below_it(lead: StrictClient, cast: Cast) -> None:
    gas = TeamFactory(organisation_id=cast.organisation.id, name="Gas", parent_id=cast.team.id)
    page = lead.get(f"/teams/{cast.team.id}/merge?team={gas.id}", expect=400)
    assert "Gas stands below Repairs. Merge Gas into Repairs instead" in page.words
    token = {"csrf_token": lead.token()}
    lead.post(f"/teams/{cast.team.id}/merge", token | {"team": str(gas.id)}, expect=400)
    assert db.session.get(Team, cast.team.id) is not None
    page = lead.press(lead.get(f"/teams/{gas.id}/merge?team={cast.team.id}"), "Merge them")
    assert (page.heading, aliases(cast.team)) == ("Repairs", ["gas"])


@pytest.mark.parametrize("query", ["team=", "team=x", "team=999999"])
def test_a_team_to_merge_with_that_is_not_there(lead: StrictClient, cast: Cast, query: str) -> None:
    lead.get(f"/teams/{cast.office.id}/merge?{query}", expect=400)


def test_teams_elsewhere_are_not_there(lead: StrictClient, cast: Cast) -> None:
    for path in ("", "/rename", "/move", "/merge"):
        lead.get(f"/teams/{cast.other_team.id}{path}", expect=404)
        lead.get(f"/teams/{2**70}{path}", expect=404)
    token = {"csrf_token": lead.token()}
    lead.post(f"/teams/{cast.team.id}/merge", token | {"team": str(cast.other_team.id)}, expect=400)
    lead.post(f"/teams/{cast.team.id}/move", token | {"team": str(cast.other_team.id)}, expect=400)
    lead.post(f"/teams/{cast.team.id}/aliases/999999/take-out", token, expect=404)
