from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade

from app.authoring.records import publish
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.quizzes import sitting
from app.web.editions import current_edition
from config import ROOT
from tests.client import StrictClient
from tests.concurrency.crowd import visitor_of
from tests.conftest import NOW, settings_for
from tests.databases import Databases
from tests.durability.server import SECRET
from tests.factories import OrganisationFactory, PersonFactory

names = count(1)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a learner's browser needs: a signed-in cookie and an attempt that is begun."""

    cookie: str
    attempt_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class School:
    """A database of its own, for servers in other processes, with learners who sit at a test."""

    app: Flask
    url: str
    organisation_id: int
    desks: list[Desk]


@pytest.fixture
def open_school(databases: Databases, short_edition: Edition) -> Iterator[Callable[[int], School]]:
    made: list[Flask] = []

    def make(learners: int) -> School:
        url = databases.create(f"school{next(names)}")
        app = create_app(settings_for(url, secret_key=SECRET))
        made.append(app)
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            with writing():
                publish(short_edition, NOW)
            organisation_id = OrganisationFactory().id
            desks = [_desk(app, organisation_id) for _ in range(learners)]
            db.session.remove()
            db.engine.dispose()
        return School(app, url, organisation_id, desks)

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _desk(app: Flask, organisation_id: int) -> Desk:
    person = PersonFactory(organisation_id=organisation_id)
    short = current_edition("short")
    assert short
    attempt_id = sitting.start(visitor_of(person), short)
    assert isinstance(attempt_id, int)
    client = StrictClient(app).sign_in(person)
    with client.http.session_transaction() as session:
        content = dict(session)
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    return Desk(str(serializer.dumps(content)), attempt_id, person.id)
