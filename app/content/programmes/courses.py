"""Which courses meet a requirement, and the courses that a programme brings with it."""

from collections.abc import Callable
from typing import TypeVar

import yaml

from app.content.fields import Fields
from app.content.names import slug_fault, title_fault
from app.content.programmes.noting import Notes
from app.content.programmes.phrases import read_months
from app.content.programmes.words import LONGEST_KEY, read_course, read_names
from app.content.yaml_tree import entries
from app.rules.programmes.requirements import DeclaredCourse, Equivalent, Option
from app.rules.training_log import Method

NO_END = "no end"
LONGEST_VALIDITY = 120
METHODS = tuple(str(method) for method in Method)

Group = tuple[Option, ...]
_Kind = TypeVar("_Kind")


def read_option(node: yaml.Node, notes: Notes) -> Option | None:
    """A course by its short name, or {course: …, by: …}."""
    if not isinstance(node, yaml.MappingNode):
        slug = read_course(node, notes)
        return Option(slug) if slug else None
    fields = Fields(node, ("course", "by"), notes.findings, optional=("by",))
    course, by = fields.node("course"), fields.node("by")
    slug = read_course(course, notes) if course else ""
    methods = read_names(by, "by", notes.inside("by"), METHODS) if by else ()
    return Option(slug, frozenset(methods)) if slug else None


def read_any_of(node: yaml.Node, notes: Notes) -> Group:
    return _each(node, "any of", read_option, notes)


def read_all_of(node: yaml.Node, notes: Notes) -> tuple[Group, ...]:
    return _each(node, "all of", _read_group, notes)


def _read_group(node: yaml.Node, notes: Notes) -> Group | None:
    if isinstance(node, yaml.MappingNode) and any(key.value == "any of" for key, _ in node.value):
        fields = Fields(node, ("any of",), notes.findings)
        options = fields.node("any of")
        return (read_any_of(options, notes) if options else ()) or None
    option = read_option(node, notes)
    return (option,) if option else None


def read_equivalents(node: yaml.Node, notes: Notes) -> tuple[Equivalent, ...]:
    return _each(node, "counts too", _read_equivalent, notes)


def _read_equivalent(node: yaml.Node, notes: Notes) -> Equivalent | None:
    if not isinstance(node, yaml.MappingNode):
        slug = read_course(node, notes)
        return Equivalent(slug) if slug else None
    fields = Fields(node, ("course", "within"), notes.findings, optional=("within",))
    course = fields.node("course")
    slug, written = read_course(course, notes) if course else "", fields.text("within")
    months = read_months(written)
    if written and not months:
        fields.problem("within", f'"within" must be "12 months" or the like, not "{written}".')
    return Equivalent(slug, months) if slug else None


def _each(
    node: yaml.Node, name: str, read: Callable[[yaml.Node, Notes], _Kind | None], notes: Notes
) -> tuple[_Kind, ...]:
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        notes.problem(node, f'"{name}" must be a list of courses, such as [level-1-awareness, level-1-managers].')
        return ()
    found = [read(each, notes) for each in node.value]
    return tuple(each for each in found if each is not None)


def read_declared(node: yaml.Node, notes: Notes) -> tuple[DeclaredCourse, ...]:
    if not isinstance(node, yaml.MappingNode):
        notes.problem(node, '"courses" must be lines of `short-name: {title: …, level: …, valid for: …}`.')
        return ()
    return tuple(_declared(slug, facts, notes) for slug, facts in entries(node, notes.findings).items())


def _declared(slug: str, node: yaml.Node, notes: Notes) -> DeclaredCourse:
    notes.note(node, slug)
    fault = slug_fault(slug, "a course's short name")
    if fault or len(slug) > LONGEST_KEY:
        notes.problem(node, fault or f'"{slug}" is longer than {LONGEST_KEY} characters. Shorten it.')
    if not isinstance(node, yaml.MappingNode):
        notes.problem(node, f'"{slug}" must be written as {{title: …, level: 2, valid for: 36 months}}.')
        return DeclaredCourse(slug, slug, 1)
    fields = Fields(node, ("title", "level", "valid for"), notes.findings)
    return DeclaredCourse(slug, read_title(fields, "title"), fields.whole("level", 1, 3), _valid_months(fields))


def read_title(fields: Fields, name: str, longest: int = 80) -> str:
    title = fields.text(name, longest)
    if fault := title_fault(title, f'"{name}"'):
        fields.problem(name, fault)
    return title


def _valid_months(fields: Fields) -> int | None:
    written = fields.text("valid for")
    months = read_months(written)
    if months and months <= LONGEST_VALIDITY:
        return months
    if written and written != NO_END:
        fields.problem("valid for", f'"valid for" must be "36 months" or the like, or "{NO_END}", not "{written}".')
    return None
