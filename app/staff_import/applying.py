"""Taking a list over: all of it or nothing."""

from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO

from flask import current_app
from sqlalchemy.exc import IntegrityError, OperationalError

from app.assignments.working_out import work_out
from app.database import writing
from app.staff_import import records
from app.staff_import.changing import Changing, Overtaken
from app.staff_import.checking import Checked, check_list
from app.staff_import.choices import Choices, Remembered, read
from app.staff_import.progress import Progress, Silence
from app.staffing.organisations import lock_organisation
from app.web import staged_files
from app.web.staged_files import PEOPLE


class HasProblems(Exception):
    """Nothing is taken over."""


class ManyLeave(Exception):
    """More people would leave than anybody has said yes to; `count` of them."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)


class LooksDifferent(Exception):
    """The list would change something else by now than what was shown."""


class Interrupted(Exception):
    """The database failed, or somebody else wrote about the same people meanwhile. Nothing was changed."""


def take_over(
    file: BinaryIO,
    organisation_id: int,
    lead_id: int,
    today: date,
    choices: Choices,
    *,
    seal: str | None = None,
    leavers: int | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Write what a list changes, once more worked out. `leavers` is how many people may leave where they are many.

    Call it inside `app.database.writing()`. Raises HasProblems, LooksDifferent and ManyLeave.
    """
    lock_organisation(organisation_id)
    checked = check_list(file, organisation_id, lead_id, today, choices, progress)
    if not checked.plan.is_possible:
        raise HasProblems
    if seal is not None and seal != checked.seal:
        raise LooksDifferent
    leaving = checked.plan.leaving
    if leaving.is_many and leavers != leaving.leave:
        raise ManyLeave(leaving.leave)
    written = [each for each in checked.plan.changes if each.is_written]
    Changing(organisation_id, today).write(written, checked.teams, progress or Silence())
    before = records.remembered(organisation_id)
    records.remember(organisation_id, Remembered(before.headings, {**before.kinds, **checked.reader.used_kinds}))
    return checked


def take_over_staged(
    organisation_id: int, import_id: int, lead_id: int, today: date, *, seal: str, leavers: int | None
) -> None:
    """Take over a file, unless that is done or it is gone. As `take_over`; raises Interrupted, too."""
    try:
        with writing():
            content = staged_files.take_content(organisation_id, import_id)
            staged = staged_files.find_staged(organisation_id, PEOPLE, import_id)
            if content is not None and staged is not None:
                choices, file = read(staged.choices), BytesIO(content)
                done = take_over(file, organisation_id, lead_id, today, choices, seal=seal, leavers=leavers)
                staged_files.mark_imported(import_id, done.plan.written, today)
    except (IntegrityError, OperationalError, Overtaken) as error:
        raise Interrupted(repr(error)) from error


def work_out_for(seconds: float, organisation_id: int, today: date) -> bool:
    """Work out those who wait, for so long; whether the database let us. Whoever is left waits on."""
    try:
        work_out(organisation_id, today, seconds=seconds)
    except OperationalError:
        current_app.logger.warning("due dates could not be worked out now; they are left for later", exc_info=True)
        return False
    return True


def note_list(organisation_id: int, lead_id: int, name: str, sha256: str, people: int, now: datetime, on: date) -> None:
    """Keep in mind that a list was taken over by the command. Call it inside `app.database.writing()`."""
    tidy_name = staged_files.tidy_file_name(name)
    staged_files.note_import(organisation_id, lead_id, PEOPLE, tidy_name, sha256, people, now, on)
