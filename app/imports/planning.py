"""What an import would do, told before it is done; and doing it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, BinaryIO

from app.documents.csv_reading import Encoding, SheetRow
from app.imports.checking import OldFile, Passed, Passing, ToAdd, Verdict, check, open_file
from app.ledger.completions import import_completions
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.writing import Subject
from app.rules.import_columns import Field
from app.rules.old_records import OldRecord, Problem
from app.rules.written_days import is_ambiguous, read_day

MOST_TOLD = 1_000
MOST_SAMPLES = 5
MOST_DAYS = 3
EVERY = 1_000

Progress = Callable[[], None]
"""Called every thousand rows."""


@dataclass(frozen=True, slots=True)
class ReadDay:
    """How a date was read."""

    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """`problems` and `passed` are the first of those that `wrong` and `counts` count; a row can have several problems.

    `ignored` are headers, `days` examples of how dates were read; unclear ones would be other days, month first.
    """

    encoding: Encoding
    ignored: tuple[str, ...]
    has_methods: bool
    to_add: int
    counts: Mapping[Passing, int]
    wrong: int
    problems: tuple[Problem, ...]
    passed: tuple[Passed, ...]
    samples: tuple[OldRecord, ...]
    days: tuple[ReadDay, ...]
    days_are_unclear: bool

    @property
    def is_possible(self) -> bool:
        return not self.wrong


class HasProblems(Exception):
    """Nothing is imported."""


@dataclass(slots=True)
class _Tally:
    counts: dict[Passing, int] = field(default_factory=lambda: dict.fromkeys(Passing, 0))
    to_add: int = 0
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    samples: list[OldRecord] = field(default_factory=list)

    def take(self, verdict: Verdict) -> None:
        if isinstance(verdict, ToAdd):
            self.to_add += 1
            _keep(self.samples, verdict.record, MOST_SAMPLES)
        elif isinstance(verdict, Passed):
            self.counts[verdict.why] += 1
            _keep(self.passed, verdict, MOST_TOLD)
        else:
            self.wrong += 1
            _keep(self.problems, verdict, MOST_TOLD)


@dataclass(slots=True)
class _Days:
    """The first dates of a file, those before the others that could be misread."""

    unclear: list[ReadDay] = field(default_factory=list)
    clear: list[ReadDay] = field(default_factory=list)

    def look(self, text: str) -> None:
        day = read_day(text)
        if len(self.unclear) < MOST_DAYS and isinstance(day, date):
            _keep(self.unclear if is_ambiguous(text) else self.clear, ReadDay(text, day), MOST_DAYS)


def plan_import(file: BinaryIO, organisation_id: int, today: date, progress: Progress = lambda: None) -> Plan:
    """What importing the file would do. Raises UnusableFile."""
    opened, days, tally = open_file(file), _Days(), _Tally()
    for verdict in check(_watched(opened, days, progress), organisation_id, today):
        tally.take(verdict)
    return Plan(
        encoding=opened.encoding,
        ignored=opened.columns.ignored,
        has_methods=Field.METHOD in opened.columns.places,
        to_add=tally.to_add,
        counts=tally.counts,
        wrong=tally.wrong,
        problems=tuple(tally.problems),
        passed=tuple(tally.passed),
        samples=tuple(tally.samples),
        days=tuple(days.unclear or days.clear),
        days_are_unclear=bool(days.unclear),
    )


def import_file(
    file: BinaryIO,
    organisation_id: int,
    recorded_by: int,
    today: date,
    now: datetime,
    progress: Progress = lambda: None,
) -> int:
    """Add the rows of a file that are new; how many there were. Call it inside `app.database.writing()`.

    Whether a row is new is looked up after the log's head is locked. Raises UnusableFile, and HasProblems at the first
    problem: nothing may be kept of the transaction then.
    """
    watched = _watched(open_file(file), _Days(), progress)
    return import_completions(organisation_id, _records(check(watched, organisation_id, today), recorded_by), now)


def _records(verdicts: Iterable[Verdict], recorded_by: int) -> Iterator[tuple[Subject, CourseCompleted, Origin]]:
    for verdict in verdicts:
        if isinstance(verdict, Problem):
            raise HasProblems
        if isinstance(verdict, ToAdd):
            evidence = verdict.record.evidence
            yield verdict.subject, _completed(verdict.record), Origin(recorded_by=recorded_by, evidence=evidence)


def _completed(record: OldRecord) -> CourseCompleted:
    """Without an edition: nobody knows which one was read then."""
    return CourseCompleted(
        course=record.course.slug,
        title=record.course.title,
        level=record.course.level,
        method=record.method,
        edition="",
        completed_on=record.completed_on,
        valid_until=record.valid_until,
    )


def _watched(opened: OldFile, days: _Days, progress: Progress) -> OldFile:
    def rows() -> Iterator[SheetRow]:
        for count, row in enumerate(opened.rows, start=1):
            days.look(opened.columns.cell(Field.COMPLETED_ON, row.cells))
            if count % EVERY == 0:
                progress()
            yield row

    return replace(opened, rows=rows())


def _keep(kept: list[Any], each: object, most: int) -> None:
    if len(kept) < most:
        kept.append(each)
