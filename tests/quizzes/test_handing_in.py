import pytest
from sqlalchemy import select

from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Attempt, Certificate, Enrolment, LogEntry, Person
from tests.client import StrictClient
from tests.journeys import HALF_RIGHT, answer, answer_all, begin, sit

pytestmark = pytest.mark.usefixtures("now")


def test_the_check_page_shows_each_answer(sitter: StrictClient) -> None:
    page = answer_all(sitter, begin(sitter), HALF_RIGHT)
    rows = page.document.xpath("//dl/div")
    assert len(rows) == 4
    said = [row.xpath("string(dd[1])") for row in rows]
    assert [("right" in words, "wrong" in words) for words in said] == [
        (True, False), (False, True), (True, False), (False, True),
    ]  # fmt: skip
    assert "No answer yet" not in page.words
    assert "Nothing is final until you hand in." in page.words


def test_the_check_page_points_at_what_is_missing(sitter: StrictClient) -> None:
    page = answer(sitter, begin(sitter))
    page = sitter.get(f"{page.path.rsplit('/', 2)[0]}/check")
    assert page.words.count("No answer yet") == 3
    assert page.link("Answer question 2").endswith("/questions/2?then=check")


def test_handing_in_with_gaps_is_asked_about_once(sitter: StrictClient) -> None:
    page = answer(sitter, begin(sitter))
    page = sitter.get(f"{page.path.rsplit('/', 2)[0]}/check")
    asked = sitter.page_of(sitter.submit(page.form("Hand in"), expect=400))
    assert "3 questions have no answer. If you hand in now, they count as not right." in asked.words
    assert db.session.scalar(select(Attempt.handed_in_at)) is None
    result = sitter.press(asked, "Hand in with 3 questions unanswered")
    assert result.heading == "Not passed this time"
    assert result.words.count("You gave no answer.") == 3


def test_a_confirmation_for_another_number_of_gaps_is_asked_again(sitter: StrictClient) -> None:
    """An answer was taken for granted in another tab meanwhile."""
    page = begin(sitter)
    path = f"{page.path.rsplit('/', 2)[0]}/check"
    token = sitter.token()
    for without in ("3", "", "x", "٤"):
        sitter.post(path, {"csrf_token": token, "without": without}, expect=400)
    assert db.session.scalar(select(Attempt.handed_in_at)) is None
    sitter.post(path, {"csrf_token": token, "without": "4"})


def test_a_pass_is_written_down_once_with_all_that_belongs_to_it(sitter: StrictClient, learner: Person) -> None:
    result = sit(sitter)
    assert result.heading == "You have passed"
    entry = db.session.query(LogEntry).one()
    certificate = db.session.query(Certificate).one()
    enrolment = db.session.query(Enrolment).one()
    attempt = db.session.query(Attempt).one()
    assert (entry.course, entry.course_title, entry.method) == ("short", "Short module", "e-learning")
    assert (entry.completed_on.isoformat(), str(entry.valid_until)) == ("2026-11-16", "2027-11-16")
    assert (entry.person_id, certificate.person_id, certificate.entry_id) == (learner.id, learner.id, entry.id)
    assert (enrolment.entry_id, enrolment.completed_on) == (entry.id, entry.completed_on)
    assert (attempt.right, attempt.passed) == (4, True)
    assert verify_log(learner.organisation_id).broken_at is None


def test_handing_in_twice_makes_one_result(sitter: StrictClient, learner: Person) -> None:
    page = answer_all(sitter, begin(sitter))
    form = page.form("Hand in")
    other_tab = StrictClient(sitter.app).sign_in(learner)
    other_form = other_tab.get(page.path).form("Hand in")
    places = {sitter.submit(form).headers["Location"] for _ in range(3)}
    places.add(other_tab.submit(other_form).headers["Location"])
    assert len(places) == 1
    for table in (LogEntry, Certificate, Attempt, Enrolment):
        assert db.session.query(table).count() == 1


def test_an_answer_that_comes_after_handing_in_changes_nothing(sitter: StrictClient) -> None:
    page = begin(sitter)
    late = page.form("Continue")
    result = sitter.press(answer_all(sitter, page), "Hand in")
    for value in ("1", "2", "3"):
        response = sitter.submit(late, option=[value])
        assert response.headers["Location"] == result.path
    assert "4 of 4 right." in sitter.get(result.path).words


def test_after_handing_in_every_page_of_the_attempt_leads_to_its_result(sitter: StrictClient) -> None:
    result = sit(sitter)
    attempt = result.path.removesuffix("/result")
    for page in ("questions/1", "questions/4", "check"):
        assert sitter.fetch(f"{attempt}/{page}", expect=303).headers["Location"] == result.path


def test_before_handing_in_there_is_no_result(sitter: StrictClient) -> None:
    page = begin(sitter)
    attempt = page.path.rsplit("/", 2)[0]
    assert sitter.fetch(f"{attempt}/result", expect=303).headers["Location"] == f"{attempt}/check"


def test_three_of_four_pass_only_with_the_critical_one(sitter: StrictClient) -> None:
    """`first-1` is critical: three right answers pass where it is among them, or not on the paper."""
    page = begin(sitter)
    critical_missed = None
    for _ in range(4):
        is_critical = "first 1" in page.words
        wrong = is_critical or (page.heading == "Question 4 of 4" and critical_missed is None)
        critical_missed = True if is_critical else critical_missed
        page = answer(sitter, page, right=not wrong)
    result = sitter.press(page, "Hand in")
    assert "3 of 4 right." in result.words
    if critical_missed:
        assert result.heading == "Not passed this time"
        assert "One of the questions about staying safe was not right, and those must be." in result.words
    else:
        assert result.heading == "You have passed"
