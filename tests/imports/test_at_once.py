"""Two people who import the same file at the same instant."""

from io import BytesIO

from flask import Flask
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.imports.planning import import_file
from app.ledger.verification import verify_log
from app.models import LogEntry
from tests.concurrency.crowd import at_once
from tests.conftest import NOW
from tests.imports.conftest import Office

ROWS = 300


def test_the_same_file_is_added_once(app: Flask, office: Office) -> None:
    lines = [
        f"{('ann', 'bo')[n % 2]}@example.org,short,{2000 + n % 20}-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(ROWS)
    ]
    content = "\n".join(["email,course,completed_on", *dict.fromkeys(lines)]).encode()
    organisation_id, lead_id = office.organisation.id, office.lead.id

    def bring_in() -> int:
        with writing():
            return import_file(BytesIO(content), organisation_id, lead_id, NOW.date(), NOW)

    added = at_once(app, [bring_in] * 4)
    assert sorted(added) == [0, 0, 0, len(set(lines))]
    assert db.session.scalar(select(func.count()).select_from(LogEntry)) == len(set(lines))
    assert verify_log(organisation_id).broken_at is None
