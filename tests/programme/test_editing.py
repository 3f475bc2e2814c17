"""The draft: changed with a form or as text, by one lead or two."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.assignments.in_force import in_force
from app.content.programmes.reading import read_programme
from app.extensions import db
from app.models import ProgrammeDraft
from app.rules.programmes.requirements import Programme, Requirement
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, member_of
from tests.programme.conftest import FIRST, SECOND, Office

NEW = {
    "title": "Level 2 for Repairs",
    "strength": "mandatory",
    "whom": "chosen",
    "teams": ["Repairs"],
    "managers": "too",
    "which": "chosen",
    "courses_1": ["level-2-day"],
    "methods_1": ["in person", "webinar"],
    "due_days": "60",
    "due_after": "joining",
    "renewal": "completion",
    "months_done": "36",
}


@pytest.fixture
def draft(lead: StrictClient) -> Page:
    return lead.press(lead.get("/programme"), "Change it")


def kept() -> Programme:
    return read_programme(db.session.scalars(select(ProgrammeDraft.source)).one(), "x").programme


def requirement(key: str) -> Requirement:
    found = kept().requirement(key)
    assert found is not None
    return found


def add(client: StrictClient, **fields: Any) -> Page:
    return client.press(client.get("/programme/edit/requirements/new"), "Save in the draft", **{**NEW, **fields})


def refused(client: StrictClient, path: str, **fields: Any) -> Page:
    form = client.get(path).form("Save in the draft")
    return client.page_of(client.submit(form, expect=400, **fields))


def test_a_requirement_is_added_without_knowing_yaml(draft: Page, lead: StrictClient, in_office: Office) -> None:
    page = add(lead)
    sentence = (
        "Everyone in Repairs and their line managers must do Level 2 day in person, or by webinar, within 60 days of "
        "joining, and again every 36 months."
    )
    assert sentence in page.words
    assert requirement("level-2-for-repairs").title == "Level 2 for Repairs"
    assert in_force(in_office.organisation.id).version == 1
    assert len(in_force(in_office.organisation.id).programme.requirements) == 1


def test_opened_and_saved_again_nothing_is_different(draft: Page, lead: StrictClient) -> None:
    add(lead, from_on="2027-04-01", managers_first="30", after=["core"], window="2", too_1="short", months_1="12")
    before = kept()
    for key in ("core", "level-2-for-repairs"):
        lead.press(lead.get(f"/programme/edit/requirements/{key}"), "Save in the draft")
        assert kept() == before


def test_what_a_form_cannot_say_stays_as_text(draft: Page, lead: StrictClient) -> None:
    nested = SECOND.replace("{team: Repairs}", "{any: [{team: Repairs, manages: yes}, {not: {kind: volunteer}}]}")
    lead.press(lead.get("/programme/edit/text"), "Save in the draft", source=nested)
    before = kept()
    page = lead.get("/programme/edit/requirements/day")
    assert "any: [{team: Repairs, manages: yes}, {not: {kind: volunteer}}]" in page.words
    lead.press(page, "Save in the draft")
    assert kept() == before
    told = refused(lead, "/programme/edit/requirements/day", who_text="{any: [{taem: Repairs}]}")
    assert '"taem" is not a condition. Did you mean "team"?' in told.words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Enter the title"),
        ({"teams": []}, "Choose who it is for"),
        ({"courses_1": []}, "Choose at least one course"),
        ({"months_done": ""}, "Enter a number from 1 up"),
        ({"months_done": "999"}, "Enter a number from 0 to 240"),
        ({"due_days": "soon"}, "Enter a whole number, such as 12"),
        ({"renewal": "fixed day", "months_fixed": "12", "fixed_day": "31", "fixed_month": "2"}, "There is no such day"),
        (
            {"renewal": "fixed day", "months_fixed": "7", "fixed_day": "1", "fixed_month": "4"},
            "A fixed day comes once a year",
        ),
        ({"managers_first": "30"}, "Managers go first when something begins"),
        ({"due_on": "2026-12-01", "from_on": "2027-04-01"}, "It is due on 2026-12-01, before it begins"),
        ({"whom": "written", "who_text": ""}, "does not say who"),
        ({"which": "written", "courses_text": "course: shrot"}, 'no course "shrot". Did you mean "short"?'),
        ({"which": "written", "courses_text": "course: short\nstrength: available"}, "has a place here"),
        ({"teams": ["Elsewhere"]}, "Choose from the list"),
    ],
)
def test_what_is_wrong_is_told_beside_it_and_nothing_is_kept(
    fields: dict[str, Any], said: str, draft: Page, lead: StrictClient
) -> None:
    page = refused(lead, "/programme/edit/requirements/new", **{**NEW, **fields})
    assert said in page.words
    assert [each.key for each in kept().requirements] == ["core"]


def test_a_circle_is_told_where_it_is_made(draft: Page, lead: StrictClient) -> None:
    add(lead, after=["core"])
    page = refused(lead, "/programme/edit/requirements/core", after=["level-2-for-repairs"])
    assert "core waits for level-2-for-repairs, which waits for core" in page.words


def test_requirements_move_up_and_down_and_go(draft: Page, lead: StrictClient) -> None:
    page = add(lead)
    page = lead.press(page, "Move down")
    assert [each.key for each in kept().requirements] == ["level-2-for-repairs", "core"]
    page = lead.press(page, "Take out")
    assert [each.key for each in kept().requirements] == ["core"]
    assert "a programme asks for one thing at least" in lead.press(page, "Take out").words


def test_what_another_relies_on_stays(draft: Page, lead: StrictClient) -> None:
    page = add(lead, after=["core"])
    assert "It stays: Level 2 for Repairs comes after it." in lead.press(page, "Take out").words
    assert len(kept().requirements) == 2


def test_the_name_is_changed(draft: Page, lead: StrictClient) -> None:
    page = lead.press(lead.get("/programme/edit/name"), "Save in the draft", name="Northgate 2027")
    assert "Northgate 2027" in page.words


def test_text_with_problems_is_not_kept_and_not_lost(draft: Page, lead: StrictClient) -> None:
    wrong = FIRST.replace("due:", "deu:")
    page = refused(lead, "/programme/edit/text", source=wrong)
    assert '1 problem Line 7 deu: 30 days after joining "deu" is not a key here. Did you mean "due"?' in page.words
    assert "deu: 30 days after joining" in page.words
    assert kept().name == "Northgate"
    page = refused(lead, "/programme/edit/text", source=FIRST + "# mûch\n" * 30_000)
    assert "longer than 60000 characters" in page.words
    assert page.words.count("# mûch") > 29_000, "also where it is longer than other forms may be"


def test_text_with_characters_that_nobody_types_comes_back_without_them(draft: Page, lead: StrictClient) -> None:
    page = refused(lead, "/programme/edit/text", source=SECOND.replace("for Repairs", "for\x00 Re\x1bpairs"))
    told = "Line 10 title: Level 2 for Repairs There is an invisible control character in this line"
    assert told in page.words
    lead.press(page, "Save in the draft")
    assert requirement("day").title == "Level 2 for Repairs"


def test_text_of_a_draft_that_was_given_up_meanwhile_comes_back(draft: Page, lead: StrictClient) -> None:
    page = lead.get("/programme/edit/text")
    lead.press(draft, "Give up the draft")
    told = lead.page_of(lead.submit(page.form("Save in the draft"), expect=400, source=SECOND))
    assert "Copy your text" in told.words
    assert "title: Level 2 for Repairs" in told.words


def test_the_text_tells_what_a_draft_has_to_put_right(draft: Page, lead: StrictClient) -> None:
    lost = SECOND.replace("{team: Repairs}", "{team: Gardening}")
    lead.press(lead.get("/programme/edit/text"), "Save in the draft", source=lost)
    assert "Line 11 who: {team: Gardening} There is no team" in lead.get("/programme/edit/text").words


def test_a_draft_says_what_may_not_be_meant(draft: Page, lead: StrictClient, in_office: Office) -> None:
    empty = TeamFactory(organisation_id=in_office.organisation.id, name="Lettings")
    page = add(lead, teams=[empty.name], due_days="")
    nobody = "Level 2 for Repairs is asked of nobody who is here."
    endless = (
        "Level 2 for Repairs has no day by which it must be done: people who have not done it will never be overdue."
    )
    assert nobody in page.words
    assert endless in page.words
    assert endless in lead.press(page, "Preview the change").words
    member_of(empty)
    page = lead.press(
        lead.get("/programme/edit/requirements/level-2-for-repairs"), "Save in the draft", strength="recommended"
    )
    assert nobody not in page.words
    assert endless not in page.words


def test_forms_are_led_back_to_from_addresses_without_a_draft(lead: StrictClient) -> None:
    for path in ("/programme/edit/text", "/programme/edit/name"):
        assert lead.fetch(path, expect=303).location == "/programme"
    for path in ("/programme/edit/requirements/core", "/programme/preview"):
        assert lead.fetch(path, expect=303).location == "/programme/edit"


def test_two_leads_at_once_nobody_overwrites_the_other(
    app: Flask, draft: Page, lead: StrictClient, in_office: Office
) -> None:
    other = StrictClient(app).sign_in(in_office.other_lead)
    form, text = lead.get("/programme/edit/requirements/core"), lead.get("/programme/edit/text")
    add(other)
    told = lead.press(form, "Save in the draft", title="Mine")
    assert "The draft was changed since you opened that page. Nothing of yours was saved." in told.words
    assert "Last changed by Lou Lead" in told.words
    page = lead.page_of(lead.submit(text.form("Save in the draft"), expect=400, source=SECOND))
    assert "The draft was changed since you opened this page" in page.words
    assert "Level 2 for Repairs" in page.words
    assert [each.title for each in kept().requirements] == ["Level 1", "Level 2 for Repairs"]
    assert "There is a draft already" in begin_again(lead).words


def begin_again(client: StrictClient) -> Page:
    return client.follow(client.post("/programme/edit/begin", {"csrf_token": client.token()}))


def test_a_draft_given_up_is_gone(draft: Page, lead: StrictClient) -> None:
    page = lead.press(draft, "Give up the draft")
    assert "What is in force stays as it is." in page.words
    assert db.session.scalars(select(ProgrammeDraft)).all() == []


def test_the_draft_of_another_organisation_is_not_there(app: Flask, draft: Page, in_office: Office) -> None:
    client = StrictClient(app).sign_in(in_office.elsewhere)
    for path in ("text", "name", "requirements/core"):
        assert "Northgate" not in client.fetch(f"/programme/edit/{path}", expect=303).text
    assert client.fetch("/programme/preview", expect=303).location == "/programme/edit"
    client.post("/programme/edit/give-up", {"csrf_token": client.token()})
    assert kept().name == "Northgate"


def test_a_lead_can_begin_with_nothing(app: Flask, office: Office) -> None:
    client = StrictClient(app).sign_in(office.lead)
    page = add(client, title="Level 1", whom="everyone", courses_1=["short"])
    assert "Everyone must do Short module" in page.words
    assert client.press(page, "Preview the change").heading == "Preview the change"
