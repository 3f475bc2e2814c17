import dataclasses

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.authoring.records import publish
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.models import Enrolment, Organisation, Person
from tests.client import Page, StrictClient
from tests.conftest import NOW
from tests.factories import LocalDetailFactory, TeamFactory, complete, member_of

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def reader(client: StrictClient, learner: Person) -> StrictClient:
    return client.sign_in(learner)


def parts(page: Page) -> list[tuple[str, str]]:
    """The lessons in the overview, each with its state."""
    rows = page.document.xpath("//li[contains(@class, 'govuk-task-list__item')]")
    return [(row.xpath("string(.//a)"), row.xpath("string(.//*[contains(@class, 'status')])")) for row in rows]


def republish(edition: Edition, **changes: object) -> None:
    module = dataclasses.replace(edition.module, **changes)
    with writing():
        publish(dataclasses.replace(edition, sha256="1" * 64, module=module), NOW)


def test_the_overview_says_what_it_is_and_how_long(reader: StrictClient, learner: Person) -> None:
    organisation = db.session.get_one(Organisation, learner.organisation_id).name
    page = reader.get("/modules/short")
    for words in (
        "A test topic · about 6 minutes · All staff",
        f"Welcome to {organisation}.",
        "It describes hard things.",
        "Say the first thing",
        "A certificate that counts for 12 months.",
        "A law",
        "To be reviewed by 1 October 2027.",
    ):
        assert words in page.words
    assert "A test topic" not in page.document.findtext(".//title")
    assert [state for _, state in parts(page)] == ["Not read yet"] * 3 + ["Not passed yet"]


def test_reading_from_first_to_last(reader: StrictClient) -> None:
    page = reader.press(reader.get("/modules/short"), "Start")
    assert page.heading == "First part"
    assert "Part 1 of 3 · about 4 minutes left" in page.words
    assert not page.document.xpath("//a[starts-with(normalize-space(), 'Back to:')]")
    page = reader.press(page, "Continue")
    assert page.heading == "Second part"
    assert "Part 2 of 3 · about 3 minutes left" in page.words
    assert page.link("Back to: First part") == "/modules/short/lessons/first-part"
    page = reader.press(page, "Continue")
    assert "Part 3 of 3 · about 1 minute left" in page.words
    assert reader.press(page, "Continue to the test").heading == "The test"
    assert [state for _, state in parts(reader.get("/modules/short"))] == ["Read"] * 3 + ["Not passed yet"]


def test_a_part_counts_as_read_only_when_its_reader_goes_on(reader: StrictClient) -> None:
    reader.get("/modules/short/lessons/second-part")
    assert [state for _, state in parts(reader.get("/modules/short"))][:3] == ["Not read yet"] * 3


def test_another_device_carries_on_where_this_one_stopped(reader: StrictClient, app: Flask, learner: Person) -> None:
    reader.press(reader.press(reader.get("/modules/short"), "Start"), "Continue")
    phone = StrictClient(app).sign_in(learner)
    assert phone.press(phone.get("/modules/short"), "Continue").heading == "Second part"


def test_who_jumped_ahead_is_led_on_and_then_back(reader: StrictClient) -> None:
    reader.press(reader.get("/modules/short/lessons/second-part"), "Continue")
    page = reader.press(reader.get("/modules/short"), "Continue")
    assert page.heading == "Third part"
    reader.press(page, "Continue")
    assert reader.press(reader.get("/modules/short"), "Continue").heading == "First part"


def test_reading_a_part_twice_keeps_one_note_of_it(reader: StrictClient) -> None:
    for _ in range(2):
        reader.press(reader.get("/modules/short/lessons/first-part"), "Continue")
    assert db.session.scalar(select(Enrolment.lessons_read)) == '["first-part"]'


def test_who_has_passed_can_read_it_again_without_a_new_enrolment(reader: StrictClient, learner: Person) -> None:
    page = reader.press(reader.get("/modules/short"), "Start")
    entry_id = complete(learner).entry_id
    with writing():
        db.session.execute(update(Enrolment).values(completed_on=NOW.date(), entry_id=entry_id))
    page = reader.get("/modules/short")
    assert "Passed on 16 Nov 2026" in page.words
    assert reader.press(reader.press(page, "Read it again"), "Continue").heading == "Second part"
    assert db.session.query(Enrolment).count() == 1


