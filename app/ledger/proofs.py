"""A log for somebody who may not see names: everything that its hashes cover, and nothing else."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.ledger.entries import facts_of
from app.models import LogEntry, LogHead
from app.rules.log_chain import GENESIS

BATCH = 2_000


def log_end(organisation_id: int) -> tuple[int, bytes]:
    """The sequence and the hash of the last entry."""
    query = select(LogHead.sequence, LogHead.hash).where(LogHead.organisation_id == organisation_id)
    row = db.session.execute(query).first()
    return (0, GENESIS) if row is None else (row.sequence, row.hash)


def proof_entries(organisation_id: int, up_to: int) -> Iterator[list[dict[str, Any]]]:
    """The facts and the hash of each entry up to a sequence, in batches and in flat memory."""
    entries = LogEntry.__table__
    query = (
        select(entries)
        .where(entries.c.organisation_id == organisation_id, entries.c.sequence <= up_to)
        .order_by(entries.c.sequence)
        .execution_options(yield_per=BATCH)
    )
    with db.session.connection().execute(query) as walked:
        for batch in walked.partitions():
            yield [{"facts": facts_of(row), "hash": row.hash.hex()} for row in batch]
