"""The details at the head of a module."""

import re
from dataclasses import dataclass
from datetime import date

import yaml

from app.content.fields import Fields
from app.content.names import slug_fault, title_fault
from app.content.problems import Findings, did_you_mean, listed
from app.rules.modules import Objective, SignOff

BASICS = ("definition", "root-cause", "indicators", "tactics", "safe-conversations", "disclosure")
ROLES = ("specialist", "practitioner", "survivor-group")
KEYS = (
    "title",
    "topic",
    "level",
    "minutes",
    "audience",
    "objectives",
    "covers",
    "valid_for",
    "review_by",
    "sources",
    "signed_off",
)
LONGEST_VALIDITY = 120

_MONTHS = re.compile(r"([1-9]\d{0,2}) months?")


@dataclass(frozen=True, slots=True)
class ModuleHeader:
    """`objective_lines` gives the line of each objective by its id."""

    title: str
    topic: str
    level: int
    minutes: int
    audience: str
    objectives: tuple[Objective, ...]
    objective_lines: dict[str, int]
    covers: tuple[str, ...]
    valid_months: int | None
    review_by: date
    sources: tuple[str, ...]
    signed_off: tuple[SignOff, ...]


def read_module_header(root: yaml.MappingNode, findings: Findings) -> ModuleHeader:
    fields = Fields(root, KEYS, findings, optional=("signed_off",))
    objectives = fields.named_texts("objectives")
    _check_objectives(objectives, fields, findings)
    return ModuleHeader(
        title=_title(fields),
        topic=fields.text("topic", longest=80),
        level=fields.whole("level", 1, 3),
        minutes=fields.whole("minutes", 1, 600),
        audience=fields.text("audience"),
        objectives=tuple(Objective(name, text) for name, (text, _) in objectives.items()),
        objective_lines={name: line for name, (_, line) in objectives.items()},
        covers=_covers(fields, findings),
        valid_months=_valid_months(fields),
        review_by=fields.day("review_by"),
        sources=tuple(text for text, _ in fields.texts("sources")),
        signed_off=tuple(_sign_off(node, findings) for node in fields.mappings("signed_off")),
    )


def _title(fields: Fields) -> str:
    title = fields.text("title", longest=60)
    if fault := title_fault(title, "the title"):
        fields.problem("title", fault)
    return title


def _check_objectives(objectives: dict[str, tuple[str, int]], fields: Fields, findings: Findings) -> None:
    for name, (_, line) in objectives.items():
        if fault := slug_fault(name, "an objective's id"):
            findings.add(line, fault)
    if len(objectives) > 20:
        fields.problem("objectives", "A module has 20 objectives at most. Make two modules of it.")


def _covers(fields: Fields, findings: Findings) -> tuple[str, ...]:
    written = fields.texts("covers")
    names = [name for name, _ in written]
    for at, (name, line) in enumerate(written):
        if name not in BASICS:
            hint = did_you_mean(name, BASICS) or f" They are {', '.join(BASICS)}."
            findings.add(line, f'"{name}" is not one of the six basics.{hint}')
        elif name in names[:at]:
            findings.add(line, f'"{name}" is named twice in "covers". Name it once.')
    return tuple(names)


def _valid_months(fields: Fields) -> int | None:
    written = fields.text("valid_for")
    months = _MONTHS.fullmatch(written)
    if months and int(months.group(1)) <= LONGEST_VALIDITY:
        return int(months.group(1))
    if written and written != "no end":
        fields.problem("valid_for", f'"valid_for" must be "36 months" or the like, or "no end", not "{written}".')
    return None


def _sign_off(node: yaml.MappingNode, findings: Findings) -> SignOff:
    fields = Fields(node, ("name", "as", "on"), findings)
    role = fields.text("as")
    if role and role not in ROLES:
        fields.problem("as", f'"as" must be one of {listed(ROLES)}, not "{role}".')
    return SignOff(fields.text("name", longest=120), role, fields.day("on"))
