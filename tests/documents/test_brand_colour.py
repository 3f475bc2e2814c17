import pytest

from app.documents.brand_colour import INK, legible


@pytest.mark.parametrize(
    ("colour", "used"),
    [
        ("#00664f", "#00664f"),
        ("#1D70B8", "#1D70B8"),
        ("#767676", "#767676"),  # 4.54 to 1
        ("#777777", INK),  # 4.48 to 1
        ("#ffdd00", INK),
        ("#ffffff", INK),
        ("#fff", INK),
        ("red", INK),
        ("#00664f; } @import url(x)", INK),
        ("#00664f\n", INK),
        ("", INK),
    ],
)
def test_a_colour_is_kept_when_it_can_be_read(colour: str, used: str) -> None:
    assert legible(colour) == used
