"""Checking that a log holds together."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.ledger.entries import facts_of
from app.models import LogEntry, LogHead
from app.rules.log_chain import GENESIS, chain

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """`entries` were walked; `broken_at` is the sequence of the first that does not fit, None when all do."""

    entries: int
    broken_at: int | None


def verify_log(organisation_id: int, progress: Callable[[int], None] = lambda count: None) -> LogVerdict:
    """Walk an organisation's log from its first entry to its head in flat memory; `progress` is told of each batch."""
    previous, sequence = GENESIS, 0
    query = select(LogEntry).where(LogEntry.organisation_id == organisation_id).order_by(LogEntry.sequence)
    for batch in db.session.scalars(query.execution_options(yield_per=BATCH)).partitions():
        for entry in batch:
            sequence += 1
            if not _fits(entry, sequence, previous):
                return LogVerdict(sequence - 1, broken_at=sequence)
            previous = entry.hash
        db.session.expunge_all()
        progress(len(batch))
    head = db.session.get_one(LogHead, organisation_id)
    whole = (head.sequence, head.hash) == (sequence, previous)
    return LogVerdict(sequence, broken_at=None if whole else sequence + 1)


def _fits(entry: LogEntry, sequence: int, previous: bytes) -> bool:
    return (entry.sequence, entry.previous_hash) == (sequence, previous) and entry.hash == chain(
        previous, facts_of(entry)
    )
