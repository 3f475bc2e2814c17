"""Logs with corrections, withdrawals, old records and moves between teams, made day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import select, update

from app.database import writing
from app.extensions import db
from app.ledger.completions import import_completions, record_completion
from app.ledger.corrections import CannotCorrect, completed_of, correct, withdraw
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.writing import subject_of
from app.models import LogEntry, Organisation, Person, Posting, Team
from app.rules.training_log import CorrectionReason, Method
from tests.factories import OrganisationFactory, PostingFactory, TeamFactory, member_of

FIRST_DAY = date(2026, 1, 10)
BY_HAND = Origin(reason=CorrectionReason.WRONG_DATE, note="between us", evidence="file 12")


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def short_course(on: date, **facts: object) -> CourseCompleted:
    short = CourseCompleted("short", "Short module", 1, "e-learning", "e" * 64, on, on + timedelta(days=365))
    return replace(short, **facts)  # type: ignore[arg-type]


def pass_test(person: Person, on: date, **facts: object) -> None:
    with writing():
        record_completion(person.id, short_course(on, **facts), at(on))


def bring_in(person: Person, completed_on: date, recorded: date, by: Person | None = None) -> None:
    completed = short_course(completed_on, method=Method.EXTERNAL, edition="")
    origin = replace(BY_HAND, reason=None, recorded_by=by.id if by else None)
    with writing():
        import_completions(person.organisation_id, [(subject_of(person), completed, origin)], at(recorded))


def put_right(organisation: Organisation, sequence: int, recorded: date, by: Person, **facts: object) -> None:
    """Correct an entry; correcting a withdrawal takes it back."""
    with writing():
        completed = replace(completed_of(entry(organisation, sequence)), **facts)  # type: ignore[arg-type]
        correct(organisation.id, sequence, completed, replace(BY_HAND, recorded_by=by.id), at(recorded))


def take_back(organisation: Organisation, sequence: int, recorded: date, by: Person) -> None:
    origin = replace(BY_HAND, recorded_by=by.id, reason=CorrectionReason.NOT_COMPLETED)
    with writing():
        withdraw(organisation.id, sequence, origin, at(recorded))


def entry(organisation: Organisation, sequence: int) -> LogEntry:
    mine = LogEntry.organisation_id == organisation.id, LogEntry.sequence == sequence
    return db.session.scalars(select(LogEntry).where(*mine)).one()


def move(person: Person, team: Team, first_day: date) -> None:
    with writing():
        db.session.execute(
            update(Posting)
            .where(Posting.person_id == person.id, Posting.ends_on.is_(None))
            .values(ends_on=first_day - timedelta(days=1))
        )
    PostingFactory(person_id=person.id, team_id=team.id, starts_on=first_day)


@dataclass(frozen=True, slots=True)
class Place:
    """Three teams with two people each, a lead, and a manager of the first team."""

    organisation: Organisation
    teams: list[Team]
    people: list[Person]
    lead: Person
    manager: Person


def make_place() -> Place:
    organisation = OrganisationFactory()
    teams = [TeamFactory(organisation_id=organisation.id, name=name) for name in ("Repairs", "Office", "Roofs")]
    people = [member_of(team, name=f"{name} of {team.name}") for team in teams for name in ("Ann", "Bob")]
    lead = member_of(teams[1], name="Lee Lead", is_lead=True)
    return Place(organisation, teams, people, lead, member_of(teams[0], name="Mani Manager", manages=True))


def live_through(place: Place, days: int, seed: int) -> Iterator[date]:
    """Something happens each day, which is then told."""
    chance = Random(seed)
    for number in range(days):
        day = FIRST_DAY + timedelta(days=number * 9)
        _something(place, day, chance)
        yield day


def _something(place: Place, day: date, chance: Random) -> None:
    person = chance.choice(place.people)
    sequence = chance.randint(1, max(1, len(_sequences(place))))
    try:
        match chance.choice(["pass", "pass", "import", "correct", "correct", "withdraw", "move"]):
            case "import":
                bring_in(person, day - timedelta(days=chance.randint(1, 400)), day, by=place.lead)
            case "correct" if _sequences(place):
                put_right(place.organisation, sequence, day, place.lead, level=2)
            case "withdraw" if _sequences(place):
                take_back(place.organisation, sequence, day, place.lead)
            case "move":
                move(person, chance.choice(place.teams), day)
            case _:
                pass_test(person, day)
    except CannotCorrect:
        pass_test(person, day)


def _sequences(place: Place) -> list[int]:
    return list(db.session.scalars(select(LogEntry.sequence).where(LogEntry.organisation_id == place.organisation.id)))
