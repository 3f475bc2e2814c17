"""A whole team that presses the same button."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.content.edition import Edition
from app.extensions import db
from app.ledger.verification import LogVerdict, verify_log
from app.models import Attempt, Certificate, LogEntry
from app.quizzes import sitting
from app.web.editions import current_edition
from app.web.visitor import Visitor
from tests.concurrency.crowd import CROWD, answer_all, at_once, visitor_of
from tests.factories import OrganisationFactory, PersonFactory


def learners(organisation_id: int, number: int) -> list[Visitor]:
    return [visitor_of(PersonFactory(organisation_id=organisation_id)) for _ in range(number)]


def ready_to_pass(learner: Visitor) -> int:
    """An attempt with every answer right, not handed in yet."""
    short = current_edition("short")
    assert short is not None
    started = sitting.start(learner, short)
    assert isinstance(started, int)
    answer_all(learner, started)
    return started


@pytest.mark.usefixtures("published")
def test_passes_at_once_are_one_chain(app: Flask) -> None:
    organisation_id = OrganisationFactory().id
    passing = [(learner, ready_to_pass(learner)) for learner in learners(organisation_id, CROWD)]
    at_once(app, [lambda who=who, which=which: sitting.hand_in(who, which) for who, which in passing])
    assert verify_log(organisation_id) == LogVerdict(entries=CROWD, broken_at=None)
    db.session.rollback()
    assert len(db.session.scalars(select(Certificate.number).distinct()).all()) == CROWD
    assert set(db.session.scalars(select(LogEntry.person_id))) == {learner.id for learner, _ in passing}
    assert set(db.session.scalars(select(Attempt.passed))) == {True}


@pytest.mark.usefixtures("published")
def test_two_organisations_do_not_mix(app: Flask) -> None:
    one, other = OrganisationFactory().id, OrganisationFactory().id
    half = CROWD // 2
    passing = [(learner, ready_to_pass(learner)) for at in (one, other) for learner in learners(at, half)]
    at_once(app, [lambda who=who, which=which: sitting.hand_in(who, which) for who, which in passing])
    for organisation_id in (one, other):
        assert verify_log(organisation_id) == LogVerdict(entries=half, broken_at=None)


def test_starting_at_once_gives_each_their_own(app: Flask, published: Edition) -> None:
    crowd = learners(OrganisationFactory().id, CROWD)
    short = current_edition("short")
    assert short is not None
    started = at_once(app, [lambda who=who: sitting.start(who, short) for who in crowd])
    assert len({each for each in started if isinstance(each, int)}) == CROWD
