"""Whether a programme can be read, and fits the organisation that it is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.assignments.team_names import names_of_teams
from app.content.problems import Problem, SourceProblems
from app.content.programmes.fitting import Fit, fit
from app.content.programmes.reading import ReadProgramme, read_programme
from app.extensions import db
from app.models import Course, Module, Organisation, Person, Posting
from app.rules.people import alike
from app.rules.programmes.requirements import Programme


@dataclass(frozen=True, slots=True)
class Checked:
    """`programme` is None where it cannot be read; `problems` keep it from being applied, `warnings` do not."""

    programme: Programme | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


class Anything:
    """A collection that has everything: what is not looked at is taken to be there."""

    def __contains__(self, _each: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


ANYTHING = Anything()


def check_programme(
    source: str, path: str, organisation_id: int | None = None, courses: frozenset[str] | None = None
) -> Checked:
    """Against an organisation where there is one; otherwise against `courses`, by slug, or against nothing."""
    try:
        read = read_programme(source, path)
    except SourceProblems as faults:
        return Checked(None, faults.problems)
    found = _fit(read, path, organisation_id, courses)
    return Checked(read.programme, found.problems, found.warnings)


def _fit(read: ReadProgramme, path: str, organisation_id: int | None, courses: frozenset[str] | None) -> Fit:
    if organisation_id is None:
        known = courses if courses is not None else ANYTHING
        return fit(
            read.programme, read.lines, courses=known, teams=ANYTHING, roles=ANYTHING, organisations=ANYTHING, path=path
        )
    return fit(
        read.programme,
        read.lines,
        courses=courses_known(organisation_id),
        teams=frozenset(name for names in names_of_teams(organisation_id).values() for name in names),
        roles=frozenset(alike(title) for title in roles_held(organisation_id)),
        organisations=_organisations(organisation_id),
        path=path,
    )


def courses_known(organisation_id: int) -> frozenset[str]:
    """The slugs of published modules and of the organisation's own courses, those no longer offered among them."""
    published = select(Module.slug).where(Module.current_edition_id.is_not(None))
    own = select(Course.slug).where(Course.organisation_id == organisation_id)
    return frozenset({*db.session.scalars(published), *db.session.scalars(own)})


def roles_held(organisation_id: int) -> list[str]:
    """What the jobs of people who are here are called, in the order of the alphabet."""
    query = select(Posting.job).join(Person, Person.id == Posting.person_id).distinct()
    here = query.where(Person.organisation_id == organisation_id, Person.is_active, Posting.job != "")
    return sorted(db.session.scalars(here), key=str.casefold)


def _organisations(organisation_id: int) -> frozenset[str]:
    """The names of the organisation and of those in its partnership."""
    mine = db.session.get_one(Organisation, organisation_id)
    if mine.partnership_id is None:
        return frozenset({alike(mine.name)})
    query = select(Organisation.name).where(Organisation.partnership_id == mine.partnership_id)
    return frozenset(alike(name) for name in db.session.scalars(query))
