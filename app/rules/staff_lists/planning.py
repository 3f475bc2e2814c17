"""What taking over a list of staff would change, all of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from app.rules.people import alike
from app.rules.staff_lists.change import Change, Kind
from app.rules.staff_lists.changes import Circumstances, change_of, left_out
from app.rules.staff_lists.columns import Field
from app.rules.staff_lists.identity import Match, find_twins, index, match
from app.rules.staff_lists.known import KnownPerson, Ref
from app.rules.staff_lists.managers import find_managers, object_to_loops, refs_of
from app.rules.staff_lists.problems import Problem, Wrong
from app.rules.staff_lists.reading import Reader, StaffRow
from app.rules.staff_lists.teams import TeamBook

MANY_LEAVE = 5
"""Percent: more than this must be said twice."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a list is held against; `elsewhere` are those of its addresses that belong to other organisations.

    `lead` is the id of who takes the list over.
    """

    people: Sequence[KnownPerson]
    elsewhere: Set[str]
    lead: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """`of` are those who are here on the terms that the list covers, `leave` those of them who would leave.

    They leave because the list says a last day, which has come or is to come, or because it is whole and without them.
    """

    covered: tuple[str, ...] = ()
    of: int = 0
    leave: int = 0

    @property
    def is_many(self) -> bool:
        return self.leave * 100 > self.of * MANY_LEAVE


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """`changes` are in the order of the rows, then those whom the list leaves out. Nobody is held to be left out while
    there are rows that are not understood.
    """

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    unchanged: int
    rows: int
    leaving: Leaving

    @property
    def counts(self) -> Mapping[Kind, int]:
        return Counter(each.kind for each in self.changes)

    @property
    def is_possible(self) -> bool:
        return not self.problems

    @property
    def written(self) -> int:
        """How many people would be written about."""
        return sum(each.is_written for each in self.changes)


def plan(
    rows: Sequence[StaffRow], reader: Reader, known: Known, teams: TeamBook, at: Circumstances, *, is_whole: bool
) -> StaffPlan:
    """`rows` are those that could be read by `reader`, whose problems are told first."""
    problems: list[Problem] = []
    people = index(known.people)
    matches = match(rows, people, known.elsewhere, problems)
    managers = find_managers(matches, refs_of(matches, people), reader.unread, problems)
    object_to_loops(matches, managers, known.people, problems)
    _look_up_teams(rows, reader, teams)
    find_twins(matches, _namesakes(known.people, teams), problems)
    changes = [each for one in matches for each in _changes(one, managers.get(one.row.number), teams, at, problems)]
    problems += _open_questions(teams)
    touched = {each.row for each in changes}
    is_all_read = not reader.unread and len(matches) == len(rows)
    covered, here = _covered(matches, known, at.today, changes)
    leavers = _left_out(matches, here, known.lead, at.today) if is_whole and is_all_read else []
    leaving = {each.person.id for each in (*changes, *leavers) if each.person and each.is_leaving}
    return StaffPlan(
        problems=tuple(sorted([*reader.problems, *reader.questions, *problems], key=lambda each: each.row)),
        changes=(*changes, *leavers),
        unchanged=sum(each.row.number not in touched for each in matches),
        rows=len(rows),
        leaving=Leaving(covered, len(leaving | {each.id for each in here}), len(leaving)),
    )


def _look_up_teams(rows: Iterable[StaffRow], reader: Reader, teams: TeamBook) -> None:
    """Also those of rows that something else is wrong with, so that all is told at once."""
    read = ((each.number, each.team) for each in rows if each.team)
    for number, team in sorted((*read, *reader.unread_teams)):
        teams.ref(team, number)


def _changes(
    one: Match, manager: Ref | None, teams: TeamBook, at: Circumstances, problems: list[Problem]
) -> list[Change]:
    team = teams.found(one.row.team) if one.row.team else None
    changes = change_of(one, team, manager, at)
    for each in changes:
        problems += _objections(each, one)
    return changes


def _objections(change: Change, one: Match) -> Iterable[Problem]:
    if change.kind in (Kind.STARTS, Kind.RETURNS) and change.posting and change.posting.post.team is None:
        yield Problem(one.row.number, Wrong.MISSING, Field.TEAM)
    begun = max((each.starts_on for each in one.person.postings), default=None) if one.person else None
    if change.kind is Kind.LEAVES and begun and change.last_day and change.last_day < begun:
        yield Problem(one.row.number, Wrong.ENDS_BEFORE_IT_BEGINS, Field.LAST_DAY, str(change.last_day), str(begun))
    posting = change.posting
    if posting and posting.ends_on and posting.ends_on < posting.starts_on:
        yield Problem(one.row.number, Wrong.ENDS_BEFORE_IT_BEGINS, Field.LAST_DAY, str(posting.ends_on))


def _namesakes(people: Collection[KnownPerson], teams: TeamBook) -> set[tuple[str, str]]:
    """The names and teams of those who are here, the team both as a name and as a path."""
    found: set[tuple[str, str]] = set()
    for each in people:
        team = each.postings[-1].post.team if each.is_here and each.postings else None
        if team is not None:
            found |= {(alike(each.name), alike(teams.name(team))), (alike(each.name), alike(teams.path(team)))}
    return found


def _open_questions(teams: TeamBook) -> list[Problem]:
    return [
        Problem(each.row, Wrong.UNKNOWN_TEAM, Field.TEAM, each.written, each.similar[0])
        for each in teams.questions
        if each.is_open
    ]


def _covered(
    matches: Iterable[Match], known: Known, today: date, changes: Iterable[Change]
) -> tuple[tuple[str, ...], list[KnownPerson]]:
    """The terms that the list covers, and those who are here on them."""
    listed = {each.person.id for each in matches if each.person}
    employments = {posting.post.employment for each in changes if (posting := each.posting)}
    here = {each.id: employment for each in known.people if (employment := _employment(each, today))}
    covered = {str(each) for each in employments | {here[each] for each in listed & here.keys()}}
    return tuple(sorted(covered)), [each for each in known.people if here.get(each.id) in covered]


def _left_out(matches: Iterable[Match], here: Iterable[KnownPerson], lead: int, today: date) -> list[Change]:
    """Those who are here and not in the list. Who takes the list over stays."""
    listed = {each.person.id for each in matches if each.person}
    return [left_out(each, today) for each in here if each.id not in listed and each.id != lead]


def _employment(person: KnownPerson, today: date) -> str | None:
    """On what terms somebody works here today; None for who does not."""
    held = person.posting_on(today) if person.is_here else None
    return held.post.employment if held and held.holds(today) else None
