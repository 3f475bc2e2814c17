"""What a row of a list of staff says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, timedelta

from app.rules.people import Employment, alike, number_alike, staff_number, tidy
from app.rules.staff_lists.columns import Field, Places
from app.rules.staff_lists.own_words import NOTHING, kind_of, says
from app.rules.staff_lists.problems import Problem, Wrong
from app.rules.written_days import NoDay, is_ambiguous, read_day

EARLIEST = date(1940, 1, 1)
FURTHEST = timedelta(days=2 * 366)
"""How far ahead a day may be."""

NO_END_FROM = 2200
"""Systems that must say an end write a year such as 9999 where there is none."""

LONGEST = {
    Field.STAFF_NUMBER: 40,
    Field.EMAIL: 254,
    Field.NAME: 200,
    Field.TEAM: 200,
    Field.PARENT_TEAM: 200,
    Field.JOB: 200,
}
LONGEST_SHOWN = 60
MOST_DAYS = 3

_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
NEVER_TYPED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_ENDS = frozenset({Field.LAST_DAY, Field.ABSENT_UNTIL})
_LONGEST_NOTHING = max(map(len, NOTHING))
_INVISIBLE = "\u200b\ufeff\u2060"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row that can be read. What is empty or None is left as it is known; `team` is a path, highest team first.

    `is_away_said`, `is_leaving_said` and `is_manager_said` are whether the list would say so if somebody were away,
    left or had a line manager.
    """

    number: int
    staff_number: str
    email: str
    name: str
    team: str
    job: str
    line_manager: str
    employment: Employment | None
    is_customer_facing: bool | None
    manages: bool | None
    starts_on: date | None
    changed_on: date | None
    last_day: date | None
    absent_from: date | None
    absent_until: date | None
    is_away_said: bool
    is_leaving_said: bool
    is_manager_said: bool


@dataclass(frozen=True, slots=True)
class ReadDay:
    """How a date was read."""

    row: int
    text: str
    day: date


@dataclass(slots=True)
class Reader:
    """Reads rows one after another. `width` is how many columns there are, `kinds` whose words mean what.

    `unknown_kinds` counts the words for kinds of employment that nobody has said the meaning of, `used_kinds` are the
    others with theirs; `unclear` days would be others with the month first. `unread` are the staff numbers and email
    addresses of rows that have a problem, `unread_teams` the rows and their teams; `questions` keep no row from being
    read.
    """

    places: Places
    width: int
    kinds: Mapping[str, Employment]
    today: date
    problems: list[Problem] = dataclass_field(default_factory=list)
    questions: list[Problem] = dataclass_field(default_factory=list)
    unknown_kinds: dict[str, int] = dataclass_field(default_factory=dict)
    used_kinds: dict[str, Employment] = dataclass_field(default_factory=dict)
    unclear: list[ReadDay] = dataclass_field(default_factory=list)
    clear: list[ReadDay] = dataclass_field(default_factory=list)
    unread: set[str] = dataclass_field(default_factory=set)
    unread_teams: list[tuple[int, str]] = dataclass_field(default_factory=list)
    _same: dict[str, str] = dataclass_field(default_factory=dict)

    def read(self, number: int, cells: Sequence[str]) -> StaffRow | None:
        """None where the row has a problem that keeps it from being understood; `problems` has them all."""
        before = len(self.problems)
        row = _Row(number, cells, self)
        if any(cell.strip() for cell in cells[self.width :]):
            self.problems.append(Problem(number, Wrong.TOO_MANY_CELLS))
            return None
        if NEVER_TYPED.search("".join(cells)):
            self._object_to_letters(row)
        made = self._made(row)
        if len(self.problems) == before:
            return made
        if made.team:
            self.unread_teams.append((number, made.team))
        self.unread |= {number_alike(row.said(Field.STAFF_NUMBER)), row.said(Field.EMAIL).lower()}
        return None

    def _object_to_letters(self, row: "_Row") -> None:
        for field in self.places:
            if NEVER_TYPED.search(row.text(field)):
                row.object(Wrong.UNREADABLE, field)

    def _made(self, row: "_Row") -> StaffRow:
        starts_on, last_day = row.day(Field.STARTS_ON), row.day(Field.LAST_DAY)
        absent_from, absent_until = row.day(Field.ABSENT_FROM), row.day(Field.ABSENT_UNTIL)
        row.in_order(starts_on, last_day, Field.LAST_DAY)
        row.in_order(absent_from, absent_until, Field.ABSENT_UNTIL)
        if absent_until and not absent_from:
            row.object(Wrong.MISSING, Field.ABSENT_FROM)
        number, email = row.staff_number(), row.email()
        if not number and not email:
            row.object(Wrong.NO_IDENTITY)
        return StaffRow(
            number=row.number,
            staff_number=number,
            email=email,
            name=row.name(),
            team=self._shared(row.team()),
            job=self._shared(row.short(Field.JOB)),
            line_manager=self._shared(row.said(Field.LINE_MANAGER)),
            employment=row.employment(),
            is_customer_facing=row.yes_or_no(Field.CUSTOMER_FACING),
            manages=row.yes_or_no(Field.MANAGES),
            starts_on=starts_on,
            changed_on=row.day(Field.CHANGED_ON),
            last_day=last_day,
            absent_from=absent_from,
            absent_until=absent_until,
            is_away_said=Field.ABSENT_FROM in self.places,
            is_leaving_said=Field.LAST_DAY in self.places,
            is_manager_said=Field.LINE_MANAGER in self.places,
        )

    def _shared(self, text: str) -> str:
        """The same text once, however many rows say it."""
        return self._same.setdefault(text, text)

    def note_day(self, row: int, text: str, day: date) -> None:
        if len(self.unclear) < MOST_DAYS:
            kept = self.unclear if is_ambiguous(text) else self.clear
            if len(kept) < MOST_DAYS and all(each.text != text for each in kept):
                kept.append(ReadDay(row, text, day))


