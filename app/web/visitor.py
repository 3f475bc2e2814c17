"""Who is asking: the signed-in person, in one SELECT."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import cast

from flask import current_app, g
from flask_login import UserMixin, current_user
from sqlalchemy import BindParameter, Exists, and_, bindparam, exists, or_, select, update
from sqlalchemy.exc import DBAPIError

from app.database import writing
from app.extensions import db, login
from app.models import Organisation, Person, Posting, Session
from app.web import clock
from app.web.settings import settings

SEEN_EVERY = timedelta(minutes=5)
SHORT_PATIENCE = 0.2


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What pages need of an organisation. `version` changes with any of its own details."""

    id: int
    name: str
    colour: str
    time_zone: str
    exit_url: str
    version: int


FACTS = len(fields(OrganisationFacts))


@dataclass(frozen=True, slots=True)
class Visitor(UserMixin):
    """A signed-in person. `token` is the secret of their session; `session_id` its row."""

    token: str
    session_id: int
    id: int
    name: str
    email: str | None
    staff_number: str | None
    organisation: OrganisationFacts
    is_manager: bool
    is_trainer: bool
    is_lead: bool
    is_admin: bool
    is_coordinator: bool

    def get_id(self) -> str:
        return self.token

    @property
    def today(self) -> date:
        return clock.today(self.organisation.time_zone)


def visitor() -> Visitor:
    """The signed-in person of this request; only for pages that need one."""
    found = g.get("visitor")
    if found is None:
        found = g.visitor = current_user._get_current_object()
    return cast(Visitor, found)


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_sessions, _people, _postings = Session.__table__.c, Person.__table__.c, Posting.__table__.c
_organisations = Organisation.__table__.c


def _manages_on(day: BindParameter[date]) -> Exists:
    """Whether they manage a team, or are somebody's line manager."""
    manages = and_(_postings.person_id == _people.id, _postings.manages)
    return exists().where(
        or_(manages, _postings.line_manager_id == _people.id),
        _postings.starts_on <= day,
        or_(_postings.ends_on.is_(None), _postings.ends_on >= day),
    )


DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
"""The days that it may be somewhere on earth, counted from that in UTC; which of them it is, the row itself tells."""

_by_token = (
    select(
        _sessions.id,
        _sessions.seen_at,
        _people.id,
        _people.name,
        _people.email,
        _people.staff_number,
        _people.is_trainer,
        _people.is_lead,
        _people.is_admin,
        _people.is_coordinator,
        _people.last_day,
        *(_manages_on(bindparam(day)) for day in DAYS),
        _organisations.id,
        _organisations.name,
        _organisations.colour,
        _organisations.time_zone,
        _organisations.exit_url,
        _organisations.version,
    )
    .select_from(
        Session.__table__.join(Person.__table__, _people.id == _sessions.person_id).join(
            Organisation.__table__, _organisations.id == _people.organisation_id
        )
    )
    .where(
        _sessions.token_hash == bindparam("token_hash"),
        _sessions.expires_at > bindparam("now"),
        _sessions.seen_at > bindparam("idle_since"),
        _people.is_active,
    )
)
"""On tables rather than classes, because every request asks it and the ORM would double its cost."""


@login.user_loader  # type: ignore[untyped-decorator]
def load_visitor(token: str) -> Visitor | None:
    """The person whose unexpired session has this token, and whose last day, where they are, is not over."""
    now = clock.now()
    row = db.session.connection().execute(_by_token, _asked(token, now)).first()
    if row is None:
        return None
    session_id, seen_at, *person, last_day, managed_yesterday, manages_today, manages_tomorrow = row[:-FACTS]
    organisation = OrganisationFacts(*row[-FACTS:])
    local_day = clock.today(organisation.time_zone)
    if last_day is not None and last_day < local_day:
        return None
    if now - seen_at > SEEN_EVERY:
        _mark_seen(session_id, now)
    manages = {-1: managed_yesterday, 0: manages_today, 1: manages_tomorrow}
    person_id, name, email, staff_number, is_trainer, is_lead, is_admin, is_coordinator = person
    return Visitor(
        token=token,
        session_id=session_id,
        id=person_id,
        name=name,
        email=email,
        staff_number=staff_number,
        organisation=organisation,
        is_manager=manages[(local_day - now.date()).days],
        is_trainer=is_trainer,
        is_lead=is_lead,
        is_admin=is_admin,
        is_coordinator=is_coordinator,
    )


def _asked(token: str, now: datetime) -> dict[str, object]:
    idle_since = now - timedelta(minutes=settings().idle_minutes)
    days = {day: now.date() + timedelta(days=offset) for day, offset in DAYS.items()}
    return {"token_hash": hash_token(token), "now": now, "idle_since": idle_since, **days}


def _mark_seen(session_id: int, now: datetime) -> None:
    """Keep an idle session from ending. It can wait for the next request, so a page never fails for it."""
    try:
        with writing(patience=SHORT_PATIENCE):
            db.session.execute(update(Session).where(Session.id == session_id).values(seen_at=now))
    except DBAPIError:
        current_app.logger.warning("the database does not take it: a session was not marked as seen")


def csp_nonce() -> str:
    """The random value that lets this response's own scripts and styles run."""
    return cast(str, g.csp_nonce)
