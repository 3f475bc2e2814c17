"""An organisation to measure with: the published modules, people with sessions, a log of any length."""

import hashlib
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask, session
from flask_migrate import upgrade
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection, insert, select

from app.assignments.applying import apply_programme
from app.authoring.records import publish
from app.cli.demonstration.council import DETAILS, TEAMS, invented_names
from app.content.edition import build
from app.content.sources import read_sources
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.ledger.affected import affected
from app.models import LocalDetail, Organisation, Person, Posting, Session, Team
from app.quizzes.routes import questions_on_a_paper
from app.rules.questions import Quiz
from app.staffing.organisations import add_organisation
from app.staffing.people import NewPerson, add_person
from app.staffing.setting_up import usual_programme
from app.staffing.teams import find_or_add_team
from app.support.records import add_national_services
from app.web import clock
from app.web.editions import PublishedEdition, current_edition
from config import ROOT, read_settings

MODULE = "level-1-awareness"
JOINED_DAYS_AGO = 400
LEARNERS = 200


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody with a session: what their browser sends as cookie, and the form token that goes with it."""

    person_id: int
    cookie: str
    token: str

    def form(self, **fields: str) -> str:
        return urlencode({"csrf_token": self.token} | fields)


class School:
    """The application with its database, from inside: it makes people while web servers serve the same database."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.app: Flask = create_app(read_settings(environment))
        with self.app.app_context():
            upgrade(str(ROOT / "migrations"))
            db.session.remove()
            self.organisation_id = _open("Northgate Council")
            self.module = _edition().module
            self.quiz: Quiz = _edition().quiz
            self.details = DETAILS | {"organisation.name": "Northgate Council"}

    @property
    def questions(self) -> int:
        """How many stand on a paper."""
        return questions_on_a_paper(self.quiz)

    def people(self, count: int) -> list[SignedIn]:
        """New learners of the first organisation, spread over its teams, each with a session."""
        with self.app.app_context(), writing():
            ids = add_people(db.session.connection(), self.organisation_id, count)
            affected(ids)
        return self._sign_in(ids)

    def lead(self, organisation_id: int) -> SignedIn:
        """A new training lead of an organisation."""
        with self.app.app_context(), writing():
            new = NewPerson("Nadia Rahman", f"{uuid.uuid4()}@lead.example", None, rights=frozenset({"lead"}))
            person_id = add_person(organisation_id, new, clock.now().date()).id
        return self._sign_in([person_id])[0]

    def sign_in(self, person_id: int) -> SignedIn:
        return self._sign_in([person_id])[0]

    def _sign_in(self, person_ids: list[int]) -> list[SignedIn]:
        tokens = [secrets.token_urlsafe(32) for _ in person_ids]
        with self.app.app_context(), writing():
            db.session.execute(insert(Session), _sessions(person_ids, tokens))
        return [self._cookie(person_id, token) for person_id, token in zip(person_ids, tokens, strict=True)]

    def _cookie(self, person_id: int, token: str) -> SignedIn:
        with self.app.test_request_context():
            session.update({"_user_id": token, "_fresh": True})
            form_token = generate_csrf()
            serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
            name = self.app.config["SESSION_COOKIE_NAME"]
            return SignedIn(person_id, f"{name}={serializer.dumps(dict(session))}", form_token)


def _sessions(person_ids: list[int], tokens: list[str]) -> list[dict[str, object]]:
    now = clock.now()
    return [
        {
            "token_hash": hashlib.sha256(token.encode()).digest(),
            "person_id": person_id,
            "device": "",
            "created_at": now,
            "seen_at": now,
            "expires_at": now + timedelta(hours=12),
        }
        for person_id, token in zip(person_ids, tokens, strict=True)
    ]


def add_people(connection: Connection, organisation_id: int, count: int) -> list[int]:
    """The ids of `count` new learners, in bulk; each is posted to one of the organisation's teams."""
    group = uuid.uuid4()
    people = [
        {
            "organisation_id": organisation_id,
            "reference": str(uuid.uuid4()),
            "salt": secrets.token_bytes(32),
            "email": f"{group}.{number}@learner.example",
            "name": name,
        }
        for number, name in enumerate(_names(count))
    ]
    connection.execute(insert(Person), people)
    ids = list(connection.scalars(select(Person.id).where(Person.email.startswith(str(group))).order_by(Person.id)))
    teams = list(connection.scalars(select(Team.id).where(Team.organisation_id == organisation_id)))
    since = clock.now().date() - timedelta(days=JOINED_DAYS_AGO)
    postings = [
        {"person_id": person_id, "team_id": teams[number % len(teams)], "starts_on": since}
        for number, person_id in enumerate(ids)
    ]
    connection.execute(insert(Posting), postings)
    return ids


def _names(count: int) -> Iterator[str]:
    known = invented_names(400)
    return (known[number % len(known)] for number in range(count))


def open_organisation(name: str) -> int:
    """The id of a new organisation with teams, its own details and helplines."""
    organisation: Organisation = add_organisation(name, "#0f5257", "Europe/London", "https://www.bbc.co.uk/weather")
    add_national_services(organisation.id)
    for detail, value in DETAILS.items():
        db.session.add(LocalDetail(organisation_id=organisation.id, name=detail, value=value))
    made: dict[str | None, int] = {}
    for each in TEAMS:
        made[each.name] = find_or_add_team(organisation.id, each.name, made.get(each.above)).id
    return organisation.id


def _open(name: str) -> int:
    """Publish every module, and have a new organisation ask what organisations usually do."""
    slugs = sorted(path.stem for path in (ROOT / "modules").glob("*.md"))
    editions = [build(read_sources(ROOT / "modules", ROOT / "quizzes", slug)) for slug in slugs]
    with writing():
        for edition in editions:
            publish(edition, clock.now())
    with writing():
        organisation_id = open_organisation(name)
        apply_programme(organisation_id, usual_programme(), clock.now())
    return organisation_id


def _edition(slug: str = MODULE) -> PublishedEdition:
    found = current_edition(slug)
    assert found is not None
    return found
