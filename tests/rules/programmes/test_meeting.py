from datetime import date

import pytest

from app.rules.programmes.careers import Career, Completed, Exempt
from app.rules.programmes.meeting import Record
from app.rules.programmes.requirements import Equivalent, Option, Requirement
from app.rules.programmes.spells import Spell
from tests.programmes.people import E_LEARNING, IN_PERSON, START, WEBINAR, career, did, month, post
from tests.rules.programmes.asks import ask

TODAY = month(24)


def record(person: Career, *requirements: Requirement, since: dict[str, date] | None = None) -> Record:
    return Record(person, {each.key: each for each in requirements}, since or {}, START, TODAY)


def person(*done: Completed, exempt: tuple[Exempt, ...] = ()) -> Career:
    return career(post("Any"), done=done, exempt=exempt)


A, B, C = did("a", month(1)), did("b", month(2), IN_PERSON), did("c", month(3), WEBINAR)
TOMORROW = did("a", month(24, 1))
FACE_TO_FACE = frozenset({IN_PERSON, WEBINAR})


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (((Option("a"),),), [(A,)]),
        (((Option("x"),),), [()]),
        (((Option("a", FACE_TO_FACE),),), [()]),
        (((Option("b", FACE_TO_FACE),),), [(B,)]),
        (((Option("c"), Option("a"), Option("a", frozenset({E_LEARNING}))),), [(A, C)]),  # oldest first, each once
        (((Option("a"),), (Option("x"), Option("c"))), [(A,), (C,)]),
    ],
)
def test_what_meets_each_group(groups: tuple[tuple[Option, ...], ...], expected: list[tuple[Completed, ...]]) -> None:
    assert record(person(A, B, C, TOMORROW)).groups(ask("core", groups=groups)) == expected


@pytest.mark.parametrize(
    ("months", "counts"),
    [(None, True), (11, False), (12, True), (13, True)],
)
def test_an_equivalent_may_be_so_old_when_it_began_to_bind(months: int | None, counts: bool) -> None:
    core = ask("core", equivalents=(Equivalent("other", months),))
    earlier = did("other", month(-6))
    found = record(person(earlier), core, since={"core": month(6)}).groups(core)
    assert found == [(earlier,) if counts else ()]


def test_an_equivalent_done_after_that_counts_as_long_as_anything() -> None:
    core = ask("core", equivalents=(Equivalent("other", 1),))
    later = did("other", month(20))
    assert record(person(later), core, since={"core": month(6)}).groups(core) == [(later,)]


def test_what_meets_the_core_restarts_the_refresher() -> None:
    core, refresher = ask("core", "a"), ask("refresher", "r", restarted_by="core")
    short = did("r", month(4))
    assert record(person(A, short), core, refresher).groups(refresher) == [(A, short)]
    assert record(person(short), core, refresher).groups(refresher) == [(short,)]


def test_a_core_of_two_parts_restarts_when_the_second_is_done_and_whenever_one_is_again() -> None:
    core = ask("core", groups=((Option("a"),), (Option("b"),)))
    refresher = ask("refresher", "r", restarted_by="core")
    again = did("a", month(20))
    assert record(person(A), core, refresher).groups(refresher) == [()]
    assert record(person(A, B), core, refresher).groups(refresher) == [(B,)]
    assert record(person(A, B, again), core, refresher).groups(refresher) == [(B, again)]


def test_an_equivalent_of_the_core_is_as_old_as_the_core_sees_it() -> None:
    """That the refresher began to bind later does not make it too old."""
    core = ask("core", "a", equivalents=(Equivalent("other", 6),))
    refresher = ask("refresher", "r", restarted_by="core")
    before = did("other", month(-3))
    found = record(person(before), core, refresher, since={"core": START, "refresher": month(12)})
    assert found.groups(core) == found.groups(refresher) == [(before,)]


def test_what_restarts_it_from_nowhere_is_nothing() -> None:
    refresher = ask("refresher", "r", restarted_by="gone")
    assert record(person(A), refresher).groups(refresher) == [()]


ROUTE = did("talk", month(5), IN_PERSON)


@pytest.mark.parametrize(
    ("spell", "counts"),
    [
        (Spell(month(4)), True),
        (Spell(month(6)), True),  # done before it was agreed
        (Spell(month(4), month(5)), True),
        (Spell(month(4), month(5, -1)), False),  # it was over by then
    ],
)
def test_another_route_meets_all_of_it_and_goes_on_to(spell: Spell, counts: bool) -> None:
    both = ask("both", groups=((Option("a"),), (Option("b"),)))
    found = record(person(ROUTE, exempt=(Exempt("both", spell, "talk"),)), both).groups(both)
    assert found == [(ROUTE,) if counts else ()] * 2


def test_another_route_for_one_thing_is_none_for_another() -> None:
    core = ask("core", "a")
    assert record(person(ROUTE, exempt=(Exempt("other", Spell(START), "talk"),)), core).groups(core) == [()]


def test_what_was_done_the_usual_way_counts_beside_another_route() -> None:
    core = ask("core", "a")
    assert record(person(A, exempt=(Exempt("core", Spell(month(12)), "talk"),)), core).groups(core) == [(A,)]
