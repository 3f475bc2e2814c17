"""Who is asking: the signed-in person, in one SELECT."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from flask import g
from flask_login import UserMixin, current_user
from sqlalchemy import and_, bindparam, exists, or_, select, update

from app.database import writing
from app.extensions import db, login
from app.models import Organisation, Person, Posting, Session
from app.web import clock
from app.web.settings import settings

SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What pages need of an organisation. `version` changes with any of its own details."""

    id: int
    name: str
    colour: str
    time_zone: str
    exit_url: str
    version: int


@dataclass(frozen=True, slots=True)
class Visitor(UserMixin):
    """A signed-in person. `token` is the secret of their session; `session_id` its row."""

    token: str
    session_id: int
    id: int
    name: str
    email: str
    organisation: OrganisationFacts
    is_manager: bool
    is_trainer: bool
    is_lead: bool
    is_admin: bool

    def get_id(self) -> str:
        return self.token

    @property
    def today(self) -> date:
        return clock.today(self.organisation.time_zone)


def visitor() -> Visitor:
    """The signed-in person of this request; only for pages that need one."""
    return cast(Visitor, current_user._get_current_object())


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_manages_now = exists().where(
    Posting.person_id == Person.id,
    Posting.manages,
    Posting.starts_on <= bindparam("today"),
    or_(Posting.ends_on.is_(None), Posting.ends_on >= bindparam("today")),
)

_by_token = (
    select(
        Session.id,
        Session.seen_at,
        Person.id,
        Person.name,
        Person.email,
        Person.is_trainer,
        Person.is_lead,
        Person.is_admin,
        _manages_now,
        Organisation.id,
        Organisation.name,
        Organisation.colour,
        Organisation.time_zone,
        Organisation.exit_url,
        Organisation.version,
    )
    .join(Person, and_(Person.id == Session.person_id, Person.is_active))
    .join(Organisation, Organisation.id == Person.organisation_id)
    .where(
        Session.token_hash == bindparam("token_hash"),
        Session.expires_at > bindparam("now"),
        Session.seen_at > bindparam("idle_since"),
    )
)


@login.user_loader  # type: ignore[untyped-decorator]
def load_visitor(token: str) -> Visitor | None:
    """The person whose unexpired session has this token."""
    now = clock.now()
    idle_since = now - timedelta(minutes=settings().idle_minutes)
    values = {"token_hash": hash_token(token), "now": now, "idle_since": idle_since, "today": now.date()}
    row = db.session.execute(_by_token, values).first()
    if row is None:
        return None
    session_id, seen_at, person_id, name, email, is_trainer, is_lead, is_admin, is_manager, *organisation = row
    if now - seen_at > SEEN_EVERY:
        _mark_seen(session_id, now)
    return Visitor(
        token=token,
        session_id=session_id,
        id=person_id,
        name=name,
        email=email,
        organisation=OrganisationFacts(*organisation),
        is_manager=is_manager,
        is_trainer=is_trainer,
        is_lead=is_lead,
        is_admin=is_admin,
    )


def _mark_seen(session_id: int, now: datetime) -> None:
    with writing():
        db.session.execute(update(Session).where(Session.id == session_id).values(seen_at=now))


def csp_nonce() -> str:
    """The random value that lets this response's own scripts and styles run."""
    return cast(str, g.csp_nonce)
