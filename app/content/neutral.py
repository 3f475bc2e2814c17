"""Words that would show in a browser tab, history or e-mail subject what a learner is reading about."""

import re

TOPIC_STEMS = (
    "abus",
    "assault",
    "batter",
    "beaten",
    "cam-drin",
    "camdrin",
    "coerc",
    "dioddef",
    "domestic",
    "domestig",
    "fgm",
    "harass",
    "homicid",
    "marac",
    "murder",
    "perpetrat",
    "rape",
    "rapist",
    "sexual",
    "stalk",
    "strangl",
    "strangul",
    "survivor",
    "traffick",
    "trais",
    "treis",
    "victim",
    "violen",
)
_STARTS_WITH_STEM = re.compile(rf"(?<![^\W_])(?:{'|'.join(TOPIC_STEMS)})[^\W_]*", re.IGNORECASE)


def topic_word(text: str) -> str | None:
    """The first word of `text` that names the topic."""
    found = _STARTS_WITH_STEM.search(text)
    return found.group() if found else None
