"""Only a module's own files are read, whatever lies in its folders."""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import sources as limits
from app.content.names import check_file_names, is_slug
from app.content.neutral import topic_word
from app.content.problems import Findings, SourceProblems
from app.content.sources import Sources, read_sources, slugs


class Folders:
    def __init__(self, root: Path) -> None:
        self.modules, self.quizzes = root / "modules", root / "quizzes"
        self.modules.mkdir()
        self.quizzes.mkdir()

    def write(self, path: str, data: bytes = b"text\n") -> Path:
        file = self.modules.parent / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        return file

    def read(self, slug: str = "one") -> Sources:
        return read_sources(self.modules, self.quizzes, slug)

    def problems(self, slug: str = "one") -> list[str]:
        with pytest.raises(SourceProblems) as caught:
            self.read(slug)
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path)
    made.write("modules/one.md")
    made.write("quizzes/one.md")
    return made


def test_sources_hold_texts_and_files(folders: Folders) -> None:
    folders.write("modules/one/circle.svg", b"<svg/>")
    found = folders.read()
    assert (found.slug, found.module_text, found.quiz_text) == ("one", "text\n", "text\n")
    assert dict(found.files) == {"circle.svg": b"<svg/>"}
    assert (found.module_path, found.quiz_path, found.folder_path) == (
        "modules/one.md",
        "quizzes/one.md",
        "modules/one",
    )


def test_texts_lose_their_byte_order_mark_and_windows_line_ends(folders: Folders) -> None:
    folders.write("modules/one.md", b"\xef\xbb\xbfa\r\nb\r\n")
    assert folders.read().module_text == "a\nb\n"


def test_a_text_that_is_not_utf8_is_told_by_its_line(folders: Folders) -> None:
    folders.write("quizzes/one.md", b"a\nb\n\xff\n")
    assert folders.problems() == [
        "quizzes/one.md:3: This file is not UTF-8 text. Save it again with the encoding UTF-8."
    ]


@pytest.mark.parametrize("missing", ["modules/one.md", "quizzes/one.md"])
def test_a_module_and_its_quiz_come_together(folders: Folders, missing: str) -> None:
    (folders.modules.parent / missing).unlink()
    (found,) = folders.problems()
    assert found.startswith(f"{missing}:1: This file is missing.")


@pytest.mark.parametrize(
    "slug",
    [
        "",
        ".",
        "..",
        "../one",
        "/etc/passwd",
        "one/two",
        "One",
        "öne",
        "one_two",
        "-one",
        "one-",
        "one--two",
        "con",
        "lpt1",
    ]
    + ["one\0", "one\n", "one.md", "x" * 81, "domestic-abuse", "level-1-violence", "for-survivors", "cam-drin"],
)
def test_a_slug_that_is_no_slug_or_names_the_topic_is_refused(folders: Folders, slug: str) -> None:
    assert len(folders.problems(slug)) == 1


