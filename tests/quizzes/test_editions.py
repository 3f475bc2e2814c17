"""A learner is marked on the paper that they were shown, whatever has been published since."""

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask

from app.authoring.records import publish
from app.content.edition import Edition
from app.database import writing
from app.extensions import db
from app.models import Attempt, LogEntry
from app.models import Edition as EditionRow
from app.rules.questions import Question, Quiz
from tests.client import StrictClient
from tests.conftest import NOW
from tests.journeys import HALF_RIGHT, answer, answer_all, begin, sit

pytestmark = pytest.mark.usefixtures("now")


def swap_right_and_wrong(quiz: Quiz) -> Quiz:
    def swapped(question: Question) -> Question:
        options = tuple(dataclasses.replace(each, right=not each.right) for each in question.options)
        return dataclasses.replace(question, options=options)

    return dataclasses.replace(quiz, questions=tuple(swapped(each) for each in quiz.questions))


def ask_nothing_of_before(quiz: Quiz) -> Quiz:
    renamed = [dataclasses.replace(each, id=f"new-{each.id}", text="<p>Other words?</p>") for each in quiz.questions]
    return dataclasses.replace(quiz, questions=tuple(renamed))


def ask_for_everything(quiz: Quiz) -> Quiz:
    return dataclasses.replace(quiz, pass_mark=100)


def publish_changed(app: Flask, edition: Edition, change: Callable[[Quiz], Quiz]) -> str:
    """Publish the next edition, and let this web process forget what it has read."""
    changed = dataclasses.replace(edition, sha256="2" * 64, quiz=change(edition.quiz))
    with writing():
        publish(changed, NOW)
    app.extensions.pop("waymark.editions", None)
    return changed.sha256


CHANGES = [swap_right_and_wrong, ask_nothing_of_before, ask_for_everything]


@pytest.mark.parametrize("change", CHANGES)
def test_an_attempt_under_way_goes_on_as_it_began(
    change: Callable[[Quiz], Quiz], sitter: StrictClient, app: Flask, short_edition: Edition
) -> None:
    page = answer(sitter, begin(sitter))
    before = page.text.split("<legend")[1].split("</legend")[0]
    publish_changed(app, short_edition, change)
    again = sitter.get(page.path)
    assert again.text.split("<legend")[1].split("</legend")[0] == before
    result = sitter.press(answer_all(sitter, again, (True,) * 3), "Hand in")
    assert "4 of 4 right." in result.words
    assert db.session.query(LogEntry).one().edition == short_edition.sha256


@pytest.mark.parametrize("change", CHANGES)
def test_a_result_stays_as_it_was(
    change: Callable[[Quiz], Quiz], sitter: StrictClient, app: Flask, short_edition: Edition
) -> None:
    page = sit(sitter, HALF_RIGHT)
    before = page.document.xpath("string(//ol)")
    publish_changed(app, short_edition, change)
    again = sitter.get(page.path)
    assert again.heading == "Not passed this time"
    assert again.document.xpath("string(//ol)") == before


def test_the_next_attempt_is_on_the_new_edition(sitter: StrictClient, app: Flask, short_edition: Edition) -> None:
    sit(sitter, HALF_RIGHT)
    sha256 = publish_changed(app, short_edition, ask_nothing_of_before)
    assert "Other words?" in begin(sitter).words
    newest = db.session.query(Attempt).order_by(Attempt.id.desc()).first()
    assert db.session.get_one(EditionRow, newest.edition_id).sha256 == sha256


def test_a_higher_pass_mark_changes_no_pass(sitter: StrictClient, app: Flask, short_edition: Edition) -> None:
    page = sit(sitter)
    publish_changed(app, short_edition, swap_right_and_wrong)
    again = sitter.get(page.path)
    assert again.heading == "You have passed"
    assert "4 of 4 right." in again.words
    assert again.link("See your certificate") == page.link("See your certificate")


def test_tries_on_the_old_edition_count(sitter: StrictClient, app: Flask, short_edition: Edition) -> None:
    sit(sitter, HALF_RIGHT)
    publish_changed(app, short_edition, ask_for_everything)
    assert "You can try again from" in sit(sitter, HALF_RIGHT).words


def test_two_processes_read_the_same_paper(sitter: StrictClient, app: Flask, short_edition: Edition) -> None:
    """One that has read the edition before and one that has not."""
    page = begin(sitter)
    first = sitter.get(page.path).document.xpath("//label/text()")
    app.extensions.pop("waymark.editions")
    assert sitter.get(page.path).document.xpath("//label/text()") == first
