import io
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from app.documents import certificate
from app.documents.certificate import (
    CertificateFacts,
    CertificateLabels,
    CertificateNotDrawn,
    Detail,
    Refusal,
    UnprintableName,
    render_certificate,
)
from app.documents.fonts import FontLibrary

FACTS = CertificateFacts(
    name="Siân Ŵyn ap Gwŷnn",
    course="Level 1 awareness",
    organisation="Demo Council",
    colour="#00664f",
    details=(
        Detail("Completed", "12 January 2027"),
        Detail("Valid until", "12 January 2030"),
        Detail("Certificate number", "WM-7K4Q-2M9X"),
    ),
    verify_url="https://training.demo.example/verify/3vQ9xN2kPz8LrT5wYb7HcA",
    language="en-GB",
    labels=CertificateLabels(
        title="Certificate",
        heading="Certificate of completion",
        presented="This certifies that",
        achievement="has completed",
        verify="Check this certificate at",
    ),
)

AS_WRITTEN = [
    "Siân Ŵyn ap Gwŷnn",
    "Łukasz Żółć",
    "Nguyễn Thị Hồng",
    "Ελένη",
    "Олена",
    "Ọlọ́runfẹ́mi Adébáyọ̀",  # marks that no composed letter has
    "D’Arcy O'Neill-Smith",
    "Ann-Marie Ní Bhriain (Annie)",
    "Արմեն Պետրոսյան",
    "გიორგი",
    "አበበ ቢቂላ",
    "สมชาย",
    "Anna Олена Ελένη",
    "Anna გიორგი Արմեն",  # three fonts in one name
    "Ann <b",
    '<img src="/etc/passwd">',
    "&lt;b&gt; &amp; {{7*7}} {% raw %}",
    "file:///etc/passwd",
    "Siân Angharad Gwenllian ap Gwynfor-Llewelyn o Lanfairpwllgwyngyll",
    " ".join(["Wilhelmina"] * 18),
    "X" * 60,
]

RIGHT_TO_LEFT = ["أحمد", "سارة عبد الله", "لالا", "یاسمین گل", "שרה כהן", "Ann أحمد"]

REFUSED = [
    ("प्रिया", Refusal.NEEDS_SHAPING, "प"),
    ("বাংলা", Refusal.NEEDS_SHAPING, "ব"),
    ("น้ำทิพย์", Refusal.NEEDS_SHAPING, "\u0e49"),
    ("שָׂרָה", Refusal.NEEDS_SHAPING, "\u05b8"),
    ("محمّد", Refusal.NEEDS_SHAPING, "\u0651"),
    ("ښکلا", Refusal.NEEDS_SHAPING, "ښ"),  # a letter with no joined forms to draw it in
    ("ỌLỌ́", Refusal.NEEDS_SHAPING, "\u0301"),  # the mark would strike the capital through
    ("q\u0323\u0307", Refusal.NEEDS_SHAPING, "\u0307"),  # a mark upon a mark
    ("\u0301Ann", Refusal.NEEDS_SHAPING, "\u0301"),
    ("王小明", Refusal.NO_FONT, "王"),
    ("Ann 🙂", Refusal.NO_FONT, "🙂"),
    ("Ann\u202eLee", Refusal.CONTROL, "\u202e"),
    ("Ann\u2066Lee", Refusal.CONTROL, "\u2066"),
    ("Ann\0Lee", Refusal.CONTROL, "\0"),
    ("Ann\ue000", Refusal.CONTROL, "\ue000"),
    ("Ann\ud800", Refusal.CONTROL, "\ud800"),
    ("A" * 5_000, Refusal.TOO_LONG, ""),
    ("W" * 200, Refusal.TOO_LONG, ""),
    ("", Refusal.EMPTY, ""),
    (" \t\n", Refusal.EMPTY, ""),
]


def printed(pdf: bytes) -> str:
    """The page's text; a line that ends in a hyphen goes on in the next."""
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    return " ".join(text.replace("-\n", "-").split()).replace("- ", "-")


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def issue(library: FontLibrary, **changes: Any) -> bytes:
    return render_certificate(replace(FACTS, **changes), library)


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_a_name_is_printed_as_written(library: FontLibrary, name: str) -> None:
    assert name in printed(issue(library, name=name))


@pytest.mark.parametrize("name", RIGHT_TO_LEFT)
def test_a_right_to_left_name_is_drawn_from_the_right_with_joined_letters(library: FontLibrary, name: str) -> None:
    """A PDF holds glyphs from left to right; pypdf turns them round, and NFKC takes presentation forms back."""
    assert folded(name) in folded(printed(issue(library, name=name)))


def test_arabic_letters_take_the_forms_that_join(library: FontLibrary) -> None:
    assert "\ufe83\ufea3\ufee4\ufeaa" in printed(issue(library, name="أحمد"))


def test_a_name_that_begins_in_arabic_goes_on_to_its_left(library: FontLibrary) -> None:
    assert "O’Neill-Łukasz سارة" in folded(printed(issue(library, name="سارة O’Neill-Łukasz")))


def test_a_decomposed_name_is_printed_composed(library: FontLibrary) -> None:
    assert FACTS.name in printed(issue(library, name=unicodedata.normalize("NFD", FACTS.name)))


