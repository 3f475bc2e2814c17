import unicodedata

import pytest

from app.rules.names import initials


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ann Lee", "A. L."),
        ("Siân Ŵyn ap Gwŷnn", "S. Ŵ. a. G."),
        (unicodedata.normalize("NFD", "Ŵyn Élan"), "Ŵ. É."),  # letters typed as letter and accent
        ("Ngọc", "N."),  # one part only
        ("  Ann \t Lee\u00a0", "A. L."),
        ("王 小明", "王. 小."),
        ("عمر حسن", "ع. ح."),
        ("Jean-Luc Picard", "J. P."),
        ("", ""),
        ("   ", ""),
    ],
)
def test_initials(name: str, told: str) -> None:
    assert initials(name) == told
