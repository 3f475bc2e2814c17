"""Who in a list is who: by staff number, then by email address, never by name."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from app.rules.people import alike, number_alike
from app.rules.staff_lists.columns import Field
from app.rules.staff_lists.known import KnownPerson, Ref
from app.rules.staff_lists.problems import Problem, Wrong
from app.rules.staff_lists.reading import StaffRow


@dataclass(slots=True)
class People:
    """Those who are known, by what lists call them; staff numbers as `number_alike` makes them."""

    by_number: dict[str, KnownPerson] = field(default_factory=dict)
    by_email: dict[str, KnownPerson] = field(default_factory=dict)
    by_bare_number: dict[str, KnownPerson] = field(default_factory=dict)
    """By staff numbers that begin with zeros, without them."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row with whom it is about; None for somebody new."""

    row: StaffRow
    person: KnownPerson | None

    @property
    def ref(self) -> Ref:
        return self.person.id if self.person else -self.row.number


def index(people: Iterable[KnownPerson]) -> People:
    found = People()
    for each in people:
        if each.staff_number:
            number = number_alike(each.staff_number)
            found.by_number[number] = each
            if number.startswith("0"):
                found.by_bare_number[number.lstrip("0")] = each
        if each.email:
            found.by_email[each.email] = each
    return found


def match(rows: Sequence[StaffRow], people: People, elsewhere: Set[str], problems: list[Problem]) -> list[Match]:
    """Everybody in a list once; `elsewhere` are addresses of accounts in other organisations."""
    matcher = _Matcher(people, elsewhere, problems)
    return [found for row in rows if (found := matcher.match(row)) is not None]


@dataclass(slots=True)
class _Matcher:
    people: People
    elsewhere: Set[str]
    problems: list[Problem]
    numbers: dict[str, int] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)

    def match(self, row: StaffRow) -> Match | None:
        numbered = self.people.by_number.get(number_alike(row.staff_number)) if row.staff_number else None
        addressed = self.people.by_email.get(row.email) if row.email else None
        person = numbered or addressed
        problem = (
            self._stands_twice(row, person)
            or self._is_two(row, numbered, addressed)
            or self._has_lost_zeros(row, person)
            or self._is_elsewhere(row)
        )
        self._note(row, person)
        if problem is None:
            return Match(row, person)
        self.problems.append(problem)
        return None

    def _note(self, row: StaffRow, person: KnownPerson | None) -> None:
        for seen, key in ((self.numbers, number_alike(row.staff_number)), (self.emails, row.email)):
            if key:
                seen.setdefault(key, row.number)
        if person is not None:
            self.persons.setdefault(person.id, row.number)

    def _stands_twice(self, row: StaffRow, person: KnownPerson | None) -> Problem | None:
        if first := self.numbers.get(number_alike(row.staff_number)):
            return Problem(row.number, Wrong.TWICE, Field.STAFF_NUMBER, row.staff_number, str(first))
        if first := self.emails.get(row.email):
            return Problem(row.number, Wrong.EMAIL_TWICE, Field.EMAIL, row.email, str(first))
        first = self.persons.get(person.id) if person else None
        return Problem(row.number, Wrong.TWICE, None, row.name, str(first)) if first else None

    def _is_two(self, row: StaffRow, numbered: KnownPerson | None, addressed: KnownPerson | None) -> Problem | None:
        """Whether number and address belong to two people; an address never gives somebody another number."""
        if numbered and addressed and numbered.id != addressed.id:
            return Problem(row.number, Wrong.TWO_PEOPLE, Field.EMAIL, row.email, f"{numbered.name} / {addressed.name}")
        if numbered or not addressed or not row.staff_number or not addressed.staff_number:
            return None
        other = f"{addressed.name}, {addressed.staff_number}"
        return Problem(row.number, Wrong.EMAIL_OF_ANOTHER, Field.EMAIL, row.email, other)

    def _has_lost_zeros(self, row: StaffRow, person: KnownPerson | None) -> Problem | None:
        if person is not None or not row.staff_number:
            return None
        bare = number_alike(row.staff_number).lstrip("0")
        known = self.people.by_bare_number.get(bare) or self.people.by_number.get(bare)
        if known is None:
            return None
        return Problem(row.number, Wrong.ZEROS_LOST, Field.STAFF_NUMBER, row.staff_number, known.staff_number)

    def _is_elsewhere(self, row: StaffRow) -> Problem | None:
        if row.email not in self.elsewhere:
            return None
        return Problem(row.number, Wrong.EMAIL_ELSEWHERE, Field.EMAIL, row.email)


def find_twins(matches: Sequence[Match], namesakes: Set[tuple[str, str]], problems: list[Problem]) -> None:
    """New people without a staff number who have the name and the team of somebody else: known, or above in the list.

    `namesakes` are names and teams of people who are known, as `alike` makes them.
    """
    seen = dict.fromkeys(namesakes, 0)
    for each in matches:
        if each.person is None and not each.row.staff_number:
            key = alike(each.row.name), alike(each.row.team)
            if key in seen:
                other = str(seen[key]) if seen[key] else ""
                problems.append(Problem(each.row.number, Wrong.TWIN, Field.NAME, each.row.name, other))
            seen.setdefault(key, each.row.number)
