"""Writing what a list changes, thousands of people at a time, inside `app.database.writing()`."""

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update

from app.assignments.refreshing import hold
from app.extensions import db
from app.ledger.affected import affected
from app.models import Absence, Person, Posting, Session, SignInToken, Team, TeamAlias
from app.rules.staff_lists.change import Change, Kind
from app.rules.staff_lists.changes import A_DAY
from app.rules.staff_lists.known import KnownPosting, Post, Ref
from app.rules.staff_lists.teams import NewTeam, TeamBook
from app.staff_import.progress import Each, Progress
from app.staffing.people import SALT_BYTES
from app.staffing.teams import affect_people_of

BATCH = 2_000

PEOPLE = cast(Table, Person.__table__)
POSTINGS = cast(Table, Posting.__table__)
ABSENCES = cast(Table, Absence.__table__)
SESSIONS = cast(Table, Session.__table__)
TOKENS = cast(Table, SignInToken.__table__)

Values = dict[str, Any]


class Overtaken(Exception):
    """Somebody else has written about the same person meanwhile."""


class Changing:
    """Writes the changes of one list. Refs of teams and people become ids as these are made."""

    def __init__(self, organisation_id: int, today: date) -> None:
        self._organisation_id, self._today = organisation_id, today
        self._teams: dict[Ref, int] = {}
        self._people: dict[Ref, int] = {}

    def write(self, changes: Sequence[Change], teams: TeamBook, progress: Progress) -> None:
        """Everybody who comes first, so that they can be line managers; then, in batches, all that they do.

        All are locked before, and the log's head after them, as those do who hand something in.
        """
        _lock_people(changes)
        hold(self._organisation_id)
        self._make_teams(teams, changes)
        progress.begins("Writing", len(changes))
        for some in _some(each for each in changes if each.kind is Kind.STARTS):
            self._add_people(some)
        for some in _some(iter(changes)):
            self._change_people([each for each in some if each.person is not None])
            self._stay(some)
            self._end(some)
            self._put_postings(some)
            self._put_absences(some)
            affected(self._touched(some))
            progress.goes_on(len(some))

    def _make_teams(self, teams: TeamBook, changes: Sequence[Change]) -> None:
        new = _needed(teams, changes)
        for each in new:
            made = Team(organisation_id=self._organisation_id, name=each.name, parent_id=self._team(each.parent))
            db.session.add(made)
            db.session.flush()
            self._teams[each.ref] = made.id
        made_or_known = {each.ref for each in new} | {ref for ref in teams.aliases.values() if ref > 0}
        named = {each.alias: each.ref for each in new if each.alias}
        named |= {name: ref for name, ref in teams.aliases.items() if ref in made_or_known}
        for name, ref in named.items():
            team_id = self._team(ref)
            db.session.add(TeamAlias(organisation_id=self._organisation_id, team_id=team_id, name=name))
        db.session.flush()
        for team_id in {self._teams.get(ref, ref) for ref in named.values()}:
            affect_people_of(team_id)

    def _team(self, ref: Ref | None) -> int | None:
        return None if ref is None else self._teams.get(ref, ref)

    def _person(self, ref: Ref | None) -> int | None:
        return None if ref is None else self._people.get(ref, ref)

    def _id(self, change: Change) -> int:
        return change.person.id if change.person else self._people[-(change.row or 0)]

    def _add_people(self, changes: Sequence[Change]) -> None:
        refs = {str(uuid.uuid4()): -(each.row or 0) for each in changes}
        rows = [
            {
                "organisation_id": self._organisation_id,
                "reference": reference,
                "salt": secrets.token_bytes(SALT_BYTES),
                "last_day": each.last_day,
                **_facts(each),
            }
            for reference, each in zip(refs, changes, strict=True)
        ]
        made = insert(PEOPLE).returning(PEOPLE.c.id, PEOPLE.c.reference)
        for person_id, reference in db.session.connection().execute(made, rows):
            self._people[refs[reference]] = person_id

    def _change_people(self, changes: Sequence[Change]) -> None:
        rows = [
            {"person": self._id(each), **_facts(each)}
            for each in changes
            if each.person and _facts(each) != _known_facts(each)
        ]
        _run(
            update(PEOPLE).where(PEOPLE.c.id == bindparam("person")).values(_binds("staff_number", "email", "name")),
            rows,
        )
        signs_in_otherwise = [{"person": self._id(each)} for each in changes if _signs_in_otherwise(each)]
        _run(delete(TOKENS).where(TOKENS.c.person_id == bindparam("person")), signs_in_otherwise)
        back = [{"person": self._id(each), "last_day": each.last_day} for each in changes if each.kind is Kind.RETURNS]
        rights = dict.fromkeys(("is_trainer", "is_lead", "is_admin", "is_coordinator"), False)
        opened = _binds("last_day") | {"is_active": True, **rights}
        _run(update(PEOPLE).where(PEOPLE.c.id == bindparam("person")).values(opened), back)

    def _end(self, changes: Sequence[Change]) -> None:
        """Postings end on the last day, and the account is closed once that has come."""
        known = [each for each in changes if each.last_day and each.person]
        rows = [{"person": self._id(each), "on": each.last_day} for each in known]
        mine = POSTINGS.c.person_id == bindparam("person")
        on: Any = bindparam("on")
        _run(delete(POSTINGS).where(mine, POSTINGS.c.starts_on > on), rows)
        outlasts = or_(POSTINGS.c.ends_on.is_(None), POSTINGS.c.ends_on > on)
        _run(update(POSTINGS).where(mine, outlasts).values(ends_on=on), rows)
        _run(update(PEOPLE).where(PEOPLE.c.id == bindparam("person")).values(last_day=on), rows)
        closed = [{"person": self._id(each)} for each in known if each.last_day and each.last_day <= self._today]
        _run(update(PEOPLE).where(PEOPLE.c.id == bindparam("person")).values(is_active=False), closed)
        for table in (SESSIONS, TOKENS):
            _run(delete(table).where(table.c.person_id == bindparam("person")), closed)

    def _stay(self, changes: Sequence[Change]) -> None:
        """What would have ended with the last day lasts again."""
        rows = [
            {"person": each.person.id, "was": each.person.last_day} for each in changes if each.stays and each.person
        ]
        mine = POSTINGS.c.person_id == bindparam("person"), POSTINGS.c.ends_on == bindparam("was")
        _run(update(POSTINGS).where(*mine).values(ends_on=None), rows)
        people = [{"person": each["person"]} for each in rows]
        _run(update(PEOPLE).where(PEOPLE.c.id == bindparam("person")).values(last_day=None), people)

    def _put_postings(self, changes: Sequence[Change]) -> None:
        put = [(each, each.posting) for each in changes if each.posting]
        ended = [(posting.after, posting.starts_on - A_DAY) for _each, posting in put if posting.after]
        self._close([(known, day) for known, day in ended])
        replaced = [
            {"posting": posting.instead_of.id, **self._posting(posting.post, posting.starts_on, posting.ends_on)}
            for _each, posting in put
            if posting.instead_of
        ]
        columns = _binds(*self._posting(_NO_POST, self._today, None))
        _run(update(POSTINGS).where(POSTINGS.c.id == bindparam("posting")).values(columns), replaced, is_exact=True)
        added = [
            {"person_id": self._id(each), **self._posting(posting.post, posting.starts_on, posting.ends_on)}
            for each, posting in put
            if not posting.instead_of
        ]
        _run(insert(POSTINGS), added)

    def _close(self, ended: Sequence[tuple[KnownPosting, date]]) -> None:
        rows = [{"posting": known.id, "on": day} for known, day in ended]
        closed = update(POSTINGS).where(POSTINGS.c.id == bindparam("posting")).values(ends_on=bindparam("on"))
        _run(closed, rows, is_exact=True)

    def _posting(self, post: Post, starts_on: date, ends_on: date | None) -> Values:
        return {
            "team_id": self._team(post.team),
            "job": post.job,
            "manages": post.manages,
            "is_customer_facing": post.is_customer_facing,
            "employment": str(post.employment),
            "line_manager_id": self._person(post.line_manager),
            "starts_on": starts_on,
            "ends_on": ends_on,
        }

    def _put_absences(self, changes: Sequence[Change]) -> None:
        put = [(self._id(each), each.absence) for each in changes if each.absence]
        spells = _binds("starts_on", "ends_on")
        changed = [
            {"absence": absence.known.id, "starts_on": absence.starts_on, "ends_on": absence.ends_on}
            for _person, absence in put
            if absence.known
        ]
        _run(update(ABSENCES).where(ABSENCES.c.id == bindparam("absence")).values(spells), changed, is_exact=True)
        added = [
            {"person_id": person_id, "starts_on": absence.starts_on, "ends_on": absence.ends_on}
            for person_id, absence in put
            if not absence.known
        ]
        _run(insert(ABSENCES), added)

    def _touched(self, changes: Iterable[Change]) -> set[int]:
        """Whose assignments may change: theirs, and those of who was or is their line manager."""
        found: set[int] = set()
        for each in changes:
            known = each.person.postings if each.person else ()
            managers = [posting.post.line_manager for posting in known]
            managers += [each.posting.post.line_manager] if each.posting else []
            found |= {self._id(each), *(self._people.get(ref, ref) for ref in managers if ref is not None)}
        return found


