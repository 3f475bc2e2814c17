from datetime import timedelta

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
    bound_posts,
)
from app.rules.programmes.careers import Post
from app.rules.programmes.spells import Spell
from tests.programmes.people import START, career, month, post

PLUMBER = post("Plumbing", "Repairs", "Assets", role="Plumber", kind="contractor")
ADVISER = post("Contact centre", role="Adviser", serves=True)
HEAD = post("Assets", role="Head of service", manages=True, organisation="Other Homes")


@pytest.mark.parametrize(
    ("who", "plumber", "adviser", "head"),
    [
        (Everyone(), True, True, True),
        (InTeam(("Plumbing",)), True, False, False),
        (InTeam(("REPAIRS ",)), True, False, False),  # a team above, spelt otherwise
        (InTeam(("Assets",)), True, False, True),
        (InTeam(("Contact  Centre", "Plumbing")), True, True, False),
        (HasRole(("plumber", "Adviser")), True, True, False),
        (HasRole(("Plumb",)), False, False, False),
        (CustomerFacing(), False, True, False),
        (CustomerFacing(False), True, False, True),
        (Manages(), False, False, True),
        (Manages(False), True, True, False),
        (EmployedAs(("contractor", "agency")), True, False, False),
        (EmployedAs(("employee",)), False, True, True),
        (OfOrganisation(("other homes",)), False, False, True),
        (AllOf((InTeam(("Assets",)), Manages())), False, False, True),
        (AnyOf((InTeam(("Plumbing",)), CustomerFacing())), True, True, False),
        (Not(InTeam(("Assets",))), False, True, False),
        (Not(AnyOf((Manages(), CustomerFacing()))), True, False, False),
        (LineManagerOf(Everyone()), False, False, False),
        (Not(LineManagerOf(Everyone())), True, True, True),
    ],
)
def test_who_is_meant(who: Audience, plumber: bool, adviser: bool, head: bool) -> None:
    assert [bool(bound_posts(career(each), who)) for each in (PLUMBER, ADVISER, HEAD)] == [plumber, adviser, head]


def test_conditions_are_asked_of_each_job_by_itself() -> None:
    """Who manages in one job and repairs in another does not manage in Repairs."""
    both = career(post("Repairs"), post("Lettings", manages=True))
    assert bound_posts(both, AllOf((InTeam(("Repairs",)), Manages()))) == []
    assert bound_posts(both, Manages()) == [both.posts[1]]


def test_two_spellings_are_one_audience_though_they_are_written_back_as_they_were() -> None:
    assert InTeam(("Repairs",)) != InTeam(("repairs",))
    assert bound_posts(career(PLUMBER), InTeam(("Repairs",))) == bound_posts(career(PLUMBER), InTeam(("repairs",)))


OF_REPAIRS = LineManagerOf(InTeam(("Repairs",)))


def spells(posts: list[Post]) -> list[Spell]:
    return [each.spell for each in posts]


def test_line_managers_are_meant_while_they_have_such_reports() -> None:
    reports = [post("Repairs", since=month(3), until=month(5)), post("Lettings"), post("Repairs", since=month(8))]
    manager = career(post("Assets"), reports=reports)
    assert spells(bound_posts(manager, OF_REPAIRS)) == [Spell(month(3), month(5)), Spell(month(8))]
    assert spells(bound_posts(manager, Not(OF_REPAIRS))) == [
        Spell(START, month(3, -1)), Spell(month(5, 1), month(8, -1)),
    ]  # fmt: skip


def test_reports_who_overlap_leave_no_gap() -> None:
    reports = [post("Repairs", since=month(3), until=month(5)), post("Repairs", since=month(4), until=month(9))]
    found = spells(bound_posts(career(post("Assets"), reports=reports), OF_REPAIRS))
    assert found[0].starts_on == month(3)
    assert found[-1].ends_on == month(9)
    ends = [each.ends_on + timedelta(days=1) for each in found[:-1] if each.ends_on]
    assert ends == [each.starts_on for each in found[1:]]


def test_reports_count_on_the_days_of_the_managers_own_job_only() -> None:
    manager = career(post("Assets", since=month(4), until=month(6)), reports=[post("Repairs")])
    assert spells(bound_posts(manager, OF_REPAIRS)) == [Spell(month(4), month(6))]


def test_a_report_is_asked_about_and_not_the_manager() -> None:
    manager = career(post("Repairs", serves=True), reports=[post("Lettings")])
    assert bound_posts(manager, OF_REPAIRS) == []
    assert bound_posts(manager, LineManagerOf(CustomerFacing())) == []
    assert bound_posts(manager, AllOf((InTeam(("Repairs",)), LineManagerOf(InTeam(("Lettings",))))))
