"""The folder beside a module as its lessons may show it."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from app.content.assets import Asset, clean_files
from app.content.lesson_sources import check_headings
from app.content.local_details import check_tokens
from app.content.pages import Film, Page, Surroundings
from app.content.problems import Findings, Problem
from app.content.rendering import Renderer
from app.content.sources import Sources
from app.content.text_shape import tame


def read_illustrations(
    sources: Sources, lessons: Iterable[str], renderer: Renderer
) -> tuple[Surroundings, list[Problem]]:
    """Everything that the texts of a module with these lessons may refer to, and what is wrong with its files."""
    pictures, problems = clean_files(sources.files, sources.folder_path, renderer.announce)
    around = Surroundings(sources.slug, frozenset(lessons), pictures, files=frozenset(sources.files))
    for name in sorted(sources.files):
        if name.endswith(".mp4"):
            problems += _add_film(name, sources, around, renderer)
    return around, problems


def _add_film(name: str, sources: Sources, around: Surroundings, renderer: Renderer) -> list[Problem]:
    """Adds a film that has all its parts to `around`."""
    findings = Findings(f"{sources.folder_path}/{name}")
    captions, words = (str(PurePosixPath(name).with_suffix(suffix)) for suffix in (".vtt", ".md"))
    if captions not in sources.files:
        findings.add(1, f'This film has no captions. Put them into "{captions}" beside it.')
    if words not in sources.files:
        findings.add(1, f'This film has no transcript. Put it into "{words}" beside it.')
        return findings.problems
    transcript, problems = _transcript(words, sources, around, renderer)
    if name in around.pictures and captions in around.pictures:
        around.films[name] = Film(around.pictures[name], around.pictures[captions], transcript)
    return [*findings.problems, *problems]


def _transcript(name: str, sources: Sources, around: Surroundings, renderer: Renderer) -> tuple[str, list[Problem]]:
    findings = Findings(f"{sources.folder_path}/{name}")
    try:
        text = tame(sources.files[name].decode("utf-8-sig").replace("\r\n", "\n"), findings)
    except UnicodeDecodeError:
        findings.add(1, "This transcript is not UTF-8 text. Save it again with the encoding UTF-8.")
        return "", findings.problems
    if not text.strip():
        findings.add(1, "This transcript is empty. Write down what is said and what is to be seen.")
    check_tokens(text, findings)
    check_headings(text, 1, findings, smallest_only=True)
    prefix = re.sub(r"[^a-z0-9]+", "-", f"film-{name}".lower())
    return renderer.blocks(Page(text, 1, around, findings, prefix=prefix)), findings.problems


def unused(sources: Sources, around: Surroundings) -> list[Problem]:
    """A problem for each file that no lesson shows. Captions and a transcript are shown with their film."""
    films = {PurePosixPath(name).stem for name in sources.files if name.endswith(".mp4")}
    return [
        Problem(f"{sources.folder_path}/{name}", 1, "No lesson shows this file. Show it, or take it out of the folder.")
        for name in sorted(sources.files)
        if name not in around.used and not (name.endswith((".vtt", ".md")) and PurePosixPath(name).stem in films)
    ]


def assets(around: Surroundings) -> tuple[Asset, ...]:
    return tuple(picture.asset for picture in around.pictures.values())
