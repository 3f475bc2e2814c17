"""What a row of the training log says, on the page and in files."""

from dataclasses import replace

from flask_babel import lazy_gettext as _

from app.documents.table_schema import Column

COLUMNS = (
    Column(
        "entry",
        "Entry",
        "integer",
        _("The number of the entry in the log, counted from 1; a number that is missing is an erasure"),
    ),
    Column("name", "Name", "string", _("The person's name today; empty when they have been removed")),
    Column("email", "Email", "string", _("The person's email address today")),
    Column("team", "Team", "string", _("The person's team on the day asked about, or the last one before it")),
    Column("course", "Course", "string", _("The title of what was completed, as it was on the day")),
    Column("course_id", "Course id", "string", _("The course's lasting name")),
    Column("level", "Level", "integer", _("1 basic awareness, 2 ask and act, 3 trusted professional")),
    Column(
        "method", "Method", "string", _("How it was completed: e-learning, in person, webinar, external, recognition")
    ),
    Column("completed_on", "Completed on", "date", _("The day on which it was completed")),
    Column("valid_until", "Valid until", "date", _("The last day on which it counts; empty when it never runs out")),
    Column("certificate", "Certificate", "string", _("The number of the newest certificate of this entry")),
    Column("kind", "Kind", "string", _("What the entry is: completion, import, correction or withdrawal")),
    Column(
        "state",
        "State",
        "string",
        _(
            "Where it stands on the day asked about. It counts as current, expired, or superseded by a newer "
            "completion of the course. It does not count as corrected or withdrawn"
        ),
    ),
    Column("corrects", "Corrects", "integer", _("The number of the entry that this one takes the place of")),
    Column("replaced_by", "Replaced by", "integer", _("The number of the entry that took the place of this one")),
    Column("reason", "Reason", "string", _("A code for why it was corrected, withdrawn or recognised")),
    Column("recorded_on", "Recorded on", "date", _("The day on which the entry was made")),
    Column(
        "recorded_by",
        "Recorded by",
        "string",
        _("The name today of who made the entry; empty for a test passed here, and for who has been removed"),
    ),
    Column("session", "Session", "integer", _("The number of the training session whose register it comes from")),
    Column("evidence", "Evidence", "string", _("What speaks for it; only for training leads, empty for anybody else")),
)

HEADER = tuple(column.name for column in COLUMNS)


def columns() -> tuple[Column, ...]:
    """The columns with their descriptions in the reader's language."""
    return tuple(replace(column, description=str(column.description)) for column in COLUMNS)
