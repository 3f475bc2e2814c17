"""The people of the demonstration: who works where, who has moved, left, is away or is still to come."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import func, select

from app.cli.demonstration.council import ROLES, TEAMS, TeamPlan, invented_names
from app.extensions import db
from app.models import Organisation, Person, Posting, Team
from app.staffing.absences import be_away
from app.staffing.exemptions import exempt
from app.staffing.leaving import leave
from app.staffing.people import NewPerson, add_person
from app.staffing.postings import NewPosting, post
from app.staffing.teams import add_alias, find_or_add_team

A_YEAR = 365
LONGEST_HERE = 9 * A_YEAR
MOVED, GONE, AWAY = 12, 14, 5
"""How many people have changed their team, have left, and are away now."""

FIRMLY_HERE, COMING_DAYS = 0.92, 14
"""The share of people who are not new; some start in the next days."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with the team that they work in and the day on which they started."""

    person: Person
    plan: TeamPlan
    started_on: date
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Council:
    """`accounts` are those of the sign-in page by role; `colleagues` everybody else who works here or did."""

    accounts: dict[str, Someone]
    colleagues: list[Someone]

    @property
    def everybody(self) -> list[Someone]:
        return [*self.accounts.values(), *self.colleagues]


def settle_in(organisation: Organisation, password_hash: str, today: date, random: Random) -> Council:
    """Teams with managers, line managers and members; then moves and absences. Leavers leave with `say_goodbye`."""
    teams = _teams(organisation)
    plans = {plan.name: plan for plan in TEAMS}
    names = iter(invented_names(sum(plan.size + 1 for plan in TEAMS)))
    accounts = {
        role: _account(organisation, plans[team], (role, name, job, manages, rights), password_hash, today, since)
        for role, name, team, job, manages, rights, since in ROLES
    }
    managers = {"Housing": accounts["manager"].person}
    colleagues: list[Someone] = []
    for plan in TEAMS:
        if plan.name not in managers:
            leader = _colleague(organisation, plan, next(names), today, random, managers.get(plan.above or ""), True)
            managers[plan.name] = leader.person
            colleagues.append(leader)
        for _ in range(plan.size):
            colleagues.append(_colleague(organisation, plan, next(names), today, random, managers[plan.name], False))
    _give_line_managers(accounts, managers)
    council = Council(accounts, colleagues)
    _move_some(council, teams, managers, today, random)
    _be_away(council, today, random)
    return council


def _teams(organisation: Organisation) -> dict[str, Team]:
    teams: dict[str, Team] = {}
    for plan in TEAMS:
        above = teams[plan.above].id if plan.above else None
        teams[plan.name] = find_or_add_team(organisation.id, plan.name, above)
        if plan.alias:
            add_alias(teams[plan.name], plan.alias)
    return teams


def _account(
    organisation: Organisation,
    plan: TeamPlan,
    facts: tuple[str, str, str, bool, frozenset[str]],
    password_hash: str,
    today: date,
    since: int,
) -> Someone:
    role, name, job, manages, rights = facts
    started_on = today - timedelta(days=since)
    new = NewPerson(name, f"{role}@demo.example", password_hash, plan.name, job, manages, rights)
    person = add_person(organisation.id, new, started_on)
    person.first_signed_in_on = started_on
    return Someone(person, plan, started_on, manages)


def _colleague(
    organisation: Organisation,
    plan: TeamPlan,
    name: str,
    today: date,
    random: Random,
    line_manager: Person | None,
    leads: bool,
) -> Someone:
    number = db.session.scalar(select(func.count()).select_from(Person)) or 0
    days = random.randint(3, LONGEST_HERE) if random.random() < FIRMLY_HERE else random.randint(-COMING_DAYS, 60)
    started_on = today - timedelta(days=days)
    has_email = plan.has_email or leads
    new = NewPerson(
        name=name,
        email=f"person{number}@demo.example" if has_email else None,
        staff_number=f"N{10_000 + number}",
        password_hash=None,
        team=plan.name,
        job=plan.manager if leads else plan.job,
        manages=leads,
        is_customer_facing=plan.is_customer_facing,
        employment="employee" if leads else plan.employment,
        line_manager_id=line_manager.id if line_manager else None,
    )
    person = add_person(organisation.id, new, started_on)
    if days > 40 and random.random() < 0.93:
        person.first_signed_in_on = started_on + timedelta(days=random.randint(0, 30))
    return Someone(person, plan, started_on, leads)


def _give_line_managers(accounts: dict[str, Someone], managers: dict[str, Person]) -> None:
    for someone in accounts.values():
        manager = managers[someone.plan.name]
        if manager is not someone.person:
            posting = db.session.scalars(select(Posting).where(Posting.person_id == someone.person.id)).one()
            posting.line_manager_id = manager.id


def _move_some(
    council: Council, teams: dict[str, Team], managers: dict[str, Person], today: date, random: Random
) -> None:
    """From behind a desk to the front line, or back, some time in the last year."""
    long_here = [each for each in council.colleagues if not each.manages and (today - each.started_on).days > A_YEAR]
    targets = [plan for plan in TEAMS if plan.is_customer_facing and plan.employment == "employee"]
    for someone in random.sample(long_here, MOVED):
        plan = random.choice(targets)
        job = NewPosting(
            teams[plan.name].id,
            plan.job,
            is_customer_facing=plan.is_customer_facing,
            line_manager_id=managers[plan.name].id,
        )
        post(someone.person, job, today - timedelta(days=random.randint(10, 300)))


def _be_away(council: Council, today: date, random: Random) -> None:
    """Some are away now, with and without a day on which they are back; some were for a while."""
    able = [each for each in council.colleagues if not each.manages and (today - each.started_on).days > 500]
    for number, someone in enumerate(random.sample(able, AWAY * 3)):
        begins = today - timedelta(days=random.randint(20, 150))
        if number < AWAY:
            be_away(someone.person, begins, None if number % 2 else today + timedelta(days=random.randint(10, 90)))
        else:
            be_away(someone.person, begins, begins + timedelta(days=random.randint(5, 60)))


def ask_differently(council: Council, leaving: list[tuple[Someone, date]], today: date, random: Random) -> None:
    """Two people are asked something else; nobody is told why, and nothing here knows."""
    lead = council.accounts["lead"].person
    going = {someone.person.id for someone, _ in leaving}
    here = [each for each in council.colleagues if each.person.id not in going]
    able = [each for each in here if (today - each.started_on).days > A_YEAR]
    first, second = random.sample(able, 2)
    exempt(first.person, "refresher", today - timedelta(days=30), None, lead.id)
    exempt(second.person, "core", today - timedelta(days=60), None, lead.id, route="level-3-champions-day")


def give_notice(council: Council, today: date, random: Random) -> list[tuple[Someone, date]]:
    """Who has left, or will, with the last day on which they work; the account stays open until `say_goodbye`."""
    able = [each for each in council.colleagues if not each.manages and (today - each.started_on).days > 400]
    days = [-12, *(random.randint(1, 200) for _ in range(GONE - 1))]
    leaving = [(each, today - timedelta(days=ago)) for each, ago in zip(random.sample(able, GONE), days, strict=True)]
    for someone, last_day in leaving:
        for posting in db.session.scalars(select(Posting).where(Posting.person_id == someone.person.id)):
            posting.ends_on = max(last_day, posting.starts_on) if posting.ends_on is None else posting.ends_on
    return leaving


def say_goodbye(leaving: list[tuple[Someone, date]], today: date) -> None:
    for someone, last_day in leaving:
        leave(someone.person, last_day, today)
