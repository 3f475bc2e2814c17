"""Every route as every role, and as the people of another organisation."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import ROLES, Cast
from tests.web.matrix import LINES, Line
from tests.web.scene import Scene, client_of

HOW_TO_MEND = (
    "Add a Line for it to tests/web/matrix.py that says who may use it (and decorate its view with open_to), "
    "or take the Line away if the route is gone."
)


def routes(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}"


def test_every_route_is_in_the_matrix(app: Flask) -> None:
    listed, existing = {line.route for line in LINES}, set(routes(app))
    assert existing - listed == set(), f"Not in the matrix: {sorted(existing - listed)}. {HOW_TO_MEND}"
    assert listed - existing == set(), f"No such route: {sorted(listed - existing)}. {HOW_TO_MEND}"


def test_no_route_is_listed_twice() -> None:
    assert len({line.route for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.route)
def test_a_route_is_for_those_whom_it_names(line: Line, app: Flask, cast: Cast, scene: Scene) -> None:
    method, path = line.route.split()[0], scene.address(line.path)
    for role in ROLES:
        client = client_of(app, cast, role)
        sends = {"csrf_token": client.token(), **line.sends} if method == "POST" else None
        response = client.send(method, path, data=sends)
        expected = line.expected(role)
        assert response.status_code == expected, f"{role}: {line.route} gave {response.status}, not {expected}"
        asks_to_sign_in = response.headers.get("Location", "").startswith("/sign-in?next=")
        assert asks_to_sign_in == (role not in line.may and role == "anonymous"), role


@pytest.mark.parametrize(
    "line", [line for line in LINES if line.route.startswith("GET") and line.refused == 404], ids=lambda line: line.path
)
def test_what_is_somebody_elses_looks_like_nothing(line: Line, app: Flask, cast: Cast, scene: Scene) -> None:
    client = client_of(app, cast, "colleague")
    theirs = client.get(scene.address(line.path), expect=404)
    nothing = client.get(line.path.format(attempt=999_999, done=999_999, number="AAAA-AAAA-AAAA"), expect=404)
    assert without_secrets(theirs.text) == without_secrets(nothing.text)
    assert headers(theirs) == headers(nothing)


def headers(page: object) -> set[tuple[str, str]]:
    found = page.response.headers.items()  # type: ignore[attr-defined]
    return {(name, without_secrets(value)) for name, value in found if name != "Set-Cookie"}


def without_secrets(text: str) -> str:
    """`text` without what is random on every page."""
    return re.sub(r"nonce[-=]\"?[\w-]+|name=\"csrf_token\" value=\"[^\"]+\"", "", text)
