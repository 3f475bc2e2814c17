import json

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Attempt, Person
from tests.client import Page, StrictClient
from tests.journeys import QUESTIONS, answer, answer_all, begin, chosen, options, values


def kept() -> dict[int, str]:
    """The answers as they are stored, by position."""
    db.session.rollback()
    return dict(db.session.execute(select(Answer.position, Answer.chosen)).tuples().all())


def attempt_path(page: Page) -> str:
    return "/".join(page.path.split("/")[:3])


def keys(position: int) -> list[str]:
    """The option keys of a question in the order in which the paper shows them."""
    paper = json.loads(db.session.scalar(select(Attempt.paper)) or "")
    return list(paper[position - 1][1])


def test_the_start_page_says_what_to_expect(sitter: StrictClient) -> None:
    page = sitter.get("/modules/short/quiz")
    for words in (
        "There are 4 questions, one on each page.",
        "You pass with 3 right answers or more.",
        "You have 2 tries, then a pause of 24 hours before you can try again.",
        "There are 3 parts that you have not read yet.",
        "There is no time limit.",
    ):
        assert words in page.words


def test_one_question_a_page_and_each_answer_stored_as_given(sitter: StrictClient) -> None:
    page = begin(sitter)
    for position in range(1, QUESTIONS + 1):
        assert page.heading == f"Question {position} of {QUESTIONS}"
        assert not chosen(page)
        given = values(page, right=position % 2 == 0)
        page = sitter.press(page, "Continue", option=given)
        assert kept()[position] == ",".join(sorted(keys(position)[int(value) - 1] for value in given))
        assert len(kept()) == position
    assert page.heading == "Check your answers"


def test_nothing_is_chosen_for_the_learner(sitter: StrictClient) -> None:
    assert chosen(begin(sitter)) == []


def test_back_and_forth_keeps_every_answer(sitter: StrictClient) -> None:
    first = begin(sitter)
    picked = list(options(first))[1]
    second = sitter.press(first, "Continue", option=[options(first)[picked]])
    back = sitter.get(second.link("Back"))
    assert chosen(back) == [picked]
    assert chosen(sitter.get(sitter.get(back.link("Skip for now")).link("Back"))) == [picked]


def test_the_last_answer_counts(sitter: StrictClient) -> None:
    page = begin(sitter)
    for value in ("1", "2", "3", "2"):
        sitter.submit(page.form("Continue"), option=[value])
    assert kept() == {1: keys(1)[1]}


def test_continue_without_a_choice_says_so_and_keeps_what_was_there(sitter: StrictClient) -> None:
    page = begin(sitter)
    sitter.submit(page.form("Continue"), option=["1"])
    refused = sitter.page_of(sitter.post(page.path, {"csrf_token": sitter.token()}, expect=400))
    assert "Choose an answer, or skip the question for now" in refused.words
    assert refused.document.findtext(".//title").startswith("Error: ")
    assert kept() == {1: keys(1)[0]}


@pytest.mark.parametrize(("accept", "status"), [("application/json", 204), ("text/html", 303), ("*/*", 303)])
def test_a_script_saves_without_leaving_the_page(accept: str, status: int, sitter: StrictClient) -> None:
    page = begin(sitter)
    form = page.form("Continue")
    response = sitter.post(form.action, form.fields | {"option": "2"}, expect=status, headers={"Accept": accept})
    assert response.get_data() == b"" or status == 303
    assert kept() == {1: keys(1)[1]}


def test_a_script_is_told_when_its_reader_is_signed_out(sitter: StrictClient) -> None:
    form = begin(sitter).form("Continue")
    sitter.press(sitter.get("/training"), "Sign out")
    sitter.post(form.action, form.fields | {"option": "2"}, expect=401, headers={"Accept": "application/json"})
    assert kept() == {}


def test_change_on_the_check_page_leads_back_to_it(sitter: StrictClient) -> None:
    page = answer_all(sitter, begin(sitter))
    changing = sitter.get(page.link("Change"))
    assert changing.heading == "Question 1 of 4"
    assert changing.link("Back").endswith("/check")
    assert sitter.press(changing, "Continue", option=["3"]).heading == "Check your answers"
    assert kept()[1] == keys(1)[2]


def test_starting_again_carries_on_at_the_first_gap(sitter: StrictClient) -> None:
    page = answer(sitter, begin(sitter))
    answer(sitter, sitter.get(page.link("Skip for now")))
    start = sitter.get("/modules/short/quiz")
    assert "2 of 4 questions have an answer" in start.words
    assert sitter.press(start, "Carry on with the test").heading == "Question 2 of 4"
    assert db.session.query(Attempt).count() == 1


def test_starting_again_with_every_answer_leads_to_the_check_page(sitter: StrictClient) -> None:
    answer_all(sitter, begin(sitter))
    page = sitter.get("/modules/short/quiz")
    assert sitter.press(page, "Carry on with the test").heading == "Check your answers"


def test_another_device_carries_on_with_the_same_paper(sitter: StrictClient, learner: Person) -> None:
    page = answer(sitter, begin(sitter))
    phone = StrictClient(sitter.app).sign_in(learner)
    assert options(phone.get(page.path)) == options(page)
    assert chosen(phone.get(page.link("Back")))


@pytest.mark.parametrize("position", [0, 5, 99])
def test_a_question_that_is_not_on_the_paper_is_not_found(position: int, sitter: StrictClient) -> None:
    path = f"{attempt_path(begin(sitter))}/questions/{position}"
    sitter.get(path, expect=404)
    sitter.post(path, {"csrf_token": sitter.token(), "option": "1"}, expect=404)


def test_what_a_learner_cannot_set(sitter: StrictClient) -> None:
    """Marks, times, persons and results in a form are ignored."""
    page = begin(sitter)
    form = page.form("Continue")
    wishes = {
        "passed": "1",
        "right": "4",
        "mark": "100",
        "person_id": "1",
        "handed_in_at": "2020-01-01",
        "edition": "9",
    }
    sitter.post(form.action, form.fields | wishes | {"option": "1"})
    sitter.post(f"{attempt_path(page)}/check", {"csrf_token": sitter.token(), "without": "3", **wishes})
    attempt = db.session.query(Attempt).one()
    assert not attempt.passed
    assert attempt.right <= 1
    assert attempt.handed_in_at.year >= 2026
