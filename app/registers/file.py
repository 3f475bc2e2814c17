"""The register as a file."""

from collections.abc import Iterator, Mapping

from app.documents.csv_file import Cell
from app.registers.people import Entry
from app.registers.signing import Register
from app.rules.training_log import Kind

HEADER = (
    "course",
    "course_id",
    "level",
    "method",
    "held_on",
    "place",
    "delivered_by",
    "accredited_by",
    "name",
    "email",
    "attended",
    "entry",
    "entry_state",
    "signed_by",
    "signed_with_account_of",
    "signed_at",
    "evidence",
)
BECAME = {Kind.CORRECTION: "corrected", Kind.WITHDRAWAL: "withdrawn"}


def rows_of(register: Register, entries: Mapping[int, Entry]) -> Iterator[tuple[Cell, ...]]:
    """A row for each person, in the order of the page, with what is the same for all of them."""
    session, plan = register.session, register.session.plan
    held = (plan.course_title, plan.course, plan.level, plan.method, plan.held_on, plan.place, plan.delivered_by)
    signed_at = session.signed_at.isoformat(timespec="seconds") if session.signed_at else None
    for line in register.lines:
        entry = entries.get(line.person_id)
        became = BECAME[Kind(entry.became)] if entry and entry.became else ""
        person = (line.name, line.email, line.attended and str(line.attended))
        yield (
            *held,
            plan.accreditation,
            *person,
            entry.sequence if entry else None,
            became,
            session.signed_name,
            session.signed_by,
            signed_at,
            plan.evidence,
        )
