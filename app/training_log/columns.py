"""What a row of the training log says, on the page and in files."""

from dataclasses import replace

from flask_babel import lazy_gettext as _

from app.documents.table_schema import Column

COLUMNS = (
    Column("entry", "Entry", "integer", _("The number of the entry in the log, counted from 1 without gaps")),
    Column("name", "Name", "string", _("The person's name today")),
    Column("email", "Email", "string", _("The person's email address today")),
    Column("team", "Team", "string", _("The person's team today, or the last one of somebody who has left")),
    Column("course", "Course", "string", _("The title of what was completed, as it was on the day")),
    Column("course_id", "Course id", "string", _("The course's lasting name")),
    Column("level", "Level", "integer", _("1 basic awareness, 2 ask and act, 3 trusted professional")),
    Column("method", "Method", "string", _("How it was completed: e-learning")),
    Column("completed_on", "Completed on", "date", _("The day on which it was completed")),
    Column("valid_until", "Valid until", "date", _("The last day on which it counts; empty when it never runs out")),
    Column("certificate", "Certificate", "string", _("The number of the certificate that was issued")),
)

HEADER = tuple(column.name for column in COLUMNS)


def columns() -> tuple[Column, ...]:
    """The columns with their descriptions in the reader's language."""
    return tuple(replace(column, description=str(column.description)) for column in COLUMNS)
