"""A dry run as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.documents.csv_reading import Encoding
from app.rules.people import Employment
from app.rules.staff_lists.change import Change, Kind
from app.rules.staff_lists.problems import Problem
from app.rules.staff_lists.reading import ReadDay
from app.rules.staff_lists.teams import TeamQuestion
from app.staff_import.checking import Checked
from app.staff_import.choices import Choices
from app.staff_import.forms import MOST_ASKED
from app.staff_import.words import ENCODINGS, FIELDS, GROUPS, KINDS, Telling, plan_words, problem_words

MOST_TOLD = 1_000
MOST_SHOWN = 10
ORDER = (Kind.LEFT_OUT, Kind.LEAVES, Kind.RETURNS, Kind.CHANGES, Kind.STARTS, Kind.KEPT, Kind.HAS_RIGHTS, Kind.NOT_SAID)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    row: int
    column: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """`row` is None for who is not in the list."""

    row: int | None
    name: str
    team: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """The first of the `count` people of whom the same becomes."""

    kind: Kind
    title: str
    count: int
    changes: Sequence[ShownChange]


@dataclass(frozen=True, slots=True)
class KindAsked:
    """Their own word for a kind of employment, and what it was taken for; None where nobody has said."""

    word: str
    meaning: Employment | None


@dataclass(frozen=True, slots=True)
class Shown:
    words: Sequence[str]
    problems: Sequence[ShownProblem]
    problem_count: int
    groups: Sequence[Group]
    questions: Sequence[TeamQuestion]
    teams: Sequence[str]
    kinds: Sequence[KindAsked]
    meanings: Mapping[Employment, object]
    checked: Checked
    days: Sequence[ReadDay]
    covered: Sequence[object]
    encoding: str
    has_newer: bool


def show(checked: Checked, choices: Choices) -> Shown:
    plan = checked.plan
    telling = Telling(checked.teams, checked.names())
    questions = sorted(checked.teams.questions, key=lambda each: (not each.is_open, each.row))
    return Shown(
        words=plan_words(plan),
        problems=[_problem(each) for each in plan.problems[:MOST_TOLD]],
        problem_count=len(plan.problems),
        groups=_groups(plan.changes, telling),
        questions=questions[:MOST_ASKED],
        teams=sorted(checked.teams.paths(), key=str.casefold) if questions else (),
        kinds=_kinds(checked),
        meanings=KINDS,
        checked=checked,
        days=checked.reader.unclear or checked.reader.clear,
        covered=[KINDS[Employment(each)] for each in plan.leaving.covered],
        encoding=ENCODINGS[Encoding(checked.encoding)],
        has_newer=choices.takes_list or plan.counts[Kind.KEPT] > 0,
    )


def _problem(problem: Problem) -> ShownProblem:
    column = str(FIELDS[problem.field]) if problem.field else ""
    return ShownProblem(problem.row, column, problem.text, problem_words(problem))


def _groups(changes: Sequence[Change], telling: Telling) -> list[Group]:
    by_kind: dict[Kind, list[Change]] = {kind: [] for kind in ORDER}
    for each in changes:
        by_kind[each.kind].append(each)
    return [
        Group(kind, str(GROUPS[kind]), len(those), [_change(each, telling) for each in those[:MOST_SHOWN]])
        for kind, those in by_kind.items()
        if those
    ]


def _change(change: Change, telling: Telling) -> ShownChange:
    return ShownChange(change.row, change.name, telling.team(change), telling.change(change))


def _kinds(checked: Checked) -> list[KindAsked]:
    unknown = [KindAsked(word, None) for word in list(checked.reader.unknown_kinds)[:MOST_ASKED]]
    used = checked.reader.used_kinds.items()
    known = [KindAsked(word, meaning) for word, meaning in used if word not in set(Employment)]
    return [*unknown, *known][:MOST_ASKED]
