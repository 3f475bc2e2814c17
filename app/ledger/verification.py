"""Checking that a log holds together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, and_, exists, select

from app.extensions import db
from app.ledger.entries import facts_of
from app.models import Certificate, LogEntry, LogHead, Organisation, Person
from app.rules.log_chain import GENESIS, chain, commit_to_details, commit_to_person
from app.rules.training_log import Kind

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """`entries` were walked; `broken_at` is the sequence of the first that does not fit, None when all do."""

    entries: int
    broken_at: int | None


@dataclass(slots=True)
class _Walk:
    """How far a log has been walked. Entries of `nobody` need an erasure later on, by its commitment."""

    sequence: int = 0
    previous: bytes = GENESIS
    head: tuple[int | None, bytes | None] = (None, None)
    nobody: dict[bytes, int] = field(default_factory=dict)

    def take(self, row: Row[Any]) -> bool:
        """Whether the next entry fits."""
        self.sequence += 1
        fits = (row.sequence, row.previous_hash) == (self.sequence, self.previous)
        if not (fits and row.hash == chain(self.previous, facts_of(row)) and _is_of(row) and _is_by(row)):
            return False
        self.previous = row.hash
        if row.kind == Kind.ERASURE:
            self.nobody.pop(row.commitment, None)
        elif not row.salt:
            self.nobody.setdefault(row.commitment, row.sequence)
        return True

    def verdict(self) -> LogVerdict:
        if self.nobody:
            first = min(self.nobody.values())
            return LogVerdict(first - 1, broken_at=first)
        whole = self.head == (self.sequence, self.previous)
        return LogVerdict(self.sequence, broken_at=None if whole else self.sequence + 1)


def verify_log(organisation_id: int, progress: Callable[[int], None] = lambda count: None) -> LogVerdict:
    """Walk an organisation's log from its first entry to its head in flat memory; `progress` is told of each batch."""
    walk = _Walk()
    for batch in _batches(organisation_id):
        before = walk.sequence
        for row in batch:
            walk.head = (row.head_sequence, row.head_hash)
            if row.sequence is not None and not walk.take(row):
                return LogVerdict(walk.sequence - 1, broken_at=walk.sequence)
        progress(walk.sequence - before)
    return walk.verdict()


def _batches(organisation_id: int) -> Iterator[Any]:
    with db.session.connection().execute(_log(organisation_id)) as walked:
        yield from walked.partitions()


def _log(organisation_id: int) -> Select[Any]:
    """The head beside every entry, then whom the entry is linked to and whether a certificate of it is another's.

    In one statement, so that what is appended meanwhile is not taken for a fault.
    """
    entries, people, recorders = LogEntry.__table__, Person.__table__, Person.__table__.alias()
    is_anothers = exists().where(
        Certificate.entry_id == entries.c.id, Certificate.person_id.is_distinct_from(entries.c.person_id)
    )
    return (
        select(
            entries,
            LogHead.sequence.label("head_sequence"),
            LogHead.hash.label("head_hash"),
            people.c.salt,
            people.c.reference,
            recorders.c.salt.label("recorder_salt"),
            recorders.c.reference.label("recorder_reference"),
            recorders.c.erased_on.label("recorder_erased_on"),
            is_anothers.label("is_anothers"),
        )
        .select_from(Organisation)
        .outerjoin(LogHead, LogHead.organisation_id == Organisation.id)
        .outerjoin(entries, entries.c.organisation_id == Organisation.id)
        .outerjoin(people, and_(people.c.id == entries.c.person_id, people.c.erased_on.is_(None)))
        .outerjoin(recorders, recorders.c.id == entries.c.recorded_by_id)
        .where(Organisation.id == organisation_id)
        .order_by(entries.c.sequence)
        .execution_options(yield_per=BATCH)
    )


def _is_of(row: Row[Any]) -> bool:
    """Whether the entry stands for the person it is linked to, what is written about it is as it was, and its
    certificate is theirs. An erasure cuts all three.
    """
    if row.is_anothers:
        return False
    if not row.salt:
        return row.note is None and row.evidence is None
    expected = commit_to_person(row.salt, row.reference), commit_to_details(row.salt, row.note, row.evidence)
    return expected == (row.commitment, row.details_commitment)


def _is_by(row: Row[Any]) -> bool:
    """Whether the entry stands for who it says recorded it."""
    if row.recorder_salt is None:
        return row.recorder_commitment is None
    if row.recorder_erased_on is not None:
        return row.recorder_commitment is not None
    return bool(row.recorder_commitment == commit_to_person(row.recorder_salt, row.recorder_reference))
