"""A database of its own for servers in other processes, with people who are signed in and have all before them."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_migrate import upgrade

from app.authoring.records import publish
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.models import Session
from app.web import clock
from config import ROOT
from tests.conftest import NOW, settings_for
from tests.databases import Databases
from tests.durability.server import SECRET
from tests.factories import OrganisationFactory, PersonFactory

numbers = count(1)


@dataclass(frozen=True, slots=True)
class Desk:
    """A browser in which somebody is signed in by a cookie."""

    cookie: str
    person_id: int


@dataclass(frozen=True, slots=True)
class School:
    app: Flask
    url: str
    organisation_id: int
    desks: list[Desk]

    @contextmanager
    def inside(self) -> Iterator[None]:
        """In the application's context; afterwards nothing is connected to the database."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()


def open_school(databases: Databases, edition: Edition, people: int, migrated: str | None = None) -> School:
    """On a copy of `migrated`, if there is one."""
    url = databases.create(f"school{next(numbers)}")
    app = create_app(settings_for(url, secret_key=SECRET))
    school = School(app, url, 0, [])
    if migrated:
        databases.copy(migrated, url)
    with school.inside():
        if not migrated:
            upgrade(str(ROOT / "migrations"))
        with writing():
            publish(edition, NOW)
        organisation_id = OrganisationFactory().id
        return School(app, url, organisation_id, _desks(app, organisation_id, people))


def _desks(app: Flask, organisation_id: int, people: int) -> list[Desk]:
    tokens = [secrets.token_urlsafe(32) for _ in range(people)]
    with writing():
        persons = [PersonFactory.build(organisation=None, organisation_id=organisation_id) for _ in range(people)]
        db.session.add_all(persons)
        db.session.flush()
        db.session.add_all(_session(token, each.id) for token, each in zip(tokens, persons, strict=True))
        return [Desk(_cookie(app, token), each.id) for token, each in zip(tokens, persons, strict=True)]


def _session(token: str, person_id: int) -> Session:
    now = clock.now()
    return Session(
        token_hash=hashlib.sha256(token.encode()).digest(),
        person_id=person_id,
        device="",
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=12),
    )


def _cookie(app: Flask, token: str) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer
    return str(serializer.dumps({"_user_id": token, "_fresh": True}))
