"""A module's files as their author wrote them, read without following anything out of their folders."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.content.names import check_file_names, slug_fault
from app.content.problems import Findings, Problem, SourceProblems

MAX_TEXT = 300_000
MAX_PICTURE = 5_000_000
MAX_FILM = 60_000_000
MAX_FILES = 60
MAX_FOLDER = 120_000_000


@dataclass(frozen=True, slots=True)
class Sources:
    """`files` are the pictures and films by their names; the paths are what messages call each file."""

    slug: str
    module_text: str
    quiz_text: str
    files: Mapping[str, bytes]
    module_path: str
    quiz_path: str
    folder_path: str

    @classmethod
    def of(cls, slug: str, module_text: str, quiz_text: str, files: Mapping[str, bytes] | None = None) -> "Sources":
        """Sources that did not come from the usual folders, named as if they had."""
        frozen = MappingProxyType(dict(files or {}))
        return cls(slug, module_text, quiz_text, frozen, f"modules/{slug}.md", f"quizzes/{slug}.md", f"modules/{slug}")


def slugs(modules_dir: Path, quizzes_dir: Path) -> list[str]:
    """The name of every module that has a source or a quiz, well named or not."""
    found = (path.stem for folder in (modules_dir, quizzes_dir) if folder.is_dir() for path in folder.glob("*.md"))
    return sorted({stem for stem in found if not stem.startswith(".")})


def read_sources(modules_dir: Path, quizzes_dir: Path, slug: str) -> Sources:
    """Raises SourceProblems for files that are missing, too large, misnamed, links or not text."""
    module_path, quiz_path = f"{modules_dir.name}/{slug}.md", f"{quizzes_dir.name}/{slug}.md"
    folder_path = f"{modules_dir.name}/{slug}"
    if fault := slug_fault(slug, "a module's file name"):
        raise SourceProblems([Problem(module_path, 1, fault)])
    reader = _Reader()
    module_text = reader.text(modules_dir / f"{slug}.md", module_path)
    quiz_text = reader.text(quizzes_dir / f"{slug}.md", quiz_path)
    files = reader.folder(modules_dir / slug, folder_path)
    if reader.problems:
        raise SourceProblems(reader.problems)
    return Sources(slug, module_text, quiz_text, MappingProxyType(files), module_path, quiz_path, folder_path)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def text(self, path: Path, told_as: str) -> str:
        """The file's text without a byte order mark and with Unix line ends."""
        data = self._bytes(path, told_as, MAX_TEXT)
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._add(told_as, line, "This file is not UTF-8 text. Save it again with the encoding UTF-8.")
            return ""

    def folder(self, path: Path, told_as: str) -> dict[str, bytes]:
        if path.is_symlink():
            self._add(told_as, 1, "This folder is a link. Put the files themselves here.")
        if path.is_symlink() or not path.is_dir():
            return {}
        names = sorted(entry.name for entry in path.iterdir())
        findings = Findings(told_as)
        check_file_names(names, findings)
        self.problems += findings.problems
        if len(names) > MAX_FILES:
            self._add(told_as, 1, f"There are {len(names)} files here. Keep to {MAX_FILES} for one module.")
            return {}
        return self._files(path, told_as, names)

    def _files(self, path: Path, told_as: str, names: list[str]) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for name in names:
            largest = MAX_FILM if name.endswith(".mp4") else MAX_PICTURE
            files[name] = self._bytes(path / name, f"{told_as}/{name}", largest)
            if sum(map(len, files.values())) > MAX_FOLDER:
                self._add(told_as, 1, f"These files hold more than {_size(MAX_FOLDER)} together. Make them smaller.")
                break
        return files

    def _bytes(self, path: Path, told_as: str, largest: int) -> bytes:
        try:
            data = _regular_file(path, largest + 1)
        except OSError:
            self._add(told_as, 1, _unreadable(path))
            return b""
        if data is None:
            self._add(told_as, 1, "This is not a file. Put files straight into the folder.")
            return b""
        if len(data) > largest:
            self._add(told_as, 1, f"This file is larger than {_size(largest)}. Make it smaller.")
            return b""
        return data

    def _add(self, path: str, line: int, message: str) -> None:
        self.problems.append(Problem(path, line, message))


def _regular_file(path: Path, most: int) -> bytes | None:
    """The first `most` bytes; None for a folder, pipe or device. Raises OSError for a link."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(handle)


def _unreadable(path: Path) -> str:
    if path.is_symlink():
        return "This is a link to another file. Put the file itself here."
    if not path.exists():
        return "This file is missing. A module and its test have files of the same name: write it."
    return "This file cannot be read. Check who may open it."


def _size(octets: int) -> str:
    return f"{octets // 1_000_000} MB" if octets >= 1_000_000 else f"{octets // 1_000} kB"
