"""Coverage at the last month ends, as points of a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.programmes.standing import Coverage
from app.rules.validity import add_months

ENDS = 13
WIDTH, HEIGHT = 400, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 12, 32
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """Coverage at the end of a day; None where nothing is known of it yet."""

    day: date
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class Point:
    """Where a moment is on the chart; without `y` where there is no share."""

    day: date
    x: float
    y: float | None


def month_ends(day: date, count: int = ENDS) -> list[date]:
    """The last ends of months until `day`, oldest first, and the day itself."""
    first = (day + A_DAY).replace(day=1)
    ends = [add_months(first, -back) - A_DAY for back in range(count - 1, -1, -1)]
    return ends if ends[-1] == day else [*ends, day]


def points(moments: Sequence[Moment]) -> list[Point]:
    step = (WIDTH - LEFT - RIGHT) / max(1, len(moments) - 1)
    return [Point(each.day, round(LEFT + step * number, 1), _height(each)) for number, each in enumerate(moments)]


def height_of(share: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def _height(moment: Moment) -> float | None:
    share = moment.coverage.share if moment.coverage else None
    return None if share is None else height_of(share)


def lines(those: Sequence[Point]) -> list[str]:
    """The points of each unbroken line, as SVG writes them."""
    found: list[list[str]] = [[]]
    for each in those:
        if each.y is None:
            found.append([])
        else:
            found[-1].append(f"{each.x},{each.y}")
    return [" ".join(each) for each in found if len(each) > 1]
