"""Programmes of every shape that a source can say."""

from datetime import date

from hypothesis import strategies as st

from app.content.neutral import topic_word
from app.content.programmes.requirements import usual_window
from app.rules.people import Employment, tidy
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
    OfOrganisation,
)
from app.rules.programmes.requirements import (
    Anchor,
    CountedFrom,
    DeclaredCourse,
    Equivalent,
    FirstDue,
    Option,
    Programme,
    Renewal,
    Requirement,
    Strength,
)
from app.rules.training_log import Method

slugs = st.from_regex(r"[a-z0-9]{2,6}(-[a-z0-9]{2,4}){0,2}", fullmatch=True).filter(
    lambda slug: topic_word(slug) is None and slug not in ("con", "prn", "aux", "nul")
)
_signs = st.sampled_from("aZ9é字 :#-,[]{}&*!|>'\"%@`?\\~=yesno")
texts = st.text(_signs, min_size=1, max_size=60).map(tidy).filter(lambda text: bool(text) and "{{" not in text)
titles = texts.filter(lambda text: topic_word(text) is None)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
months = st.integers(1, 240)
names = st.lists(texts, min_size=1, max_size=3, unique=True).map(tuple)

_without_reports = st.one_of(
    st.just(Everyone()),
    st.builds(InTeam, names),
    st.builds(HasRole, names),
    st.builds(OfOrganisation, names),
    st.builds(CustomerFacing, st.booleans()),
    st.builds(Manages, st.booleans()),
    st.builds(EmployedAs, st.lists(st.sampled_from([*map(str, Employment)]), min_size=1, unique=True).map(tuple)),
)


def _together(parts: st.SearchStrategy[Audience]) -> st.SearchStrategy[Audience]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(AllOf, several), st.builds(AnyOf, several), st.builds(Not, parts))


_put_together = st.recursive(_without_reports, _together, max_leaves=4)
audiences = st.one_of(
    _put_together,
    st.builds(LineManagerOf, _without_reports),
    _together(st.builds(LineManagerOf, _without_reports)),
)

options = st.builds(Option, slugs, st.frozensets(st.sampled_from([*map(str, Method)])))
groups = st.lists(st.lists(options, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
renewals = st.one_of(
    st.just(Renewal()),
    st.just(Renewal(CountedFrom.NEVER)),
    st.builds(Renewal, st.sampled_from([CountedFrom.COMPLETION, CountedFrom.EXPIRY]), months),
    st.builds(
        Renewal,
        st.just(CountedFrom.FIXED_DAY),
        st.sampled_from([12, 24, 36, 240]),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day)),
    ),
)
first_dues = st.one_of(
    st.just(FirstDue()),
    st.builds(FirstDue, st.integers(0, 1_095), st.sampled_from(Anchor), st.none() | days),
    st.builds(FirstDue, on=days),
)


@st.composite
def requirements(draw: st.DrawFn, key: str, before: tuple[str, ...]) -> Requirement:
    """It may wait for the keys `before` it."""
    renewal, first_due = draw(renewals), draw(first_dues)
    longest = renewal.months or 240
    latest = first_due.on or date(2100, 12, 31)
    from_on = draw(st.none() | st.dates(date(2000, 1, 1), latest))
    some = st.lists(st.sampled_from(before), max_size=2, unique=True).map(tuple) if before else st.just(())
    return Requirement(
        key=key,
        title=draw(titles),
        groups=draw(groups),
        who=draw(audiences),
        strength=draw(st.sampled_from(Strength)),
        first_due=first_due,
        renewal=renewal,
        window_months=draw(st.just(usual_window(renewal)) | st.integers(0, longest - 1)),
        active_months=draw(st.integers(0, longest)),
        from_on=from_on,
        managers_first=draw(st.integers(0, 1_095)) if from_on else 0,
        after=draw(some),
        better_after=draw(some),
        restarted_by=draw(st.none() | st.sampled_from(before)) if before and renewal != Renewal() else None,
        equivalents=draw(st.lists(st.builds(Equivalent, slugs, st.none() | months), max_size=2).map(tuple)),
        assumed=draw(st.just("") | texts),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    keys = draw(st.lists(slugs, min_size=1, max_size=4, unique=True))
    declared = st.builds(DeclaredCourse, slugs, titles, st.integers(1, 3), st.none() | st.integers(1, 120))
    return Programme(
        name=draw(titles),
        requirements=tuple(draw(requirements(key, tuple(keys[:at]))) for at, key in enumerate(keys)),
        courses=tuple(draw(st.lists(declared, max_size=3, unique_by=lambda course: course.slug))),
        sources=tuple(draw(st.lists(texts, max_size=2))),
    )
