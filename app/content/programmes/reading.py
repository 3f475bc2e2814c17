"""A programme's source into the programme, or into everything that is wrong with it."""

from dataclasses import dataclass

import yaml

from app.content.fields import Fields
from app.content.names import slug_fault
from app.content.problems import Findings, SourceProblems
from app.content.programmes.courses import read_declared, read_title
from app.content.programmes.noting import Lines, Notes
from app.content.programmes.order import check_order
from app.content.programmes.requirements import read_requirement
from app.content.programmes.words import LONGEST_KEY
from app.content.text_shape import CONTROL
from app.content.yaml_tree import Limits, entries, root_of
from app.rules.programmes.requirements import Programme, Requirement

LIMITS = Limits(longest=60_000, deepest=14, too_long="Make two programmes of it, or shorten what it assumes.")
MOST_REQUIREMENTS = 100
KEYS = ("programme", "sources", "courses", "requirements")


@dataclass(frozen=True, slots=True)
class ReadProgramme:
    """A programme and where its source says what."""

    programme: Programme
    lines: Lines


def read_programme(source: str, path: str) -> ReadProgramme:
    """Raises SourceProblems with every fault at its line; `path` is what they call the file.

    Whether its courses, teams, roles and organisations exist is not looked at: see `fitting`.
    """
    findings = Findings(path)
    text = source.removeprefix("\ufeff").replace("\r\n", "\n")
    _check_characters(text, findings)
    root = None if findings.problems else root_of(text, LIMITS, findings)
    notes = Notes(findings)
    programme = _programme(root, notes) if root else None
    if findings.problems or programme is None:
        raise SourceProblems(findings.problems)
    return ReadProgramme(programme, Lines(notes.lines))


def _check_characters(text: str, findings: Findings) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            findings.add(number, "There is a tab in this line. Use spaces instead.")
        if CONTROL.search(line):
            findings.add(number, "There is an invisible control character in this line. Type the line again.")


def _programme(root: yaml.MappingNode, notes: Notes) -> Programme:
    fields = Fields(root, KEYS, notes.findings, optional=("sources", "courses"))
    courses = fields.node("courses")
    requirements = _requirements(fields, notes)
    check_order(requirements, Lines(notes.lines), notes.findings)
    return Programme(
        name=read_title(fields, "programme", 200),
        requirements=requirements,
        courses=read_declared(courses, notes.inside("courses")) if courses else (),
        sources=tuple(text for text, _ in fields.texts("sources")),
    )


def _requirements(fields: Fields, notes: Notes) -> tuple[Requirement, ...]:
    node = fields.node("requirements")
    if node is None:
        return ()
    if not isinstance(node, yaml.MappingNode) or not node.value:
        notes.problem(node, '"requirements" is empty. Add at least one, as `core:` with its lines below it.')
        return ()
    found = entries(node, notes.findings)
    if len(found) > MOST_REQUIREMENTS:
        notes.problem(node, f"There are more than {MOST_REQUIREMENTS} requirements. Make two programmes of them.")
        return ()
    made = (_requirement(key, value, notes.inside(key)) for key, value in found.items())
    return tuple(each for each in made if each is not None)


def _requirement(key: str, node: yaml.Node, notes: Notes) -> Requirement | None:
    notes.note(node)
    fault = slug_fault(key, "a requirement's key")
    if fault or len(key) > LONGEST_KEY:
        notes.problem(node, fault or f'"{key}" is longer than {LONGEST_KEY} characters. Shorten it.')
    if isinstance(node, yaml.MappingNode):
        return read_requirement(key, node, notes)
    notes.problem(node, f'"{key}" needs lines such as `title: …` and `who: everyone` below it.')
    return None
