"""What is true of every person under every programme."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.rules.programmes.assigning import Assignment, Status, assign, next_change
from app.rules.programmes.careers import Career, Completed, Exempt, in_order
from app.rules.programmes.clocks import next_due
from app.rules.programmes.requirements import CountedFrom, Programme, Requirement
from app.rules.programmes.spells import Spell
from app.rules.programmes.standing import state_on
from tests.rules.programmes.lives import (
    KEYS,
    RENEWALS,
    TODAY,
    careers,
    completions,
    days,
    programmes,
    requirements,
    spells,
)

MANY = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

known_days = days.filter(lambda day: day <= TODAY)
later_days = days.filter(lambda day: day > TODAY)


def all_of(career: Career) -> list[Completed]:
    return [each for those in (career.completed or {}).values() for each in those]


def with_more(career: Career, *more: Completed) -> Career:
    return replace(career, completed=in_order([*all_of(career), *more]))


def by_key(career: Career, programme: Programme, today: date = TODAY) -> dict[str, Assignment]:
    return {each.requirement.key: each for each in assign(career, programme, today)}


def due(assignment: Assignment) -> date:
    """What is never due is due after everything."""
    return assignment.due_on or date.max


def has_a_day(assignment: Assignment) -> bool:
    """Not where it may be done at any time, or waits: the first time that it is done, it has a day."""
    return assignment.due_on is not None or assignment.done_on is not None


@MANY
@given(career=careers(), programme=programmes(), data=st.data())
def test_the_order_in_which_things_are_told_does_not_matter(
    career: Career, programme: Programme, data: st.DataObject
) -> None:
    shuffled = Career(
        posts=tuple(data.draw(st.permutations(career.posts))),
        reports=tuple(data.draw(st.permutations(career.reports))),
        absences=tuple(data.draw(st.permutations(career.absences))),
        exempt=tuple(data.draw(st.permutations(career.exempt))),
        completed=in_order(data.draw(st.permutations(all_of(career)))),
    )
    assert assign(shuffled, programme, TODAY) == assign(career, programme, TODAY)


@MANY
@given(career=careers(), programme=programmes(), more=careers(), later=st.lists(completions(later_days), max_size=3))
def test_what_begins_after_today_does_not_matter_yet(
    career: Career, programme: Programme, more: Career, later: list[Completed]
) -> None:
    def to_come(spell: Spell) -> bool:
        return spell.starts_on > TODAY

    told = replace(
        with_more(career, *later),
        posts=(*career.posts, *(each for each in more.posts if to_come(each.spell))),
        reports=(*career.reports, *(each for each in more.reports if to_come(each.spell))),
        absences=(*career.absences, *filter(to_come, more.absences)),
        exempt=(*career.exempt, *(each for each in more.exempt if to_come(each.spell))),
    )
    assert assign(told, programme, TODAY) == assign(career, programme, TODAY)


@MANY
@given(requirement=requirements("core"), done=st.lists(completions(), min_size=1, max_size=6), more=completions())
def test_nothing_is_lost_by_a_renewal_whenever_it_was(
    requirement: Requirement, done: list[Completed], more: Completed
) -> None:
    in_turn = sorted(done, key=lambda each: each.on)
    with_it = sorted([*done, more], key=lambda each: each.on)
    assert next_due(requirement, with_it) >= next_due(requirement, in_turn)


@pytest.mark.parametrize("kind", CountedFrom)
@MANY
@given(requirement=requirements("core"), data=st.data())
def test_nothing_is_lost_by_a_renewal_of_any_kind(
    kind: CountedFrom, requirement: Requirement, data: st.DataObject
) -> None:
    renewal = data.draw(RENEWALS[kind])
    asked = replace(requirement, renewal=renewal)
    done = sorted(data.draw(st.lists(completions(), min_size=1, max_size=6)), key=lambda each: each.on)
    dues = [next_due(asked, done[:many]) for many in range(1, len(done) + 1)]
    assert dues == sorted(dues)


@MANY
@given(career=careers(), programme=programmes(), more=completions(known_days))
def test_doing_something_once_more_never_brings_its_day_forward(
    career: Career, programme: Programme, more: Completed
) -> None:
    """Whenever that was. What waits for it, or is counted from it, is another matter."""
    before, after = by_key(career, programme), by_key(with_more(career, more), programme)
    assert set(before) == set(after)
    for key, old in before.items():
        if has_a_day(old) and not old.requirement.after and old.requirement.restarted_by is None:
            assert due(after[key]) >= due(old)


@MANY
@given(career=careers(), programme=programmes(), more=completions(st.just(TODAY)))
def test_doing_something_today_brings_no_day_forward_but_of_what_waited_for_it(
    career: Career, programme: Programme, more: Completed
) -> None:
    before, after = by_key(career, programme), by_key(with_more(career, more), programme)
    for key, old in before.items():
        if has_a_day(old):
            assert due(after[key]) >= due(old)


@MANY
@given(career=careers(), programme=programmes(), away=spells())
def test_days_away_never_bring_a_day_forward(career: Career, programme: Programme, away: Spell) -> None:
    before = by_key(career, programme)
    after = by_key(replace(career, absences=(*career.absences, away)), programme)
    assert set(before) == set(after)
    assert all(due(after[key]) >= due(old) for key, old in before.items())


@MANY
@given(career=careers(), programme=programmes(), key=st.sampled_from(KEYS), spell=spells())
def test_an_exemption_never_brings_a_day_forward(career: Career, programme: Programme, key: str, spell: Spell) -> None:
    """Neither while it lasts nor when it is over. What waited for it waits no longer: that is another matter."""
    before = by_key(career, programme)
    after = by_key(replace(career, exempt=(*career.exempt, Exempt(key, spell))), programme)
    assert set(before) == set(after)
    assert all(due(after[each]) >= due(old) for each, old in before.items() if old.waits_for is None)


@MANY
@given(career=careers(), programme=programmes(), spell=spells())
def test_days_exempt_from_all_put_off_as_much_as_days_away(career: Career, programme: Programme, spell: Spell) -> None:
    assume(not spell.holds(TODAY))
    away = by_key(replace(career, absences=(*career.absences, spell)), programme)
    everything = tuple(Exempt(each.key, spell) for each in programme.requirements)
    exempt = by_key(replace(career, exempt=(*career.exempt, *everything)), programme)
    assert {key: due(each) for key, each in exempt.items()} == {key: due(each) for key, each in away.items()}


@MANY
@given(career=careers(), programme=programmes())
def test_nothing_waits_for_what_is_not_asked(career: Career, programme: Programme) -> None:
    found = by_key(career, programme)
    for each in found.values():
        assert each.waits_for is None or found[each.waits_for].status is not Status.EXEMPT


@MANY
@given(career=careers(), programme=programmes(), far=st.dates(date(9000, 1, 1), date.max))
def test_an_end_at_the_end_of_the_calendar_is_as_good_as_none(career: Career, programme: Programme, far: date) -> None:
    def ended(spell: Spell) -> Spell:
        return replace(spell, ends_on=spell.ends_on or far)

    told = replace(
        career,
        posts=tuple(replace(each, spell=ended(each.spell)) for each in career.posts),
        reports=tuple(replace(each, spell=ended(each.spell)) for each in career.reports),
        absences=tuple(map(ended, career.absences)),
        exempt=tuple(replace(each, spell=ended(each.spell)) for each in career.exempt),
    )
    next_change(told, programme, TODAY)
    assert [kept(each)[0:2] for each in assign(told, programme, TODAY)] == [
        kept(each)[0:2] for each in assign(career, programme, TODAY)
    ]


@MANY
@given(career=careers(), programme=programmes())
def test_nothing_is_due_before_it_binds(career: Career, programme: Programme) -> None:
    for each in assign(career, programme, TODAY):
        assert each.bound_since <= TODAY
        assert each.post.spell.holds(TODAY)
        assert due(each) >= each.bound_since
        assert len(each.requirement.groups) > 1 or due(each) >= (each.done_on or date.min)
        assert each.moved_by >= 0


@MANY
@given(career=careers(), programme=programmes())
def test_what_is_said_agrees_with_itself(career: Career, programme: Programme) -> None:
    for each in assign(career, programme, TODAY):
        is_asked = each.status is not Status.EXEMPT
        assert bool(each.waits_for) is (each.status is Status.WAITING) or each.status is Status.PAUSED
        assert bool(each.open_groups) is (is_asked and each.opens_on is not None)
        assert each.done_on is None or each.last
        assert each.due_on is None or each.opens_on is not None
        state_on(TODAY, each.requirement.strength, each.status, each.done_on, each.due_on, each.opens_on)


@MANY
@given(career=careers(), programme=programmes(), steps=st.integers(0, 400))
def test_between_two_changes_nothing_changes_but_by_what_is_done(
    career: Career, programme: Programme, steps: int
) -> None:
    """What is kept of an assignment is worked out again on the days that `next_change` tells, and on no others."""
    change = next_change(career, programme, TODAY)
    then = TODAY + timedelta(days=steps)
    assume(change is None or then < change)
    done = [each for each in all_of(career) if each.on <= TODAY]
    same = replace(career, completed=in_order(done))
    assert [kept(each) for each in assign(same, programme, then)] == [
        kept(each) for each in assign(same, programme, TODAY)
    ]


def kept(each: Assignment) -> tuple[object, ...]:
    return each.requirement.key, each.status, each.post, each.bound_since, each.opens_on, each.due_on, each.done_on


@MANY
@given(career=careers(), programme=programmes(), course=st.sampled_from(["x", "y"]))
def test_what_was_done_of_something_else_does_not_matter(career: Career, programme: Programme, course: str) -> None:
    other = Completed(course, "e-learning", TODAY, None)
    assert assign(with_more(career, other), programme, TODAY) == assign(career, programme, TODAY)


@MANY
@given(career=careers(), programme=programmes(), closed=st.dates(TODAY - timedelta(days=900), TODAY))
def test_a_role_that_ends_closes_what_it_asked_and_history_stays(
    career: Career, programme: Programme, closed: date
) -> None:
    """All jobs end; the same ones begin again the day after: it is as if nothing had happened but for new posts."""
    ended = [
        replace(each, spell=Spell(each.spell.starts_on, min(each.spell.last, closed)))
        for each in career.posts
        if each.spell.starts_on <= closed
    ]
    assert all(each.bound_since <= closed for each in assign(replace(career, posts=tuple(ended)), programme, closed))
    assert assign(replace(career, posts=tuple(ended)), programme, closed + timedelta(days=1)) == ()
    begun = [
        replace(each, spell=Spell(max(each.spell.starts_on, closed + timedelta(days=1)), each.spell.ends_on))
        for each in career.posts
        if each.spell.last > closed
    ]
    again = by_key(replace(career, posts=(*ended, *begun)), programme)
    for key, old in by_key(career, programme).items():
        assert (again[key].bound_since, again[key].last) == (old.bound_since, old.last)
