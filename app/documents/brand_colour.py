"""An organisation's colour, where it is dark enough to read on white paper."""

import re

INK = "#1f2f3f"
LEAST_CONTRAST = 4.5

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def legible(colour: str) -> str:
    """`colour` if it is `#rrggbb` and has WCAG's contrast for text on white, else a dark ink."""
    if not _HEX.fullmatch(colour):
        return INK
    return colour if 1.05 / (_luminance(colour) + 0.05) >= LEAST_CONTRAST else INK


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
