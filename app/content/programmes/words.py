"""Single words and lists of them in a programme's source."""

from collections.abc import Collection

import yaml

from app.content.fields import text_of
from app.content.names import is_slug
from app.content.problems import did_you_mean, listed
from app.content.programmes.noting import Notes

LONGEST_KEY = 60
LONGEST_NAME = 200


def read_names(node: yaml.Node, name: str, notes: Notes, known: Collection[str] = ()) -> tuple[str, ...]:
    """One text, or a list of them, each of them once; where some are `known`, no others."""
    found: list[str] = []
    for each in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        text = text_of(each, name, LONGEST_NAME, notes.findings)
        if fault := _fault(text, name, found, known):
            notes.problem(each, fault)
        elif text:
            found.append(text)
            notes.note(each, text)
    if isinstance(node, yaml.SequenceNode) and not node.value:
        notes.problem(node, f'"{name}" is empty. Name at least one, or take it out.')
    return tuple(found)


def _fault(text: str, name: str, found: Collection[str], known: Collection[str]) -> str | None:
    if text in found:
        return f'"{text}" is in "{name}" twice. Name it once.'
    if text and known and text not in known:
        return f'"{text}" cannot be "{name}".{did_you_mean(text, known) or f" Choose from {listed(known)}."}'
    return None


def read_course(node: yaml.Node, notes: Notes) -> str:
    """The short name of a course, which may be found nowhere: that is not looked at here."""
    slug = text_of(node, "course", LONGEST_NAME, notes.findings)
    if slug and (not is_slug(slug) or len(slug) > LONGEST_KEY):
        notes.problem(
            node, f'"{slug}" cannot be a course. Use its short name, such as level-1-awareness, and not its title.'
        )
        return ""
    if slug:
        notes.note(node, slug)
    return slug
