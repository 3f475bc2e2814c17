"""Accounts and sessions in the database."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from app.accounts.finding import Account
from app.extensions import db
from app.models import Organisation, Person, Session, SignInToken, SignInTry
from app.rules.sign_in import WINDOW
from app.web.visitor import hash_token


def open_session(person_id: int, device: str, now: datetime, lasts: timedelta) -> str:
    """Start a session and return its secret token, 256 random bits; old ones of everybody are swept out."""
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(Session).where(Session.expires_at <= now))
    db.session.add(
        Session(
            token_hash=hash_token(token),
            person_id=person_id,
            device=device,
            created_at=now,
            seen_at=now,
            expires_at=now + lasts,
        )
    )
    return token


def end_session(session_id: int) -> None:
    db.session.execute(delete(Session).where(Session.id == session_id))


def end_session_with(token: str) -> None:
    db.session.execute(delete(Session).where(Session.token_hash == hash_token(token)))


def exit_url(token: str) -> str | None:
    """Where the organisation of this session's person sends those who leave; None for a session that is over."""
    query = (
        select(Organisation.exit_url)
        .join(Person, Person.organisation_id == Organisation.id)
        .join(Session, Session.person_id == Person.id)
        .where(Session.token_hash == hash_token(token))
    )
    return db.session.scalar(query)


def end_other_sessions(person_id: int, kept_id: int) -> int:
    """End every session of a person but one; returns how many."""
    ended = db.session.execute(delete(Session).where(Session.person_id == person_id, Session.id != kept_id))
    return ended.rowcount  # type: ignore[attr-defined,no-any-return]


def sessions_of(person_id: int, now: datetime) -> list[Session]:
    query = select(Session).where(Session.person_id == person_id, Session.expires_at > now)
    return list(db.session.scalars(query.order_by(Session.seen_at.desc())))


def count_wrong_guesses(account: str, network: str, now: datetime) -> tuple[int, int]:
    """Wrong guesses of the last minutes for this account, and from this network."""
    since = SignInTry.at > now - WINDOW
    query = select(
        select(func.count()).where(SignInTry.account == account, since).scalar_subquery(),
        select(func.count()).where(SignInTry.network == network, since).scalar_subquery(),
    )
    row = db.session.execute(query).one()
    return row[0], row[1]


def note_wrong_guess(account: str, network: str, now: datetime) -> None:
    db.session.execute(delete(SignInTry).where(SignInTry.at <= now - WINDOW))
    db.session.add(SignInTry(account=account, network=network, at=now))


def password_hash_of(person_id: int) -> str | None:
    return db.session.scalar(select(Person.password_hash).where(Person.id == person_id))


def set_password(person_id: int, password_hash: str) -> None:
    """A new password of somebody who knew the old one; other ways to choose one are over."""
    db.session.execute(update(Person).where(Person.id == person_id).values(password_hash=password_hash))
    forget_tokens(person_id)


def note_first_sign_in(account: Account) -> None:
    """Once; what they were invited with is over then."""
    first = Person.id == account.person_id, Person.first_signed_in_on.is_(None)
    noted = db.session.execute(update(Person).where(*first).values(first_signed_in_on=account.today))
    if noted.rowcount:  # type: ignore[attr-defined]
        forget_tokens(account.person_id)


def forget_tokens(person_id: int) -> None:
    db.session.execute(delete(SignInToken).where(SignInToken.person_id == person_id))
