"""`flask demo load`: an organisation with people in every state, so that every page has something to show."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

import click
from flask.cli import AppGroup
from flask_migrate import upgrade

from app.cli import demo_sessions
from app.cli.content import publish
from app.cli.demo_people import DETAILS, LOCAL_SERVICES, REQUIREMENTS, ROLES, TEAMS, invented_names
from app.database import writing
from app.extensions import db
from app.ledger.completions import record_completion
from app.ledger.entries import CourseCompleted
from app.models import Enrolment, HelpService, LocalDetail, Organisation, Person
from app.people.registration import NewPerson, add_organisation, add_person, find_or_add_team, organisations
from app.people.setting_up import ask_for
from app.rules.validity import valid_until
from app.support.records import add_national_services
from app.web import clock
from app.web.editions import PublishedEdition, current_edition
from app.web.passwords import hash_password
from app.web.settings import settings
from app.web.signing import KeyFault, register_first_key

demo = AppGroup("demo", help="The demonstration.")

NAME = "Northgate Council"
COLOUR = "#0f5257"
PASSWORD = "demo-password"  # noqa: S105 - shown on the demo's sign-in page, refused elsewhere
PEOPLE = 60
A_YEAR = 365
LONGEST_AGO = 3 * A_YEAR + 40


@dataclass(frozen=True, slots=True)
class Passed:
    """A completion of the demo's history."""

    person_id: int
    course: str
    days_ago: int


@demo.command("prepare")
@click.pass_context
def prepare(context: click.Context) -> None:
    """All that the demonstration needs: the newest schema, the modules as they are now, and people."""
    _only_in_the_demo()
    click.echo("Preparing the database …")
    upgrade()
    _make_key()
    context.invoke(publish)
    context.invoke(load)


def _forget_other_demonstrations() -> None:
    """Signed heads of a demonstration that was thrown away would tell that this one's log is another."""
    shutil.rmtree(settings().records_folder / "heads", ignore_errors=True)


def _make_key() -> None:
    try:
        register_first_key()
    except KeyFault as fault:
        click.echo(f"Certificates cannot be signed. {fault}", err=True)


@demo.command("load")
def load() -> None:
    """Fill an empty database with the demonstration; one that is filled stays as it is."""
    _only_in_the_demo()
    if organisations():
        click.echo("The demonstration is loaded already.")
        return
    _forget_other_demonstrations()
    random = Random(2026)  # noqa: S311 - the same demonstration every time
    with writing():
        organisation = _organisation()
        joined = _days_in_post(random)
        people = _people(organisation, joined)
        history = _history(people, {person.id: days for person, days in zip(people, joined, strict=True)}, random)
        with click.progressbar(history, label="Loading the demonstration") as bar:
            attended = _tell(organisation, people, joined, bar)
        _begin(people[0], "level-1-awareness", lessons=3)
    click.echo(f"{NAME}: {len(people)} people, {len(history) + attended} completions")


def _only_in_the_demo() -> None:
    if not settings().demo:
        raise click.ClickException("The demonstration is loaded where DEMO=1 only.")


def _organisation() -> Organisation:
    organisation = add_organisation(NAME, COLOUR, "Europe/London", "https://www.bbc.co.uk/weather", is_demo=True)
    for name, value in DETAILS.items():
        db.session.add(LocalDetail(organisation_id=organisation.id, name=name, value=value))
    for position, (name, phone, audience) in enumerate(LOCAL_SERVICES, start=101):
        db.session.add(
            HelpService(
                organisation_id=organisation.id,
                position=position,
                name=name,
                phone=phone,
                audience=audience,
                is_local=True,
            )
        )
    add_national_services(organisation.id)
    for parent, names in TEAMS.items():
        above = find_or_add_team(organisation.id, parent).id
        for name in names:
            find_or_add_team(organisation.id, name, above)
    for course, audience, within_days in REQUIREMENTS:
        ask_for(organisation.id, _published(course).module_id, audience, within_days)
    return organisation


def _days_in_post(random: Random) -> list[int]:
    """For how many days each person has been in post, in the order of `_people`."""
    return [since for *_, since in ROLES] + [random.randint(5, 5 * A_YEAR) for _ in range(PEOPLE)]


