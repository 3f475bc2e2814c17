"""What a training lead has chosen for a list, as it is kept between two pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.rules.people import Employment
from app.rules.staff_lists.columns import Field


@dataclass(frozen=True, slots=True)
class Choices:
    """`places` is where each field stands, from 0; `kinds` are whose words mean what, `teams` which team is which: by
    what the list calls it, what it is the same as, or itself where it is new. `is_whole`: the list is of everybody.
    `takes_list`: its word is taken also where something was changed here since the last one.
    """

    places: Mapping[Field, int] = field(default_factory=dict)
    kinds: Mapping[str, Employment] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False
    takes_list: bool = False


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was chosen for the last list: headings by field, and the meaning of words for kinds of employment."""

    headings: Mapping[Field, str] = field(default_factory=dict)
    kinds: Mapping[str, Employment] = field(default_factory=dict)


def written(choices: Choices) -> str:
    return json.dumps(
        {
            "places": dict(choices.places),
            "kinds": dict(choices.kinds),
            "teams": dict(choices.teams),
            "is_whole": choices.is_whole,
            "takes_list": choices.takes_list,
        }
    )


def read(text: str) -> Choices:
    found: dict[str, Any] = json.loads(text)
    return Choices(
        places={Field(name): place for name, place in found.get("places", {}).items()},
        kinds={word: Employment(kind) for word, kind in found.get("kinds", {}).items()},
        teams=found.get("teams", {}),
        is_whole=found.get("is_whole", False),
        takes_list=found.get("takes_list", False),
    )


def write_remembered(remembered: Remembered) -> str:
    return json.dumps({"headings": dict(remembered.headings), "kinds": dict(remembered.kinds)})


def read_remembered(text: str) -> Remembered:
    found: dict[str, Any] = json.loads(text)
    return Remembered(
        headings={Field(name): heading for name, heading in found.get("headings", {}).items() if name in set(Field)},
        kinds={word: Employment(kind) for word, kind in found.get("kinds", {}).items()},
    )
