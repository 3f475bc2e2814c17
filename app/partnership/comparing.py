"""The counts of all partners beside each other, with small numbers hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.partnership.records import Partner
from app.rules.small_numbers import HIDDEN, Told, together, told


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: what may be told of each partner, None where it does not ask it, and of all."""

    key: str
    title: str
    partners: tuple[tuple[str, Told | None], ...]
    all: Told


def compare(partners: Sequence[Partner]) -> list[Row]:
    """By requirement, in the order in which the partners ask them. The same key is the same requirement."""
    titles: dict[str, str] = {}
    for partner in partners:
        for asked in partner.asked:
            titles.setdefault(asked.key, asked.title)
    return [_row(key, title, partners) for key, title in titles.items()]


def _row(key: str, title: str, partners: Sequence[Partner]) -> Row:
    found = {partner.name: next((each for each in partner.asked if each.key == key), None) for partner in partners}
    told_of = tuple(
        (name, told(each.coverage.bound, each.coverage.in_date) if each else None) for name, each in found.items()
    )
    return Row(key, title, told_of, together(each for _name, each in told_of if each))


HEADER = ("requirement", "title", "organisation", "people_asked", "in_date_percent_from", "in_date_percent_to")


def rows_of_file(rows: Sequence[Row]) -> Iterator[tuple[str | int | None, ...]]:
    """What the page shows; empty where it is hidden. All partners together have no organisation."""
    for row in rows:
        for name, told_of in (*row.partners, ("", row.all)):
            if told_of is not None:
                yield row.key, row.title, name, *_numbers(told_of)


def _numbers(told_of: Told) -> tuple[int | None, ...]:
    return (None, None, None) if told_of is HIDDEN else (told_of.people, told_of.low, told_of.high)
