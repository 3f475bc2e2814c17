"""What a row of a list changes of somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.people import Employment, alike, number_alike
from app.rules.staff_lists.change import Absence, Change, Difference, Kind, NewPosting
from app.rules.staff_lists.columns import Field
from app.rules.staff_lists.identity import Match
from app.rules.staff_lists.known import KnownAbsence, KnownPerson, KnownPosting, Post, Ref
from app.rules.staff_lists.reading import StaffRow

A_DAY = date.resolution


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides besides the row: `last_list` is when a list was taken over last; `takes_list`, that the list's word
    is taken also where something was changed here since then.
    """

    today: date
    last_list: date | None = None
    takes_list: bool = False


def change_of(match: Match, team: Ref | None, manager: Ref | None, at: Circumstances) -> list[Change]:
    """What becomes of somebody; nothing where all is as the list says."""
    row, person = match.row, match.person
    if person is None:
        return [] if _is_over(row, at.today) else [_starter(row, team, manager, at.today)]
    if not person.is_here:
        return [] if _is_over(row, at.today) else [_returner(row, person, team, manager, at)]
    if row.last_day is not None and row.last_day <= at.today:
        return [_leaver(row, person, row.last_day)]
    return _changes(row, person, team, manager, at)


def _is_over(row: StaffRow, today: date) -> bool:
    return row.last_day is not None and row.last_day <= today


def _starter(row: StaffRow, team: Ref | None, manager: Ref | None, today: date) -> Change:
    posting = NewPosting(_post(row, None, team, manager), row.starts_on or today, row.last_day)
    absence = None if row.absent_from is None else Absence(row.absent_from, row.absent_until)
    facts = (row.number, None, row.staff_number, row.email, row.name)
    return Change(Kind.STARTS, *facts, (), posting, absence, row.last_day)


def _returner(row: StaffRow, person: KnownPerson, team: Ref | None, manager: Ref | None, at: Circumstances) -> Change:
    """Back from the day that the list says, if that is after they left; otherwise from today."""
    said = row.changed_on or row.starts_on
    day = said if said and (person.last_day is None or said > person.last_day) else at.today
    new, held = NewPosting(_post(row, None, team, manager), day, row.last_day), person.posting_on(day)
    posting = _following(new, held, None) if held and held.holds(day) else new
    facts = (row.number, person, _number(row, person), row.email or person.email, row.name)
    return Change(Kind.RETURNS, *facts, (), posting, _absence(row, person.absences, at), row.last_day)


def _leaver(row: StaffRow, person: KnownPerson, last_day: date) -> Change:
    kind = Kind.HAS_RIGHTS if person.has_rights else Kind.LEAVES
    said = (Difference(Field.LAST_DAY, person.last_day, last_day),)
    return Change(kind, row.number, person, person.staff_number, person.email, person.name, said, last_day=last_day)


def left_out(person: KnownPerson, today: date) -> Change:
    """Somebody whom a list of everybody does not have."""
    kind = Kind.HAS_RIGHTS if person.has_rights else Kind.LEFT_OUT
    said = (Difference(Field.LAST_DAY, person.last_day, today),)
    return Change(kind, None, person, person.staff_number, person.email, person.name, said, last_day=today)


def _post(row: StaffRow, before: Post | None, team: Ref | None, manager: Ref | None) -> Post:
    """What the row says, and where it says nothing what was so before."""
    old = before or Post(None, "", False, False, Employment.EMPLOYEE, None)
    return Post(
        team=team if team is not None else old.team,
        job=row.job if row.job and alike(row.job) != alike(old.job) else old.job,
        manages=old.manages if row.manages is None else row.manages,
        is_customer_facing=old.is_customer_facing if row.is_customer_facing is None else row.is_customer_facing,
        employment=row.employment or old.employment,
        line_manager=manager if manager is not None else old.line_manager,
    )


def _changes(
    row: StaffRow, person: KnownPerson, team: Ref | None, manager: Ref | None, at: Circumstances
) -> list[Change]:
    number, email, refused = _sign_in(row, person)
    if person.has_rights:
        refused += _leaving_differences(row, person)
        row = replace(row, last_day=None, is_leaving_said=False)
    posting, newer = _posting(row, person, team, manager, at)
    absence = _absence(row, person.absences, at)
    name = row.name if alike(row.name) != alike(person.name) else person.name
    last_day, stays = row.last_day if row.last_day != person.last_day else None, _stays(row, person)
    differences = (
        *_different(Field.STAFF_NUMBER, person.staff_number, number),
        *_different(Field.EMAIL, person.email, email),
        *_different(Field.NAME, person.name, name),
        *(_differences(posting) if posting else ()),
        *_absence_differences(absence),
        *_leaving_differences(row, person),
    )
    facts = (row.number, person, number, email, name)
    made = [Change(Kind.CHANGES, *facts, differences, posting, absence, last_day, stays)] if differences else []
    if newer:
        made.append(Change(Kind.KEPT, *facts, newer))
    if refused:
        made.append(Change(Kind.HAS_RIGHTS, *facts, refused))
    if unsaid := _unsaid(row, person, at.today):
        made.append(Change(Kind.NOT_SAID, *facts, unsaid))
    return made


def _stays(row: StaffRow, person: KnownPerson) -> bool:
    """Whether the list takes back that somebody leaves, whose last day is still to come."""
    return row.is_leaving_said and row.last_day is None and person.last_day is not None


def _leaving_differences(row: StaffRow, person: KnownPerson) -> tuple[Difference, ...]:
    is_said = row.last_day is not None or _stays(row, person)
    return _different(Field.LAST_DAY, person.last_day, row.last_day) if is_said else ()


