"""A programme's file as its author wrote it."""

from pathlib import Path

from app.content.problems import Problem, SourceProblems

MAX_BYTES = 250_000


def read_file(path: Path, told_as: str) -> str:
    """Its text with Unix line ends; raises SourceProblems for what is too large, or no text."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceProblems([Problem(told_as, 1, f"This file is larger than {MAX_BYTES // 1000} kB. Shorten it.")])
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "This file is not UTF-8 text. Save it again with the encoding UTF-8."
        raise SourceProblems([Problem(told_as, line, message)]) from error


def examples(folder: Path) -> list[str]:
    """The names of the programmes in a folder, without their ending."""
    return sorted(path.stem for path in folder.glob("*.yml")) if folder.is_dir() else []
