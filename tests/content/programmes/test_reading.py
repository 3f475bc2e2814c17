from datetime import date

import pytest

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
    CountedFrom,
    DeclaredCourse,
    Equivalent,
    FirstDue,
    Option,
    Renewal,
    Requirement,
    Strength,
)
from tests.content.programmes.sources import GOOD, changed, read, with_line


def core(source: str) -> Requirement:
    return read(source).programme.requirements[0]


def test_what_is_not_said_is_as_usual() -> None:
    assert core(GOOD) == Requirement(
        key="core",
        title="Level 1 for everyone",
        groups=((Option("level-1-awareness"),),),
        who=Everyone(),
        strength=Strength.MANDATORY,
        first_due=FirstDue(30),
        renewal=Renewal(CountedFrom.COMPLETION, 36),
        window_months=3,
    )


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("everyone", Everyone()),
        ("{team: Repairs}", InTeam(("Repairs",))),
        ("{team: [Repairs, Income]}", InTeam(("Repairs", "Income"))),
        ("{role: Repairs operative}", HasRole(("Repairs operative",))),
        ("{customer-facing: yes}", CustomerFacing()),
        ("{customer-facing: no}", CustomerFacing(False)),
        ("{manages: yes}", Manages()),
        ("{kind: [contractor, agency]}", EmployedAs(("contractor", "agency"))),
        ("{organisation: Cotswold Homes}", OfOrganisation(("Cotswold Homes",))),
        ("{line managers of: {team: Repairs}}", LineManagerOf(InTeam(("Repairs",)))),
        ("{team: Repairs, manages: no}", AllOf((InTeam(("Repairs",)), Manages(False)))),
        ("{all: [{team: A}, {team: B}]}", AllOf((InTeam(("A",)), InTeam(("B",))))),
        ("{any: [{team: A}, everyone]}", AnyOf((InTeam(("A",)), Everyone()))),
        ("{not: {team: A, manages: yes}}", Not(AllOf((InTeam(("A",)), Manages())))),
        ("\n      not:\n        team:\n        - A", Not(InTeam(("A",)))),
    ],
)
def test_who(who: str, expected: Audience) -> None:
    assert core(changed("who: everyone", f"who: {who}")).who == expected


@pytest.mark.parametrize(
    ("courses", "groups"),
    [
        ("course: a", ((Option("a"),),)),
        ("course: {course: a, by: webinar}", ((Option("a", frozenset({"webinar"})),),)),
        ("course: {course: a, by: [in person, webinar]}", ((Option("a", frozenset({"in person", "webinar"})),),)),
        ("any of: [a, {course: b, by: e-learning}]", ((Option("a"), Option("b", frozenset({"e-learning"}))),)),
        ("all of: [a, {any of: [b, c]}]", ((Option("a"),), (Option("b"), Option("c")))),
        ("all of: [a]", ((Option("a"),),)),
    ],
)
def test_which_courses(courses: str, groups: tuple[tuple[Option, ...], ...]) -> None:
    assert core(changed("course: level-1-awareness", courses)).groups == groups


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        ("strength: recommended", "strength", Strength.RECOMMENDED),
        ("window: 0 months", "window_months", 0),
        ("window: 35 months", "window_months", 35),
        ("active for: 6 months", "active_months", 6),
        ("from: 2026-04-01", "from_on", date(2026, 4, 1)),
        ("better after: refresher", "better_after", ("refresher",)),
        ("counts too: [a, {course: b, within: 1 year}]", "equivalents", (Equivalent("a"), Equivalent("b", 12))),
        ("assumed: the source is silent", "assumed", "the source is silent"),
    ],
)
def test_what_a_line_says(line: str, field: str, expected: object) -> None:
    assert getattr(core(with_line(line)), field) == expected


def test_managers_first() -> None:
    made = core(with_line("from: 2026-04-01\n    managers first: 60 days"))
    assert (made.from_on, made.managers_first) == (date(2026, 4, 1), 60)


def test_what_comes_before() -> None:
    refresher = read(with_line("after: core", "refresher")).programme.requirements[1]
    assert (refresher.after, refresher.restarted_by) == (("core",), "core")


def test_a_short_renewal_has_a_short_window() -> None:
    assert core(changed("every 36 months", "every 2 months")).window_months == 1
    assert core(changed("every 36 months", "every month")).window_months == 0


def test_courses_that_come_with_it() -> None:
    source = f"{GOOD}courses:\n  a-course: {{title: A course, level: 2, valid for: 3 years}}\n"
    source += "  another: {title: Another, level: 3, valid for: no end}\n"
    assert read(source).programme.courses == (
        DeclaredCourse("a-course", "A course", 2, 36),
        DeclaredCourse("another", "Another", 3, None),
    )


def test_where_it_says_what() -> None:
    lines = read(with_line("counts too: [a,\n      b]")).lines
    assert lines.of("core", "counts too", "a") == 4
    assert lines.of("core", "counts too", "b") == 5
    assert lines.of("refresher", "who", "team", "Repairs") == 12
    assert lines.of("refresher", "who", "role") == 12
    assert lines.of("nowhere") == 1
