"""What teams are called and where they stand, and what that asks of people."""

from datetime import date

import pytest

from app.database import writing
from app.extensions import db
from app.models import Team
from app.staffing.merging import merge_team, remove_team, what_merging_moves
from app.staffing.postings import NewPosting, post
from app.staffing.teams import (
    TeamNames,
    add_alias,
    add_team,
    find_or_add_team,
    find_team,
    move_team,
    remove_alias,
    rename_team,
)
from tests.factories import TeamFactory, member_of
from tests.locks import locks
from tests.staffing.conftest import Place, aliases, asked, postings, refused, row, write

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize("spelt", ["Repairs", " repairs", "REPAIRS ", "R & M", "r  &  m", "Straßen", "STRASSEN"])
def test_a_team_is_found_by_name_and_alias_however_it_is_spelt(place: Place, spelt: str) -> None:
    for name in ("R & M", "Straßen"):
        write(add_alias, place.repairs, name)
    assert find_team(place.id, spelt) is place.repairs
    assert TeamNames(place.id).find(spelt) == place.repairs.id
    assert find_or_add_team(place.id, spelt) is place.repairs


def test_teams_elsewhere_are_not_found(place: Place) -> None:
    TeamFactory(name="Lettings")
    assert find_team(place.id, "Lettings") is None
    assert TeamNames(place.id).find("Lettings") is None
    write(add_team, place.id, "Lettings")


@pytest.mark.parametrize("name", ["Repairs", "  repairs ", "r & m"])
def test_a_name_that_is_taken(place: Place, name: str) -> None:
    write(add_alias, place.repairs, "R & M")
    for act in (lambda: add_team(place.id, name), lambda: rename_team(place.office, name)):
        with refused("already"), writing():
            act()
    with refused("already"), writing():
        add_alias(place.office, name)
    assert aliases(place.office) == []


def test_a_new_name_keeps_the_old_one(place: Place) -> None:
    write(rename_team, place.repairs, "  Property   Services ")
    assert place.repairs.name == "Property Services"
    assert aliases(place.repairs) == ["repairs"]
    assert asked(place.ann) == ["core", "repairs"], "the programme goes on using the old name"
    write(rename_team, place.repairs, "REPAIRS")
    assert aliases(place.repairs) == ["property services"]
    write(rename_team, place.repairs, "Repairs")
    assert aliases(place.repairs) == ["property services"], "only its capitals have changed"


def test_another_name_asks_what_is_asked_of_it_and_taking_it_out_does_not(place: Place) -> None:
    write(add_alias, place.repairs, "R & M")
    write(rename_team, place.repairs, "Property Services")
    write(remove_alias, place.repairs, " REPAIRS")
    assert aliases(place.repairs) == ["r & m"]
    assert asked(place.ann) == ["core"]
    write(add_alias, place.office, "Repairs")
    assert asked(place.bob) == ["core", "repairs"]
    write(add_alias, place.office, "office")
    assert aliases(place.office) == ["repairs"], "its own name is no other name"


def test_who_comes_to_stand_below_is_asked_the_same(place: Place) -> None:
    write(move_team, place.office, place.repairs.id)
    assert asked(place.bob) == ["core", "repairs"]
    write(move_team, place.office, None)
    assert asked(place.bob) == ["core"]


def test_line_managers_are_worked_out_too(place: Place) -> None:
    cy = member_of(place.office, name="Cy Fox")
    write(post, place.bob, NewPosting(place.office.id, line_manager_id=cy.id), TODAY)
    assert asked(cy) == ["core"]
    write(move_team, place.office, place.repairs.id)
    assert asked(cy) == ["core", "managers", "repairs"]


def test_a_team_under_itself(place: Place) -> None:
    for parent_id in (place.repairs.id, place.housing.id):
        with refused("cannot stand under itself"):
            write(move_team, place.housing, parent_id)
    with refused("Choose one of the teams"):
        write(move_team, place.housing, TeamFactory().id)
    db.session.rollback()
    assert place.housing.parent_id is None


def test_two_teams_become_one(place: Place) -> None:
    gas = TeamFactory(organisation_id=place.id, name="Gas", parent_id=place.office.id)
    write(add_alias, place.office, "Town hall")
    moves = what_merging_moves(place.office)
    assert (moves.people, moves.teams, moves.names) == (1, 1, ("Office", "town hall"))
    write(merge_team, place.office, place.repairs)
    assert aliases(place.repairs) == ["office", "town hall"]
    assert postings(place.bob) == [("Repairs", date(2026, 1, 5), None)]
    assert gas.parent_id == place.repairs.id
    assert asked(place.bob) == ["core", "repairs"]
    assert row(place.bob, "core").team_id == place.repairs.id
    assert db.session.query(Team).filter_by(name="Office").count() == 0


def test_a_team_is_not_merged_into_one_below_it_but_that_one_into_it(place: Place) -> None:
    gas = TeamFactory(organisation_id=place.id, name="Gas", parent_id=place.repairs.id)
    for below in (place.repairs, gas):
        with refused(f"Merge {below.name} into Housing instead"):
            write(merge_team, place.housing, below)
    moves = what_merging_moves(place.repairs)
    assert (moves.people, moves.teams) == (1, 1)
    write(merge_team, place.repairs, place.housing)
    assert (gas.parent_id, aliases(place.housing)) == (place.housing.id, ["repairs"])
    assert asked(place.ann) == ["core", "repairs"], "the old name still asks it of them"


def test_a_team_is_not_merged_into_itself_or_away(place: Place) -> None:
    for into in (place.office, TeamFactory()):
        with refused("Choose another team"):
            write(merge_team, place.office, into)


def test_a_team_that_was_never_used_can_be_taken_out(place: Place) -> None:
    empty = TeamFactory(organisation_id=place.id, name="Lettings")
    write(add_alias, empty, "Lets")
    write(remove_team, empty)
    assert find_team(place.id, "lets") is None
    for team in (place.housing, place.repairs):
        with refused("Merge it into another instead"):
            write(remove_team, team)


def test_merging_holds_the_head_of_the_log_before_it_moves_assignments(place: Place) -> None:
    """Who hands a test in holds the head first too; in another order the two would wait for each other for ever."""
    with locks() as seen:
        write(merge_team, place.repairs, place.office)
    heads = next(number for number, each in enumerate(seen) if "log_heads" in each)
    assert heads < next(number for number, each in enumerate(seen) if each.startswith("update assignments"))
