"""What is true of every page that we send."""

import re
from functools import lru_cache

import html5lib
from lxml import html
from werkzeug.test import TestResponse

from app.content.neutral import topic_word

ALLOWED_HOSTS = ("https://www.bbc.co.uk/weather",)
ERROR_PREFIX = re.compile(r"^(⟦?Error: ⟧?)")
KNOWN_FALSE_ALARMS: frozenset[str] = frozenset()
RANDOM = re.compile(r'(?<= nonce=")[\w-]+(?=")|(?<=name="csrf_token" value=")[\w.-]+(?=")')
"""What differs each time in a page that is otherwise the same."""


def check_page(response: TestResponse) -> None:
    assert response.mimetype == "text/html"
    text = response.get_data(as_text=True)
    document = html.fromstring(text)
    for check in CHECKS:
        check(text, document)
    check_headers(response)


def check_headers(response: TestResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def is_valid_html(text: str, document: html.HtmlElement) -> None:
    errors = errors_in(RANDOM.sub("x", text))
    assert not errors, errors[:5]


@lru_cache(maxsize=1_000)
def errors_in(text: str) -> list[str]:
    """Slow, so that a page which is fetched again and again is read once."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return [f"{place}: {code}" for place, code, _ in parser.errors if code not in KNOWN_FALSE_ALARMS]


def has_one_heading_that_begins_its_title(text: str, document: html.HtmlElement) -> None:
    headings = [" ".join(each.text_content().split()) for each in document.xpath("//h1")]
    assert len(headings) == 1, headings
    title = ERROR_PREFIX.sub("", " ".join(document.findtext(".//title").split()))
    assert headings[0]
    assert title.startswith(headings[0]), f"{title!r} does not begin with {headings[0]!r}"


def has_a_neutral_title(text: str, document: html.HtmlElement) -> None:
    assert topic_word(document.findtext(".//title")) is None


def has_no_id_twice(text: str, document: html.HtmlElement) -> None:
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(each for each in set(ids) if ids.count(each) > 1)


def names_every_control(text: str, document: html.HtmlElement) -> None:
    labelled = set(document.xpath("//label/@for"))
    for control in document.xpath("//input[not(@type='hidden' or @type='submit')] | //select | //textarea"):
        assert control.get("id") in labelled or control.get("aria-label"), html.tostring(control)
    for image in document.xpath("//img"):
        assert image.get("alt") is not None, html.tostring(image)


def points_at_what_is_there(text: str, document: html.HtmlElement) -> None:
    ids = set(document.xpath("//@id"))
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
        for value in document.xpath(f"//@{attribute}"):
            assert set(value.split()) <= ids, f"{attribute}={value}"
    for target in document.xpath("//a[starts-with(@href, '#')]/@href"):
        assert target[1:] in ids, target


def loads_only_its_own(text: str, document: html.HtmlElement) -> None:
    for address in document.xpath("//@src | //link/@href | //form/@action"):
        assert address.startswith("/") and not address.startswith("//"), address  # noqa: PT018
    assert not document.xpath("//@style"), "a style attribute would be refused by our own policy"
    handlers = [name for element in document.iter() if isinstance(element.tag, str) for name in element.attrib]
    assert not [name for name in handlers if name.startswith("on")]


def offers_the_way_out(text: str, document: html.HtmlElement) -> None:
    assert document.xpath("//a[@href='/exit']"), "no way to leave at once"


CHECKS = (
    is_valid_html,
    has_one_heading_that_begins_its_title,
    has_a_neutral_title,
    has_no_id_twice,
    names_every_control,
    points_at_what_is_there,
    loads_only_its_own,
    offers_the_way_out,
)