def _people(organisation: Organisation, days_in_post: list[int]) -> list[Person]:
    """The five accounts of the sign-in page, then invented colleagues in every team."""
    today, password = clock.today(organisation.time_zone), hash_password(PASSWORD)
    teams = [name for names in TEAMS.values() for name in names]
    accounts = [
        NewPerson(name, f"{role}@demo.example", password, team, job, manages, rights)
        for role, name, team, job, manages, rights, _ in ROLES
    ]
    colleagues = [
        NewPerson(name, f"person{number}@demo.example", None, teams[number % len(teams)])
        for number, name in enumerate(invented_names(PEOPLE), start=1)
    ]
    return [
        add_person(organisation.id, new, today - timedelta(days=days))
        for new, days in zip([*accounts, *colleagues], days_in_post, strict=True)
    ]


def _history(people: list[Person], joined: dict[int, int], random: Random) -> list[Passed]:
    """Who passed what and how long ago, oldest first: most in date, some running out, some long ago, some never."""
    passed = [Passed(people[0].id, "level-1-refresher", 12)]
    passed += [Passed(role.id, "level-1-awareness", random.randint(60, 700)) for role in people[1 : len(ROLES)]]
    passed += [Passed(role.id, "level-1-refresher", random.randint(10, 300)) for role in people[1 : len(ROLES)]]
    for person in people[len(ROLES) :]:
        days = joined[person.id]
        if random.random() < 0.93:
            passed.append(Passed(person.id, "level-1-awareness", min(days, random.randint(3, LONGEST_AGO))))
        if days > A_YEAR and random.random() < 0.9:
            passed.append(Passed(person.id, "level-1-refresher", random.randint(2, A_YEAR + 15)))
    return sorted(passed, key=lambda each: -each.days_ago)


def _tell(organisation: Organisation, people: list[Person], joined: list[int], history: Iterable[Passed]) -> int:
    """What happened, oldest first, with the sessions in between; how many completed by attending."""
    learner, manager, trainer, *_others = people
    long_here = [person for person, days in zip(people, joined, strict=True) if days > demo_sessions.SIGNED_DAYS_AGO]
    attending = [manager, *long_here[-len(demo_sessions.MARKS) + 1 :]]
    demo_sessions.add_courses(organisation)
    attended = None
    for passed in history:
        if attended is None and passed.days_ago < demo_sessions.SIGNED_DAYS_AGO:
            attended = demo_sessions.hold_and_sign(organisation, trainer, attending)
        _pass(passed)
    demo_sessions.set_up_others(organisation, trainer, long_here[4:10], learner)
    return attended or 0


def _pass(passed: Passed) -> None:
    edition = _published(passed.course)
    day = clock.now().date() - timedelta(days=passed.days_ago)
    completed = CourseCompleted(
        course=passed.course,
        title=edition.module.title,
        level=edition.module.level,
        method="e-learning",
        edition=edition.sha256,
        completed_on=day,
        valid_until=valid_until(day, edition.module.valid_months),
    )
    recorded_at = datetime.combine(day, time(10, 30), tzinfo=clock.zone("Europe/London"))
    certificate = record_completion(passed.person_id, completed, recorded_at)
    db.session.add(
        Enrolment(
            person_id=passed.person_id,
            module_id=edition.module_id,
            started_on=day,
            completed_on=day,
            entry_id=certificate.entry_id,
            lessons_read=json.dumps([lesson.slug for lesson in edition.module.lessons]),
        )
    )


def _begin(person: Person, course: str, lessons: int) -> None:
    edition = _published(course)
    read = [lesson.slug for lesson in edition.module.lessons[:lessons]]
    today = clock.now().date()
    db.session.add(
        Enrolment(person_id=person.id, module_id=edition.module_id, started_on=today, lessons_read=json.dumps(read))
    )


def _published(course: str) -> PublishedEdition:
    found = current_edition(course)
    if found is None:
        raise click.ClickException(f"{course} is not published yet. Run: flask content publish")
    return found
