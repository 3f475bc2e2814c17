"""One requirement of a programme."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import yaml

from app.content.fields import Fields
from app.content.problems import did_you_mean, listed
from app.content.programmes.audiences import read_audience
from app.content.programmes.courses import Group, read_all_of, read_any_of, read_equivalents, read_option, read_title
from app.content.programmes.noting import Notes
from app.content.programmes.phrases import (
    months_in_words,
    no_day_in,
    read_day,
    read_days,
    read_due,
    read_months,
    read_renewal,
)
from app.content.programmes.words import read_names
from app.rules.programmes.audiences import Everyone
from app.rules.programmes.requirements import WINDOW_MONTHS, FirstDue, Renewal, Requirement, Strength

COURSE_KEYS = ("course", "any of", "all of")
REQUIRED = ("title", "who")
KEYS = (
    *REQUIRED,
    *COURSE_KEYS,
    "strength",
    "due",
    "renew",
    "window",
    "active for",
    "from",
    "managers first",
    "after",
    "better after",
    "restarted by",
    "counts too",
    "assumed",
)
OPTIONAL = tuple(key for key in KEYS if key not in REQUIRED)
LONGEST_ASSUMPTION = 500

_A_DUE = (
    '"30 days after joining", "30 days after starting", 2027-03-31, "2027-03-31, or 30 days after joining", "any time"'
)
_A_RENEWAL = '"every 36 months", "every 36 months from expiry", "every 12 months on 31 March" or "never"'
_Kind = TypeVar("_Kind")


def usual_window(renewal: Renewal) -> int:
    """How many months before it is due a course may be done again where a requirement does not say."""
    return min(WINDOW_MONTHS, renewal.months - 1) if renewal.months else WINDOW_MONTHS


def usual_due(strength: Strength) -> FirstDue:
    """By when something is asked where a requirement does not say: what is not mandatory has no day."""
    return FirstDue(30) if strength is Strength.MANDATORY else FirstDue()


def read_requirement(key: str, node: yaml.MappingNode, notes: Notes) -> Requirement:
    fields = _fields(node, notes)
    renewal, strength = _phrase(fields, "renew", read_renewal, _A_RENEWAL, Renewal()), _strength(fields)
    requirement = Requirement(
        key=key,
        title=read_title(fields, "title"),
        groups=_groups(fields, node, notes),
        who=read_audience(who, notes.inside("who")) if (who := fields.node("who")) else Everyone(),
        strength=strength,
        first_due=_phrase(fields, "due", read_due, _A_DUE, usual_due(strength)),
        renewal=renewal,
        window_months=_months(fields, "window", usual_window(renewal)),
        active_months=_months(fields, "active for", 0),
        from_on=_phrase(fields, "from", read_day, "a day such as 2027-04-01", None),
        managers_first=_phrase(fields, "managers first", read_days, 'a number of days such as "60 days"', 0),
        after=_keys(fields, "after", notes),
        better_after=_keys(fields, "better after", notes),
        restarted_by=_key(fields, notes),
        equivalents=read_equivalents(too, notes.inside("counts too")) if (too := fields.node("counts too")) else (),
        assumed=fields.text("assumed", LONGEST_ASSUMPTION),
    )
    _check(requirement, fields)
    return requirement


def _fields(node: yaml.MappingNode, notes: Notes) -> Fields:
    fields = Fields(node, KEYS, notes.findings, OPTIONAL)
    for name in KEYS:
        if value := fields.node(name):
            notes.note(value, name)
    return fields


def _groups(fields: Fields, node: yaml.Node, notes: Notes) -> tuple[Group, ...]:
    given = [name for name in COURSE_KEYS if fields.node(name)]
    if len(given) != 1:
        notes.problem(node, f"Say which course in one of {listed(COURSE_KEYS)}, and in one of them only.")
        return ()
    courses, inside = fields.node(given[0]), notes.inside("course")
    if courses is None:
        return ()
    if given[0] == "all of":
        return read_all_of(courses, inside)
    if given[0] == "any of":
        return tuple(group for group in [read_any_of(courses, inside)] if group)
    option = read_option(courses, inside)
    return ((option,),) if option else ()


def _strength(fields: Fields) -> Strength:
    written = fields.text("strength")
    if written in Strength.__members__.values():
        return Strength(written)
    if written:
        hint = did_you_mean(written, Strength) or f" Choose from {listed(Strength)}."
        fields.problem("strength", f'"strength" cannot be "{written}".{hint}')
    return Strength.MANDATORY


def _months(fields: Fields, name: str, usual: int) -> int:
    return _phrase(fields, name, read_months, 'a number of months such as "3 months"', usual)


def _phrase(fields: Fields, name: str, read: Callable[[str], _Kind | None], examples: str, usual: _Kind) -> _Kind:
    written = fields.text(name)
    found = read(written) if written else usual
    if found is not None or not written:
        return usual if found is None else found
    no_day = no_day_in(written)
    if no_day:
        fields.problem(name, f'"{no_day}" is not a day from 2000 to 2100. Check the year, the month and the day.')
    else:
        fields.problem(name, f'"{name}" must be {examples}, not "{written}".')
    return usual


def _keys(fields: Fields, name: str, notes: Notes) -> tuple[str, ...]:
    node = fields.node(name)
    return read_names(node, name, notes.inside(name)) if node else ()


def _key(fields: Fields, notes: Notes) -> str | None:
    name = "restarted by"
    written = fields.text(name)
    node = fields.node(name)
    if written and node:
        notes.inside(name).note(node, written)
    return written or None


def _check(made: Requirement, fields: Fields) -> None:
    """What each part says may be right, and together they are not."""
    months = made.renewal.months
    if made.renewal.fixed and months % 12:
        fields.problem("renew", 'A fixed day comes once a year. Write "every 12 months", 24 or 36, with it.')
    if months and made.window_months >= months:
        fields.problem("window", f'"window" must be shorter than the {months_in_words(months)} of "renew". Shorten it.')
    if months and made.active_months > months:
        fields.problem(
            "active for", f'"active for" is longer than the {months_in_words(months)} of "renew". Shorten it.'
        )
    if made.restarted_by and fields.node("renew") is None:
        fields.problem("restarted by", 'Add "renew", so that it is clear for how long it counts once it is restarted.')
    if made.managers_first and made.from_on is None:
        fields.problem("managers first", 'Managers go first when something begins. Add the day in "from".')
    if made.from_on and _is_before(made.first_due.on, made.from_on):
        fields.problem(
            "due", f"It is due on {made.first_due.on}, before it begins on {made.from_on}. Change one of them."
        )


def _is_before(day: date | None, other: date) -> bool:
    return day is not None and day < other
