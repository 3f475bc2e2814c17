"""What one text being rendered may refer to, and where its problems go."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from app.content.assets import Picture
from app.content.problems import Findings, did_you_mean


@dataclass(frozen=True, slots=True)
class Film:
    """`transcript` is rendered HTML."""

    picture: Picture
    captions: Picture
    transcript: str


@dataclass(slots=True)
class Surroundings:
    """A module as its texts may refer to it. `used` gathers the names of the pictures and films that were shown."""

    slug: str
    lessons: frozenset[str]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    films: dict[str, Film] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)


class Page:
    """A text that starts on `first_line` of its file. Ids made on it start with `prefix`."""

    def __init__(
        self,
        text: str,
        first_line: int,
        surroundings: Surroundings,
        findings: Findings,
        *,
        prefix: str = "",
        shows_pictures: bool = False,
    ) -> None:
        self.text = text
        self.surroundings = surroundings
        self.shows_pictures = shows_pictures
        self.findings = findings
        self.first_line = first_line
        self._prefix = prefix
        self._numbers: Iterator[int] = count(1)
        self._found: Counter[str] = Counter()

    def new_id(self) -> str:
        return f"{self._prefix}-{next(self._numbers)}"

    def line_of(self, piece: str) -> int:
        """The line of `piece` in the file; asked again, of its next place; the first line when it is nowhere."""
        lines = [at for at, line in enumerate(self.text.split("\n")) for _ in range(line.count(piece))]
        at = min(self._found[piece], len(lines) - 1)
        self._found[piece] += 1
        return self.first_line + (lines[at] if lines else 0)

    def problem(self, piece: str, message: str) -> None:
        self.findings.add(self.line_of(piece), message)

    def address(self, target: str) -> str | None:
        """What a link to `target` becomes in HTML; None, and a problem, when it may not go there."""
        if target.startswith("lesson:"):
            return self._lesson_address(target)
        if target == "/help" or _is_site(target):
            return target
        self.problem(f"]({target}", _link_fault(target))
        return None

    def _lesson_address(self, target: str) -> str | None:
        lesson = target.removeprefix("lesson:")
        if lesson in self.surroundings.lessons:
            return f"/modules/{self.surroundings.slug}/lessons/{lesson}"
        hint = did_you_mean(lesson, self.surroundings.lessons) or " Write the id of a lesson of this module."
        self.problem(f"]({target}", f'There is no lesson "{lesson}" to link to.{hint}')
        return None


def _is_site(target: str) -> bool:
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = target.isprintable() and not set(target) & set(' "<>\\^`{|}')
    return parts.scheme == "https" and "." in host and "@" not in parts.netloc and port in (None, 443) and plain


def _link_fault(target: str) -> str:
    if target.startswith("http://"):
        return f'The link "{target}" is not a safe one. Start it with https://.'
    if not target:
        return "This link goes nowhere. Write its address between ( and )."
    return f'A link cannot go to "{target}". Use https://…, /help or lesson:id.'
