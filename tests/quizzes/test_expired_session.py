"""The session ends in the middle of the test: nothing that was chosen is lost, and nothing is saved unseen."""

import pytest
from sqlalchemy import delete

from app.database import writing
from app.extensions import db
from app.models import Answer, Person, Session
from tests.client import Page, StrictClient
from tests.factories import PASSWORD, PersonFactory
from tests.journeys import begin, chosen, options

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
KEPT = "We kept the answer that you had just chosen. Select Continue to save it."


def end_all_sessions() -> None:
    with writing():
        db.session.execute(delete(Session))


def send_too_late(client: StrictClient, page: Page, value: str, headers: dict[str, str] = FROM_OUR_PAGE) -> Page:
    """Send an answer after the session ended; returns the sign-in page that comes back."""
    form = page.form("Continue")
    end_all_sessions()
    return client.follow(client.post(form.action, form.fields | {"option": value}, headers=headers))


def sign_in(client: StrictClient, page: Page, person: Person) -> str:
    """Sign in on this page; returns where that leads."""
    response = client.submit(page.form("Sign in"), email=person.email, password=PASSWORD)
    return str(response.headers["Location"])


def test_the_answer_is_chosen_again_but_not_saved(sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    page = send_too_late(sitter, question, "2")
    assert "You have been signed out. Sign in to carry on where you were." in page.words
    assert sign_in(sitter, page, learner) == question.path
    assert db.session.query(Answer).count() == 0
    again = sitter.get(question.path)
    assert KEPT in again.words
    assert chosen(again) == [text for text, value in options(again).items() if value == "2"]
    assert db.session.query(Answer).count() == 0
    sitter.submit(again.form("Continue"), option=["2"])
    assert db.session.query(Answer).count() == 1


def test_it_is_offered_once(sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    sign_in(sitter, send_too_late(sitter, question, "2"), learner)
    sitter.get(question.path)
    again = sitter.get(question.path)
    assert KEPT not in again.words
    assert chosen(again) == []


def test_it_does_not_show_on_another_question(sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    sign_in(sitter, send_too_late(sitter, question, "2"), learner)
    other = sitter.get(question.link("Skip for now"))
    assert KEPT not in other.words
    assert chosen(other) == []


def test_somebody_else_signing_in_finds_nothing_and_saves_nothing(sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    other = PersonFactory(organisation_id=learner.organisation_id)
    assert sign_in(sitter, send_too_late(sitter, question, "2"), other) == question.path
    page = sitter.get(question.path, expect=404)
    assert page.heading == "Page not found"
    assert db.session.query(Answer).count() == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_choose_an_answer(site: str, sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    sign_in(sitter, send_too_late(sitter, question, "2", {"Sec-Fetch-Site": site}), learner)
    again = sitter.get(question.path)
    assert KEPT not in again.words
    assert chosen(again) == []


@pytest.mark.parametrize(
    ("origin", "is_kept"),
    [
        ("http://localhost", True),  # what a browser sends over plain HTTP
        ("https://elsewhere.example", False),
        ("http://localhost.elsewhere.example", False),
        ("null", False),
    ],
)
def test_without_sec_fetch_site_the_origin_tells(
    origin: str, is_kept: bool, sitter: StrictClient, learner: Person
) -> None:
    question = begin(sitter)
    sign_in(sitter, send_too_late(sitter, question, "2", {"Origin": origin}), learner)
    assert (KEPT in sitter.get(question.path).words) is is_kept


@pytest.mark.parametrize("value", ["9", "0", "-1", "1e1", "x", "9" * 3, "<b>"])
def test_what_is_not_on_the_paper_is_not_offered(value: str, sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    sign_in(sitter, send_too_late(sitter, question, value), learner)
    again = sitter.get(question.path)
    assert KEPT not in again.words
    assert chosen(again) == []


def test_a_flood_of_values_does_not_overfill_the_cookie(sitter: StrictClient, learner: Person) -> None:
    question = begin(sitter)
    form = question.form("Continue")
    end_all_sessions()
    response = sitter.post(form.action, form.fields | {"option": ["1"] * 5_000 + ["x" * 5_000]}, headers=FROM_OUR_PAGE)
    assert max(len(cookie) for cookie in response.headers.getlist("Set-Cookie")) < 1_000
    sign_in(sitter, sitter.follow(response), learner)
    sitter.get(question.path)


def test_a_page_open_since_before_a_new_sign_in_says_what_to_do(sitter: StrictClient, learner: Person) -> None:
    """The form's token is of the old session: nothing is saved, and the way back is one link."""
    question = begin(sitter)
    form = question.form("Continue")
    end_all_sessions()
    page = sitter.follow(sitter.fetch("/training", expect=303))
    sign_in(sitter, page, learner)
    stale = sitter.page_of(sitter.post(form.action, form.fields | {"option": "2"}, expect=400))
    assert stale.heading == "This page was open for too long"
    assert db.session.query(Answer).count() == 0
    assert sitter.get(stale.link("Open the page again")).heading == "Question 1 of 4"


def test_without_any_cookie_the_way_leads_over_the_sign_in_page(sitter: StrictClient) -> None:
    question = begin(sitter)
    fresh = StrictClient(sitter.app)
    response = fresh.post(question.path, {"option": "2"})
    assert response.headers["Location"].startswith("/sign-in?next=/attempts/")
