"""Addresses, methods, cookies and headers that no page of ours would send."""

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from tests.cast import Cast
from tests.client import StrictClient
from tests.web.matrix import LINES
from tests.web.scene import Scene, client_of

STRANGE_PARTS = (
    "x" * 200,
    "%00",
    "short%00",
    "%2e%2e",
    "..%2f..%2f",
    "short%20",
    "SHORT",
    "%ff",
    "%F0%9F%92%A9",
    "%25",
    "%25s",
    "'",
    "%22",
    "%3Cscript%3E",
    "{{7*7}}",
    "%0d%0aSet-Cookie:%20a=b",
    "-",
    "_",
    "~",
    ";",
    "*",
)
LONG_NUMBERS = ("9" * 18, "9" * 19, "9" * 30, "9" * 5_000)
STRANGE_NUMBERS = ("0", "-1", "1.5", "01x", "%D9%A1", "%00", "1%20", "+1", "1e3", "a", *LONG_NUMBERS)


@pytest.fixture
def learner(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "learner")


@pytest.mark.parametrize(
    "pattern",
    [
        "/modules/{}",
        "/modules/{}/quiz",
        "/modules/{}/print",
        "/modules/{}/lessons/first-part",
        "/modules/short/lessons/{}/x",
        "/certificates/{}",
        "/certificates/{}.pdf",
        "/certificates/{}.ics",
        "/verify/{}",
        "/assets/{}",
        "/attempts/{}/check",
        "/{}",
    ],
)
def test_a_strange_part_of_an_address_is_not_found(pattern: str, learner: StrictClient) -> None:
    for part in STRANGE_PARTS:
        page = learner.get(pattern.format(part), expect=404)
        assert page.heading in {"Page not found", "Certificate not found"}
        assert "Set-Cookie: a=b" not in str(page.response.headers)


def test_a_strange_lesson_leads_to_the_module(learner: StrictClient) -> None:
    for part in STRANGE_PARTS:
        response = learner.send("GET", f"/modules/short/lessons/{part}")
        is_refused = "%00" in part or "%2f" in part
        assert response.status_code == (404 if is_refused else 303), part
        assert response.headers.get("Location", "/modules/short") == "/modules/short"


@pytest.mark.parametrize("number", STRANGE_NUMBERS, ids=lambda number: number[:10] + str(len(number)))
def test_a_strange_number_is_not_found(number: str, learner: StrictClient) -> None:
    for pattern in (
        "/attempts/{}/check",
        "/attempts/{}/result",
        "/attempts/{}/questions/1",
        "/attempts/1/questions/{}",
    ):
        learner.get(pattern.format(number), expect=404)
        learner.send("POST", pattern.format(number), data={"csrf_token": learner.token()})


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "POST", "GET"])
def test_a_method_that_an_address_does_not_have(method: str, app: Flask, cast: Cast, scene: Scene) -> None:
    client = client_of(app, cast, "learner")
    known = {(line.route.split()[0], line.path) for line in LINES}
    for path in sorted({line.path for line in LINES}):
        if (method, path) not in known:
            response = client.send(method, scene.address(path))
            assert response.status_code == 405, f"{method} {path}"
            assert client.page_of(response).heading == "This address cannot be used like that"
            assert response.headers["Allow"]


COOKIES = ("", "x", ".", "..", "a.b.c", "e30.x.y", "%00", "é", '"', "x" * 4_000, ".eJw.x.y")


@pytest.mark.parametrize("name", ["waymark", "known"])
@pytest.mark.parametrize(
    "value",
    ["", "x", ".", "..", "a.b.c", "e30.x.y", "%00", "é", '"', "x" * 4_000, ".eJw.x.y"],
    ids=lambda value: repr(value)[:9],
)
def test_a_cookie_that_is_not_ours_is_as_good_as_none(name: str, value: str, app: Flask, cast: Cast) -> None:
    client = StrictClient(app)
    headers = {"Cookie": f"{name}={value}".encode().decode("latin-1")}
    client.get("/sign-in", headers=headers)
    response = client.fetch("/training", expect=303, headers=headers)
    assert response.headers["Location"].startswith("/sign-in")
    client.send("POST", "/sign-in", headers=headers, data={"email": "a@example.org", "password": "x"})


HOSTS = ("evil.example", "localhost.evil.example", "localhost@evil.example", "", "[", "a b", "evil.example:80")


@pytest.mark.parametrize("host", HOSTS, ids=repr)
def test_another_host_is_refused(host: str, app: Flask) -> None:
    client = StrictClient(app)
    for path in ("/sign-in", "/training", "/nothing", "/exit"):
        response = client.send("GET", path, headers={"Host": host})
        assert response.status_code == 400
        assert "evil" not in response.get_data(as_text=True)
        assert "evil" not in response.headers.get("Location", "")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000"])
def test_our_own_host_is_served_at_any_port(host: str, app: Flask) -> None:
    StrictClient(app).get("/sign-in", headers={"Host": host})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Host", "evil.example"),
        ("X-Original-URL", "/log"),
        ("X-Rewrite-URL", "/log"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("Accept", "application/json"),
        ("Accept", "*/*;q=0.1,\x7f"),
        ("Accept-Language", "x" * 2_000),
        ("Accept-Language", "cy,en;q=NaN"),
        ("Content-Length", "abc"),
        ("If-Modified-Since", "yesterday"),
        ("Range", "bytes=0-10"),
        ("User-Agent", "\xff" * 500),
        ("Referer", "https://evil.example/"),
        ("Sec-Fetch-Site", "nonsense"),
        ("Forwarded", "for=1.2.3.4;host=evil.example"),
    ],
)
def test_a_header_changes_no_page(name: str, value: str, app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    page = client.get("/training", headers=Headers([(name, value)]))
    assert page.heading == "My training"
    assert "evil" not in page.text