def test_runs_of_white_space_are_one_space(library: FontLibrary) -> None:
    assert "Ann Lee" in printed(issue(library, name="  Ann\u00a0\t\n Lee "))


@pytest.mark.parametrize(("name", "reason", "character"), REFUSED)
def test_a_name_that_would_not_come_out_right_is_refused_with_the_reason(
    library: FontLibrary, name: str, reason: Refusal, character: str
) -> None:
    with pytest.raises(UnprintableName) as refusal:
        issue(library, name=name)
    assert refusal.value.reason is reason
    assert character in refusal.value.characters
    assert refusal.value.text == name


def test_every_printed_text_is_checked_not_only_the_name(library: FontLibrary) -> None:
    for change in ({"course": "王"}, {"organisation": "王"}, {"details": (Detail("Completed", "王"),)}):
        with pytest.raises(UnprintableName):
            issue(library, **change)


def test_a_refusal_does_not_repeat_the_name() -> None:
    assert str(UnprintableName(Refusal.NO_FONT, "Ann 王", "王王")) == "no-font U+738B"


def test_everything_is_on_one_landscape_page(library: FontLibrary) -> None:
    reader = PdfReader(io.BytesIO(issue(library)))
    assert [(page.mediabox.width, page.mediabox.height) for page in reader.pages] == [(842, 595)]
    text = printed(issue(library))
    for part in ("Demo Council", "Level 1 awareness", "12 January 2030", "WM-7K4Q-2M9X", FACTS.verify_url):
        assert part in text


def test_the_longest_of_everything_stays_on_one_page(library: FontLibrary) -> None:
    long = " ".join(["Llanfair"] * 21)
    pdf = issue(
        library, name=long, course=long, organisation=long, details=(Detail("Completed", "Long value " * 5),) * 4
    )
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert printed(pdf).count(long) == 3


def test_the_file_names_nobody_and_says_its_language(library: FontLibrary) -> None:
    reader = PdfReader(io.BytesIO(issue(library)))
    assert dict(reader.metadata or {}) == {"/Title": "Certificate"}
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.xmp_metadata is None


@pytest.mark.parametrize("name", ["Siân", "Anna გიორგი Արմեն", "أحمد"])
def test_every_font_is_embedded(library: FontLibrary, name: str) -> None:
    fonts = PdfReader(io.BytesIO(issue(library, name=name))).pages[0]["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        assert "/FontFile2" in font.get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font.get_object()


def test_the_code_leads_to_the_verify_page(library: FontLibrary) -> None:
    [image] = PdfReader(io.BytesIO(issue(library))).pages[0].images
    drawn = Image.open(io.BytesIO(image.data)).convert("1")
    expected = certificate.segno.make(FACTS.verify_url, error="m", micro=False)
    modules = [list(row) for row in expected.matrix]
    scale = drawn.width // len(modules)
    seen = [
        [int(drawn.getpixel((x * scale + scale // 2, y * scale + scale // 2)) == 0) for x in range(len(modules))]
        for y in range(len(modules))
    ]
    assert seen == modules


@pytest.mark.parametrize(("colour", "used"), [("#00664f", True), ("#ffdd00", False), ("red; } @import x", False)])
def test_the_brand_colour_is_used_where_it_can_be_read(library: FontLibrary, colour: str, used: bool) -> None:
    content = PdfReader(io.BytesIO(issue(library, colour=colour))).pages[0].get_contents()
    assert (b"0 0.4 0.309804 rg" in content.get_data()) is used


@contextmanager
def watched() -> Iterator[list[str]]:
    """Files and addresses opened meanwhile; an audit hook cannot be removed, so it is told to stop."""
    seen: list[str] = []
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event in {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"}:
            seen.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    try:
        yield seen
    finally:
        watching = False


@pytest.mark.parametrize(
    "name", ['<img src="/etc/passwd">', "<link href=http://demo.example/x>", "url(file:///etc/passwd)", "@import 'x'"]
)
def test_nothing_is_opened_while_a_certificate_is_drawn(library: FontLibrary, name: str) -> None:
    issue(library)
    with watched() as opened:
        issue(library, name=name, course=name, organisation=name)
    assert opened == []


def test_a_warning_of_the_renderer_stops_the_certificate(library: FontLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty:
        def render(self, **_facts: object) -> str:
            return '<p style="font-family: nobody-registered-this">Ann</p>'

    monkeypatch.setattr(certificate, "_TEMPLATE", Faulty())
    with pytest.raises(CertificateNotDrawn, match="0 errors, 1 warnings"):
        issue(library)


def test_a_second_page_stops_the_certificate(library: FontLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty:
        def render(self, **_facts: object) -> str:
            return '<p>1</p><p style="page-break-before: always">2</p>'

    monkeypatch.setattr(certificate, "_TEMPLATE", Faulty())
    with pytest.raises(CertificateNotDrawn, match="2 pages"):
        issue(library)


def test_threads_do_not_mix_certificates_up(library: FontLibrary) -> None:
    names = ["Siân", "Łukasz", "Ελένη", "Олена"] * 2
    with ThreadPoolExecutor(4) as pool:
        for name, pdf in zip(names, pool.map(lambda name: issue(library, name=name), names), strict=True):
            assert name in printed(pdf)
