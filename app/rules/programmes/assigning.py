"""From what is known of a person and what a programme asks, to what they must do, by when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.rules.programmes.binding import Bound, binding
from app.rules.programmes.careers import Career, Completed, Exempt, Post
from app.rules.programmes.clocks import NEVER_AGAIN, first_due, opens_on
from app.rules.programmes.meeting import Group, Record, Those
from app.rules.programmes.requirements import Option, Programme, Requirement
from app.rules.programmes.spells import Spell, changes_after, joined, spell_holding
from app.rules.programmes.timing import Timing, time


class Status(StrEnum):
    """Whether an assignment can be acted on: it waits for another, rests while somebody is away, or is not asked."""

    ASKED = "asked"
    WAITING = "waiting"
    PAUSED = "paused"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a requirement asks of one person.

    `post` is the job by which it binds, since `bound_since`. `due_on` is None when it is never due, never again, or
    not until something else happens. `last` has the newest completion of each group that is done; `open_groups` are
    to be done now or next. `waits_for` and `covered_by` are keys: of what comes first, and of what is open and meets
    this too. `moved_by` is how many days away or exempt put it off; `route` is a course that will do instead.
    """

    requirement: Requirement
    status: Status
    post: Post
    bound_since: date
    opens_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    last: tuple[Completed, ...] = ()
    open_groups: tuple[Group, ...] = ()
    waits_for: str | None = None
    covered_by: str | None = None
    moved_by: int = 0
    route: str | None = None


@dataclass(slots=True)
class _Day:
    """What is the same for all requirements of a person on a day. `away` are the absences that have begun by then."""

    bound: Mapping[str, Bound]
    record: Record
    career: Career
    started_on: date
    away: Sequence[Spell]
    is_away: bool
    today: date


def assign(career: Career, programme: Programme, today: date) -> tuple[Assignment, ...]:
    """What the programme asks of the person today, in its order. What begins after today is not looked at."""
    here = spell_holding(joined(post.spell for post in career.posts), today)
    if here is None:
        return ()
    day = _day(career, programme, here.starts_on, today)
    found = {
        each.key: _assign(each, day.bound[each.key], day) for each in programme.requirements if each.key in day.bound
    }
    return tuple(_covered(each, found, today) if each.requirement.restarted_by else each for each in found.values())


def next_change(career: Career, programme: Programme, today: date) -> date | None:
    """The first day after today on which the assignments may change although nothing happens."""
    return min(changes(career, programme, today), default=None)


def changes(career: Career, programme: Programme, today: date) -> list[date]:
    """All such days after today, in no order."""
    spells = [post.spell for post in (*career.posts, *career.reports)]
    spells += [*career.absences, *(each.spell for each in career.exempt)]
    begins = [each.from_on for each in programme.requirements if each.from_on and each.from_on > today]
    return [*changes_after(spells, today), *begins]


def _day(career: Career, programme: Programme, started_on: date, today: date) -> _Day:
    bound = _bound(career, programme, today)
    away = joined(each for each in career.absences if each.starts_on <= today) if career.absences else []
    record = Record(career, programme.by_key, {key: each.since for key, each in bound.items()}, started_on, today)
    return _Day(bound, record, career, started_on, away, spell_holding(away, today) is not None, today)


def _bound(career: Career, programme: Programme, today: date) -> dict[str, Bound]:
    keys = frozenset[str]().union(*(programme.for_job(post.job) for post in career.posts))
    found = ((each.key, binding(each, career, today)) for each in programme.requirements if each.key in keys)
    return {key: bound for key, bound in found if bound is not None}


def _assign(requirement: Requirement, bound: Bound, day: _Day) -> Assignment:
    exempt = _exemption(requirement, day) if day.career.exempt else None
    if exempt is not None and exempt.route is None:
        return Assignment(requirement, Status.EXEMPT, bound.post, bound.since)
    return _asked(requirement, bound, day, exempt.route if exempt else None)


def _exemption(requirement: Requirement, day: _Day) -> Exempt | None:
    """The one that holds; of several, that nothing is asked goes before another route."""
    mine = [each for each in day.career.exempt if each.requirement == requirement.key and each.spell.holds(day.today)]
    return min(mine, key=lambda each: (each.route is not None, each.spell.starts_on, each.route or ""), default=None)


