"""Ways to choose a password once. All that writes is called inside `app.database.writing()`."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, or_, select

from app.accounts.finding import Account, account_of, open_accounts
from app.extensions import db
from app.models import Person, SignInToken
from app.rules.one_time_codes import ALPHABET, LENGTH
from app.rules.sign_in import LASTS, REMEMBERED, Purpose
from app.staffing.people import set_password
from app.web.blinding import blind
from app.web.visitor import hash_token

INVITES = (Purpose.INVITATION, Purpose.CODE)


@dataclass(frozen=True, slots=True)
class Chance:
    """That somebody may choose a password now, and how they came by it."""

    account: Account
    purpose: Purpose


def make_links(person_ids: Collection[int], purpose: Purpose, now: datetime) -> dict[int, str]:
    """The secret of a link, 256 random bits, for each of these people."""
    made = {person_id: secrets.token_urlsafe(32) for person_id in person_ids}
    _keep(made, purpose, now)
    return made


def make_codes(person_ids: Collection[int], now: datetime) -> dict[int, str]:
    """A one-time code for each of these people, in place of what they were invited with before."""
    made = {person_id: "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for person_id in person_ids}
    _keep({person_id: secret_of(code) for person_id, code in made.items()}, Purpose.CODE, now)
    return made


def secret_of(code: str) -> str:
    """What stands for a one-time code. It needs the key of this service, so that nobody else can try all codes."""
    return blind(f"one-time code {code}")


def _keep(made: dict[int, str], purpose: Purpose, now: datetime) -> None:
    _sweep(now)
    if purpose in INVITES:
        mine = SignInToken.person_id.in_(made), SignInToken.purpose.in_(INVITES)
        db.session.execute(delete(SignInToken).where(*mine))
    db.session.add_all(
        SignInToken(
            person_id=person_id,
            purpose=purpose.value,
            token_hash=hash_token(secret),
            made_at=now,
            expires_at=now + LASTS[purpose],
        )
        for person_id, secret in made.items()
    )
    db.session.flush()


def _sweep(now: datetime) -> None:
    """What ran out goes; invitations and codes a while later, so that the list tells who was invited in vain."""
    invites = SignInToken.purpose.in_(INVITES)
    is_over = or_(
        and_(~invites, SignInToken.expires_at <= now), and_(invites, SignInToken.expires_at <= now - REMEMBERED)
    )
    db.session.execute(delete(SignInToken).where(is_over))


def find_chance(secret: str, now: datetime) -> Chance | None:
    """What a link's secret, or `secret_of` a code, lets somebody do; None where it is unknown, used or over."""
    unused = SignInToken.token_hash == hash_token(secret), SignInToken.expires_at > now
    query = open_accounts().join(SignInToken, SignInToken.person_id == Person.id).where(*unused)
    row = db.session.execute(query.add_columns(SignInToken.purpose)).first()
    if row is None:
        return None
    *facts, purpose = row
    account = account_of(facts)
    return None if account is None else Chance(account, Purpose(purpose))


def choose(secret: str, password_hash: str, now: datetime) -> Account | None:
    """Set the password of whom the secret is for, and end their sessions and other secrets; None where it is over."""
    unused = SignInToken.token_hash == hash_token(secret), SignInToken.expires_at > now
    token = db.session.scalar(select(SignInToken).where(*unused).with_for_update())
    chance = find_chance(secret, now) if token else None
    if token is None or chance is None:
        return None
    set_password(db.session.get_one(Person, token.person_id), password_hash)
    return chance.account
