"""What every answer says of how it may be used."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.extensions import db
from app.factory import create_app
from tests.cast import Cast
from tests.client import StrictClient
from tests.conftest import settings_for
from tests.web.scene import Scene, client_of

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
ANSWERS = (
    "/training",
    "/",
    "/nothing",
    "/team",
    "/sign-out",
    "/exit",
    "/help",
    "/health/live",
    "/certificates/{number}.pdf",
    "/certificates/{number}.ics",
    "/assets/{asset}",
    "/verify/{token}",
)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_keeps_to_itself(path: str, app: Flask, cast: Cast, scene: Scene) -> None:
    response = client_of(app, cast, "learner").send("GET", scene.address(path))
    for name, value in FIXED.items():
        assert response.headers.getlist(name) == [value]
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy.replace("http://localhost", "")
    assert "unsafe-eval" not in policy
    assert "camera=()" in response.headers["Permissions-Policy"]
    kept = "immutable" if "assets" in path else "no-store"
    assert kept in response.headers["Cache-Control"]
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("path", ["/log.csv", "/log.xlsx", "/team.csv", "/log.schema.json"])
def test_downloads_keep_to_themselves(path: str, app: Flask, cast: Cast) -> None:
    response = client_of(app, cast, "manager").send("GET", path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_nonce_is_used_once(app: Flask, cast: Cast) -> None:
    client = client_of(app, cast, "learner")
    policies = {client.get("/training").response.headers["Content-Security-Policy"] for _ in range(5)}
    assert len(policies) == 5


@pytest.fixture
def https_app() -> Iterator[Flask]:
    app = create_app(settings_for("sqlite://", public_url="https://localhost"))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_over_https_cookies_are_secure_and_browsers_are_told_to_stay(https_app: Flask) -> None:
    with https_app.app_context():
        response = StrictClient(https_app).fetch("/sign-in", base_url="https://localhost")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = response.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_the_session_cookie_goes_when_the_browser_closes(app: Flask) -> None:
    (cookie,) = StrictClient(app).fetch("/sign-in").headers.getlist("Set-Cookie")
    assert cookie.startswith("waymark=")
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
