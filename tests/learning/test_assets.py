import pytest

from app.models import Person
from tests.client import StrictClient
from tests.web.scene import PICTURE, add_picture


@pytest.fixture
def address(client: StrictClient, learner: Person) -> str:
    """Where the signed-in learner finds a stored picture."""
    client.sign_in(learner)
    return f"/assets/{add_picture()}"


def test_a_picture_comes_as_it_is_and_may_be_kept(client: StrictClient, address: str) -> None:
    response = client.fetch(address)
    assert response.get_data() == PICTURE
    assert response.mimetype == "image/png"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-3", PICTURE[:4]), ("bytes=-6", PICTURE[-6:]), ("bytes=5-", PICTURE[5:]), ("bytes=0-999", PICTURE)],
)
def test_a_film_can_be_fetched_in_parts(asked: str, part: bytes, client: StrictClient, address: str) -> None:
    response = client.fetch(address, expect=206, headers={"Range": asked})
    assert response.get_data() == part
    assert response.headers["Content-Range"].endswith(f"/{len(PICTURE)}")


def test_a_part_beyond_the_end_is_refused(client: StrictClient, address: str) -> None:
    response = client.fetch(address, expect=416, headers={"Range": "bytes=900-"})
    assert response.headers["Content-Range"] == f"bytes */{len(PICTURE)}"


@pytest.mark.parametrize("asked", ["bytes=9-1", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=", "-", "bytes=--1"])
def test_a_range_that_means_nothing_does_no_harm(asked: str, client: StrictClient, address: str) -> None:
    assert client.send("GET", address, headers={"Range": asked}).status_code in {200, 206, 416}


def test_the_ending_is_of_no_matter_but_the_name_is(client: StrictClient, address: str) -> None:
    sha256 = address.removeprefix("/assets/").removesuffix(".png")
    for name in (
        sha256,
        f"{sha256[:-1]}.png",
        f"{'0' * 64}.png",
        f"{sha256.upper()}.png",
        f"{sha256}.png.exe",
        f"..%2F{sha256}.png",
        f"{sha256}.png%00",
        f"{sha256}.png%0a",
        "..%2f..%2fetc%2fpasswd",
    ):
        assert client.get(f"/assets/{name}", expect=404).heading == "Page not found"
