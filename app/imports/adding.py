"""Importing a file that was taken in."""

from datetime import date
from io import BytesIO

from sqlalchemy.exc import OperationalError

from app.database import writing
from app.imports.planning import import_file
from app.ledger.writing import SubjectErased
from app.web import clock, staged_files


class Interrupted(Exception):
    """Something came in between: somebody was erased meanwhile, or the database failed. The file is still there."""


def add_staged(organisation_id: int, import_id: int, by: int, today: date) -> None:
    """Add the records of a file, unless that is done or it is gone. Raises HasProblems and Interrupted."""
    try:
        with writing():
            content = staged_files.take_content(organisation_id, import_id)
            if content is not None:
                added = import_file(BytesIO(content), organisation_id, by, today, clock.now())
                staged_files.mark_imported(import_id, added, today)
    except (SubjectErased, OperationalError) as error:
        raise Interrupted(repr(error)) from error
