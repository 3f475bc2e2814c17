"""What is wrong with a source, told so that its author can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. `line` counts from 1; `message` says what is wrong and what to do."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class SourceProblems(Exception):
    """A source cannot be published. `problems` holds every fault, sorted by path and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Findings:
    """The problems found so far in one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?`, or nothing when no known word is near."""
    close = get_close_matches(word.replace(" ", "_"), list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
