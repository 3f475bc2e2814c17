import pytest

from app.models import Person
from tests.client import Page, StrictClient
from tests.factories import TeamFactory, member_of
from tests.journeys import HALF_RIGHT, answer, begin, sit

pytestmark = pytest.mark.usefixtures("now")


def test_passed(sitter: StrictClient) -> None:
    page = sit(sitter)
    assert page.heading == "You have passed"
    assert "4 of 4 right. Your certificate is ready." in page.words
    assert sitter.get(page.link("See your certificate")).heading == "Certificate"
    assert page.document.xpath("count(//li[@class='waymark-answers__item']//strong[contains(., 'Right')])") == 4
    assert page.words.count("SENTINEL general feedback") == 4
    assert page.link("See who you can talk to") == "/help"


def test_passed_with_one_not_right_shows_what_is(sitter: StrictClient) -> None:
    page = sit_missing_one_that_is_not_critical(sitter)
    assert page.heading == "You have passed"
    assert "3 of 4 right." in page.words
    (missed,) = page.document.xpath("//li[@class='waymark-answers__item'][.//details[@open]]")
    words = missed.text_content()
    assert "Not right" in words
    assert "What is right:" in words
    assert "The right answer to" in words
    assert "SENTINEL general feedback" in words


def sit_missing_one_that_is_not_critical(sitter: StrictClient) -> Page:
    page = begin(sitter)
    missed = False
    for _ in range(4):
        wrong = not missed and "first 1" not in page.words
        missed = missed or wrong
        page = answer(sitter, page, right=not wrong)
    return sitter.press(page, "Hand in")


def test_not_passed_says_what_to_do_and_not_what_is_right(sitter: StrictClient) -> None:
    page = sit(sitter, (False, False, False, False))
    assert page.heading == "Not passed this time"
    assert "0 of 4 right. You need 3 to pass." in page.words
    assert "Nobody else sees this result: not your manager, not your trainers." in page.words
    assert "You have 1 try left before a pause." in page.words
    assert "failed" not in page.text.lower()
    for secret in ("The right answer", "What is right:", "SENTINEL general feedback", "SENTINEL feedback on right"):
        assert secret not in page.text
    assert page.words.count("SENTINEL feedback on wrong") == 4


def test_not_passed_explains_only_what_was_right(sitter: StrictClient) -> None:
    page = sit(sitter, HALF_RIGHT)
    assert page.words.count("SENTINEL general feedback") == 2
    assert page.words.count("The right answer to") == 2
    assert "What is right:" not in page.words


@pytest.mark.parametrize(
    ("right", "lessons"),
    [
        ((False, False, True, True), ["First part", "Third part"]),
        ((True, True, False, False), ["Second part", "Third part"]),
        ((False, True, False, True), ["First part", "Second part", "Third part"]),
    ],
    ids=["first", "second", "both"],
)
def test_not_passed_names_the_lessons_to_read_again(
    right: tuple[bool, ...], lessons: list[str], sitter: StrictClient
) -> None:
    page = sit(sitter, right)
    links = page.document.xpath("//main//a[contains(@href, '/lessons/')]")
    assert [link.text_content() for link in links] == lessons
    for link in links:
        assert sitter.get(link.get("href")).heading == link.text_content()


def test_try_again_draws_other_questions(sitter: StrictClient) -> None:
    first = sit(sitter, HALF_RIGHT)
    asked = set(first.document.xpath("//summary/span/text()"))
    page = sitter.press(first, "Try again")
    assert page.heading == "Question 1 of 4"
    for _ in range(4):
        assert page.document.xpath("string(//legend)") not in asked
        page = sitter.get(page.link("Skip for now"))


def test_an_old_result_stays_as_it_was(sitter: StrictClient) -> None:
    first = sit(sitter, HALF_RIGHT)
    before = sitter.get(first.path).document.xpath("string(//ol)")
    assert sit(sitter).heading == "You have passed"
    again = sitter.get(first.path)
    assert again.heading == "Not passed this time"
    assert again.document.xpath("string(//ol)") == before


def test_a_result_is_the_learners_alone(sitter: StrictClient, learner: Person) -> None:
    """Not even for somebody with every right in the same organisation."""
    path = sit(sitter, HALF_RIGHT).path
    team = TeamFactory(organisation_id=learner.organisation_id)
    boss = member_of(team, manages=True, is_lead=True, is_admin=True, is_trainer=True)
    StrictClient(sitter.app).sign_in(boss).get(path, expect=404)
