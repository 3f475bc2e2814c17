"""One learner in sixteen tabs, or with a line that sends everything sixteen times."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.content.edition import Edition
from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Answer, Attempt, Certificate, Enrolment, LogEntry
from app.quizzes import records, sitting
from app.rules.attempts import AttemptRuling
from app.web.editions import PublishedEdition, current_edition
from app.web.visitor import Visitor
from tests.concurrency.crowd import CROWD, answer_all, at_once, right_values, visitor_of
from tests.factories import PersonFactory

TRIES = 2


@pytest.fixture
def short(published: Edition) -> PublishedEdition:
    found = current_edition("short")
    assert found is not None
    assert found.quiz.limit is not None
    assert found.quiz.limit.tries == TRIES
    return found


@pytest.fixture
def learner(app: Flask) -> Visitor:
    return visitor_of(PersonFactory())


@pytest.fixture
def attempt_id(learner: Visitor, short: PublishedEdition) -> int:
    """An attempt that is begun."""
    started = sitting.start(learner, short)
    assert isinstance(started, int)
    return started


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def attempts() -> list[Attempt]:
    db.session.rollback()
    return list(db.session.scalars(select(Attempt).order_by(Attempt.number)))


def test_starting_at_once_begins_one_attempt(app: Flask, learner: Visitor, short: PublishedEdition) -> None:
    started = at_once(app, [lambda: sitting.start(learner, short)] * CROWD)
    (only,) = attempts()
    assert started == [only.id] * CROWD
    assert count(Enrolment) == 1


def start_and_hand_in(learner: Visitor, short: PublishedEdition) -> list[int | AttemptRuling | None]:
    """Again and again, more often than allowed."""
    outcomes = []
    for _ in range(TRIES + 1):
        started = sitting.start(learner, short)
        outcomes.append(started)
        if isinstance(started, int):
            sitting.hand_in(learner, started)
    return outcomes


def test_the_limit_holds_and_lawful_tries_all_land(
    app: Flask, learner: Visitor, short: PublishedEdition, now: datetime
) -> None:
    for block in (1, 2, 3):
        with time_machine.travel(now + (block - 1) * timedelta(hours=24), tick=False):
            outcomes = at_once(app, [lambda: start_and_hand_in(learner, short)] * CROWD)
        assert [each.number for each in attempts()] == list(range(1, block * TRIES + 1))
        assert all(each.handed_in_at for each in attempts())
        refused = [each for outcome in outcomes for each in outcome if isinstance(each, AttemptRuling)]
        assert len(refused) >= CROWD
        assert {each.opens_at for each in refused} == {now + block * timedelta(hours=24)}


def test_handing_in_a_pass_at_once_completes_once(app: Flask, learner: Visitor, attempt_id: int) -> None:
    answer_all(learner, attempt_id)
    at_once(app, [lambda: sitting.hand_in(learner, attempt_id)] * CROWD)
    (attempt,) = attempts()
    assert (attempt.passed, attempt.right) == (True, 4)
    assert (count(LogEntry), count(Certificate), count(Enrolment)) == (1, 1, 1)
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert enrolment.entry_id == db.session.scalars(select(LogEntry.id)).one()
    assert verify_log(learner.organisation.id).broken_at is None


def test_answering_a_question_at_once_keeps_one_answer(app: Flask, learner: Visitor, attempt_id: int) -> None:
    sent = [[str(number % 2 + 1)] for number in range(CROWD)]
    answered = at_once(app, [lambda values=values: sitting.answer(learner, attempt_id, 1, values) for values in sent])
    assert all(each and not each.too_late and not each.slip for each in answered)
    assert count(Answer) == 1
    found = records.find_sitting(attempt_id, learner.id)
    assert found is not None
    assert found.answers[1] in [{key} for key in found.paper.items[0].option_keys[:2]]


def test_answering_different_questions_at_once_keeps_them_all(app: Flask, learner: Visitor, attempt_id: int) -> None:
    right = {position: right_values(learner, attempt_id, position) for position in range(1, 5)}
    at_once(
        app,
        [lambda at=number % 4 + 1: sitting.answer(learner, attempt_id, at, right[at]) for number in range(CROWD)],
    )
    sitting.hand_in(learner, attempt_id)
    assert attempts()[0].passed


@pytest.mark.parametrize("round_", range(4))
def test_an_answer_while_handing_in_counts_or_is_too_late(
    app: Flask, learner: Visitor, attempt_id: int, round_: int
) -> None:
    """What is told as saved was marked; what came after the marking is not stored."""
    right = {position: right_values(learner, attempt_id, position) for position in range(1, 5)}

    def save(position: int) -> bool:
        answered = sitting.answer(learner, attempt_id, position, right[position])
        return answered is not None and not answered.too_late

    def hand_in() -> bool:
        sitting.hand_in(learner, attempt_id)
        return False

    saved = at_once(app, [*(lambda at=at: save(at) for at in range(1, 5)), *[hand_in] * 4])
    found = records.find_sitting(attempt_id, learner.id)
    assert found is not None
    assert set(found.answers) == {position for position in range(1, 5) if saved[position - 1]}
    assert found.right == len(found.answers)
    assert not save(1)
    assert records.find_sitting(attempt_id, learner.id) == found


def test_starting_while_handing_in_is_the_old_attempt_or_the_next(
    app: Flask, learner: Visitor, short: PublishedEdition, attempt_id: int
) -> None:
    tasks = [lambda: sitting.start(learner, short), lambda: sitting.hand_in(learner, attempt_id)] * (CROWD // 2)
    started = [each for each in at_once(app, tasks) if each is not None]
    assert {each for each in started if isinstance(each, int)} <= {attempt.id for attempt in attempts()}
    assert len(attempts()) <= TRIES
    assert sum(attempt.handed_in_at is None for attempt in attempts()) <= 1
