"""The details at the head of a quiz."""

import re
from dataclasses import dataclass

import yaml

from app.content.fields import Fields
from app.content.problems import Findings
from app.rules.questions import AttemptLimit

KEYS = ("module", "pass_mark", "draw", "attempts")

_DRAW = re.compile(r"([1-9]|1\d|20) per objective")
_ATTEMPTS = re.compile(r"([1-9]|1\d|20), then (\d{1,4}) hours?")


@dataclass(frozen=True, slots=True)
class QuizHeader:
    """`draw` is None for all questions; `draw_line` is where it is said."""

    pass_mark: int
    draw: int | None
    draw_line: int
    limit: AttemptLimit | None


def read_quiz_header(root: yaml.MappingNode, slug: str, findings: Findings) -> QuizHeader:
    fields = Fields(root, KEYS, findings)
    module = fields.text("module")
    if module and module != slug:
        fields.problem("module", f'This test is for the module "{slug}", so write that here, not "{module}".')
    return QuizHeader(fields.whole("pass_mark", 1, 100), _draw(fields), fields.line("draw"), _limit(fields))


def _draw(fields: Fields) -> int | None:
    written = fields.text("draw")
    per_objective = _DRAW.fullmatch(written)
    if per_objective:
        return int(per_objective.group(1))
    if written and written != "all":
        fields.problem("draw", f'"draw" must be "2 per objective" (1 to 20) or "all", not "{written}".')
    return None


def _limit(fields: Fields) -> AttemptLimit | None:
    written = fields.text("attempts")
    tries = _ATTEMPTS.fullmatch(written)
    if tries and 1 <= int(tries.group(2)) <= 24 * 90:
        return AttemptLimit(int(tries.group(1)), int(tries.group(2)))
    if written and written != "no limit":
        fields.problem("attempts", f'"attempts" must be "3, then 24 hours" or "no limit", not "{written}".')
    return None
