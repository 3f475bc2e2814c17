"""The plan of a year."""

from flask import Flask

from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.web.scene import client_of

LINE = {"title": "Level 1 in person for every repairs team", "owner": "Jo Bright", "due_on": "2026-12-01"}


def add(client: StrictClient, year: int = 2026, *, expect: int = 303, **fields: str) -> Page:
    sent = LINE | {"progress": "not-started"} | fields
    answer = client.submit(client.get(f"/plan/{year}/new").form("Save"), expect=expect, **sent)
    return client.follow(answer) if expect == 303 else client.page_of(answer)


def test_a_line_goes_from_not_started_to_complete_and_back(lead: StrictClient) -> None:
    page = add(lead)
    assert "Level 1 in person for every repairs team" in page.words
    assert "Not started 1" in page.words
    page = lead.press(page, "Begin: Level 1 in person for every repairs team")
    assert "In progress 1" in page.words
    page = lead.press(page, "Complete: Level 1 in person for every repairs team")
    assert "Complete 1" in page.words
    page = lead.press(page, "Open again: Level 1 in person for every repairs team")
    assert "In progress 1" in page.words


def test_a_line_is_changed_and_taken_out(lead: StrictClient) -> None:
    page = add(lead)
    form = lead.get(page.link("Level 1 in person for every repairs team"))
    page = lead.follow(lead.submit(form.form("Save"), title="Level 2 for lettings", due_on=""))
    assert "Level 2 for lettings" in page.words
    form = lead.get(page.link("Level 2 for lettings"))
    page = lead.press(form, "Take this line out")
    assert "Level 2 for lettings" not in page.words


def test_what_is_late_says_so(lead: StrictClient) -> None:
    assert "was due on 1 March 2026" in add(lead, due_on="2026-03-01").words
    assert "was due" not in add(lead, due_on="2026-03-02", progress="complete", title="Another").words.replace(
        "was due on 1 March 2026", ""
    )


def test_what_was_typed_stays_where_something_is_missing(lead: StrictClient) -> None:
    page = add(lead, title=" ", expect=400)
    assert "Enter what is to be done" in page.words
    assert "Jo Bright" in page.text


def test_what_is_left_is_taken_over_once(lead: StrictClient) -> None:
    add(lead, 2025, title="Left over")
    add(lead, 2025, title="Done", progress="complete")
    page = lead.get("/plan/2026")
    page = lead.press(page, "Take over what is left of 2025")
    assert "1 line is taken over" in page.words
    assert "Left over" in page.words
    assert "by 1 December" not in page.words, "its day was of the year before"
    page = lead.press(lead.get("/plan/2026"), "Take over what is left of 2025")
    assert "0 lines are taken over" in page.words


def test_a_plan_is_the_organisations_own(app: Flask, cast: Cast, lead: StrictClient) -> None:
    add(lead)
    theirs = client_of(app, cast, "other_lead").get("/plan/2026")
    assert "repairs team" not in theirs.words


def test_a_year_that_cannot_be(lead: StrictClient) -> None:
    lead.get("/plan/1066", expect=404)


def test_an_empty_board_says_so(lead: StrictClient) -> None:
    assert lead.get("/plan/2027").words.count("Nothing here.") == 3
