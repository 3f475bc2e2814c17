"""A programme as source again: `read_programme` reads from it what `write_programme` was given."""

from collections.abc import Iterable

import yaml

from app.content.programmes.audience_words import audience_words
from app.content.programmes.courses import NO_END
from app.content.programmes.nodes import Value, block, flow, listed_below, written
from app.content.programmes.phrases import days_in_words, due_in_words, months_in_words, renewal_in_words
from app.content.programmes.requirements import usual_due, usual_window
from app.rules.programmes.requirements import (
    DeclaredCourse,
    Equivalent,
    Option,
    Programme,
    Requirement,
    Strength,
)


def write_programme(programme: Programme) -> str:
    said = {
        "programme": flow(programme.name),
        "sources": listed_below(programme.sources),
        "courses": block({each.slug: flow(_declared(each)) for each in programme.courses}),
        "requirements": block({each.key: _requirement(each) for each in programme.requirements}),
    }
    optional = {"sources": programme.sources, "courses": programme.courses}
    root = block({name: node for name, node in said.items() if optional.get(name, True)})
    return written(root)


def _declared(course: DeclaredCourse) -> Value:
    valid_for = NO_END if course.valid_months is None else months_in_words(course.valid_months)
    return {"title": course.title, "level": str(course.level), "valid for": valid_for}


def _requirement(requirement: Requirement) -> yaml.Node:
    said = {
        "title": requirement.title,
        "who": audience_words(requirement.who),
        **_courses(requirement.groups),
        **_asked(requirement),
        **_times(requirement),
        "after": _alone(requirement.after),
        "better after": _alone(requirement.better_after),
        "restarted by": requirement.restarted_by or "",
        "counts too": [_equivalent(each) for each in requirement.equivalents],
        "assumed": requirement.assumed,
    }
    return block({name: flow(value) for name, value in said.items() if value})


def _courses(groups: tuple[tuple[Option, ...], ...]) -> dict[str, Value]:
    if len(groups) > 1:
        return {"all of": [_group(each) for each in groups]}
    return (
        {"any of": [_option(each) for each in groups[0]]} if len(groups[0]) > 1 else {"course": _option(groups[0][0])}
    )


def _group(options: tuple[Option, ...]) -> Value:
    return _option(options[0]) if len(options) == 1 else {"any of": [_option(each) for each in options]}


def _option(option: Option) -> Value:
    return {"course": option.course, "by": _alone(sorted(option.methods))} if option.methods else option.course


def _equivalent(equivalent: Equivalent) -> Value:
    if equivalent.max_age_months is None:
        return equivalent.course
    return {"course": equivalent.course, "within": months_in_words(equivalent.max_age_months)}


def _asked(requirement: Requirement) -> dict[str, Value]:
    strength, due = requirement.strength, requirement.first_due
    return {
        "strength": "" if strength is Strength.MANDATORY else strength.value,
        "due": "" if due == usual_due(strength) else due_in_words(due),
    }


def _times(requirement: Requirement) -> dict[str, Value]:
    is_usual = requirement.window_months == usual_window(requirement.renewal)
    active, first = requirement.active_months, requirement.managers_first
    return {
        "renew": renewal_in_words(requirement.renewal),
        "window": "" if is_usual else months_in_words(requirement.window_months),
        "active for": months_in_words(active) if active else "",
        "from": str(requirement.from_on or ""),
        "managers first": days_in_words(first) if first else "",
    }


def _alone(texts: Iterable[str]) -> Value:
    """One text stands for a list of it."""
    found: list[Value] = [*texts]
    return found[0] if len(found) == 1 else found
