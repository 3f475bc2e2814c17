import math

import pytest

from app.rules.one_time_codes import ALPHABET, LENGTH, read, written

CODE = "K7XM2RTH9PDW"


def test_a_code_is_too_long_to_be_guessed_and_has_no_look_alikes() -> None:
    assert LENGTH * math.log2(len(ALPHABET)) >= 50
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)
    for pair in ("B8", "G6", "S5", "UV", "Z2"):
        assert len(set(pair) & set(ALPHABET)) == 1


def test_a_code_is_written_in_groups() -> None:
    assert written(CODE) == "K7XM-2RTH-9PDW"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7XM-2RTH-9PDW", CODE),
        ("k7xm2rth9pdw", CODE),
        (" K7XM 2RTH 9PDW ", CODE),
        ("K7XM – 2RTH – 9PDW.", CODE),
        ("K7XM-ZRTH-9PDW", CODE),  # a Z for the 2
        ("BGSUZ2222222", "865V22222222"),
        ("K7XM-2RTH-9PD", None),
        ("K7XM-2RTH-9PDWW", None),
        ("K7XM-2RTH-9PD0", None),
        ("", None),
        ("ß" * 12, None),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, code: str | None) -> None:
    assert read(typed) == code
