"""Whatever is typed or pasted: never a fault, always a valid page, and shown as it was typed."""

import csv
import io

import pytest
from sqlalchemy import select

from app.documents.csv_file import unguard
from app.extensions import db
from app.models import Attendance, TrainingSession
from tests.cast import Cast
from tests.client import StrictClient
from tests.corpus.texts import CONTROL, STRANGE
from tests.factories import CourseFactory, member_of, session_by
from tests.registers.teaching import SESSION, address, entries

FIELDS = {
    "/courses/new": ("title", "level", "valid_months"),
    "/courses/{course}": ("title", "valid_months", "offered"),
    "/sessions/new": tuple(SESSION),
    "{session}/change": tuple(SESSION),
    "{session}/people": ("emails", "team"),
    "{session}": ("take_off", "attended-1"),
    "{session}/sign": ("name", "confirm", "seal"),
}


@pytest.mark.parametrize("path", FIELDS)
def test_strange_texts_in_every_field(path: str, cast: Cast, lead: StrictClient) -> None:
    session = session_by(cast.trainer, cast.learner)
    course = CourseFactory(organisation_id=cast.organisation.id)
    target = path.format(session=address(session), course=course.id)
    token = lead.token()
    for text in STRANGE:
        sent = {"csrf_token": token, **dict.fromkeys(FIELDS[path], text)}
        response = lead.send("POST", target, data=sent)
        assert response.status_code in {303, 400, 409, 413}, (text[:20], response.status)
        if response.status_code != 303:
            lead.page_of(response)
    for text in CONTROL:
        assert lead.send("POST", target, data={"csrf_token": token, FIELDS[path][0]: text}).status_code == 400
    assert entries() == []
    db.session.rollback()
    assert db.session.scalar(select(TrainingSession.signed_at)) is None


TEXTS = (
    "<script>alert(1)</script>",
    '" onmouseover="x',
    "{{ 7 * 7 }} %(name)s",
    "محمد علي",
    "=HYPERLINK(1)",
    "x" * 200,
)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_texts_are_shown_as_they_were_typed(text: str, cast: Cast, trainer: StrictClient) -> None:
    person = member_of(cast.team, name=text)
    facts = {"place": text, "delivered_by": text, "is_accredited": True, "accreditation": text, "evidence": text}
    session = session_by(cast.trainer, person, **facts)
    for path in (address(session), f"{address(session)}/paper", f"{address(session)}/sign", "/sessions"):
        page = trainer.get(path)
        assert text in page.words
        assert not page.document.xpath("//main//script | //main//*[@onmouseover]")
    found = trainer.fetch(f"{address(session)}.csv").get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(found, newline=""))
    assert {unguard(row[name]) for name in ("name", "place", "delivered_by", "accredited_by", "evidence")} == {text}
    assert not [value for value in row.values() if value.startswith("=")]
    assert db.session.scalars(select(Attendance.person_id)).all() == [person.id]
