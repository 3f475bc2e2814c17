"""Editions are published in the middle of attempts: each is marked on the paper that was shown."""

import dataclasses
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.authoring.records import publish
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.models import Attempt
from app.models import Edition as EditionRow
from app.rules.questions import Question
from app.web import clock
from tests.durability.conftest import Scale
from tests.durability.crowd import Crowd
from tests.durability.oracle import assert_nothing_is_lost
from tests.durability.school import School
from tests.durability.server import Server
from tests.durability.test_kill import ACKNOWLEDGED_BETWEEN_KILLS


def next_edition(edition: Edition, number: int) -> Edition:
    """Says its number in every question. In odd ones the first two options, wrong and right, have changed places."""
    questions = tuple(_changed(question, number) for question in edition.quiz.questions)
    return dataclasses.replace(
        edition, sha256=f"{number:064x}", quiz=dataclasses.replace(edition.quiz, questions=questions)
    )


def _changed(question: Question, number: int) -> Question:
    first, second, *others = question.options
    meanings = (second, first, *others) if number % 2 else question.options
    options = tuple(
        dataclasses.replace(meaning, key=option.key) for option, meaning in zip(question.options, meanings, strict=True)
    )
    return dataclasses.replace(question, text=f"{question.text}<p>Edition {number}.</p>", options=options)


def test_each_is_marked_on_the_paper_shown(
    school: School, short_edition: Edition, scale: Scale, tell: Callable[[str], None]
) -> None:
    with Server(school.url, workers=2) as server, Crowd([server.port], school.desks, scale.learners) as crowd:
        for number in range(1, scale.editions + 1):
            crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
            with school.inside(), writing():
                publish(next_edition(short_edition, number), clock.now())
        crowd.wait_for(acknowledged=ACKNOWLEDGED_BETWEEN_KILLS)
        tally = crowd.finish()
    assert_nothing_is_lost(school, crowd.journals)
    overtaken = attempts_overtaken(school)
    assert overtaken, "no attempt was under way when an edition was published"
    tell(f"{scale.learners} learners, {scale.editions} editions, {tally}, {overtaken} attempts overtaken, lost 0")


def attempts_overtaken(school: School) -> int:
    """How many were handed in after a later edition than theirs had been published."""
    later = aliased(EditionRow)
    overtaken = select(later.id).where(later.id > Attempt.edition_id, later.published_at < Attempt.handed_in_at)
    with school.inside():
        return db.session.scalar(select(func.count()).select_from(Attempt).where(overtaken.exists())) or 0