def test_a_part_that_a_new_edition_took_away_leads_to_the_module(reader: StrictClient, short_edition: Edition) -> None:
    page = reader.press(reader.get("/modules/short"), "Start")
    republish(short_edition, lessons=short_edition.module.lessons[1:])
    gone = reader.follow(reader.submit(page.form("Continue")))
    assert gone.heading == "Short module"
    assert "That part is not in the module any more." in gone.words
    gone = reader.follow(reader.fetch("/modules/short/lessons/first-part", expect=303))
    assert "That part is not in the module any more." in gone.words
    assert reader.press(gone, "Start").heading == "Second part"


def test_a_part_that_a_new_edition_took_away_is_not_counted(reader: StrictClient, short_edition: Edition) -> None:
    reader.press(reader.get("/modules/short/lessons/first-part"), "Continue")
    republish(short_edition, lessons=short_edition.module.lessons[1:])
    assert "you have read 0 of 2" in reader.get("/training").words


def test_the_whole_module_prints_on_one_page(reader: StrictClient) -> None:
    page = reader.get("/modules/short/print")
    assert page.document.xpath("//main//section[@class='waymark-printed']/h2[1]/text()") == [
        "First part",
        "Second part",
        "Third part",
    ]
    assert "Welcome to" in page.words
    assert page.link("Short module") == "/modules/short"


def test_each_organisation_reads_its_own_details(app: Flask, learner: Person) -> None:
    other = member_of(TeamFactory())
    for person, words in ((learner, "Ann on 1"), (other, "Bob on 2")):
        LocalDetailFactory(organisation_id=person.organisation_id, name="pathway.safeguarding", value=words)
    for path in ("/modules/short/lessons/first-part", "/modules/short/print"):
        assert "Contact Ann on 1." in StrictClient(app).sign_in(learner).get(path).words
        assert "Contact Bob on 2." in StrictClient(app).sign_in(other).get(path).words


def test_a_changed_detail_shows_with_the_new_version(reader: StrictClient, learner: Person) -> None:
    detail = LocalDetailFactory(organisation_id=learner.organisation_id, name="pathway.safeguarding", value="Ann")
    assert "Contact Ann." in reader.get("/modules/short/lessons/first-part").words
    with writing():
        detail.value = "<b>Bob</b>"
        db.session.execute(update(Organisation).values(version=Organisation.version + 1))
    assert "Contact <b>Bob</b>." in reader.get("/modules/short/lessons/first-part").words


def test_a_kept_page_is_every_readers_own(app: Flask, learner: Person) -> None:
    """A lesson is drawn once; the random values of one reader's page must not be another's."""
    other = member_of(TeamFactory(organisation_id=learner.organisation_id))
    path = "/modules/short/lessons/first-part"
    clients = [StrictClient(app).sign_in(person) for person in (learner, other)]
    pages = [client.get(path) for client in (*clients, *clients)]
    nonces = [page.document.xpath("string(//style/@nonce)") for page in pages]
    assert len(set(nonces)) == len(pages)
    for page, nonce in zip(pages, nonces, strict=True):
        assert f"'nonce-{nonce}'" in page.response.headers["Content-Security-Policy"]
        assert set(page.document.xpath("//@nonce")) == {nonce}
    assert clients[1].press(pages[1], "Continue").heading == "Second part"
    clients[0].post(path, {"csrf_token": pages[1].form("Continue").fields["csrf_token"]}, expect=400)


def test_a_message_is_shown_once_and_not_kept(reader: StrictClient) -> None:
    reader.get("/modules/short/lessons/first-part")
    reader.fetch("/modules/short/lessons/gone", expect=303)
    assert "Please note" in reader.get("/modules/short/lessons/first-part").words
    assert "Please note" not in reader.get("/modules/short/lessons/first-part").words
