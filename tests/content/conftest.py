"""A small good module and quiz, and ways to spoil them."""

from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from PIL import Image

from app.content.compiling import Compiled, compile_sources
from app.content.sources import Sources

MODULE = """\
---
title: First steps
topic: Domestic abuse
level: 1
minutes: 10
audience: All staff
objectives:
  signs: Spot signs at work
  reply: Say something that helps
covers: [indicators, disclosure]
valid_for: 36 months
review_by: 2027-04-01
sources:
  - Domestic Abuse Act 2021, section 1
signed_off:
  - {name: Jo Bright, as: specialist, on: 2026-11-01}
---

Welcome to {{ organisation.name }}.

!!! content-note "This may be hard to read"
    You can **stop** at any time.

## What you may notice {#notice minutes=4 objectives=signs}

Something has changed.

## What to say {#say minutes=5 objectives=reply}

Start with *listening*.
"""

HEAD = """\
---
module: first-steps
pass_mark: 80
draw: 1 per objective
attempts: 3, then 24 hours
---
"""

QUESTION = """
## {text} {{#{id} objective={objective}}}

1. [ ] Nothing about {id}
   > It is more than that.
2. [x] Something about {id}
   > Yes.
"""

_TEXTS = ("Why is Ana late?", "Who calls so often?", "Where did the money go?")


def _quiz() -> str:
    questions = [
        QUESTION.format(text=text, id=f"{objective}-{number}", objective=objective)
        for objective in ("signs", "reply")
        for number, text in enumerate(_TEXTS, start=1)
    ]
    return HEAD + "".join(questions)


QUIZ = _quiz()


@pytest.fixture
def good_module() -> str:
    return MODULE


@pytest.fixture
def good_quiz() -> str:
    return QUIZ


def replace_once(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, f"{old!r} is not in the sample"
    return text.replace(old, new, 1)


@pytest.fixture
def edited() -> Callable[[str, str, str], str]:
    return replace_once


@pytest.fixture
def compiled() -> Callable[..., Compiled]:
    """Compiles in this process. `lesson` goes to the end of the last lesson."""

    def compile_here(
        module: str = MODULE, quiz: str = QUIZ, files: Mapping[str, bytes] | None = None, lesson: str = ""
    ) -> Compiled:
        sources = Sources.of("first-steps", f"{module}\n{lesson}" if lesson else module, quiz, files)
        return compile_sources(sources, None, lambda path, line: None)

    return compile_here


@pytest.fixture
def problems(compiled: Callable[..., Compiled]) -> Callable[..., list[str]]:
    return lambda **parts: [str(problem) for problem in compiled(**parts).problems]


@pytest.fixture
def lesson_html(compiled: Callable[..., Compiled]) -> Callable[..., str]:
    """The rendered last lesson with `text` added to it; whatever is wrong with it fails the test."""

    def render(text: str, files: Mapping[str, bytes] | None = None) -> str:
        result = compiled(lesson=text, files=files)
        assert result.problems == ()
        assert result.module is not None
        return result.module.lessons[-1].html

    return render


@pytest.fixture
def photograph() -> Callable[..., bytes]:
    """A picture file of one colour, with anything else that Pillow can save into it."""

    def draw(file_format: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **extras: object) -> bytes:
        out = BytesIO()
        Image.new(mode, size).save(out, format=file_format, **extras)
        return out.getvalue()

    return draw


@pytest.fixture
def drawing() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"><circle cx="9" cy="9" r="5"/></svg>'


@pytest.fixture
def film() -> bytes:
    """The boxes of an MP4 without a picture in it, with a place noted in two of them."""
    place = _box(b"udta", _box(b"\xa9xyz", b"+51.5-000.1/"))
    track = _box(b"trak", _box(b"mdia", b"media") + _box(b"meta", b"phone of Jo"))
    return (
        _box(b"ftyp", b"isom\0\0\0\0isom") + _box(b"moov", _box(b"mvhd", b"head") + place + track) + _box(b"mdat", b"")
    )


def _box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4) + kind + body


@pytest.fixture
def film_files(film: bytes) -> dict[str, bytes]:
    captions = b"WEBVTT\n\n00:01.000 --> 00:04.000\nHello.\n"
    return {"talk.mp4": film, "talk.vtt": captions, "talk.md": b"Ana says **hello**."}
