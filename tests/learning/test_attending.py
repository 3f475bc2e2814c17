"""What somebody reads on My training of the sessions that they are, or were, to attend."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.database import writing
from app.extensions import db
from app.models import Person, TrainingSession
from tests.client import StrictClient
from tests.factories import ask, complete, session_by

pytestmark = pytest.mark.usefixtures("now", "published")

NOT_SIGNED = "On 2 November 2026. When the trainer has signed the register, it will be here with what you have done."
IN_PART = "You attended part of it on 2 November 2026. Ask your trainer how to complete it."


def sessions(client: StrictClient, person: Person) -> list[str]:
    """What is said of each session."""
    page = client.sign_in(person).get("/training")
    found = page.document.xpath("//h2[normalize-space()='Sessions']/following-sibling::ul[1]/li//p")
    return [" ".join(each.text_content().split()) for each in found]


def sign(session: TrainingSession) -> None:
    with writing():
        row = db.session.get_one(TrainingSession, session.id)
        row.signed_at, row.signed_name, row.signed_by_id = datetime(2026, 11, 3, tzinfo=UTC), "T", row.made_by_id


@pytest.mark.parametrize(
    ("facts", "is_signed", "told"),
    [
        ({"held_on": date(2026, 12, 1), "attended": None}, False, ["On 1 December 2026, Town Hall"]),
        ({"held_on": date(2026, 11, 16), "attended": None}, False, ["Today, Town Hall"]),
        ({"attended": None}, False, [NOT_SIGNED]),
        ({"attended": "full"}, False, [NOT_SIGNED]),
        ({"attended": "part"}, False, [NOT_SIGNED]),
        ({"attended": "absent"}, False, []),
        ({"attended": "full"}, True, []),
        ({"attended": "part"}, True, [IN_PART]),
        ({"attended": "absent"}, True, []),
    ],
)
def test_what_is_said_of_a_session(
    facts: dict[str, Any], is_signed: bool, told: list[str], client: StrictClient, learner: Person
) -> None:
    session = session_by(learner, learner, **facts)
    if is_signed:
        sign(session)
    assert sessions(client, learner) == told


@pytest.mark.parametrize(("on", "told"), [(date(2026, 11, 1), [IN_PART]), (date(2026, 11, 2), [])])
def test_what_was_attended_in_part_is_forgotten_once_it_is_completed(
    on: date, told: list[str], client: StrictClient, learner: Person
) -> None:
    sign(session_by(learner, learner, attended="part"))
    complete(learner, on)
    assert sessions(client, learner) == told


def test_nobody_sees_the_sessions_of_others(client: StrictClient, learner: Person) -> None:
    session_by(learner)
    assert sessions(client, learner) == []


def test_attending_meets_what_is_asked_and_passes_nothing(client: StrictClient, learner: Person) -> None:
    ask(learner.organisation_id)
    complete(learner, method="in person", edition="")
    page = client.sign_in(learner).get("/training")
    assert "You are up to date" in page.words
    assert "Completed on 2 November 2026 · valid until 2 November 2027" in page.words
    assert "Passed on" not in page.words
