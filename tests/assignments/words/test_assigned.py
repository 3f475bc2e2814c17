"""Assignments in words, to the person and to others, on 16 November 2026."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.assignments.words.assigned import what_is_asked, why
from app.assignments.words.names import Names
from app.assignments.words.saying import Reader
from app.rules.programmes.assigning import Assignment, assign
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
    CountedFrom,
    Equivalent,
    Option,
    Programme,
    Renewal,
    Requirement,
    Strength,
)
from app.rules.programmes.spells import Spell

TODAY = date(2026, 11, 16)
JOB = Job("northgate", frozenset({"repairs", "housing"}), "plumber", is_customer_facing=True, employment="contractor")
SINCE = date(2026, 3, 3)
NAMES = Names(
    courses={"level-1": "Level 1 awareness", "day": "Level 1 in person", "old": "The old course"},
    requirements={"core": "Core", "yearly": "Refresher", "next": "Level 2"},
    teams={7: "Repairs"},
)
LEVEL_1, DAY = Option("level-1"), Option("day")


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def assignment(requirement: Requirement, *others: Requirement, job: Job = JOB, **career: Any) -> Assignment:
    """What `requirement` asks of somebody in Repairs; `done` are completions."""
    completed = in_order(career.pop("done", []))
    known = Career(posts=(Post(job, Spell(SINCE), 7, "Plumber"),), completed=completed, **career)
    found = assign(known, Programme("P", (*others, requirement)), TODAY)
    return next(each for each in found if each.requirement.key == requirement.key)


def core(**facts: Any) -> Requirement:
    return Requirement(**{"key": "core", "title": "Core", "groups": ((LEVEL_1,),)} | facts)


def told(made: Assignment, reader: Reader = Reader.YOU, **more: Any) -> str:
    return why(made, NAMES, reader, **more)


AUDIENCES: list[tuple[Audience, str, str]] = [
    (Everyone(), "you work here", "they work here"),
    (InTeam(("housing",)), "you are in Repairs", "they are in Repairs"),
    (HasRole(("plumber",)), "your job is Plumber", "their job is Plumber"),
    (CustomerFacing(), "you work with customers", "they work with customers"),
    (Manages(False), "you do not manage people", "they do not manage people"),
    (EmployedAs(("contractor", "agency")), "you are a contractor", "they are a contractor"),
    (
        AllOf((InTeam(("repairs",)), CustomerFacing(), Not(Manages()))),
        "you are in Repairs and you work with customers",
        "they are in Repairs and they work with customers",
    ),
    (AnyOf((Manages(), InTeam(("repairs",)))), "you are in Repairs", "they are in Repairs"),
    (Not(Manages()), "you work here", "they work here"),
]


@pytest.mark.parametrize(("who", "you", "they"), AUDIENCES)
def test_why_somebody_is_asked(who: Audience, you: str, they: str) -> None:
    made = assignment(core(who=who))
    assert told(made) == f"You are asked because {you} (since 3 March 2026), and you have not done it yet."
    assert told(made, Reader.OTHERS) == f"Asked because {they} (since 3 March 2026), and they have not done it yet."


def test_a_line_manager_is_told_so() -> None:
    reports = (Post(JOB, Spell(SINCE), 7, "Plumber"),)
    made = assignment(core(who=LineManagerOf(InTeam(("repairs",)))), reports=reports)
    assert "because you are the line manager of people who do this work (since" in told(made)


@pytest.mark.parametrize(
    ("strength", "words"), [(Strength.RECOMMENDED, "It is recommended because"), (Strength.AVAILABLE, "It is open to")]
)
def test_what_is_not_mandatory_does_not_sound_so(strength: Strength, words: str) -> None:
    assert told(assignment(core(strength=strength))).startswith(words)


def test_the_last_time_it_was_done() -> None:
    made = assignment(core(), done=[Completed("level-1", "e-learning", date(2024, 5, 2))])
    assert told(made).endswith("and your last Level 1 awareness was on 2 May 2024.")
    assert told(made, Reader.OTHERS).endswith("and they last did it on 2 May 2024.")


def test_what_counts_too_and_what_started_it_again() -> None:
    equal = core(equivalents=(Equivalent("old"),))
    made = assignment(equal, done=[Completed("old", "external", date(2026, 2, 1))])
    assert told(made).endswith("your The old course on 1 February 2026 counts for it too.")
    yearly = core(key="yearly", groups=((DAY,),), restarted_by="core", renewal=Renewal(CountedFrom.COMPLETION, 12))
    made = assignment(yearly, core(), done=[Completed("level-1", "e-learning", date(2026, 2, 1))])
    assert told(made).endswith("your Level 1 awareness on 1 February 2026 started it again.")


def test_some_of_it_is_still_to_do() -> None:
    made = assignment(core(groups=((LEVEL_1,), (DAY,))), done=[Completed("level-1", "e-learning", date(2026, 5, 2))])
    assert told(made).endswith("your last Level 1 awareness was on 2 May 2026 and Level 1 in person is still to do.")
    others = told(made, Reader.OTHERS)
    assert others.endswith("their last Level 1 awareness was on 2 May 2026 and Level 1 in person is still to do.")


def test_what_had_run_out_before_is_told_with_its_day() -> None:
    made = assignment(core(), done=[Completed("level-1", "e-learning", date(2020, 5, 2), date(2023, 5, 2))])
    assert told(made).endswith("and your last Level 1 awareness was on 2 May 2020.")


SPELL = Spell(date(2026, 3, 4), date(2026, 3, 15))


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("career", [{"absences": (SPELL,)}, {"exempt": (Exempt("core", SPELL),)}])
def test_days_on_which_it_was_not_asked_are_counted_and_never_explained(career: dict[str, Any], reader: Reader) -> None:
    """Away and exempt read the same."""
    assert told(assignment(core(), **career), reader).endswith("Due 12 days later than usual.")


def test_who_is_away_is_told_so() -> None:
    made = assignment(core(), absences=(Spell(date(2026, 11, 1)),))
    assert "You are away. Nothing is due until you are back." in told(made)
    assert "They are away." in told(made, Reader.OTHERS)


def test_what_comes_first_and_what_does_both() -> None:
    made = assignment(core(key="next", groups=((DAY,),), after=("core",)), core())
    assert told(made).endswith("Core comes first.")
    assert told(made, Reader.OTHERS).endswith("It waits until they have done Core.")
    thrice = Renewal(CountedFrom.COMPLETION, 36)
    yearly = core(key="yearly", groups=((DAY,),), restarted_by="core", renewal=Renewal(CountedFrom.COMPLETION, 12))
    done = [Completed("level-1", "e-learning", date(2023, 11, 20)), Completed("day", "in person", date(2026, 1, 1))]
    made = assignment(yearly, core(renewal=thrice), done=done)
    assert told(made).endswith("When you do Core, this is done too.")


def test_what_it_is_better_after() -> None:
    made = assignment(core(key="next", groups=((DAY,),), better_after=("core",)), core())
    assert told(made).endswith("It is better after Core.")
    assert "better" not in told(made, met={"core"})


def test_managers_go_first() -> None:
    made = assignment(core(from_on=date(2026, 10, 1), managers_first=60))
    assert told(made).endswith("Managers go first by 60 days.")
    manager = Job(JOB.organisation, JOB.teams, JOB.title, manages=True)
    assert "first" not in told(assignment(core(from_on=date(2026, 10, 1), managers_first=60), job=manager))


def test_another_way_is_between_the_learner_and_their_lead() -> None:
    route = (Exempt("core", Spell(SINCE), "day"),)
    made = assignment(core(), exempt=route)
    assert what_is_asked(made, NAMES, Reader.YOU) == "Level 1 in person"
    assert what_is_asked(made, NAMES, Reader.OTHERS) == "Level 1 awareness"
    assert told(made, Reader.OTHERS) == told(assignment(core()), Reader.OTHERS)


@pytest.mark.parametrize("spell", [Spell(SINCE), Spell(SINCE, date(2026, 6, 30))])
def test_what_was_done_another_way_reads_to_others_as_the_usual_way(spell: Spell) -> None:
    """Also when the other way is closed again."""
    day, usual = (Completed(course, "in person", date(2026, 5, 2)) for course in ("day", "level-1"))
    made = assignment(core(), exempt=(Exempt("core", spell, "day"),), done=[day])
    assert "Level 1 in person" in told(made)
    assert told(made, Reader.OTHERS) == told(assignment(core(), done=[usual]), Reader.OTHERS)


def test_another_way_for_what_has_parts_does_not_show_in_what_is_missing() -> None:
    both = core(groups=((LEVEL_1,), (Option("old"),)))
    done = [Completed("level-1", "e-learning", date(2026, 5, 2))]
    made = assignment(both, exempt=(Exempt("core", Spell(SINCE), "day"),), done=done)
    assert "still to do" not in told(made), "the other way is all of it"
    assert told(made, Reader.OTHERS) == told(assignment(both, done=done), Reader.OTHERS)
    done.append(Completed("day", "in person", date(2026, 6, 2)))
    made = assignment(both, exempt=(Exempt("core", Spell(SINCE), "day"),), done=done)
    assert told(made).count("2 June 2026") == 1


def test_of_an_exemption_nothing_is_said() -> None:
    made = assignment(core(), exempt=(Exempt("core", Spell(SINCE)),))
    assert told(made) == told(made, Reader.OTHERS) == what_is_asked(made, NAMES, Reader.OTHERS) == ""


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (((LEVEL_1,),), "Level 1 awareness"),
        (((LEVEL_1, DAY),), "Level 1 awareness, or Level 1 in person"),
        (((LEVEL_1,), (DAY,)), "Level 1 awareness and Level 1 in person"),
        (((LEVEL_1, DAY, Option("old")),), "Level 1 awareness, Level 1 in person, or The old course"),
        (((Option("level-1", frozenset({"webinar", "in person"})),),), "Level 1 awareness in person or by webinar"),
        (((Option("gone"),),), "gone"),
    ],
)
def test_what_is_asked(groups: tuple[tuple[Option, ...], ...], words: str) -> None:
    assert what_is_asked(assignment(core(groups=groups)), NAMES, Reader.YOU) == words
