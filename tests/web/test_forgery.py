"""A form that did not come from our own page in this session does nothing."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import StrictClient
from tests.web.matrix import LINES, Line
from tests.web.scene import Scene, client_of, set_scene
from tests.web.test_get_changes_nothing import all_rows

OURS = ("learner", "manager", "trainer", "lead", "admin")
POSTS = [line for line in LINES if line.route.startswith("POST")]
SENT = {
    "email": "a@example.org",
    "password": "x",
    "current": "three words together",
    "new": "four words this time",
    "again": "four words this time",
    "option": "1",
    "without": "4",
}


@pytest.mark.parametrize("line", POSTS, ids=lambda line: line.route)
def test_a_form_without_our_token_changes_nothing(line: Line, app: Flask, cast: Cast, scene: Scene) -> None:
    client = client_of(app, cast, next(role for role in OURS if role in line.may))
    tokens = {
        "none": {},
        "empty": {"csrf_token": ""},
        "wrong": {"csrf_token": "ImFhYWEi.aaaa.aaaa"},
        "another person's": {"csrf_token": client_of(app, cast, "colleague").token()},
        "from before signing in": {"csrf_token": StrictClient(app).token()},
    }
    before = all_rows()
    for name, token in tokens.items():
        response = client.send("POST", scene.address(line.path), data=SENT | token)
        assert response.status_code == 400, name
        page = client.page_of(response)
        assert page.heading == "This page was open for too long"
        assert all_rows() == before, name
        again = client.send("GET", page.link("Open the page again")).status_code
        assert again in {200, 303} | ({line.answer} & {404, 410}), "what is not there is not there again"


@pytest.mark.parametrize("line", POSTS, ids=lambda line: line.route)
def test_a_form_sent_by_nobody_changes_nothing(line: Line, app: Flask, cast: Cast, scene: Scene) -> None:
    """With and without a token of their own."""
    before = all_rows()
    client = StrictClient(app)
    for fields in (SENT, SENT | {"csrf_token": client.token(), "email": ""}):
        response = client.send("POST", scene.address(line.path), data=fields)
        refused = {400} | ({line.answer} & {410}) if "anonymous" in line.may else {303}
        assert response.status_code in refused
    assert all_rows() == before


def test_a_token_in_the_address_is_no_token(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    client.post(f"/modules/short?csrf_token={client.token()}", expect=400)


def test_every_form_of_every_page_carries_a_token(app: Flask, cast: Cast) -> None:
    scene = set_scene(app, cast.manager)
    client = client_of(app, cast, "manager")
    forms = 0
    for path in sorted({line.path for line in LINES} - {"/exit"}):
        response = client.send("GET", scene.address(path))
        if response.status_code == 200 and response.mimetype == "text/html":
            for form in client.page_of(response).document.xpath("//form[@method='post']"):
                forms += 1
                assert form.xpath("string(.//input[@name='csrf_token']/@value)"), path
    assert forms > 20


def test_cookies_are_for_this_site_and_no_script(app: Flask) -> None:
    response = StrictClient(app).fetch("/sign-in")
    for cookie in response.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie
