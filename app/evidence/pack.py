"""The files of an evidence pack. No learner is named in any of them, and no small number of people told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.assignments.counts import counts_by_team, counts_of_all
from app.assignments.in_force import InForce
from app.assignments.words.sentences import sentence
from app.documents.csv_file import Cell, csv_stream
from app.evidence import records
from app.rules.programmes.requirements import Requirement
from app.rules.programmes.standing import coverage_of
from app.rules.small_numbers import LEAST, Told, told
from app.rules.validity import add_months
from app.web.dates import long_date
from app.web.editions import PublishedEdition

MONTHS_OF_SESSIONS = 36
FEW = f"<{LEAST}"

File = bytes | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of whom and of when the pack is. `editions` are the modules as learners are given them; `titles` by course."""

    organisation_id: int
    organisation: str
    today: date
    in_force: InForce
    editions: Sequence[PublishedEdition]
    titles: Mapping[str, str]

    @property
    def requirements(self) -> Sequence[Requirement]:
        return self.in_force.programme.requirements


def files_of(evidence: Evidence) -> dict[str, File]:
    """By name, in the order in which they are read."""
    files: dict[str, File] = {
        "coverage.csv": csv_stream(COVERAGE, _coverage(evidence)),
        "coverage-by-team.csv": csv_stream(TEAMS, _teams(evidence)),
        "requirements.csv": csv_stream(REQUIREMENTS, _requirements(evidence)),
        "programme-versions.csv": csv_stream(VERSIONS, records.versions_of_programme(evidence.organisation_id)),
        "programme.yml": records.programme_source(evidence.organisation_id, evidence.in_force.version).encode(),
        "modules.csv": csv_stream(MODULES, _modules(evidence)),
        "objectives.csv": csv_stream(OBJECTIVES, _objectives(evidence)),
        "sign-offs.csv": csv_stream(SIGN_OFFS, _sign_offs(evidence)),
        "sessions.csv": csv_stream(SESSIONS, _sessions(evidence)),
        f"training-plan-{evidence.today.year}.csv": csv_stream(
            PLAN, records.plan_of(evidence.organisation_id, evidence.today.year)
        ),
    }
    return {"read-me-first.txt": _read_me(evidence, files).encode("utf-8-sig"), **files}


COVERAGE = ("requirement", "title", "strength", "asked", "in_date_percent_from", "in_date_percent_to")
TEAMS = ("requirement", "title", "team", "asked", "in_date_percent_from", "in_date_percent_to")
REQUIREMENTS = ("requirement", "title", "strength", "in_words", "assumed")
VERSIONS = ("version", "name", "applied_on")
MODULES = (
    "module",
    "title",
    "level",
    "edition",
    "published_on",
    "audience",
    "minutes",
    "valid_months",
    "review_by",
    "sources",
)
OBJECTIVES = ("module", "edition", "objective", "text")
SIGN_OFFS = ("module", "edition", "name", "as", "on")
SESSIONS = (
    "held_on",
    "course",
    "level",
    "method",
    "place",
    "delivered_by",
    "accredited_by",
    "evidence",
    "register_signed",
    "attended_in_full",
)
PLAN = ("title", "owner", "progress", "due_on", "notes")

Row = tuple[Cell, ...]


def _coverage(evidence: Evidence) -> Iterator[Row]:
    counts = counts_of_all(evidence.organisation_id, evidence.requirements, evidence.today, evidence.today)
    for each in evidence.requirements:
        found = coverage_of(counts[each.key])
        yield each.key, each.title, str(each.strength), *_numbers(told(found.bound, found.in_date))


def _teams(evidence: Evidence) -> Iterator[Row]:
    names = records.team_names(evidence.organisation_id)
    for each in evidence.requirements:
        by_team = counts_by_team(evidence.organisation_id, each, evidence.today, evidence.today)
        found = sorted((names.get(team_id, ""), coverage_of(states)) for team_id, states in by_team.items())
        for name, coverage in found:
            if coverage.bound:
                yield each.key, each.title, name, *_numbers(told(coverage.bound, coverage.in_date))


def _numbers(told_of: Told) -> tuple[int | None, int | None, int | None]:
    return told_of.people, told_of.low, told_of.high


def _requirements(evidence: Evidence) -> Iterator[Row]:
    for each in evidence.requirements:
        yield each.key, each.title, str(each.strength), sentence(each, evidence.titles), each.assumed


def _modules(evidence: Evidence) -> Iterator[Row]:
    for each in evidence.editions:
        module = each.module
        day, sources = records.published_on(each.id), "; ".join(module.sources)
        named = (module.slug, module.title, module.level, each.sha256)
        yield *named, day, module.audience, module.minutes, module.valid_months, module.review_by, sources


def _objectives(evidence: Evidence) -> Iterator[Row]:
    for each in evidence.editions:
        for objective in each.module.objectives:
            yield each.module.slug, each.sha256, objective.id, objective.text


def _sign_offs(evidence: Evidence) -> Iterator[Row]:
    for each in evidence.editions:
        for signed in each.module.signed_off:
            yield each.module.slug, each.sha256, signed.name, signed.role, signed.on


def _sessions(evidence: Evidence) -> Iterator[Row]:
    since = add_months(evidence.today, -MONTHS_OF_SESSIONS)
    for each in records.sessions_held(evidence.organisation_id, since, evidence.today):
        held = (each.held_on, each.course, each.level, each.method, each.place, each.delivered_by)
        attended = each.full if each.full >= LEAST else FEW
        yield *held, each.accreditation, each.evidence, "yes" if each.is_signed else "no", attended


def _read_me(evidence: Evidence, files: Iterable[str]) -> str:
    """What is in the pack, for somebody who has never seen this service."""
    about = {
        "coverage.csv": _(
            "For each requirement: how many people it asks, and the share of them that is in date today."
        ),
        "coverage-by-team.csv": _("The same by team; nothing is told of fewer than ten people."),
        "requirements.csv": _("Who must do what, by when and how often, in words."),
        "programme-versions.csv": _("When these requirements were put in force and changed."),
        "programme.yml": _("The requirements as they are kept, for other programs."),
        "modules.csv": _("The modules that learners are given today, each with the edition that they are tested on."),
        "objectives.csv": _("What each module teaches."),
        "sign-offs.csv": _("Who has read each module and signed it off."),
        "sessions.csv": _("Sessions of the last three years, with how many attended in full."),
    }
    lines = [
        _("Evidence of training"),
        _("%(organisation)s, %(day)s", organisation=evidence.organisation, day=long_date(evidence.today)),
        "",
        _(
            "Nobody is named in these files for having been trained. Notes, places and who delivered a session are as "
            "they were typed."
        ),
        _("Of fewer than ten people no number is told; where nearly all or hardly any are in date, a range is."),
        _("People asked are those whom a requirement binds today, who are at work and not exempt."),
        "",
        *(f"{name}: {about.get(name, _('What is planned for this year, and how far it is.'))}" for name in files),
        "",
        _("There are no results of surveys: none has been held with this service yet."),
    ]
    return "\r\n".join([*lines, ""])
