"""Two organisations in one partnership."""

from collections.abc import Callable

import pytest

from app.database import writing
from app.extensions import db
from app.models import Organisation
from app.partnership.records import add_partnership
from tests.cast import Cast
from tests.factories import ask, complete, member_of

ENOUGH = 24
"""As many people as may be told of exactly when half of them are in date."""


@pytest.fixture
def cast(now: object, cast: Cast) -> Cast:
    """People of every role on 16 November 2026, with the short module published."""
    return cast


@pytest.fixture
def together(cast: Cast) -> Cast:
    with writing():
        partnership = add_partnership("County partnership")
        for organisation_id in (cast.organisation.id, cast.other_team.organisation_id):
            db.session.get_one(Organisation, organisation_id).partnership_id = partnership.id
    return cast


@pytest.fixture
def crowded(together: Cast) -> Callable[[int], None]:
    """Gives the other organisation more people, of whom so many are in date, and asks both something."""

    def crowd(in_date: int) -> None:
        people = [member_of(together.other_team, name=f"Olga Other {number}") for number in range(ENOUGH)]
        for person in people[:in_date]:
            complete(person)
        for organisation_id in (together.organisation.id, together.other_team.organisation_id):
            ask(organisation_id)

    return crowd
