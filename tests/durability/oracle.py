"""Whether a database holds what the journals say, once, and is sound in itself."""

from collections.abc import Iterable

from lxml import html
from sqlalchemy import select, text

from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Answer, Attempt, Certificate, Edition, Enrolment, LogEntry
from app.quizzes.records import read_paper
from app.rules.questions import Question
from app.web.editions import edition
from tests.durability.journal import NOTHING, Chosen, Journal, Sheet
from tests.durability.learner import read
from tests.durability.school import School

FOREIGN_KEYS_AND_CHECKS = """
SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('f', 'c') AND connamespace = 'public'::regnamespace
"""
INDEXES = """
SELECT indexrelid::regclass::text, indrelid::regclass::text FROM pg_index
JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'public'::regnamespace
"""


def assert_nothing_is_lost(school: School, journals: Iterable[Journal]) -> None:
    """What was acknowledged is there, once, with the same mark; the log's chain and the database are sound."""
    with school.inside():
        differences = [each for journal in journals for each in _differences(journal)]
        assert not differences, f"{len(differences)} differences from the journal:\n" + "\n".join(differences[:20])
        assert verify_log(school.organisation_id).broken_at is None
    assert_sound(school)


def assert_sound(school: School) -> None:
    with school.inside():
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        else:
            _check_postgresql()


def _check_postgresql() -> None:
    """Every row against every constraint again, and every index built again, unique ones too. Nothing is kept."""
    for table, definition in db.session.execute(text(FOREIGN_KEYS_AND_CHECKS)).all():
        db.session.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT once_more {definition}"))
        db.session.rollback()
    for index, table in db.session.execute(text(INDEXES)).all():
        rows = db.session.scalar(text(f"SELECT count(*) FROM {table}"))
        db.session.execute(text(f"REINDEX INDEX {index}"))
        assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) == rows
    db.session.rollback()


def _differences(journal: Journal) -> list[str]:
    person = f"person {journal.person_id}"
    attempts = _attempts(journal.person_id)
    known = {sheet.attempt_id for sheet in journal.sheets}
    unknown = attempts.keys() - known
    found = [f"{person}: attempt {each} is lost" for each in known - attempts.keys()]
    if len(unknown) > journal.a_start_is_open:
        found.append(f"{person}: attempts that nobody began: {unknown}")
    for sheet in journal.sheets:
        if attempt := attempts.get(sheet.attempt_id):
            found += [f"{person}, attempt {attempt.id}: {each}" for each in _differences_on(sheet, attempt)]
    return found + [f"{person}: {each}" for each in _differences_in_the_log(journal, attempts)]


def _attempts(person_id: int) -> dict[int, Attempt]:
    query = select(Attempt).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    return {each.id: each for each in db.session.scalars(query.where(Enrolment.person_id == person_id))}


def _differences_on(sheet: Sheet, attempt: Attempt) -> list[str]:
    found, stored = [], _stored(attempt)
    for position, allowed in sheet.may_be_stored.items():
        question, chosen = stored[position]
        if question != sheet.questions[position]:
            found.append(f"question {position} was {sheet.questions[position]!r} and is {question!r}")
        if chosen not in allowed:
            found.append(f"answer {position} is {set(chosen)} where one of {allowed} was acknowledged")
    if any(chosen for position, (_, chosen) in stored.items() if position not in sheet.may_be_stored):
        found.append("an answer that nobody sent")
    return found + _differences_in_the_mark(sheet, attempt)


def _differences_in_the_mark(sheet: Sheet, attempt: Attempt) -> list[str]:
    if attempt.handed_in_at is None:
        return ["the hand-in is lost"] if sheet.told else []
    if not sheet.hand_in_was_sent:
        return ["handed in by nobody"]
    told = (sheet.told.right, sheet.told.passed) if sheet.told else (sheet.expected_mark, attempt.passed)
    marked = (attempt.right, attempt.passed)
    return [f"marked {marked} where {told} was told"] if marked != told else []


def _differences_in_the_log(journal: Journal, attempts: dict[int, Attempt]) -> list[str]:
    """Each pass is one entry, of the edition that was shown, with one certificate."""
    query = select(LogEntry.edition, Certificate.number).join(Certificate, Certificate.entry_id == LogEntry.id)
    entries = db.session.execute(query.where(LogEntry.person_id == journal.person_id)).all()
    passed = [db.session.get_one(Edition, each.edition_id).sha256 for each in attempts.values() if each.passed]
    found = [] if sorted(sha256 for sha256, _ in entries) == sorted(passed) else [f"{passed} passed, logged: {entries}"]
    certificates = {sheet.told.certificate for sheet in journal.sheets if sheet.told and sheet.told.certificate}
    return found + [f"certificate {each} is lost" for each in certificates - {number for _, number in entries}]


def _stored(attempt: Attempt) -> dict[int, tuple[str, Chosen]]:
    """By position the question and the chosen options, as a learner reads them."""
    quiz = edition(attempt.edition_id).quiz
    query = select(Answer.position, Answer.chosen).where(Answer.attempt_id == attempt.id)
    answers = {position: frozenset(chosen.split(",")) for position, chosen in db.session.execute(query) if chosen}
    return {
        position: _as_read(quiz.question(item.question_id), answers.get(position, NOTHING))
        for position, item in enumerate(read_paper(attempt.paper).items, start=1)
    }


def _as_read(question: Question, keys: Chosen) -> tuple[str, Chosen]:
    chosen = frozenset(_words(option.text) for option in question.options if option.key in keys)
    return _words(question.text), chosen


def _words(rendered: str) -> str:
    return read(html.fragment_fromstring(rendered, create_parent=True))