@dataclass(slots=True)
class _Row:
    number: int
    cells: Sequence[str]
    reader: Reader
    _wrong: set[Field] = dataclass_field(default_factory=set)

    def text(self, field: Field) -> str:
        place = self.reader.places.get(field)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def said(self, field: Field) -> str:
        """What a cell says in one line, without what nobody sees; empty where it says nothing."""
        text = self.text(field)
        if not text:
            return ""
        text = tidy(text.strip(_INVISIBLE))
        return "" if len(text) <= _LONGEST_NOTHING and alike(text) in NOTHING else text

    def object(self, wrong: Wrong, field: Field | None = None) -> None:
        """Once for each field: what is wrong with it after that follows from the first."""
        if field in self._wrong:
            return
        self._wrong |= {field} if field else set()
        shown = NEVER_TYPED.sub("\ufffd", self.text(field)) if field else ""
        self.reader.problems.append(Problem(self.number, wrong, field, shown[:LONGEST_SHOWN]))

    def short(self, field: Field) -> str:
        text = self.said(field)
        if len(text) > LONGEST[field]:
            self.object(Wrong.TOO_LONG, field)
        return text

    def staff_number(self) -> str:
        number = staff_number(self.short(Field.STAFF_NUMBER))
        if "@" in number:
            self.object(Wrong.NOT_A_STAFF_NUMBER, Field.STAFF_NUMBER)
        return number

    def email(self) -> str:
        email = self.short(Field.EMAIL).lower()
        if email and not _EMAIL.fullmatch(email):
            self.object(Wrong.NOT_AN_EMAIL, Field.EMAIL)
        return email

    def name(self) -> str:
        """As one, or from its parts."""
        whole = self.said(Field.NAME)
        name = whole or tidy(f"{self.said(Field.FIRST_NAME)} {self.said(Field.LAST_NAME)}")
        field = Field.NAME if Field.NAME in self.reader.places else Field.LAST_NAME
        if not name:
            self.object(Wrong.MISSING, field)
        elif len(name) > LONGEST[Field.NAME]:
            self.object(Wrong.TOO_LONG, field)
        return name

    def team(self) -> str:
        above, team = self.short(Field.PARENT_TEAM), self.short(Field.TEAM)
        path = f"{above} / {team}" if above and team and alike(above) != alike(team) else team or above
        if len(path) > LONGEST[Field.TEAM]:
            self.object(Wrong.TOO_LONG, Field.TEAM)
        return path

    def employment(self) -> Employment | None:
        text = self.said(Field.EMPLOYMENT)
        if not text:
            return None
        found, word = kind_of(text, self.reader.kinds), alike(text)
        if found is not None:
            self.reader.used_kinds[word] = found
        elif word in self.reader.unknown_kinds:
            self.reader.unknown_kinds[word] += 1
        else:
            self.reader.unknown_kinds[word] = 1
            shown = text[:LONGEST_SHOWN]
            self.reader.questions.append(Problem(self.number, Wrong.UNKNOWN_KIND, Field.EMPLOYMENT, shown))
        return found

    def yes_or_no(self, field: Field) -> bool | None:
        text = self.said(field)
        found = says(text) if text else None
        if text and found is None:
            self.object(Wrong.NOT_YES_OR_NO, field)
        return found

    def day(self, field: Field) -> date | None:
        text = self.said(field)
        day = read_day(text) if text else None
        if isinstance(day, NoDay):
            self.object(Wrong(day), field)
            return None
        if day is not None and day.year >= NO_END_FROM and field in _ENDS:
            return None
        if day is not None:
            self._check(day, field)
            self.reader.note_day(self.number, text, day)
        return day

    def _check(self, day: date, field: Field) -> None:
        if day < EARLIEST:
            self.object(Wrong.TOO_EARLY, field)
        elif day > self.reader.today + FURTHEST and field not in _ENDS:
            self.object(Wrong.TOO_LATE, field)

    def in_order(self, first: date | None, last: date | None, field: Field) -> None:
        if first and last and last < first:
            self.object(Wrong.ENDS_BEFORE_IT_BEGINS, field)


def read_rows(rows: Iterable[tuple[int, Sequence[str]]], reader: Reader) -> list[StaffRow]:
    return [read for number, cells in rows if (read := reader.read(number, cells)) is not None]
