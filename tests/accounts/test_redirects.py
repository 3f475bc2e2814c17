from urllib.parse import quote, urlsplit

import pytest

from tests.client import StrictClient
from tests.corpus.redirects import FOREIGN, OURS


@pytest.mark.parametrize("target", FOREIGN, ids=lambda target: repr(target)[:40])
def test_a_foreign_target_leads_to_my_training(target: str, client: StrictClient, right: dict[str, str]) -> None:
    page = client.get(f"/sign-in?next={quote(target, safe='')}")
    response = client.submit(page.form("Sign in"), **right)
    assert response.headers["Location"] == "/training"
    assert "a" not in [cookie.split("=")[0] for cookie in response.headers.getlist("Set-Cookie")]


@pytest.mark.parametrize("target", OURS)
def test_a_target_of_ours_is_kept(target: str, client: StrictClient, right: dict[str, str]) -> None:
    page = client.get(f"/sign-in?next={quote(target, safe='')}")
    assert client.submit(page.form("Sign in"), **right).headers["Location"] == target


def test_a_wrong_password_in_between_keeps_the_target(client: StrictClient, right: dict[str, str]) -> None:
    page = client.get("/sign-in?next=/account")
    again = client.page_of(client.submit(page.form("Sign in"), expect=400, **(right | {"password": "wrong"})))
    assert client.submit(again.form("Sign in"), **right).headers["Location"] == "/account"


@pytest.mark.parametrize(
    "path", ["//evil.example/training", "/%2F%2Fevil.example", "/\\evil.example", "//evil.example"]
)
def test_an_address_that_looks_foreign_never_redirects_there(path: str, client: StrictClient) -> None:
    response = client.send("GET", path)
    assert urlsplit(response.headers.get("Location", "/")).netloc in {"", "localhost"}


@pytest.mark.parametrize("path", ["/sign-out", "/account/sign-out-elsewhere"])
def test_a_button_pressed_after_the_session_ended_leads_to_a_page(
    path: str, client: StrictClient, right: dict[str, str]
) -> None:
    """Never to the address of a form, which has no page of its own."""
    response = client.post(path, {"csrf_token": client.token()})
    assert client.press(client.follow(response), "Sign in", **right).heading == "My training"
