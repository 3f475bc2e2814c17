"""The last wall: only tags, attributes and addresses that our own rendering makes."""

import re

import nh3

_PLAIN = "li strong em code br dt dd"
_DRESSED = "p h3 ul blockquote table thead tbody tr td dl details summary span figure figcaption hr"
_ATTRIBUTES = {
    "a": {"href", "rel", "class"},
    "h2": {"id", "class"},
    "section": {"class", "aria-labelledby"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "th": {"class", "scope"},
    "ol": {"class", "start"},
    "img": {"src", "alt", "width", "height", "loading"},
    "video": {"src", "controls", "preload", "aria-label", "class"},
    "track": {"src", "kind", "srclang", "label"},
    **{tag: {"class"} for tag in _DRESSED.split()},
}
_TAGS = {*_PLAIN.split(), *_ATTRIBUTES}
_CLASSES = re.compile(r"(?:(?:govuk|waymark)-[\w!-]+ ?)+")
_OWN_FILE = re.compile(r"/assets/[0-9a-f]{64}\.(?:svg|png|jpg|mp4|vtt)")
_LINK = re.compile(r"https://[^\s\"'<>\\]+|/help|/modules/[a-z0-9-]+/lessons/[a-z0-9-]+")
_ID = re.compile(r"[a-z0-9-]+")
_PATTERNS = {"class": _CLASSES, "src": _OWN_FILE, "href": _LINK, "id": _ID, "aria-labelledby": _ID}


def _allowed(_tag: str, attribute: str, value: str) -> str | None:
    pattern = _PATTERNS.get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_allowed,
    url_schemes={"https"},
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    return _CLEANER.clean(html)
