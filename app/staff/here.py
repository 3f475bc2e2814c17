"""Whom and what an address names; nobody and nothing of another organisation is there."""

from flask import abort

from app.staff import people_records, team_records
from app.staff.people_records import Account, HeldPosting
from app.staff.team_records import TeamFacts, TeamNode, node_of, team_tree
from app.web.scope import Scope, TeamChoice, everybody_of, team_choices, teams_below
from app.web.visitor import visitor

BAD_FORM = 400


def account_here(person_id: int) -> Account:
    return people_records.find_account(visitor().organisation.id, person_id, visitor().today) or abort(404)


def team_here(team_id: int) -> TeamFacts:
    return team_records.find_team_facts(visitor().organisation.id, team_id) or abort(404)


def all_teams() -> list[TeamChoice]:
    return team_choices(everybody())


def teams_beside(team_id: int) -> list[TeamChoice]:
    """All but a team and those below it."""
    below = teams_below(frozenset({team_id}))
    return [each for each in all_teams() if each.id not in below]


def everybody() -> Scope:
    return everybody_of(visitor())


def page_after(person_id: int) -> str:
    """Where to go on from somebody: their record for who may see it, else the accounts."""
    return f"/people/{person_id}" if visitor().is_lead else "/people/accounts"


def people_page() -> str:
    """Where the visitor finds people."""
    return "/people" if visitor().is_lead else "/people/accounts"


def posting_here(account: Account, posting_id: int) -> HeldPosting:
    found = people_records.history_of(account.id, visitor().today)
    return next((each for each in found if each.id == posting_id), None) or abort(404)


def team_node(team_id: int) -> TeamNode:
    """A team in the tree as it is today."""
    return node_of(team_id, team_tree(visitor().organisation.id, visitor().today)) or abort(404)