def _unsaid(row: StaffRow, person: KnownPerson, today: date) -> tuple[Difference, ...]:
    """The line manager who is known where the list would name one and does not; more often than not, a gap."""
    held = person.posting_on(today)
    manager = held.post.line_manager if held else None
    return _different(Field.LINE_MANAGER, manager, None) if row.is_manager_said and not row.line_manager else ()


def _different(field: Field, before: object, after: object) -> tuple[Difference, ...]:
    return () if before == after else (Difference(field, before, after),)


def _number(row: StaffRow, person: KnownPerson) -> str:
    """Another one that the list says; the same one stays as it is written here."""
    said, known = row.staff_number, person.staff_number
    return said if said and number_alike(said) != number_alike(known) else known


def _sign_in(row: StaffRow, person: KnownPerson) -> tuple[str, str, tuple[Difference, ...]]:
    """The staff number and the address from now on. Of who has rights, a list does not even fill in what is missing:
    whoever could say how they sign in could take the account over.
    """
    number, email = _number(row, person), row.email or person.email
    if not person.has_rights:
        return number, email, ()
    kept = person.staff_number, person.email
    refused = (
        *_different(Field.STAFF_NUMBER, kept[0], number),
        *_different(Field.EMAIL, kept[1], email),
    )
    return *kept, refused


def _posting(
    row: StaffRow, person: KnownPerson, team: Ref | None, manager: Ref | None, at: Circumstances
) -> tuple[NewPosting | None, tuple[Difference, ...]]:
    """The posting that follows the one that they hold, if it differs; otherwise, how it differs where it is kept."""
    day = row.changed_on or at.today
    held = person.posting_on(max(day, at.today))
    post = _post(row, held.post if held else None, team, manager)
    if held is None:
        first = row.changed_on or row.starts_on or at.today
        return (NewPosting(post, first, row.last_day) if post.team is not None else None), ()
    starts_on = row.starts_on if _is_put_off(row, held, at.today) else None
    ends_on = None if _stays(row, person) and held.ends_on == person.last_day else row.last_day or held.ends_on
    if post == held.post and ends_on == held.ends_on and starts_on is None:
        return None, ()
    new = _following(NewPosting(post, day if day >= held.starts_on else at.today, ends_on), held, starts_on)
    if post != held.post and _is_newer(row, held, at):
        return None, _differences(new)
    return new, ()


def _is_put_off(row: StaffRow, held: KnownPosting, today: date) -> bool:
    """Whether somebody who has not begun begins on another day."""
    return held.starts_on > today and row.starts_on is not None and row.starts_on != held.starts_on


def _following(new: NewPosting, held: KnownPosting, starts_on: date | None) -> NewPosting:
    """In place of the one that is held, where only its days change or both begin on the same day; else after it."""
    if starts_on is not None or new.post == held.post or new.starts_on <= held.starts_on:
        first = starts_on or held.starts_on
        return replace(new, starts_on=first, instead_of=held)
    return replace(new, after=held)


def _is_newer(row: StaffRow, held: KnownPosting, at: Circumstances) -> bool:
    """Whether what is held was begun here since the last list, and the list dates no later change."""
    if row.changed_on is not None and row.changed_on >= held.starts_on:
        return False
    return held.starts_on <= at.today and _began_since_the_last_list(held.starts_on, at)


def _began_since_the_last_list(day: date, at: Circumstances) -> bool:
    return at.last_list is not None and day > at.last_list and not at.takes_list


def _differences(new: NewPosting) -> tuple[Difference, ...]:
    held = new.instead_of or new.after
    before, after = held.post if held else Post(None, "", False, False, "", None), new.post
    return (
        *_different(Field.TEAM, before.team, after.team),
        *_different(Field.JOB, before.job, after.job),
        *_different(Field.MANAGES, before.manages, after.manages),
        *_different(Field.CUSTOMER_FACING, before.is_customer_facing, after.is_customer_facing),
        *_different(Field.EMPLOYMENT, before.employment, after.employment),
        *_different(Field.LINE_MANAGER, before.line_manager, after.line_manager),
        *(_different(Field.STARTS_ON, held.starts_on, new.starts_on) if new.instead_of and held else ()),
    )


def _absence(row: StaffRow, known: Sequence[KnownAbsence], at: Circumstances) -> Absence | None:
    """The absence that a row adds or changes. One without an end is over where the list would say that it lasts."""
    if row.absent_from is None:
        return _end_of_absence(known, at) if row.is_away_said else None
    spell = row.absent_from, row.absent_until
    if any((each.starts_on, each.ends_on) == spell for each in known):
        return None
    return Absence(*spell, next((each for each in known if _overlap(each, *spell)), None))


def _end_of_absence(known: Sequence[KnownAbsence], at: Circumstances) -> Absence | None:
    lasting = next((each for each in known if each.ends_on is None and each.starts_on < at.today), None)
    if lasting is None or _began_since_the_last_list(lasting.starts_on, at):
        return None
    return Absence(lasting.starts_on, at.today - A_DAY, lasting)


def _overlap(known: KnownAbsence, first: date, last: date | None) -> bool:
    return known.starts_on <= (last or date.max) and first <= (known.ends_on or date.max)


def _absence_differences(absence: Absence | None) -> tuple[Difference, ...]:
    if absence is None:
        return ()
    before = absence.known
    return (
        *_different(Field.ABSENT_FROM, before.starts_on if before else None, absence.starts_on),
        *_different(Field.ABSENT_UNTIL, before.ends_on if before else None, absence.ends_on),
    )
