"""The draft that is being edited, and keeping what was changed in it."""

from dataclasses import dataclass

from flask import abort, request
from flask_babel import gettext as _

from app.assignments.checking import Checked, check_programme
from app.assignments.in_force import in_force
from app.content.programmes.reading import read_programme
from app.content.programmes.writing import write_programme
from app.database import writing
from app.programme import records
from app.programme.records import Draft, DraftChanged
from app.programme.shown import programme_of
from app.rules.programmes.requirements import Programme
from app.web import clock
from app.web.messages import tell
from app.web.visitor import visitor

PATH = "programme"
FIRST_NAME = "Training"


@dataclass(frozen=True, slots=True)
class Editing:
    """A draft, or, where there is none yet, an empty programme."""

    draft: Draft | None
    programme: Programme

    @property
    def seal(self) -> str:
        return self.draft.seal if self.draft else ""

    @property
    def taken_keys(self) -> set[str]:
        """Keys that mean something already, here or in what is in force."""
        known = in_force(visitor().organisation.id).programme
        return {each.key for each in (*self.programme.requirements, *known.requirements)}


def editing() -> Editing:
    draft = records.find_draft(visitor().organisation.id)
    return Editing(draft, programme_of(draft.source) if draft else Programme(FIRST_NAME, ()))


def draft_or_404() -> Draft:
    draft = records.find_draft(visitor().organisation.id)
    if draft is None:
        abort(404)
    return draft


def check_draft(source: str) -> Checked:
    return check_programme(source, PATH, visitor().organisation.id)


def keep(programme: Programme, seal: str) -> str:
    """Keep a changed programme as the draft; the source that it has. Raises SourceProblems and DraftChanged."""
    source = write_programme(programme)
    read_programme(source, PATH)
    keep_source(source, seal)
    return source


def keep_source(source: str, seal: str) -> None:
    person = visitor()
    with writing():
        if seal:
            records.change_draft(person.organisation.id, seal, source, person.id, clock.now())
        elif not begin(source):
            raise DraftChanged


def begin(source: str) -> bool:
    """Begin a draft, inside `writing()`."""
    person = visitor()
    based_on = in_force(person.organisation.id).version
    return records.begin_draft(person.organisation.id, source, based_on, person.id, clock.now())


def sent_seal() -> str:
    return request.form.get("seal", "")


def tell_changed() -> None:
    tell(_("The draft was changed since you opened that page. Nothing of yours was saved. See it as it is now."))
