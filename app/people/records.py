"""A manager's people and where they stand, from the table of assignments. The training log is not looked at.

What a page costs grows with the assignments of the manager's people, found person by person in the index of current
ones, and not with the log, with the history of assignments or with the rest of the organisation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, false, func, literal, select

from app.assignments.conditions import COUNTS, IS_CURRENT, IS_MANDATORY, is_due_soon, is_in, is_in_date
from app.assignments.words.labels import AVAILABLE, NOTHING_NOW, shown_as
from app.database import among
from app.extensions import db
from app.models import Assignment, Person, Posting, Team
from app.people.views import SOON, Cell, Counts, Line, Member, TeamView
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import State, state_on
from app.web.named import is_named
from app.web.scope import Scope, holds_on

BATCH = 500
"""So many people's cells are read at a time for a file."""

NOTHING = Cell()


def members(view: TeamView, person_id: int | None = None) -> list[Member]:
    """Whom the filters show: who is overdue first, then those of whom something is due soon, each by name.

    One of them only, where `person_id` says whom.
    """
    each = _by_person(_wanted_people(view, person_id), view)
    query = select(each.c.id, each.c.name, each.c.asked, each.c.missing, each.c.overdue, each.c.soon)
    if view.wanted.state == NOTHING_NOW:
        query = query.where(each.c.to_do < len(view.keys))
    elif view.wanted.state:
        query = query.where(each.c.wanted > 0)
    elif view.wanted.requirement:
        query = query.where(each.c.to_do > 0)
    pressing = case((each.c.overdue > 0, 0), (each.c.soon > 0, 1), else_=2)
    query = query.order_by(pressing, func.lower(each.c.name), each.c.name, each.c.id)
    return [Member(*row) for row in db.session.execute(query).tuples()]


def counts(view: TeamView) -> Counts:
    """How many people of the scope are in each state, by requirement."""
    people = _people(view).subquery()
    state = case(*((is_in(state, view.today), literal(state.value)) for state in State))
    query = (
        select(Assignment.requirement, state, func.count())
        .join(people, people.c.id == Assignment.person_id)
        .where(IS_CURRENT, Assignment.requirement.in_([each.key for each in view.requirements]))
        .group_by(Assignment.requirement, state)
    )
    found: dict[str, dict[State, int]] = defaultdict(dict)
    for requirement, its_state, people_in_it in db.session.execute(query).tuples():
        found[requirement][State(its_state)] = people_in_it
    return found


def all_lines(view: TeamView, members: Sequence[Member]) -> Iterator[Line]:
    """The lines of these members; the cells are read for some people at a time."""
    waiting = iter(members)
    while some := list(islice(waiting, BATCH)):
        yield from lines(view, some)


def lines(view: TeamView, members: Sequence[Member]) -> list[Line]:
    ids, keys = [each.id for each in members], view.keys
    cells, teams = _cells(ids, keys, view.today), _teams(ids, view.today)
    return [
        Line(each, ", ".join(teams[each.id]), [cells.get((each.id, key), NOTHING) for key in keys]) for each in members
    ]


def here(scope: Scope) -> frozenset[int]:
    """Who is in the teams of the scope today, or in the line, by id."""
    in_teams = select(Posting.person_id).where(among(Posting.team_id, scope.team_ids or ()), holds_on(scope.today))
    return frozenset(db.session.scalars(in_teams)) | scope.line


def _people(view: TeamView) -> Select[Any]:
    mine = Person.organisation_id == view.scope.organisation_id, Person.is_active
    return select(Person.id, Person.name).where(*mine, among(Person.id, view.here))


def _wanted_people(view: TeamView, person_id: int | None = None) -> Select[Any]:
    query, wanted = _people(view), view.wanted
    if person_id is not None:
        query = query.where(Person.id == person_id)
    if wanted.text:
        query = query.where(is_named(wanted.text))
    if wanted.teams is not None:
        in_teams = select(Posting.person_id).where(Posting.team_id.in_(wanted.teams), holds_on(view.today))
        query = query.where(Person.id.in_(in_teams))
    return query


def _by_person(people: Select[Any], view: TeamView) -> Subquery:
    """A row for each of `people`, with how many of their assignments are what its columns say."""
    who, today = people.subquery(), view.today
    mandatory = and_(COUNTS, IS_MANDATORY)
    theirs = and_(Assignment.person_id == who.c.id, IS_CURRENT, Assignment.requirement.in_(view.keys))
    return (
        select(
            who.c.id,
            who.c.name,
            _how_many(mandatory).label("asked"),
            _how_many(and_(mandatory, ~is_in_date(today))).label("missing"),
            _how_many(is_in(State.OVERDUE, today)).label("overdue"),
            _how_many(is_due_soon(today)).label("soon"),
            _how_many(COUNTS).label("to_do"),
            _how_many(_is_wanted(view)).label("wanted"),
        )
        .select_from(who)
        .outerjoin(Assignment, theirs)
        .group_by(who.c.id, who.c.name)
        .subquery()
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _is_wanted(view: TeamView) -> ColumnElement[bool]:
    """Whether a row is in the state asked for, where one is that a row can be in."""
    code, today = view.wanted.state, view.today
    if not code or code == NOTHING_NOW:
        return false()
    if code == SOON:
        return is_due_soon(today)
    if code in {AVAILABLE, State.SUGGESTED.value}:
        strength = Strength.AVAILABLE if code == AVAILABLE else Strength.RECOMMENDED
        return and_(is_in(State.SUGGESTED, today), Assignment.strength == strength.value)
    return is_in(State(code), today)


def _cells(ids: Sequence[int], keys: Sequence[str], today: date) -> dict[tuple[int, str], Cell]:
    query = select(
        Assignment.person_id,
        Assignment.requirement,
        Assignment.strength,
        Assignment.status,
        Assignment.done_on,
        Assignment.due_on,
        Assignment.opens_on,
    ).where(Assignment.person_id.in_(ids), IS_CURRENT, Assignment.requirement.in_(keys))
    return {(row[0], row[1]): _cell(*row[2:], today=today) for row in db.session.execute(query).tuples()}


def _cell(
    strength: str, status: str, done_on: date | None, due_on: date | None, opens_on: date | None, *, today: date
) -> Cell:
    code = shown_as(state_on(today, strength, status, done_on, due_on, opens_on), strength)
    return NOTHING if code == NOTHING_NOW else Cell(code, due_on, done_on)


def _teams(ids: Sequence[int], today: date) -> dict[int, list[str]]:
    query = (
        select(Posting.person_id, Team.name)
        .join(Team, Team.id == Posting.team_id)
        .where(Posting.person_id.in_(ids), holds_on(today))
        .distinct()
        .order_by(Posting.person_id, Team.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, name in db.session.execute(query).tuples():
        found[person_id].append(name)
    return found
