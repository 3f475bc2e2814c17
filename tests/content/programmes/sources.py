"""A small good programme, and ways to change it."""

from app.content.problems import SourceProblems
from app.content.programmes.reading import ReadProgramme, read_programme

GOOD = """\
programme: Anywhere
requirements:
  core:
    title: Level 1 for everyone
    who: everyone
    course: level-1-awareness
    renew: every 36 months
  refresher:
    title: Level 1 refresher
    who: {team: Repairs}
    course: level-1-refresher
    renew: every 12 months
    restarted by: core
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def with_line(line: str, requirement: str = "core") -> str:
    """The good programme with one more line in a requirement, which for `core` is line 4."""
    return changed(f"  {requirement}:\n", f"  {requirement}:\n    {line}\n")


def read(source: str) -> ReadProgramme:
    return read_programme(source, "anywhere.yml")


def told(source: str) -> list[str]:
    try:
        read(source)
    except SourceProblems as problems:
        return [str(problem) for problem in problems.problems]
    return []
