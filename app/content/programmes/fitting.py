"""Whether a programme fits its organisation: what it names is there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.content.problems import Findings, Problem, did_you_mean
from app.content.programmes.audiences import LINE_MANAGERS
from app.content.programmes.noting import Lines
from app.rules.people import alike
from app.rules.programmes.audiences import AllOf, AnyOf, Audience, HasRole, InTeam, LineManagerOf, Not, OfOrganisation
from app.rules.programmes.requirements import Programme, Requirement

PATH = "programme"


@dataclass(frozen=True, slots=True)
class Fit:
    """`problems` must be put right first; `warnings` may be meant."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A team, role or organisation that a requirement asks about."""

    kind: str
    name: str
    line: int


def fit(
    programme: Programme,
    lines: Lines,
    *,
    courses: Collection[str],
    teams: Collection[str],
    roles: Collection[str],
    organisations: Collection[str],
    path: str = PATH,
) -> Fit:
    """`courses` are slugs, of modules too; the names are `alike`, and `teams` has their other names too."""
    problems, warnings = Findings(path), Findings(path)
    _check_courses(programme, lines, courses, problems)
    known = {"team": teams, "role": roles, "organisation": organisations}
    for each in programme.requirements:
        for named in _names(each.who, (each.key, "who"), lines):
            if alike(named.name) not in known[named.kind]:
                findings = warnings if named.kind == "role" else problems
                findings.add(named.line, _unknown(named, known[named.kind]))
    return Fit(_in_order(problems), _in_order(warnings))


def _in_order(findings: Findings) -> tuple[Problem, ...]:
    return tuple(sorted(set(findings.problems)))


def _check_courses(programme: Programme, lines: Lines, courses: Collection[str], problems: Findings) -> None:
    known = {*courses, *(each.slug for each in programme.courses)}
    for each in programme.requirements:
        for field, slug in _courses(each):
            if slug not in known:
                hint = did_you_mean(slug, sorted(known)) or ' Make it on the page "Courses", or add it to "courses".'
                problems.add(lines.of(each.key, field, slug), f'There is no course "{slug}".{hint}')


def _courses(requirement: Requirement) -> Iterator[tuple[str, str]]:
    yield from (("course", option.course) for group in requirement.groups for option in group)
    yield from (("counts too", each.course) for each in requirement.equivalents)


def _names(who: Audience, place: tuple[str, ...], lines: Lines) -> Iterator[_Name]:
    if isinstance(who, InTeam | HasRole | OfOrganisation):
        kind = _KINDS[type(who)]
        yield from (_Name(kind, name, lines.of(*place, kind, name)) for name in who.names)
    elif isinstance(who, AllOf | AnyOf):
        for one in who.each:
            yield from _names(one, place, lines)
    elif isinstance(who, Not):
        yield from _names(who.who, place, lines)
    elif isinstance(who, LineManagerOf):
        yield from _names(who.who, (*place, LINE_MANAGERS), lines)


_KINDS = {InTeam: "team", HasRole: "role", OfOrganisation: "organisation"}


def _unknown(named: _Name, known: Collection[str]) -> str:
    hint = did_you_mean(alike(named.name), sorted(known))
    if named.kind == "role":
        return f'Nobody holds the role "{named.name}" now.{hint or " It binds who holds it later."}'
    more = {"team": ' Add it on the page "Teams", or its other name there.', "organisation": " Check its name."}
    return f'There is no {named.kind} "{named.name}".{hint or more[named.kind]}'