def _lock_people(changes: Iterable[Change]) -> None:
    """Those who are known, and who was or becomes their line manager, always in the same order."""
    posts = [posting.post for each in changes if each.person for posting in each.person.postings]
    posts += [each.posting.post for each in changes if each.posting]
    found = {each.person.id for each in changes if each.person}
    found |= {post.line_manager for post in posts if post.line_manager is not None and post.line_manager > 0}
    for some in _some(iter(sorted(found))):
        mine = select(PEOPLE.c.id).where(PEOPLE.c.id.in_(some)).order_by(PEOPLE.c.id)
        db.session.execute(mine.with_for_update(key_share=True))


def _needed(teams: TeamBook, changes: Iterable[Change]) -> list[NewTeam]:
    """The new teams that somebody is put in, and those above them, the highest first."""
    needed = {each.posting.post.team for each in changes if each.posting}
    for each in reversed(teams.new):
        if each.ref in needed:
            needed.add(each.parent)
    return [each for each in teams.new if each.ref in needed]


_NO_POST = Post(None, "", False, False, "", None)


def _facts(change: Change) -> Values:
    return {"staff_number": change.staff_number or None, "email": change.email or None, "name": change.name}


def _known_facts(change: Change) -> Values:
    known = change.person
    return (
        {"staff_number": known.staff_number or None, "email": known.email or None, "name": known.name} if known else {}
    )


def _signs_in_otherwise(change: Change) -> bool:
    known = change.person
    return known is not None and (known.staff_number, known.email) != (change.staff_number, change.email)


def _binds(*columns: str) -> Values:
    return {name: bindparam(name) for name in columns}


def _run(statement: Any, rows: Sequence[Values], *, is_exact: bool = False) -> None:
    """Raises Overtaken where a row is not there any more that must be."""
    if not rows:
        return
    done = db.session.connection().execute(statement, rows)
    if is_exact and done.rowcount not in (-1, len(rows)):
        raise Overtaken


def _some(those: Iterator[Each]) -> Iterator[list[Each]]:
    while some := list(islice(those, BATCH)):
        yield some
