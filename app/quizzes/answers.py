"""From what a browser sends to option keys and back. A browser sees positions on its own paper only."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.rules.papers import PaperItem
from app.rules.questions import Question


class Slip(StrEnum):
    """What can be wrong with a sent answer."""

    NOTHING_CHOSEN = "nothing chosen"
    NOT_ON_THE_PAPER = "not on the paper"


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option as it is shown: `value` is its place on this paper, counted from 1."""

    value: str
    text: str
    chosen: bool


def shown_options(question: Question, item: PaperItem, chosen: frozenset[str]) -> tuple[ShownOption, ...]:
    texts = {option.key: option.text for option in question.options}
    return tuple(
        ShownOption(str(value), texts[key], key in chosen) for value, key in enumerate(item.option_keys, start=1)
    )


def read_choice(values: Sequence[str], item: PaperItem, *, several: bool) -> frozenset[str] | Slip:
    """The option keys that the sent `values` stand for, or what is wrong with them."""
    if not values:
        return Slip.NOTHING_CHOSEN
    places = {str(place): key for place, key in enumerate(item.option_keys, start=1)}
    distinct = set(values)
    if not distinct <= places.keys() or (len(distinct) > 1 and not several):
        return Slip.NOT_ON_THE_PAPER
    return frozenset(places[value] for value in distinct)
