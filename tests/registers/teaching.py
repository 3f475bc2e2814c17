"""What a trainer does with sessions, and what the log says then."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import LogEntry, TrainingSession
from tests.client import Page, StrictClient

SESSION = {
    "course": "short",
    "method": "in person",
    "held_on": "2026-11-16",
    "place": "Town Hall",
    "delivered_by": "Tara Trainer",
    "is_accredited": "no",
    "accreditation": "",
    "evidence": "Folder 12",
}


def set_up(client: StrictClient, **fields: Any) -> Page:
    """A new session; its page."""
    return client.press(client.get("/sessions/new"), "Save the session", **(SESSION | fields))


def mark_all(client: StrictClient, session: TrainingSession | str) -> Page:
    """Everybody who is not marked attended in full."""
    return client.press(client.get(address(session)), "Mark all the others", rest="full")


def sign(client: StrictClient, session: TrainingSession | str, name: str = "Tara Trainer") -> Page:
    """Sign the register of a session, given itself or its address."""
    page = client.get(f"{address(session)}/sign")
    return client.press(page, "Sign the register", name=name, confirm="y")


def address(session: TrainingSession | str) -> str:
    return session if isinstance(session, str) else f"/sessions/{session.id}"


def rows(page: Page) -> list[list[str]]:
    """The cells of the page's table, as they read."""
    found = page.document.xpath("//main//table/tbody/tr")
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("th | td")] for row in found]


def entries() -> list[LogEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(LogEntry).order_by(LogEntry.id)))
