"""The day on which training is due, for somebody's own calendar, which others may read: it says no more than that."""

from datetime import date, datetime

from flask_babel import gettext as _

from app.documents.calendar import all_day_event
from app.web.settings import settings

FILE_NAME = "training.ics"


def entry_title() -> str:
    return str(_("Training due"))


def training_link() -> str:
    return f"{settings().public_url}/training"


def due_entry(reference: str, day: date, stamped_at: datetime) -> bytes:
    """An .ics file. With the same `reference` it takes the place of an earlier one; `stamped_at` is in UTC."""
    return all_day_event(f"{reference}@waymark", day, entry_title(), training_link(), stamped_at)
