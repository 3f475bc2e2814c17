import io
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import update

from app.content.neutral import topic_word
from app.database import writing
from app.extensions import db
from app.models import Certificate, LogEntry, Organisation, Person
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, complete, member_of

TELLING = ("abuse", "domestic", "violence", "awareness", "Short module")


def facts(page: Page) -> dict[str, str]:
    """What the certificate on the page says, by its labels."""
    rows = page.document.xpath("//section[contains(@class, 'waymark-certificate')]//dl/div")
    return {row.findtext("dt"): row.findtext("dd") for row in rows}


def words_of_pdf(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_page_says_who_what_and_until_when(reader: StrictClient, certificate: Certificate, owner: Person) -> None:
    page = reader.get(f"/certificates/{certificate.number}")
    assert page.document.xpath("string(//*[@class='waymark-certificate__name'])") == "Siân Ŵyn ap Gwŷnn"
    assert page.document.xpath("string(//*[@class='waymark-certificate__course'])") == "Short module"
    assert certificate.organisation_name in page.words
    assert facts(page) == {
        "Completed": "2 November 2026",
        "Valid until": "2 November 2027",
        "Certificate number": certificate.number,
    }
    assert page.link("http://localhost/verify/").endswith(f"/verify/{certificate.token}")


def test_the_pdf_says_the_same(reader: StrictClient, certificate: Certificate) -> None:
    response = reader.fetch(f"/certificates/{certificate.number}.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="certificate-{certificate.number}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    words = words_of_pdf(response.get_data())
    for expected in (
        "Siân Ŵyn ap Gwŷnn",
        "Short module",
        certificate.organisation_name,
        "2 November 2026",
        "2 November 2027",
        certificate.number,
        certificate.token,
    ):
        assert expected.replace(" ", "") in words.replace(" ", ""), expected


def test_a_certificate_that_does_not_run_out(reader: StrictClient, owner: Person) -> None:
    certificate = complete(owner, valid_until=None)
    page = reader.get(f"/certificates/{certificate.number}")
    assert "Valid until" not in facts(page)
    assert not page.document.xpath("//a[contains(@href, '.ics')]")
    reader.get(f"/certificates/{certificate.number}.ics", expect=404)
    assert "Valid until" not in words_of_pdf(reader.fetch(f"/certificates/{certificate.number}.pdf").get_data())


def test_it_keeps_the_names_of_its_day(reader: StrictClient, certificate: Certificate, owner: Person) -> None:
    organisation = certificate.organisation_name
    with writing():
        db.session.execute(update(Person).values(name="Another Name"))
        db.session.execute(update(Organisation).values(name=Organisation.name + " renamed"))
    page = reader.get(f"/certificates/{certificate.number}")
    assert "Siân Ŵyn ap Gwŷnn" in page.words
    assert organisation in page.words
    assert f"{organisation} renamed" not in page.document.xpath("string(//main)")


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2027, 11, 2), None), (date(2027, 11, 3), "This certificate ran out on 2 November 2027.")],
)
def test_it_says_when_it_has_run_out(
    day: date, told: str | None, app: Flask, certificate: Certificate, owner: Person
) -> None:
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False):
        page = StrictClient(app).sign_in(owner).get(f"/certificates/{certificate.number}")
    assert ("ran out" in page.words) == (told is not None)
    assert told is None or told in page.words


def test_it_says_that_a_newer_one_replaces_it(reader: StrictClient, certificate: Certificate, owner: Person) -> None:
    newer = complete(owner, date(2026, 11, 3))
    complete(owner, date(2026, 11, 4), course="another")
    assert "done this training again since" in reader.get(f"/certificates/{certificate.number}").words
    assert "done this training again since" not in reader.get(f"/certificates/{newer.number}").words


@pytest.mark.parametrize("ending", ["", ".pdf", ".ics"])
@pytest.mark.parametrize("right", ["", "manages", "is_lead", "is_trainer", "is_admin"])
def test_it_is_its_owners_alone(right: str, ending: str, app: Flask, certificate: Certificate, owner: Person) -> None:
    team = TeamFactory(organisation_id=owner.organisation_id)
    other = member_of(team, **({right: True} if right else {}))
    StrictClient(app).sign_in(other).get(f"/certificates/{certificate.number}{ending}", expect=404)


@pytest.mark.parametrize(
    "number",
    ["AAAA-AAAA-AAAA", "1", "-1", "x" * 200, "..%2f..", "%2e%2e", "{0}%20", "{0}.PDF", "{0}.pdf.pdf", "%27or%201=1--"],
)
def test_no_such_certificate(number: str, reader: StrictClient, certificate: Certificate) -> None:
    reader.get(f"/certificates/{number.format(certificate.number)}", expect=404)


def test_numbers_and_tokens_are_not_guessed(owner: Person) -> None:
    made = [complete(owner, course=f"course-{n}") for n in range(20)]
    for each in made:
        assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", each.number)
        assert re.fullmatch(r"[\w-]{32}", each.token), "24 random bytes are 192 bits"
    assert len({each.token for each in made} | {each.number for each in made}) == 40
    for place in (0, 5, 13):
        assert len({each.number[place] for each in made}) > 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("李小龙", "We have no typeface with these letters: 李 小 龙"),
        ("Ann 𒀀", "These letters would not be joined as they are written: 𒀀"),
        ("Ann \u0001Lee", "The name holds characters that cannot be seen."),
        ("x" * 201, "The name is longer than 200 characters."),
    ],
    ids=["no typeface", "joined letters", "control", "too long"],
)
def test_a_name_that_cannot_be_printed_is_not_printed_wrong(
    name: str, told: str, reader: StrictClient, certificate: Certificate
) -> None:
    if len(name) > 200 and db.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL does not store a name of this length")
    with writing():
        db.session.execute(update(Certificate).values(name=name))
    page = reader.get(f"/certificates/{certificate.number}.pdf", expect=422)
    assert page.heading == "We could not draw this certificate"
    assert "Your training is recorded, and your certificate is valid." in page.words
    assert told in page.words
    assert page.link("See your certificate as a page") == f"/certificates/{certificate.number}"
    assert db.session.query(LogEntry).count() == 1


@pytest.mark.parametrize(
    "name", ["李小龙", "Ann 𒀀", "محمد علي", "<img src=x onerror=alert(1)>", "Ann\u202eeeL", "x" * 200]
)
def test_the_page_shows_any_name_as_it_is_written(name: str, reader: StrictClient, certificate: Certificate) -> None:
    with writing():
        db.session.execute(update(Certificate).values(name=name))
    shown = reader.get(f"/certificates/{certificate.number}").document.xpath("//*[@class='waymark-certificate__name']")
    assert [(each.text, each.get("dir"), len(each)) for each in shown] == [(name, "auto", 0)]


def test_the_calendar_says_nothing_to_those_who_look_over_a_shoulder(
    reader: StrictClient, certificate: Certificate
) -> None:
    response = reader.fetch(f"/certificates/{certificate.number}.ics")
    assert response.mimetype == "text/calendar"
    assert response.headers["Content-Disposition"] == 'attachment; filename="training-renewal.ics"'
    text = response.get_data(as_text=True)
    assert "DTSTART;VALUE=DATE:20270804" in text
    assert "SUMMARY:Training renewal" in text
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert topic_word(text) is None


def test_the_address_comes_from_the_settings(reader: StrictClient, certificate: Certificate) -> None:
    """Never from what a browser or a proxy says that we are called."""
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    page = reader.get(f"/certificates/{certificate.number}", headers=headers)
    assert "evil" not in page.text
    assert "http://localhost/verify/" in page.words
