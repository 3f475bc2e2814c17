"""What a row of the training log says, on the page and in files."""

from app.documents.table_schema import Column

COLUMNS = (
    Column("entry", "Entry", "integer", "The number of the entry in the log, counted from 1 without gaps"),
    Column("name", "Name", "string", "The person's name today"),
    Column("email", "Email", "string", "The person's email address today"),
    Column("team", "Team", "string", "The person's team today, or the last one of somebody who has left"),
    Column("course", "Course", "string", "The title of what was completed, as it was on the day"),
    Column("course_id", "Course id", "string", "The course's lasting name"),
    Column("level", "Level", "integer", "1 basic awareness, 2 ask and act, 3 trusted professional"),
    Column("method", "Method", "string", "How it was completed: e-learning"),
    Column("completed_on", "Completed on", "date", "The day on which it was completed"),
    Column("valid_until", "Valid until", "date", "The last day on which it counts; empty when it never runs out"),
    Column("certificate", "Certificate", "string", "The number of the certificate that was issued"),
)

HEADER = tuple(column.name for column in COLUMNS)
