"""E-learning from elsewhere beside courses in person, and a year that ends with the staff reviews."""

from datetime import date

import pytest

from app.rules.programmes.careers import Completed
from app.rules.programmes.standing import State
from tests.programmes.people import EXTERNAL, IN_PERSON, WEBINAR, asked, career, did, due, owes, post, programme

HARTLEPOOL = programme("hartlepool")
BEGINS, REVIEWS = date(2026, 10, 1), date(2027, 3, 31)
OLD_HAND = date(2019, 5, 1)
NEW = date(2027, 5, 4)


def test_nothing_is_asked_before_it_begins() -> None:
    person = career(post("Housing", since=OLD_HAND, serves=True))
    assert asked(person, HARTLEPOOL, date(2026, 9, 30)) == {}
    assert set(asked(person, HARTLEPOOL, BEGINS)) == {"level-1", "level-2", "refresher"}


def test_who_is_here_has_until_the_reviews_and_who_joins_later_has_sixty_days() -> None:
    assert due(career(post("Housing", since=OLD_HAND)), HARTLEPOOL, BEGINS)["level-1"] == REVIEWS
    assert due(career(post("Housing", since=REVIEWS)), HARTLEPOOL, REVIEWS)["level-1"] == REVIEWS
    assert due(career(post("Housing", since=NEW)), HARTLEPOOL, NEW)["level-1"] == date(2027, 7, 3)


ELSEWHERE = did("level-1-elsewhere", date(2026, 11, 20), EXTERNAL, 24)


@pytest.mark.parametrize(
    ("done", "state"),
    [
        (ELSEWHERE, State.IN_DATE),
        (did("level-1-elsewhere", date(2026, 11, 20), months=24), State.IN_DATE),
        (did("level-1-elsewhere", date(2026, 11, 20), IN_PERSON, 24), State.OVERDUE),
        (did("level-1-awareness", date(2026, 11, 20), IN_PERSON), State.IN_DATE),
        (did("level-1-awareness", date(2026, 11, 20)), State.IN_DATE),
    ],
)
def test_either_will_do(done: Completed, state: State) -> None:
    person = career(post("Housing", since=OLD_HAND), done=[done])
    assert owes(person, HARTLEPOOL, date(2027, 4, 1))["level-1"] is state


def test_it_is_due_again_when_the_certificate_of_what_was_done_runs_out() -> None:
    person = career(post("Housing", since=OLD_HAND), done=[ELSEWHERE])
    assert due(person, HARTLEPOOL, date(2027, 6, 1))["level-1"] == date(2028, 11, 20)
    here = did("level-1-awareness", date(2028, 9, 1))
    again = career(post("Housing", since=OLD_HAND), done=[ELSEWHERE, here])
    assert due(again, HARTLEPOOL, date(2028, 10, 1))["level-1"] == date(2031, 9, 1)


def test_a_certificate_that_ran_out_before_it_began_leaves_the_time_of_anybody_else() -> None:
    person = career(post("Housing", since=OLD_HAND), done=[did("level-1-elsewhere", date(2020, 1, 8), EXTERNAL, 24)])
    assert owes(person, HARTLEPOOL, BEGINS)["level-1"] is State.NOT_YET
    assert due(person, HARTLEPOOL, BEGINS)["level-1"] == REVIEWS


@pytest.mark.parametrize(
    ("on", "counts"),
    [(date(2025, 9, 30), False), (date(2025, 10, 1), True), (date(2026, 12, 1), True)],
)
def test_level_2_from_another_employer_counts_if_it_is_not_too_old(on: date, counts: bool) -> None:
    done = [ELSEWHERE, did("level-2-ask-and-act", on, WEBINAR)]
    person = career(post("Housing", since=OLD_HAND, serves=True), done=done)
    found = asked(person, HARTLEPOOL, date(2027, 1, 15))["level-2"]
    assert (found.done_on == on) is counts


def test_the_refresher_is_suggested_by_the_reviews_of_each_year() -> None:
    person = career(post("Housing", since=OLD_HAND), done=[ELSEWHERE])
    # Level 1 in November: March is less than half a year away, so the year after
    assert due(person, HARTLEPOOL, date(2027, 1, 1))["refresher"] == date(2028, 3, 31)
    done = [ELSEWHERE, did("level-1-refresher", date(2028, 2, 10), months=12)]
    refreshed = career(post("Housing", since=OLD_HAND), done=done)
    assert due(refreshed, HARTLEPOOL, date(2028, 3, 1))["refresher"] == date(2029, 3, 31)
    assert owes(refreshed, HARTLEPOOL, date(2029, 4, 1))["refresher"] is State.SUGGESTED
    assert owes(career(post("Housing", since=OLD_HAND)), HARTLEPOOL, NEW)["refresher"] is State.WAITING
