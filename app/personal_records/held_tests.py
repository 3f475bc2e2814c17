"""How far a person is in each module, and their tests with the questions and their own answers."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.models import Answer, Attempt, Edition, Enrolment, Module, Organisation, Person
from app.personal_records.sections import Section, section
from app.rules.questions import Question
from app.web.editions import edition, localiser
from app.web.visitor import OrganisationFacts


def tests_sections(person: Person, organisation: Organisation) -> list[Section]:
    return [_enrolments(person.id), *_attempts(person.id, organisation)]


def _enrolments(person_id: int) -> Section:
    query = (
        select(Module.slug, Enrolment.number, Enrolment.started_on, Enrolment.completed_on, Enrolment.lessons_read)
        .join(Module, Module.id == Enrolment.module_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.id)
    )
    rows = [
        (slug, number, started_on, completed_on, ", ".join(json.loads(lessons)))
        for slug, number, started_on, completed_on, lessons in db.session.execute(query).tuples()
    ]
    header = (_("Module"), _("Time"), _("Begun on"), _("Passed on"), _("Parts that you have read"))
    note = _("You alone see this. When you read which part is not recorded.")
    return section(_("Your way through modules"), {"enrolments"}, header, rows, note=note)


def _attempts(person_id: int, organisation: Organisation) -> Iterator[Section]:
    query = (
        select(Attempt, Edition.title)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Edition, Edition.id == Attempt.edition_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Attempt.id)
    )
    for attempt, title in db.session.execute(query).tuples().all():
        yield _attempt(attempt, title, organisation)


def _attempt(attempt: Attempt, title: str, organisation: Organisation) -> Section:
    """What is right is not said before a test is handed in, nor after one that was not passed."""
    paper: list[list[Any]] = json.loads(attempt.paper)
    result = _("Not handed in yet.")
    if attempt.handed_in_at is not None:
        passed = _("Passed.") if attempt.passed else _("Not passed.")
        result = passed + " " + _("%(right)s right.", right=attempt.right)
        result += "" if paper else " " + _("The questions and answers are not kept any more.")
    return section(
        _("Test %(number)s: %(title)s", number=attempt.number, title=title),
        {"attempts", "answers"},
        (_("Handed in"), _("Question"), _("Your answer"), _("Was it right")),
        _questions(attempt, paper, organisation),
        note=result + " " + _("You alone see this."),
        alone=True,
        time_zone=organisation.time_zone,
    )


def _questions(attempt: Attempt, paper: list[list[Any]], organisation: Organisation) -> Iterator[tuple[Any, ...]]:
    rows = select(Answer.position, Answer.chosen).where(Answer.attempt_id == attempt.id)
    answers = dict(db.session.execute(rows).tuples().all())
    quiz, plain = edition(attempt.edition_id).quiz, _reader(organisation)
    for position, (question_id, _keys) in enumerate(paper, start=1):
        question = quiz.question(question_id)
        chosen = frozenset(key for key in answers.get(position, "").split(",") if key)
        right = chosen == question.right_keys if attempt.handed_in_at else None
        asked = " ".join(plain(text) for text in (question.scenario, question.text) if text)
        yield attempt.handed_in_at, asked, _chosen(question, chosen, plain), right


def _chosen(question: Question, chosen: frozenset[str], plain: Callable[[str], str]) -> str:
    texts = [plain(option.text) for option in question.options if option.key in chosen]
    return "; ".join(texts) or str(_("none"))


def _reader(organisation: Organisation) -> Callable[[str], str]:
    """A function that makes plain text of a question's HTML, with the organisation's own words in it."""
    facts = OrganisationFacts(
        *(organisation.id, organisation.name, organisation.colour, organisation.time_zone, organisation.exit_url),
        organisation.version,
    )
    local = localiser(facts)
    return lambda html: local(html).striptags()
