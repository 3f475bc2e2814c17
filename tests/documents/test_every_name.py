"""Every name of the list comes out of the signed PDF as written, in embedded fonts, or is refused with its reason."""

import io
import shutil
import struct
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from os import environ

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from app.documents.certificate import Refusal, UnprintableName, render_certificate
from app.documents.fonts import FontLibrary
from app.documents.keys import SigningKey
from app.documents.pdf_check import PdfState, check_pdf
from app.documents.signing import sign_pdf
from tests.documents.names import NAMES
from tests.documents.signed import NUMBER, SIGNED_AT
from tests.documents.test_certificate import FACTS, printed

MARKS_OF_DIRECTION = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

FROM_LEFT_TO_RIGHT = {
    "דוד J. לוי": "לוי.J דוד",
    "Ann שרה Lee": "Ann שרהLee",
    "يوسف J. حداد": "حداد.J يوسف",
}
"""Names that change direction, which programs put together in their own ways: how pdftotext finds them on the page."""

PRINTED = [name for _, name, refused in NAMES if refused is None]
REFUSED = [(name, refused) for _, name, refused in NAMES if refused]


def issue(name: str, library: FontLibrary, key: SigningKey) -> bytes:
    return sign_pdf(render_certificate(replace(FACTS, name=name), library, NUMBER), key, SIGNED_AT)


def folded(text: str) -> str:
    """Presentation forms taken back, and nothing that is not seen: joiners and marks of direction."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(MARKS_OF_DIRECTION).replace("-\n", "-").split())


def glyphs(page: PageObject) -> Iterator[tuple[bytes, bytes]]:
    """The outline of each glyph that the page draws, and that of its font's .notdef."""
    fonts = page["/Resources"]["/Font"]
    for name, codes in codes_drawn(page).items():
        file = fonts[name].get_object()["/FontDescriptor"]["/FontFile2"].get_data()
        outlines = outlines_of(table(file, b"head"), table(file, b"loca"), table(file, b"glyf"))
        numbers = glyph_numbers(table(file, b"cmap"))
        yield from ((outlines[numbers[code]], outlines[0]) for code in codes - {ord(" ")})


def table(file: bytes, tag: bytes) -> bytes:
    """One table of a TrueType file."""
    (count,) = struct.unpack(">H", file[4:6])
    rows = {file[at : at + 4]: struct.unpack(">2L", file[at + 8 : at + 16]) for at in range(12, 12 + 16 * count, 16)}
    start, length = rows[tag]
    return file[start : start + length]


def outlines_of(head: bytes, loca: bytes, glyf: bytes) -> list[bytes]:
    is_wide = struct.unpack(">h", head[50:52])[0]
    places = [place * (1 if is_wide else 2) for (place,) in struct.iter_unpack(">L" if is_wide else ">H", loca)]
    return [glyf[start:end] for start, end in pairwise(places)]


def glyph_numbers(cmap: bytes) -> dict[int, int]:
    """Code to glyph, from the one table (format 6) that reportlab writes for a subset."""
    (at,) = struct.unpack(">L", cmap[8:12])
    form, _, _, first, count = struct.unpack(">5H", cmap[at : at + 10])
    assert form == 6
    return dict(enumerate(struct.unpack(f">{count}H", cmap[at + 10 : at + 10 + 2 * count]), start=first))


def codes_drawn(page: PageObject) -> dict[str, set[int]]:
    """Font resource to the codes shown in it."""
    codes, font = defaultdict[str, set[int]](set), ""
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"Tf":
            font = operands[0]
        elif operator == b"Tj":
            codes[font].update(operands[0].original_bytes)
        assert operator not in {b"TJ", b"'", b'"'}
    return codes


@pytest.fixture(scope="session")
def pdftotext() -> str | None:
    """Poppler's reading, which shares no code with pypdf's."""
    found = shutil.which("pdftotext")
    if not found and environ.get("CI") == "true":
        pytest.fail("pdftotext is missing: install poppler-utils")
    return found


def test_the_list_is_long_and_wide() -> None:
    assert len({name for _, name, _ in NAMES}) == len(NAMES) == 200
    assert len({script for script, _, _ in NAMES}) >= 20
    assert all(name == unicodedata.normalize("NFC", name) for _, name, _ in NAMES)


@pytest.mark.parametrize("name", PRINTED)
def test_a_name_comes_out_as_written(library: FontLibrary, key: SigningKey, pdftotext: str | None, name: str) -> None:
    pdf = issue(name, library, key)
    assert check_pdf(pdf, {key.id: key.certificate_pem}).state is PdfState.GENUINE
    [page] = PdfReader(io.BytesIO(pdf)).pages
    assert name in FROM_LEFT_TO_RIGHT or folded(name) in folded(printed(pdf))
    for font in page["/Resources"]["/Font"].values():
        assert "/FontFile2" in font.get_object()["/FontDescriptor"]
    for outline, nothing in glyphs(page):
        assert outline
        assert outline != nothing
    if pdftotext:
        command = [pdftotext, "-enc", "UTF-8", "-", "-"]
        text = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=30).stdout.decode()
        assert folded(FROM_LEFT_TO_RIGHT.get(name, name)) in folded(text)


@pytest.mark.parametrize(("name", "reason"), REFUSED)
def test_a_name_that_would_be_misspelt_is_refused(library: FontLibrary, name: str, reason: Refusal) -> None:
    with pytest.raises(UnprintableName) as refusal:
        render_certificate(replace(FACTS, name=name), library, NUMBER)
    assert refusal.value.reason is reason
    assert set(refusal.value.characters) & set(name)
