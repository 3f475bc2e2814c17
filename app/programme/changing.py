"""A programme with one requirement put in, changed, moved or taken out."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from app.rules.programmes.requirements import Programme, Requirement

LONGEST_KEY = 50


def with_requirement(programme: Programme, requirement: Requirement) -> Programme:
    """In the place of the one with its key; at the end where there is none."""
    keys = [each.key for each in programme.requirements]
    if requirement.key not in keys:
        return replace(programme, requirements=(*programme.requirements, requirement))
    changed = (requirement if each.key == requirement.key else each for each in programme.requirements)
    return replace(programme, requirements=tuple(changed))


def without_requirement(programme: Programme, key: str) -> Programme:
    return replace(programme, requirements=tuple(each for each in programme.requirements if each.key != key))


def moved(programme: Programme, key: str, by: int) -> Programme:
    """With a requirement further down by so many places, or further up; never past an end."""
    found = list(programme.requirements)
    at = next((number for number, each in enumerate(found) if each.key == key), None)
    if at is None:
        return programme
    each = found.pop(at)
    found.insert(min(max(at + by, 0), len(found)), each)
    return replace(programme, requirements=tuple(found))


def relying_on(programme: Programme, key: str) -> list[Requirement]:
    """The requirements that name another by its key."""
    return [each for each in programme.requirements if key in {*each.after, *each.better_after, each.restarted_by}]


def new_key(title: str, taken: Collection[str]) -> str:
    """A key out of a title, which no other requirement has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].strip("-") or "requirement"
    if not key[0].isalpha():
        key = f"requirement-{key}"
    tries = (key if number == 1 else f"{key}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in tries if each not in taken)
