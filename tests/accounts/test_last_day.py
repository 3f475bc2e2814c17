"""Until when an account may be used, by the organisation's own day, and when it was used first."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Organisation, Person, Posting, SignInToken
from app.rules.sign_in import Purpose
from tests.client import StrictClient
from tests.factories import PASSWORD

LAST = date(2026, 11, 16)


def change(table: type, **values: object) -> None:
    with writing():
        db.session.execute(update(table).values(**values))


@pytest.mark.parametrize(
    ("zone", "instant", "is_open"),
    [
        ("Europe/London", datetime(2026, 11, 16, 23, 59, tzinfo=UTC), True),
        ("Europe/London", datetime(2026, 11, 17, 0, 0, tzinfo=UTC), False),
        ("Pacific/Auckland", datetime(2026, 11, 16, 10, 59, tzinfo=UTC), True),
        ("Pacific/Auckland", datetime(2026, 11, 16, 11, 0, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2026, 11, 17, 7, 59, tzinfo=UTC), True),
        ("America/Los_Angeles", datetime(2026, 11, 17, 8, 0, tzinfo=UTC), False),
    ],
)
def test_an_account_is_over_after_its_last_day_where_it_is(
    zone: str, instant: datetime, is_open: bool, app: Flask, person: Person, right: dict[str, str]
) -> None:
    """For those who are signed in and for those who want to, and managing ends with the same day."""
    change(Organisation, time_zone=zone)
    with time_machine.travel(instant, tick=False):
        signed_in, newcomer = StrictClient(app).sign_in(person), StrictClient(app)
        change(Posting, manages=True, ends_on=LAST)
        signed_in.fetch("/team", expect=200 if is_open else 403)
        change(Person, last_day=LAST)
        signed_in.fetch("/account", expect=200 if is_open else 303)
        newcomer.submit(newcomer.get("/sign-in").form("Sign in"), expect=303 if is_open else 400, **right)


@pytest.mark.parametrize(
    ("zone", "instant", "manages"),
    [
        ("Pacific/Auckland", datetime(2026, 11, 15, 10, 59, tzinfo=UTC), False),
        ("Pacific/Auckland", datetime(2026, 11, 15, 11, 0, tzinfo=UTC), True),
        ("America/Los_Angeles", datetime(2026, 11, 16, 7, 59, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2026, 11, 16, 8, 0, tzinfo=UTC), True),
    ],
)
def test_managing_begins_with_the_organisations_day(
    zone: str, instant: datetime, manages: bool, app: Flask, person: Person
) -> None:
    change(Organisation, time_zone=zone)
    change(Posting, manages=True, starts_on=LAST)
    with time_machine.travel(instant, tick=False):
        StrictClient(app).sign_in(person).fetch("/team", expect=200 if manages else 403)


def test_the_first_sign_in_is_noted_once_by_the_organisations_day(
    client: StrictClient, person: Person, right: dict[str, str]
) -> None:
    change(Organisation, time_zone="Pacific/Auckland")
    for instant in (datetime(2026, 11, 16, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)):
        with time_machine.travel(instant, tick=False):
            client.press(client.get("/sign-in"), "Sign in", **right)
            client.press(client.get("/training"), "Sign out")
        assert db.session.get_one(Person, person.id).first_signed_in_on == date(2026, 11, 17)


def test_an_invitation_ends_with_the_first_sign_in(
    client: StrictClient, person: Person, right: dict[str, str], now: datetime
) -> None:
    with writing():
        token = {"token_hash": b"x" * 32, "made_at": now, "expires_at": now.replace(year=2027)}
        db.session.add(SignInToken(person_id=person.id, purpose=Purpose.INVITATION.value, **token))
    client.press(client.get("/sign-in"), "Sign in", **(right | {"password": PASSWORD}))
    assert db.session.query(SignInToken).count() == 0
