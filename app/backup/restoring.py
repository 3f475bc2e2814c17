"""A restore: all of it in one transaction, which is undone by whatever goes wrong."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.backup.checking import Backup
from app.backup.loading import CannotRestore, load, refuse_unless_empty
from app.backup.manifest import HeadCopy
from app.backup.published import Published, contradicted
from app.backup.writing import Watcher
from app.database import rebuilding
from app.extensions import db
from app.ledger.erasures import erase_all
from app.ledger.verification import LogVerdict, verify_log
from app.models import LogHead
from app.rules.signed_heads import PublishedHead


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of walking an organisation's log."""

    head: HeadCopy
    verdict: LogVerdict


@dataclass(frozen=True, slots=True)
class Restored:
    """`erased` of those who are `listed` in the list of erasures were in the backup."""

    findings: tuple[Finding, ...]
    listed: int
    erased: int


class Contradicted(CannotRestore):
    """A published head says another entry stands where the backup has one."""

    def __init__(self, head: PublishedHead) -> None:
        self.head = head
        super().__init__(f"The log of {head.organisation_name} is not the one that was published")


def restore(
    backup: Backup,
    published: Published,
    erased: Collection[bytes],
    now: datetime,
    watcher: Watcher,
    accept_broken: Callable[[list[Finding]], bool],
) -> Restored:
    """Raises CannotRestore, OSError and SQLAlchemy's errors; the database is then as it was.

    `erased` are the commitments to people who are not to come back; `accept_broken` is asked whether to restore logs
    that do not hold together.
    """
    with rebuilding() as connection:
        refuse_unless_empty(connection)
        watcher.begins("Restoring", backup.manifest.rows)
        load(connection, backup, watcher.goes_on)
        findings = tuple(_verify(head, watcher) for head in backup.manifest.heads)
        against = contradicted(published.heads)
        if against is not None:
            raise Contradicted(against)
        broken = [finding for finding in findings if finding.verdict.broken_at is not None]
        if broken and not accept_broken(broken):
            raise CannotRestore("Nothing is restored.")
        return Restored(findings, len(erased), erase_all(erased, now))


def _verify(head: HeadCopy, watcher: Watcher) -> Finding:
    """Raises CannotRestore where the log does not end as the list of contents says."""
    there = db.session.execute(
        select(LogHead.sequence, LogHead.hash).where(LogHead.organisation_id == head.organisation_id)
    ).one_or_none()
    if there is None or (there.sequence, there.hash.hex()) != (head.sequence, head.hash):
        raise CannotRestore(f"The log of {head.organisation} does not end where the backup says. Use another backup.")
    watcher.begins(f"Verifying the log of {head.organisation}", head.sequence)
    return Finding(head, verify_log(head.organisation_id, watcher.goes_on))
