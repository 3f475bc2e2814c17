"""Pictures and films lose what nobody should see, and keep what everybody should."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from app.content import photographs
from app.content.assets import clean_files
from app.content.drawings import clean_drawing
from app.content.films import clean_captions, clean_film
from app.content.photographs import clean_photograph
from app.content.unusable import UnusableError

Photograph = Callable[..., bytes]
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"'


def drawn(inside: str) -> str:
    data, _, _ = clean_drawing(f"<svg {SVG}>{inside}</svg>".encode())
    return data.decode().split(">", 1)[1].removesuffix("</svg>").replace(" />", "/>")


@pytest.mark.parametrize(
    "inside",
    [
        '<circle cx="1" cy="2" r="3" fill="#c00"/>',
        '<path d="M0,0 L1.5-2 Z" stroke="rgb(1,2,3)" transform="rotate(-5)"/>',
        '<text x="1" font-family="sans-serif">Ann &amp; <tspan>Bo</tspan> too</text>',
        "<title>What it shows</title><desc>More: words; here</desc>",
        '<defs><linearGradient id="a"><stop offset="5%"/></linearGradient></defs><rect width="3" fill="url(#a)"/>',
        '<defs><g id="b"><line x1="0" x2="1"/></g></defs><use href="#b"/>',
        '<marker id="m" markerWidth="4" orient="auto"><path d="M0 0"/></marker><path marker-end="url(#m)"/>',
    ],
)
def test_a_drawing_keeps_shapes_and_words(inside: str) -> None:
    assert drawn(inside) == inside


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<script>alert(1)</script>", ""),
        ('<script href="//evil.example/x.js"/>', ""),
        ('<g onclick="alert(1)" onload="x"/>', "<g/>"),
        ('<a href="javascript:alert(1)"><text>x</text></a>', ""),
        ('<a xlink:href="https://evil.example"><circle r="1"/></a>', ""),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", ""),
        ('<image href="https://evil.example/p.png"/>', ""),
        ('<image xlink:href="data:image/png;base64,AAAA"/>', ""),
        ('<use href="https://evil.example/x.svg#a"/>', "<use/>"),
        ('<use xlink:href="#a"/>', '<use href="#a"/>'),
        ('<use xlink:href="data:image/svg+xml,x#a"/>', "<use/>"),
        ("<style>@import url(//evil.example)</style>", ""),
        ('<g style="fill:red;background:url(//evil.example);x"/>', '<g fill="red"/>'),
        ('<g style="fill:url(https://evil.example#a)"/>', "<g/>"),
        ('<g fill="url(//evil.example)"/>', "<g/>"),
        ('<g fill="URL( #a )"/>', "<g/>"),
        ('<g fill="u\\rl(//evil.example)"/>', "<g/>"),
        ('<g clip-path="url(#a) url(//evil.example)"/>', "<g/>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', ""),
        ('<set attributeName="onclick" to="alert(1)"/>', ""),
        ('<text font-family="Secret Font, sans-serif">x</text>', '<text font-family="sans-serif">x</text>'),
        ("<text style=\"font-family:'Evil', monospace\">x</text>", '<text font-family="monospace">x</text>'),
        ("<text>a<a href='x'>b</a>c</text>", "<text>ac</text>"),
        ("<text><tspan>a</tspan><a href='x'>b</a>c</text>", "<text><tspan>a</tspan>c</text>"),
        ("<g aria-label='a: b' id='a:b'/>", '<g aria-label="a: b"/>'),
        ("stray words", ""),
        ("<!-- made by Jo, 5 High Street --><g/>", "<g/>"),
        ("<metadata>Jo, 5 High Street</metadata>", ""),
        ('<g xmlns:inkscape="urn:i" inkscape:label="Jo" data-name="Jo"/>', "<g/>"),
        ("<?xml-stylesheet href='//evil.example'?><g/>", "<g/>"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', ""),
        ('<g xmlns=""><circle/></g>', ""),
        ('<filter id="f"><feImage href="//evil.example"/></filter>', ""),
    ],
)
def test_a_drawing_loses_everything_else(inside: str, kept: str) -> None:
    assert drawn(inside) == kept


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cannot be read here"),
        (b"words", "cannot be read here"),
        (b"<svg", "cannot be read here"),
        (b"\xff\xfe", "cannot be read here"),
        (b'<?xml version="1.0" encoding="nonsense"?><svg/>', "cannot be read here"),
        (b"<html/>", "This is not an SVG drawing"),
        (b'<svg viewBox="0 0 9 9"/>', "This is not an SVG drawing"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "This drawing names no size"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "This drawing names no size"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="9"/>', "This drawing names no size"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "<!DOCTYPE"),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', "<!DOCTYPE"),
        (f"<svg {SVG}>{'<g>' * 50}{'</g>' * 50}</svg>".encode(), "too complicated"),
        (f"<svg {SVG}>{'<g/>' * 20_001}</svg>".encode(), "too complicated"),
    ],
    ids=range(14),
)
def test_a_drawing_that_is_none_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnusableError, match=re.escape(words)):
        clean_drawing(data)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 300 150"', (300, 150)),
        ('viewBox="-5,-5,10.4,20"', (10, 20)),
        ('width="40px" height="20"', (40, 20)),
    ],
)
def test_a_drawing_has_a_size(attributes: str, size: tuple[int, int]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode()
    assert clean_drawing(data)[1:] == size


def test_a_photograph_loses_its_place_camera_and_comment(photograph: Photograph) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Jo"
    exif.get_ifd(0x8825)[1] = "N"
    noted = photograph("JPEG", exif=exif, comment=b"at 5 High Street", icc_profile=b"profile of Jo")
    assert b"Camera of Jo" in noted
    data, width, height = clean_photograph(noted, "JPEG")
    assert (width, height) == (40, 20)
    with Image.open(BytesIO(data)) as cleaned:
        assert dict(cleaned.getexif()) == {}
    assert not [word for word in (b"Jo", b"High Street", b"Exif") if word in data]


def test_a_photograph_is_turned_upright(photograph: Photograph) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert clean_photograph(photograph("JPEG", exif=exif), "JPEG")[1:] == (20, 40)


def test_a_png_loses_its_notes_and_what_follows_it(photograph: Photograph) -> None:
    data, _, _ = clean_photograph(photograph("PNG", dpi=(72, 72)) + b"<script>", "PNG")
    assert b"<script>" not in data
    assert b"pHYs" not in data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_every_kind_are_kept(mode: str, photograph: Photograph) -> None:
    assert clean_photograph(photograph("PNG", mode=mode), "PNG")[1:] == (40, 20)


def test_a_jpeg_for_print_becomes_one_for_screens(photograph: Photograph) -> None:
    data, _, _ = clean_photograph(photograph("JPEG", mode="CMYK"), "JPEG")
    with Image.open(BytesIO(data)) as cleaned:
        assert cleaned.mode == "RGB"


@pytest.mark.parametrize("mode", ["P", "1", "RGB"])
def test_a_wide_picture_is_made_smaller(mode: str, photograph: Photograph) -> None:
    assert clean_photograph(photograph("PNG", (3200, 100), mode), "PNG")[1:] == (1600, 50)


def test_a_picture_with_too_many_pixels_is_refused(photograph: Photograph, monkeypatch: pytest.MonkeyPatch) -> None:
    assert photographs.MAX_PIXELS == 12_000_000
    monkeypatch.setattr(photographs, "MAX_PIXELS", 799)
    with pytest.raises(UnusableError, match="million pixels"):
        clean_photograph(photograph(), "PNG")


@pytest.mark.parametrize("file_format", ["PNG", "JPEG"])
@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_a_picture_that_is_none_is_refused(data: bytes, file_format: str) -> None:
    with pytest.raises(UnusableError, match="Save it again"):
        clean_photograph(data, file_format)


@pytest.mark.parametrize(("written", "named"), [("PNG", "JPEG"), ("JPEG", "PNG"), ("GIF", "PNG")])
def test_a_picture_under_another_kinds_name_is_refused(written: str, named: str, photograph: Photograph) -> None:
    with pytest.raises(UnusableError, match=f"Save it again as {named}"):
        clean_photograph(photograph(written), named)


def test_a_picture_that_breaks_off_is_refused(photograph: Photograph) -> None:
    with pytest.raises(UnusableError, match="Save it again"):
        clean_photograph(photograph("JPEG", (400, 400))[:-400], "JPEG")


def test_a_film_loses_its_place_and_keeps_its_length(film: bytes) -> None:
    cleaned = clean_film(film)
    assert len(cleaned) == len(film)
    assert b"+51.5" in film
    assert not [word for word in (b"+51.5", b"udta", b"meta", b"phone") if word in cleaned]
    assert b"mdiamedia" in cleaned


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF....AVI ",
        b"\0\0\0\x08ftyp\0\0\0\x04moov",
        b"\0\0\0\x08ftyp\0\0\0\x01moov\0\0\0\0\0\0\0\x02",
        b"\0\0\0\x08ftyp\xff\xff\xff\xffmdat",
        b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 10_001,
    ],
)
def test_a_film_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableError, match="MP4"):
        clean_film(data)


def test_a_film_may_use_long_and_open_boxes() -> None:
    data = b"\0\0\0\x08ftyp" + b"\0\0\0\x01free" + (20).to_bytes(8) + b"abcd" + b"\0\0\0\0mdatrest"
    assert clean_film(data) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "start with a line WEBVTT"),
        (b"1\n00:01,000 --> 00:02,000\nx", "start with a line WEBVTT"),
        (b"WEBVTTX\n", "start with a line WEBVTT"),
        (b"WEBVTT\n\nwords", "not one caption"),
        (b"WEBVTT\n\nSTYLE\n::cue{}\n\n00:01.000 --> 00:02.000\nx", "Take out styles"),
        (b"WEBVTT\n\xff", "not UTF-8"),
    ],
)
def test_captions_that_are_none_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnusableError, match=words):
        clean_captions(data)


def test_captions_become_plain_utf8() -> None:
    assert clean_captions(b"\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nx") == (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nx"
    )


def test_a_broken_file_is_told_by_its_path_and_line() -> None:
    files = {"a.svg": b"<svg>\n<", "b.vtt": b"WEBVTT\n\nSTYLE\n", "c.md": b"words"}
    pictures, problems = clean_files(files, "modules/one", lambda path, line: None)
    assert pictures == {}
    assert [(problem.path, problem.line) for problem in problems] == [
        ("modules/one/a.svg", 2),
        ("modules/one/b.vtt", 3),
    ]