def _is_exempt(key: str, day: _Day) -> bool:
    """Without another route."""
    mine = (each for each in day.career.exempt if each.requirement == key and each.route is None)
    return any(each.spell.holds(day.today) for each in mine)


def _asked(requirement: Requirement, bound: Bound, day: _Day, route: str | None) -> Assignment:
    groups = day.record.groups(requirement)
    waits_for, ready_on = _what_comes_first(requirement, day)
    if waits_for and all(groups):
        waits_for = None
    begins = max(bound.since, ready_on) if ready_on else bound.since
    first = None if waits_for else _first_due(requirement, bound, ready_on, day)
    timing = time(requirement, groups, bound.since, (begins, first), _not_asked(requirement, day))
    return Assignment(
        requirement=requirement,
        status=_status(day.is_away, waits_for),
        post=bound.post,
        bound_since=bound.since,
        opens_on=timing.opens_on,
        due_on=timing.due_on,
        done_on=timing.done_on,
        last=tuple([done[-1] for done in groups if done]),
        open_groups=_open_groups(requirement, groups, timing, route, day.today),
        waits_for=waits_for,
        moved_by=timing.moved_by,
        route=route,
    )


def _not_asked(requirement: Requirement, day: _Day) -> Sequence[Spell]:
    """The absences, and when they were exempt from it."""
    if not day.career.exempt:
        return day.away
    exempt = [each.spell for each in day.career.exempt if each.requirement == requirement.key and each.route is None]
    return [*day.away, *(each for each in exempt if each.starts_on <= day.today)]


def _status(is_away: bool, waits_for: str | None) -> Status:
    if is_away:
        return Status.PAUSED
    return Status.ASKED if waits_for is None else Status.WAITING


def _what_comes_first(requirement: Requirement, day: _Day) -> tuple[str | None, date | None]:
    """The key of what must be met before, or the day since which nothing stands before it any more.

    What does not bind the person, or is not asked of them, is not waited for.
    """
    ready_on, restarted_by = None, requirement.restarted_by
    for key in requirement.after if restarted_by is None else (*requirement.after, restarted_by):
        if key not in day.bound:
            continue
        met = day.record.met(key)
        if not met:
            if _is_exempt(key, day):
                continue
            return key, None
        ready_on = max(ready_on or met[0].on, met[0].on)
    return None, ready_on


def _first_due(requirement: Requirement, bound: Bound, ready_on: date | None, day: _Day) -> date | None:
    """When it is due for who has not done it; counted from the day on which nothing stands before it any more."""
    joined_on, started_on = bound.since, day.started_on
    if requirement.from_on is not None:
        head_start = 0 if bound.post.job.manages else requirement.managers_first
        begins = requirement.from_on + timedelta(days=head_start)
        joined_on, started_on = max(joined_on, begins), max(started_on, begins)
    if ready_on is not None and ready_on > joined_on:
        joined_on = started_on = ready_on
    return first_due(requirement.first_due, joined_on, started_on)


def _open_groups(
    requirement: Requirement, groups: Sequence[Those], timing: Timing, route: str | None, today: date
) -> tuple[Group, ...]:
    """What has never been done; when all has, what must be done again first or can be by now. A route is all of it."""
    if timing.opens_on is None:
        return ()
    if route is not None:
        return ((Option(route),),)
    if len(groups) == 1:
        return requirement.groups
    if not timing.dues:
        return tuple(group for group, done in zip(requirement.groups, groups, strict=True) if not done)
    soonest = min(timing.dues)
    return tuple(
        group
        for group, due in zip(requirement.groups, timing.dues, strict=True)
        if due == soonest or (due != NEVER_AGAIN and opens_on(requirement, due) <= today)
    )


def _covered(assignment: Assignment, found: dict[str, Assignment], today: date) -> Assignment:
    """Where what restarts it is open and due no later, doing that does both."""
    core = found.get(assignment.requirement.restarted_by or "")
    if core is None or core.due_on is None or core.opens_on is None or assignment.due_on is None:
        return assignment
    if core.status is Status.ASKED and core.opens_on <= today and core.due_on <= assignment.due_on:
        return replace(assignment, covered_by=core.requirement.key)
    return assignment
