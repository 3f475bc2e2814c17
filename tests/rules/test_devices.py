import pytest

from app.rules.devices import name_device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        (f"{WINDOWS} {ENGINE} Chrome/130.0.0.0 Safari/537.36", "Chrome, Windows"),
        (
            f"{WINDOWS} {ENGINE} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
            "Edge, Windows",
        ),  # calls itself Chrome too
        (f"{WINDOWS} {ENGINE} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0", "Opera, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.7; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
        (f"{WINDOWS} SomethingNew/1.0", "Windows"),
        ("<script>alert(1)</script>", ""),  # nothing of the text itself is told
    ],
)
def test_a_device_in_words(user_agent: str, told: str) -> None:
    assert name_device(user_agent) == told
