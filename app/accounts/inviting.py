"""Inviting people to choose a password. All of this is called inside `app.database.writing()`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_

from app.accounts.finding import Account, account_of, open_accounts
from app.accounts.letters import invitation
from app.accounts.tokens import make_codes, make_links
from app.accounts.waiting import Waiting, not_invited, who_never_signed_in
from app.extensions import db
from app.mailing.queue import About, queue_mails, take_back
from app.models import Person, SignInToken
from app.rules.sign_in import Purpose
from app.staffing.organisations import lock_organisation
from app.web.scope import Scope

MOST_AT_ONCE = 500
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person needs to sign in for the first time. `code` is readable here and nowhere else."""

    name: str
    staff_number: str
    code: str


def invite_all(scope: Scope, now: datetime) -> int:
    """Queue a mail to each of those, to MOST_AT_ONCE at most; how many."""
    lock_organisation(scope.organisation_id)
    query = who_never_signed_in(scope).where(*not_invited(now)).order_by(Person.name, Person.id).limit(MOST_AT_ONCE)
    return _invite(db.session.scalars(query.with_only_columns(Person.id)).all(), now)


def invite(scope: Scope, person_id: int, now: datetime) -> bool:
    """Queue another mail to one of them, whose earlier link ends; whether there is such a person."""
    if person_id > LARGEST_ID:
        return False
    lock_organisation(scope.organisation_id)
    one = who_never_signed_in(scope).where(Person.id == person_id, Person.email.is_not(None))
    return _invite(db.session.scalars(one.with_only_columns(Person.id)).all(), now) == 1


def _invite(person_ids: Collection[int], now: datetime) -> int:
    take_back(About.INVITATION, person_ids)
    secrets = make_links(person_ids, Purpose.INVITATION, now)
    accounts = _accounts(person_ids)
    return queue_mails([invitation(each, secrets[each.person_id]) for each in accounts], now)


def print_codes(query: Select[Any], person_ids: Collection[int], drawn_at: datetime, now: datetime) -> list[Slip]:
    """New codes for those of these people whom `query` finds; a slip each, by name.

    Who got one since the page with the list was drawn is left out: it was sent twice, and the first slips are printed.
    """
    since = SignInToken.purpose == Purpose.CODE, SignInToken.made_at >= drawn_at
    not_yet = or_(SignInToken.id.is_(None), ~and_(*since))
    possible = [each for each in person_ids if 0 < each <= LARGEST_ID]
    rows = db.session.execute(query.where(Person.id.in_(possible), not_yet)).all()
    found = sorted((Waiting(*row) for row in rows), key=lambda each: each.name)
    codes = make_codes([each.person_id for each in found], now)
    return [Slip(each.name, each.staff_number or "", codes[each.person_id]) for each in found]


def _accounts(person_ids: Collection[int]) -> list[Account]:
    rows = db.session.execute(open_accounts().where(Person.id.in_(person_ids)).order_by(Person.name, Person.id))
    return [account for row in rows if (account := account_of(row)) is not None]
