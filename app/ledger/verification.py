"""Checking that a log holds together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.extensions import db
from app.ledger.entries import facts_of
from app.models import Certificate, LogEntry, LogHead, Organisation, Person
from app.rules.log_chain import GENESIS, chain, commit_to_person

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """`entries` were walked; `broken_at` is the sequence of the first that does not fit, None when all do."""

    entries: int
    broken_at: int | None


def verify_log(organisation_id: int, progress: Callable[[int], None] = lambda count: None) -> LogVerdict:
    """Walk an organisation's log from its first entry to its head in flat memory; `progress` is told of each batch."""
    previous, sequence = GENESIS, 0
    head: tuple[int | None, bytes | None] = (None, None)
    with db.session.execute(_log(organisation_id)) as walked:
        for batch in walked.partitions():
            before = sequence
            for head_sequence, head_hash, entry, *linked in batch:
                head = (head_sequence, head_hash)
                if entry is None:
                    continue
                sequence += 1
                if not (_fits(entry, sequence, previous) and _is_of(entry, *linked)):
                    return LogVerdict(sequence - 1, broken_at=sequence)
                previous = entry.hash
            progress(sequence - before)
    return LogVerdict(sequence, broken_at=None if head == (sequence, previous) else sequence + 1)


def _log(organisation_id: int) -> Select[Any]:
    """The head beside every entry, then whom the entry is linked to and whom its certificate is of.

    In one statement, so that what is appended meanwhile is not taken for a fault.
    """
    return (
        select(LogHead.sequence, LogHead.hash, LogEntry, Person.salt, Person.reference, Certificate.person_id)
        .select_from(Organisation)
        .outerjoin(LogHead, LogHead.organisation_id == Organisation.id)
        .outerjoin(LogEntry, LogEntry.organisation_id == Organisation.id)
        .outerjoin(Person, Person.id == LogEntry.person_id)
        .outerjoin(Certificate, Certificate.entry_id == LogEntry.id)
        .where(Organisation.id == organisation_id)
        .order_by(LogEntry.sequence)
        .execution_options(yield_per=BATCH, populate_existing=True)
    )


def _fits(entry: LogEntry, sequence: int, previous: bytes) -> bool:
    return (entry.sequence, entry.previous_hash) == (sequence, previous) and entry.hash == chain(
        previous, facts_of(entry)
    )


def _is_of(entry: LogEntry, salt: bytes | None, reference: str | None, certified_id: int | None) -> bool:
    """Whether the entry stands for the person it is linked to, and its certificate is theirs; an erasure cuts both."""
    if entry.person_id is None:
        return True
    if salt is None or reference is None or certified_id not in {None, entry.person_id}:
        return False
    return entry.commitment == commit_to_person(salt, reference)
