"""Who looked at a person, and at whom they looked."""

from datetime import datetime

from flask_babel import gettext as _

from app.models import Organisation, Person
from app.personal_records.looks import Look, lists_with, looks_at, looks_by
from app.personal_records.sections import Section, section
from app.web import clock


def looks_sections(person: Person, organisation: Organisation, now: datetime) -> list[Section]:
    today = now.astimezone(clock.zone(organisation.time_zone)).date()
    header = (_("Day"), _("Who"), _("What"))
    return [
        section(
            _("Who looked at your record"),
            {"record_views"},
            header,
            [_row(each) for each in looks_at(person.id, today, most=None)],
        ),
        section(
            _("Who saw lists and files that you are in"),
            {"record_views"},
            header,
            [_row(each) for each in lists_with(person.id, organisation.id, today, most=None)],
        ),
        section(
            _("What you looked at"),
            {"record_views"},
            (_("Day"), _("What")),
            [(day, _what(what, register or "")) for day, what, register in looks_by(person.id)],
        ),
    ]


def _row(look: Look) -> tuple[object, ...]:
    return look.on_day, look.name or _("somebody whose account has been removed"), _what(look.what, look.register)


def _what(what: str, register: str) -> str:
    words = {"record": _("a training record"), "file": _("a file"), "list": _("a list")}
    if not register:
        return str(words[what])
    if what == "file":
        return str(_("the register of a session, as a file: %(title)s", title=register))
    return str(_("the register of a session: %(title)s", title=register))
