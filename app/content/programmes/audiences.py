"""Whom a requirement binds: `everyone`, or conditions that can be put together."""

from collections.abc import Callable

import yaml

from app.content.problems import did_you_mean
from app.content.programmes.noting import Notes
from app.content.programmes.words import read_names
from app.content.yaml_tree import entries
from app.rules.people import Employment
from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    Everyone,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
    Not,
    OfOrganisation,
)

EVERYONE = "everyone"
YES, NO = "yes", "no"
LINE_MANAGERS = "line managers of"
KINDS = tuple(str(kind) for kind in Employment)

_WHAT_IT_MAY_BE = "Write everyone, or a condition such as {team: Repairs} or {customer-facing: yes}."


def read_audience(node: yaml.Node, notes: Notes) -> Audience:
    if isinstance(node, yaml.MappingNode):
        return _conditions(node, notes)
    if isinstance(node, yaml.SequenceNode):
        notes.problem(node, "This is a list. Write {any: [...]} for who is in one of these, or {all: [...]} for all.")
    elif node.value != EVERYONE:
        notes.problem(node, f'"{node.value}" does not say who. {_WHAT_IT_MAY_BE}')
    return Everyone()


def _conditions(node: yaml.MappingNode, notes: Notes) -> Audience:
    found = [_condition(name, value, notes) for name, value in entries(node, notes.findings).items()]
    if not found:
        notes.problem(node, f"This says nobody. {_WHAT_IT_MAY_BE}")
        return Everyone()
    return found[0] if len(found) == 1 else AllOf(tuple(found))


def _condition(name: str, node: yaml.Node, notes: Notes) -> Audience:
    if name in READERS:
        return READERS[name](node, notes)
    hint = did_you_mean(name, READERS) or f" The conditions are {', '.join(READERS)}."
    notes.problem(node, f'"{name}" is not a condition.{hint}')
    return Everyone()


def _team(node: yaml.Node, notes: Notes) -> Audience:
    return InTeam(read_names(node, "team", notes.inside("team")))


def _role(node: yaml.Node, notes: Notes) -> Audience:
    return HasRole(read_names(node, "role", notes.inside("role")))


def _organisation(node: yaml.Node, notes: Notes) -> Audience:
    return OfOrganisation(read_names(node, "organisation", notes.inside("organisation")))


def _kind(node: yaml.Node, notes: Notes) -> Audience:
    return EmployedAs(read_names(node, "kind", notes.inside("kind"), KINDS))


def _customer_facing(node: yaml.Node, notes: Notes) -> Audience:
    return CustomerFacing(_is_so(node, "customer-facing", notes))


def _manages(node: yaml.Node, notes: Notes) -> Audience:
    return Manages(_is_so(node, "manages", notes))


def _is_so(node: yaml.Node, name: str, notes: Notes) -> bool:
    if node.value not in (YES, NO):
        notes.problem(node, f'"{name}" must be yes or no.')
    return bool(node.value == YES)


def _line_managers(node: yaml.Node, notes: Notes) -> Audience:
    if LINE_MANAGERS in notes.place:
        notes.problem(node, f'"{LINE_MANAGERS}" cannot be inside itself. Say whose line managers in one step.')
        return Everyone()
    return LineManagerOf(read_audience(node, notes.inside(LINE_MANAGERS)))


def _all(node: yaml.Node, notes: Notes) -> Audience:
    return AllOf(_several(node, "all", notes))


def _any(node: yaml.Node, notes: Notes) -> Audience:
    return AnyOf(_several(node, "any", notes))


def _not(node: yaml.Node, notes: Notes) -> Audience:
    return Not(read_audience(node, notes))


def _several(node: yaml.Node, name: str, notes: Notes) -> tuple[Audience, ...]:
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        notes.problem(node, f'"{name}" must be a list of conditions, such as [{{team: Repairs}}, {{manages: yes}}].')
        return ()
    return tuple(read_audience(each, notes) for each in node.value)


READERS: dict[str, Callable[[yaml.Node, Notes], Audience]] = {
    "team": _team,
    "role": _role,
    "customer-facing": _customer_facing,
    "manages": _manages,
    "kind": _kind,
    "organisation": _organisation,
    LINE_MANAGERS: _line_managers,
    "all": _all,
    "any": _any,
    "not": _not,
}
