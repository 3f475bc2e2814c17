"""What pages do to teams: each is one change, inside the caller's `app.database.writing()`. Each may raise Refused."""

from flask import abort

from app.models import Team
from app.staffing import merging, teams
from app.staffing.merging import Merging


def add(organisation_id: int, name: str, parent_id: int | None) -> int:
    return teams.add_team(organisation_id, name, parent_id).id


def rename(organisation_id: int, team_id: int, name: str) -> None:
    teams.rename_team(_team(organisation_id, team_id), name)


def move(organisation_id: int, team_id: int, parent_id: int | None) -> None:
    teams.move_team(_team(organisation_id, team_id), parent_id)


def add_alias(organisation_id: int, team_id: int, name: str) -> None:
    teams.add_alias(_team(organisation_id, team_id), name)


def remove_alias(organisation_id: int, team_id: int, name: str) -> None:
    teams.remove_alias(_team(organisation_id, team_id), name)


def merge(organisation_id: int, team_id: int, into_id: int) -> None:
    merging.merge_team(_team(organisation_id, team_id), _team(organisation_id, into_id))


def check_merging(organisation_id: int, team_id: int, into_id: int) -> None:
    merging.check_merging(_team(organisation_id, team_id), _team(organisation_id, into_id))


def remove(organisation_id: int, team_id: int) -> None:
    merging.remove_team(_team(organisation_id, team_id))


def what_merging_moves(organisation_id: int, team_id: int) -> Merging:
    return merging.what_merging_moves(_team(organisation_id, team_id))


def _team(organisation_id: int, team_id: int) -> Team:
    return teams.team_of(organisation_id, team_id) or abort(404)
