"""Careers and programmes of every shape, for what must be true of all of them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    Everyone,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
    Not,
)
from app.rules.programmes.careers import Career, Completed, Exempt, Job, Post, in_order
from app.rules.programmes.requirements import (
    Anchor,
    CountedFrom,
    Equivalent,
    FirstDue,
    Option,
    Programme,
    Renewal,
    Requirement,
    Strength,
)
from app.rules.programmes.spells import Spell
from app.rules.validity import add_months

FIRST, LAST = date(2023, 11, 1), date(2029, 3, 31)
TODAY = date(2027, 3, 1)
COURSES = ("a", "b", "c")
KEYS = ("first", "second", "third")
TEAMS = ("repairs", "lettings")

month_ends = st.sampled_from([date(2024, 2, 29), date(2025, 2, 28), date(2026, 1, 31), date(2026, 8, 31)])
days = st.dates(FIRST, LAST) | month_ends


@st.composite
def spells(draw: st.DrawFn) -> Spell:
    starts_on = draw(days)
    length = draw(st.none() | st.integers(0, 900))
    return Spell(starts_on, None if length is None else starts_on + timedelta(days=length))


jobs = st.builds(
    Job,
    teams=st.frozensets(st.sampled_from(TEAMS), min_size=1),
    title=st.sampled_from(["officer", "plumber"]),
    is_customer_facing=st.booleans(),
    manages=st.booleans(),
    employment=st.sampled_from(["employee", "agency"]),
)
posts = st.builds(Post, jobs, spells(), st.integers(1, 3))


@st.composite
def completions(draw: st.DrawFn, on: st.SearchStrategy[date] = days) -> Completed:
    day, months = draw(on), draw(st.sampled_from([None, 1, 12, 36]))
    valid_until = None if months is None else add_months(day, months)
    return Completed(
        draw(st.sampled_from(COURSES)), draw(st.sampled_from(["e-learning", "in person"])), day, valid_until
    )


exemptions = st.builds(Exempt, st.sampled_from(KEYS), spells(), st.none() | st.sampled_from(COURSES))


@st.composite
def careers(draw: st.DrawFn, away: bool = True) -> Career:
    return Career(
        posts=tuple(draw(st.lists(posts, min_size=1, max_size=4))),
        reports=tuple(draw(st.lists(posts, max_size=2))),
        absences=tuple(draw(st.lists(spells(), max_size=3))) if away else (),
        exempt=tuple(draw(st.lists(exemptions, max_size=2))),
        completed=in_order(draw(st.lists(completions(), max_size=6))),
    )


_simple: st.SearchStrategy[Audience] = st.sampled_from(
    [Everyone(), InTeam(("Repairs",)), HasRole(("Plumber",)), CustomerFacing(), Manages(), EmployedAs(("agency",))]
)
_leading = st.builds(LineManagerOf, _simple)
audiences: st.SearchStrategy[Audience] = (
    _simple
    | _leading
    | st.builds(Not, _simple | _leading)
    | st.builds(AllOf, st.tuples(_simple, _simple | _leading))
    | st.builds(AnyOf, st.tuples(_simple, _simple | _leading))
)

_every = st.sampled_from([4, 12, 36])
RENEWALS: dict[CountedFrom, st.SearchStrategy[Renewal]] = {
    CountedFrom.CERTIFICATE: st.just(Renewal()),
    CountedFrom.NEVER: st.just(Renewal(CountedFrom.NEVER)),
    CountedFrom.COMPLETION: st.builds(Renewal, st.just(CountedFrom.COMPLETION), _every),
    CountedFrom.EXPIRY: st.builds(Renewal, st.just(CountedFrom.EXPIRY), _every),
    CountedFrom.FIXED_DAY: st.builds(
        Renewal,
        st.just(CountedFrom.FIXED_DAY),
        st.sampled_from([12, 24]),
        st.sampled_from([(3, 31), (2, 29), (1, 1), (12, 31)]),
    ),
}
renewals = st.one_of(*RENEWALS.values())
first_dues = st.one_of(
    st.just(FirstDue()),
    st.builds(FirstDue, st.sampled_from([0, 30, 400]), st.sampled_from(Anchor), st.none() | days),
    st.builds(FirstDue, on=days),
)
options = st.builds(Option, st.sampled_from(COURSES), st.sampled_from([frozenset(), frozenset({"in person"})]))
groups = st.lists(st.lists(options, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)

equivalents = st.builds(Equivalent, st.sampled_from(COURSES), st.sampled_from([None, 6]))


@st.composite
def requirements(draw: st.DrawFn, key: str, before: tuple[str, ...] = ()) -> Requirement:
    earlier = st.lists(st.sampled_from(before), max_size=1).map(tuple) if before else st.just(())
    return Requirement(
        key=key,
        title=key,
        groups=draw(groups),
        who=draw(audiences),
        strength=draw(st.sampled_from(Strength)),
        first_due=draw(first_dues),
        renewal=draw(renewals),
        window_months=draw(st.sampled_from([0, 1, 3])),
        active_months=draw(st.sampled_from([0, 0, 4])),
        from_on=draw(st.none() | days),
        managers_first=draw(st.sampled_from([0, 60])),
        after=draw(earlier),
        restarted_by=draw(st.none() | st.sampled_from(before)) if before else None,
        equivalents=draw(
            st.lists(st.builds(Equivalent, st.sampled_from(COURSES), st.sampled_from([None, 6])), max_size=1).map(tuple)
        ),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    return Programme("Any", tuple(draw(requirements(key, KEYS[:at])) for at, key in enumerate(KEYS)))