@pytest.mark.parametrize("path", ["modules/one.md", "quizzes/one.md", "modules/one/circle.svg"])
def test_a_link_is_not_followed(folders: Folders, path: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    place = folders.write(path)
    place.unlink()
    place.symlink_to(secret)
    assert folders.problems() == [f"{path}:1: This is a link to another file. Put the file itself here."]


def test_a_link_to_a_folder_is_not_followed(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folders.modules / "one").symlink_to(tmp_path / "elsewhere")
    assert folders.problems() == ["modules/one:1: This folder is a link. Put the files themselves here."]


def test_a_folder_or_pipe_among_the_pictures_is_refused(folders: Folders) -> None:
    (folders.modules / "one" / "more.svg").mkdir(parents=True)
    os.mkfifo(folders.modules / "one" / "pipe.svg")
    assert [problem.split(": ")[0] for problem in folders.problems()] == [
        "modules/one/more.svg:1",
        "modules/one/pipe.svg:1",
    ]


@pytest.mark.parametrize(
    ("path", "limit", "size"),
    [
        ("modules/one.md", "MAX_TEXT", 300_000),
        ("modules/one/circle.svg", "MAX_PICTURE", 5_000_000),
        ("modules/one/talk.mp4", "MAX_FILM", 60_000_000),
    ],
)
def test_a_file_that_is_too_large_is_refused(
    folders: Folders, path: str, limit: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert getattr(limits, limit) == size
    monkeypatch.setattr(limits, limit, 1_000)
    folders.write(path, b"x" * 1_000)
    folders.read()
    folders.write(path, b"x" * 1_001)
    assert folders.problems() == [f"{path}:1: This file is larger than 1 kB. Make it smaller."]


def test_too_many_files_are_refused(folders: Folders) -> None:
    for number in range(61):
        folders.write(f"modules/one/p{number}.svg")
    assert folders.problems() == ["modules/one:1: There are 61 files here. Keep to 60 for one module."]


def test_files_too_large_together_are_refused(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FOLDER", 9)
    folders.write("modules/one/a.svg", b"x" * 5)
    folders.write("modules/one/b.svg", b"x" * 5)
    assert len(folders.problems()) == 1


@pytest.mark.parametrize(
    ("names", "problems"),
    [
        (["circle.svg", "a_b-2.png", "photo.jpg", "talk.mp4", "talk.vtt", "talk.md", "été.svg"], 0),
        (["../x.svg"], 1),
        (["/x.svg"], 1),
        (["a/b.svg"], 1),
        (["a\\b.svg"], 1),
        (["a\0.svg"], 1),
        (["a b.svg"], 1),
        (["a\n.svg"], 1),
        ([".svg"], 1),
        ([".hidden.svg"], 1),
        (["x.svg."], 1),
        (["CON.svg"], 1),
        (["con.svg"], 1),
        (["Aux.png"], 1),
        (["com1.tar.png"], 1),
        (["control.svg"], 0),
        (["x.exe"], 1),
        (["x.SVG"], 1),
        (["x.jpeg"], 1),
        (["x"], 1),
        (["victim.svg"], 1),
        (["x" * 77 + ".svg"], 1),
        (["a.svg", "A.svg"], 1),
        (["é.svg", unicodedata.normalize("NFD", "é.svg")], 2),
        (["straße.svg", "strasse.svg"], 1),
    ],
)
def test_names_of_files(names: list[str], problems: int) -> None:
    findings = Findings("modules/one")
    check_file_names(names, findings)
    assert len(findings.problems) == problems, findings.problems


def test_slugs_are_of_modules_and_quizzes(folders: Folders, tmp_path: Path) -> None:
    folders.write("modules/two.md")
    folders.write("quizzes/Three.md")
    folders.write("modules/.draft.md")
    folders.write("modules/notes.txt")
    assert slugs(folders.modules, folders.quizzes) == ["Three", "one", "two"]
    assert slugs(tmp_path / "nowhere", tmp_path / "nowhere") == []


def test_hand_made_sources_are_named_as_files_are() -> None:
    made = Sources.of("one", "m", "q")
    assert (made.module_path, made.quiz_path, made.folder_path, dict(made.files)) == (
        "modules/one.md",
        "quizzes/one.md",
        "modules/one",
        {},
    )


def test_hand_made_sources_have_their_names_checked(problems: Callable[..., list[str]]) -> None:
    found = problems(files={"../x.svg": b"", "CON.svg": b""})
    assert sum("modules/first-steps:1: " in problem for problem in found) == 2


@pytest.mark.parametrize("text", ["level-1-awareness", "What it is", "syllabus", "rapid", "Northgate", "Grapes"])
def test_neutral_words(text: str) -> None:
    assert topic_word(text) is None


@pytest.mark.parametrize("text", ["Domestic", "non-violence", "ABUSE", "coercive", "a_rape", "Stalking", "Trais"])
def test_topic_words(text: str) -> None:
    assert topic_word(text)


def test_a_slug_is_small_letters_digits_and_hyphens() -> None:
    assert is_slug("level-1-awareness")
    assert not is_slug("level\n")
