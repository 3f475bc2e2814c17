"""Holding a list against what is known: what taking it over would change."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from app.documents.csv_reading import Encoding, SheetRow
from app.rules.staff_lists.change import Change
from app.rules.staff_lists.changes import Circumstances
from app.rules.staff_lists.known import KnownPerson, Ref
from app.rules.staff_lists.planning import Known, StaffPlan, plan
from app.rules.staff_lists.problems import Problem, Wrong
from app.rules.staff_lists.reading import NEVER_TYPED, Reader, read_rows
from app.rules.staff_lists.teams import TeamBook
from app.staff_import import records
from app.staff_import.choices import Choices
from app.staff_import.files import open_list
from app.staff_import.progress import Progress, Silence, read_through
from app.web.staged_files import PEOPLE, last_imported_on


@dataclass(frozen=True, slots=True)
class Checked:
    """A list as it was read and what it would change. `ignored` are headings; `last_list` is when one came last."""

    plan: StaffPlan
    teams: TeamBook
    reader: Reader
    encoding: Encoding
    ignored: tuple[str, ...]
    last_list: date | None
    people: Sequence[KnownPerson]

    @property
    def seal(self) -> str:
        """Stands for what would be changed: another one means that something has become different."""
        digest = hashlib.sha256()
        for each in self.plan.changes:
            digest.update(_as_text(each).encode())
        return digest.hexdigest()

    @property
    def does_something(self) -> bool:
        """Whether anything would be kept: a change, or another name of a team."""
        return bool(self.plan.written or self.teams.aliases)

    def names(self) -> Mapping[Ref, str]:
        """What everybody is called, by ref."""
        known = {each.id: each.name for each in self.people}
        return known | {-each.row: each.name for each in self.plan.changes if each.row and each.person is None}


def _as_text(change: Change) -> str:
    who = change.person.id if change.person else -(change.row or 0)
    return f"{change.kind} {who} {change.email} {change.name} {change.differences} {change.posting}\n"


def check_list(
    file: BinaryIO,
    organisation_id: int,
    lead_id: int,
    today: date,
    choices: Choices,
    progress: Progress | None = None,
) -> Checked:
    """Raises UnusableList."""
    opened = open_list(file)
    kinds = {**records.remembered(organisation_id).kinds, **choices.kinds}
    reader = Reader(choices.places, len(opened.header), kinds, today)
    through = read_through(file, opened.rows, "Reading", progress or Silence())
    rows = read_rows(_sound(through, reader.problems), reader)
    people = records.known_people(organisation_id, today)
    here = {each.email for each in people}
    foreign = records.elsewhere(organisation_id, {each.email for each in rows if each.email} - here)
    teams = TeamBook(records.known_teams(organisation_id), records.team_aliases(organisation_id), choices.teams)
    last_list = last_imported_on(organisation_id, PEOPLE)
    at = Circumstances(today, last_list, choices.takes_list)
    planned = plan(rows, reader, Known(people, foreign, lead_id), teams, at, is_whole=choices.is_whole)
    read = set(choices.places.values())
    ignored = tuple(
        NEVER_TYPED.sub("\ufffd", name) for place, name in enumerate(opened.header) if name and place not in read
    )
    return Checked(planned, teams, reader, opened.encoding, ignored, last_list, people)


def _sound(rows: Iterator[SheetRow], problems: list[Problem]) -> Iterator[tuple[int, Sequence[str]]]:
    for row in rows:
        if row.fault is not None:
            problems.append(Problem(row.number, Wrong(row.fault)))
        else:
            yield row.number, row.cells


def count_rows(file: BinaryIO) -> int:
    """How many rows there are below the header. Raises UnusableList."""
    return sum(1 for _row in open_list(file).rows)
