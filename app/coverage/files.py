"""The figures and lists of coverage as rows of files."""

from collections.abc import Iterable, Iterator
from datetime import date

from app.coverage.figures import FEWEST_TOLD, RequirementFigure, percent
from app.coverage.listing import Listed
from app.coverage.seeing import Detail, Overview
from app.coverage.views import By
from app.documents.csv_file import Cell
from app.rules.programmes.assigning import Status
from app.rules.programmes.requirements import Requirement, Strength
from app.rules.programmes.standing import Coverage, state_on

FIGURES = ("bound", "in_date", "not_yet", "overdue", "percent")
OVERVIEW = ("requirement", "title", "strength", "as_at", *FIGURES, "not_counted", "known")
PEOPLE = (
    "name",
    "email",
    "staff_number",
    "team",
    "role",
    "kind",
    "requirement",
    "state",
    "due_on",
    "done_on",
    "as_at",
    "known",
)


def overview_rows(overview: Overview) -> Iterator[tuple[Cell, ...]]:
    for each in (*overview.mandatory, *overview.others):
        figures = (*_figures(each.requirement, each.coverage), _not_counted(each.coverage))
        yield (*_named(each, overview.day), *figures, _known(overview.day, overview.kept_since))


def detail_header(by: By) -> tuple[str, ...]:
    return ("requirement", "title", "as_at", *(() if by is By.MONTH else (by.value,)), *FIGURES, "known")


def detail_rows(detail: Detail) -> Iterator[tuple[Cell, ...]]:
    """A row for each part on the page, or for each month end."""
    asks = detail.requirement
    if detail.asked.by is By.MONTH:
        for moment in detail.moments:
            if moment.coverage is not None:
                known = _known(moment.day, detail.kept_since)
                yield (asks.key, asks.title, moment.day, *_figures(asks, moment.coverage), known)
        return
    for each in detail.figures:
        known = _known(detail.day, detail.kept_since)
        yield (asks.key, asks.title, detail.day, each.label, *_figures(asks, each.coverage), known)


def people_rows(people: Iterable[Listed], detail: Detail) -> Iterator[tuple[Cell, ...]]:
    requirement, day, known = detail.requirement, detail.day, _known(detail.day, detail.kept_since)
    for each in people:
        state = state_on(day, requirement.strength.value, Status.ASKED, each.done_on, each.due_on, None)
        facts = (each.name, each.email, each.staff_number, each.team, each.role, each.kind)
        yield (*facts, requirement.title, str(state), each.due_on, each.done_on, day, known)


def _known(day: date, kept_since: date | None) -> str:
    return "afterwards" if kept_since is not None and day < kept_since else "then"


def _named(figure: RequirementFigure, day: date) -> tuple[Cell, ...]:
    requirement = figure.requirement
    return requirement.key, requirement.title, requirement.strength.value, day


def _figures(requirement: Requirement, coverage: Coverage) -> tuple[Cell, ...]:
    """What is not mandatory is never overdue."""
    overdue = coverage.overdue if requirement.strength is Strength.MANDATORY else None
    return coverage.bound, coverage.in_date, coverage.not_yet, overdue, percent(coverage)


def _not_counted(coverage: Coverage) -> Cell:
    return coverage.not_counted if coverage.not_counted >= FEWEST_TOLD else f"<{FEWEST_TOLD}"
