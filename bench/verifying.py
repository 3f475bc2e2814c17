"""`flask log verify` over all logs of a database, beside the same hashes without a database."""

import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from types import SimpleNamespace

from sqlalchemy import func, select

from app.extensions import db
from app.ledger.entries import facts_of
from app.models import LogEntry
from app.rules.log_chain import GENESIS, canonical
from bench.stage import Stage, settings_for
from config import ROOT


def verified(stage: Stage) -> str:
    with stage.school.app.app_context():
        entries = db.session.scalar(select(func.count()).select_from(LogEntry)) or 0
        facts = canonical(facts_of(_typical()))  # type: ignore[arg-type]
    seconds, peak = _verify(stage)
    bare = _hash(facts, entries)
    return (
        f"flask log verify of {entries:,} entries: {seconds:.1f} s, {entries / seconds:,.0f} entries/s, "
        f"peak memory {peak:.0f} MB; bare hashing {bare:.1f} s; ratio {bare / seconds:.2f}"
    )


def _typical() -> SimpleNamespace:
    empty = dict.fromkeys([column.name for column in LogEntry.__table__.columns])
    known = {
        "organisation_id": 1,
        "sequence": 500_000,
        "kind": "completion",
        "commitment": bytes(32),
        "course": "level-1-awareness",
        "course_title": "Level 1 awareness",
        "level": 1,
        "method": "e-learning",
        "edition": "0" * 64,
        "completed_on": date(2026, 1, 1),
        "valid_until": date(2029, 1, 1),
        "recorded_at": datetime(2026, 1, 1, 9, 30, tzinfo=UTC),
    }
    return SimpleNamespace(**(empty | known))


def _verify(stage: Stage) -> tuple[float, float]:
    """Seconds, and the most memory that it held, in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "log", "verify"],
        cwd=ROOT,
        env=os.environ | settings_for(stage.database),
        stdout=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "a log does not verify"
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _hash(facts: bytes, entries: int) -> float:
    """Seconds for the two hashes of each entry, one after the other."""
    head, start = GENESIS, time.perf_counter()
    for _ in range(entries):
        entry = hashlib.sha256(b"\x00" + facts).digest()
        head = hashlib.sha256(b"\x01" + head + entry).digest()
    return time.perf_counter() - start
