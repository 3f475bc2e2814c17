"""Pictures and films as a lesson shows them."""

import re
from collections.abc import Callable
from hashlib import sha256

import pytest

from app.content.compiling import Compiled


def test_a_picture_becomes_a_figure(compiled: Callable[..., Compiled], drawing: bytes) -> None:
    result = compiled(lesson='![A circle](circle.svg "Round & <b>")', files={"circle.svg": drawing})
    assert result.problems == ()
    (asset,) = result.assets
    assert asset.sha256 == sha256(asset.data).hexdigest()
    assert (asset.media_type, asset.name) == ("image/svg+xml", "circle.svg")
    assert result.module is not None
    html = result.module.lessons[-1].html
    assert f'src="/assets/{asset.sha256}.svg"' in html
    for expected in (
        'alt="A circle"',
        'width="300"',
        'height="150"',
        'loading="lazy"',
        "<figcaption>Round &amp; &lt;b&gt;</figcaption>",
        '<figure class="waymark-figure">',
    ):
        assert expected in html


def test_a_film_comes_with_captions_and_transcript(
    compiled: Callable[..., Compiled], film_files: dict[str, bytes]
) -> None:
    result = compiled(lesson="![Two people talk](talk.mp4)", files=film_files)
    assert result.problems == ()
    assert [(asset.name, asset.media_type) for asset in result.assets] == [
        ("talk.mp4", "video/mp4"),
        ("talk.vtt", "text/vtt"),
    ]
    assert result.module is not None
    html = result.module.lessons[-1].html
    video = re.search(r"<video[^>]*>", html)
    track = re.search(r"<track[^>]*>", html)
    assert video
    assert track
    assert all(part in video[0] for part in ('controls=""', 'preload="none"', 'aria-label="Two people talk"'))
    assert all(part in track[0] for part in ('kind="captions"', 'srclang="en"', f"{result.assets[1].sha256}.vtt"))
    assert '<details class="govuk-details waymark-transcript">' in html
    assert "Ana says <strong>hello</strong>." in html


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("talk.vtt", "modules/first-steps/talk.mp4:1: This film has no captions"),
        ("talk.md", "modules/first-steps/talk.mp4:1: This film has no transcript"),
        ("talk.mp4", 'modules/first-steps.md:32: There is no picture "talk.mp4"'),
    ],
)
def test_a_film_needs_all_its_parts(
    without: str, told: str, problems: Callable[..., list[str]], film_files: dict[str, bytes]
) -> None:
    del film_files[without]
    found = problems(lesson="![Two people talk](talk.mp4)", files=film_files)
    assert any(problem.startswith(told) for problem in found), found


@pytest.mark.parametrize(
    ("transcript", "told"),
    [
        (b" \n", "talk.md:1: This transcript is empty"),
        (b"\xff", "talk.md:1: This transcript is not UTF-8"),
        (b"a\n\n# Title", "talk.md:3: A heading"),
        (b"a\n\n[b](c)", "talk.md:3: A link cannot go"),
        (b"a\n\n![b](talk.mp4)", "talk.md:3: Pictures do not work here"),
        (b'!!! help "A"\n    B', None),
        (b"{{ pathway.x }}", 'talk.md:1: "pathway.x" is not a local detail'),
    ],
)
def test_a_mistake_in_a_transcript_is_located(
    transcript: bytes, told: str | None, problems: Callable[..., list[str]], film_files: dict[str, bytes]
) -> None:
    found = problems(lesson="![Two people talk](talk.mp4)", files={**film_files, "talk.md": transcript})
    assert len(found) == (told is not None)
    assert told is None or found[0].startswith(f"modules/first-steps/{told}"), found


@pytest.mark.parametrize(
    ("lesson", "told"),
    [
        ("![](circle.svg)", "modules/first-steps.md:32: Describe this picture"),
        ("![A circle](circel.svg)", 'modules/first-steps.md:32: There is no picture "circel.svg". Did you mean'),
        ("![Captions](words.vtt)", 'modules/first-steps.md:32: "words.vtt" is no picture'),
        ("Words ![A circle](circle.svg)", "modules/first-steps.md:32: A picture stands in a paragraph of its own"),
        ("[![A circle](circle.svg)](/help)", "modules/first-steps.md:32: A picture stands in a paragraph of its own"),
        ("![%s](circle.svg)" % ("x" * 301), "modules/first-steps.md:32: This description is longer than 300"),
        ("Words", "modules/first-steps/circle.svg:1: No lesson shows this file"),
    ],
)
def test_a_mistake_with_a_picture_is_located(
    lesson: str, told: str, problems: Callable[..., list[str]], drawing: bytes
) -> None:
    found = problems(lesson=lesson, files={"circle.svg": drawing, "words.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nx"})
    assert any(problem.startswith(told) for problem in found), found


def test_a_broken_picture_is_told_once(problems: Callable[..., list[str]]) -> None:
    assert len(problems(lesson="![A circle](circle.svg)", files={"circle.svg": b"x"})) == 1
