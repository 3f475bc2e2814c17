"""Hackney's six lines, played through with a repairs operative, their line manager, and others."""

from datetime import date

import pytest

from app.rules.programmes.careers import Career, Completed
from app.rules.programmes.standing import State
from tests.programmes.people import (
    IN_PERSON,
    START,
    WEBINAR,
    asked,
    career,
    day,
    did,
    due,
    month,
    owes,
    post,
    programme,
)

HACKNEY = programme("hackney")
LEVEL_1, REFRESHER = "level-1-awareness", "level-1-refresher"
IN_DATE, RENEW, OVERDUE, NOT_YET, WAITING = (
    State.IN_DATE, State.RENEW, State.OVERDUE, State.NOT_YET, State.WAITING,
)  # fmt: skip

OPERATIVE_POST = post("Repairs", "Building Maintenance", role="Repairs operative")
TAUGHT = did(LEVEL_1, day(20), IN_PERSON)


def operative(*done: Completed) -> Career:
    return career(OPERATIVE_POST, done=done)


def line_manager(*done: Completed) -> Career:
    """Somebody in Asset Management, with an operative as their report."""
    return career(post("Asset Management", role="Contract manager", manages=True), reports=[OPERATIVE_POST], done=done)


def homelessness_officer(*done: Completed, manages: bool = True) -> Career:
    return career(post("Homelessness", role="Senior officer", serves=True, manages=manages), done=done)


@pytest.mark.parametrize("person", [operative, line_manager])
def test_repairs_and_their_line_managers_are_asked_for_level_1_face_to_face_and_for_nothing_twice(person) -> None:
    assert owes(person(), HACKNEY, START) == {"level-1-repairs": NOT_YET, "refresher-repairs": WAITING}
    assert due(person(), HACKNEY, START)["level-1-repairs"] == day(60)


@pytest.mark.parametrize("person", [operative, line_manager])
def test_e_learning_is_not_enough_for_repairs(person) -> None:
    assert owes(person(did(LEVEL_1, day(5))), HACKNEY, day(61))["level-1-repairs"] is OVERDUE
    assert owes(person(did(LEVEL_1, day(5), WEBINAR)), HACKNEY, day(61))["level-1-repairs"] is IN_DATE


OF_REPAIRS = [
    # By day, what was done until then, the core, the refresher
    (month(0, 60), [], NOT_YET, WAITING),
    (month(0, 61), [], OVERDUE, WAITING),
    (month(11), [TAUGHT], IN_DATE, RENEW),  # the window of three months is open
    (month(12), [TAUGHT], IN_DATE, RENEW),  # twelve months after the teaching are not over yet
    (month(12, 20), [TAUGHT], IN_DATE, RENEW),  # the day itself
    (month(12, 21), [TAUGHT], IN_DATE, OVERDUE),
    (month(13), [TAUGHT], IN_DATE, OVERDUE),
    (month(13), [TAUGHT, did(REFRESHER, month(11))], IN_DATE, IN_DATE),
    (month(36), [TAUGHT, did(REFRESHER, month(35))], RENEW, IN_DATE),
    (month(36, 21), [TAUGHT, did(REFRESHER, month(35))], OVERDUE, IN_DATE),
    (month(37), [TAUGHT, did(REFRESHER, month(35))], OVERDUE, IN_DATE),
    (month(37), [TAUGHT, did(LEVEL_1, month(36), WEBINAR)], IN_DATE, IN_DATE),  # the core starts both afresh
    (month(37), [TAUGHT, did(LEVEL_1, month(36))], OVERDUE, OVERDUE),  # but not as e-learning
]


@pytest.mark.parametrize("person", [operative, line_manager])
@pytest.mark.parametrize(("today", "done", "core", "refresher"), OF_REPAIRS)
def test_repairs_through_the_years(person, today: date, done: list[Completed], core: State, refresher: State) -> None:
    assert owes(person(*done), HACKNEY, today) == {"level-1-repairs": core, "refresher-repairs": refresher}


def test_the_refresher_is_due_twelve_months_after_the_core_and_then_after_itself() -> None:
    assert due(operative(TAUGHT), HACKNEY, month(11))["refresher-repairs"] == month(12, 20)
    refreshed = operative(TAUGHT, did(REFRESHER, month(12)))
    assert due(refreshed, HACKNEY, month(13))["refresher-repairs"] == month(24)


def test_when_both_are_due_the_core_does_both() -> None:
    person = operative(TAUGHT, did(REFRESHER, month(25)))
    found = asked(person, HACKNEY, month(36))
    assert found["level-1-repairs"].due_on == month(36, 20)
    assert found["refresher-repairs"].due_on == month(37)
    assert found["refresher-repairs"].covered_by == "level-1-repairs"


FOR_WHO_MANAGES = {"level-1", "level-2-managers", "level-3", "refresher"}


def test_a_homelessness_officer_who_manages_has_level_2_online_and_level_3() -> None:
    assert owes(homelessness_officer(), HACKNEY, START) == {
        "level-1": NOT_YET, "level-2-managers": NOT_YET, "level-3": NOT_YET, "refresher": WAITING,
    }  # fmt: skip
    assert due(homelessness_officer(), HACKNEY, START) == {
        "level-1": day(30), "level-2-managers": day(180), "level-3": day(365), "refresher": None,
    }  # fmt: skip


def test_a_homelessness_officer_who_does_not_manage_has_level_2_face_to_face() -> None:
    person = homelessness_officer(did("level-2-ask-and-act", day(90)), manages=False)
    assert set(asked(person, HACKNEY, START)) == {"level-1", "level-2", "level-3", "refresher"}
    assert owes(person, HACKNEY, day(181))["level-2"] is OVERDUE
    taught = homelessness_officer(did("level-2-ask-and-act", day(90), IN_PERSON), manages=False)
    assert owes(taught, HACKNEY, day(181))["level-2"] is IN_DATE


PAST = [did(LEVEL_1, day(10)), did("level-2-ask-and-act", day(90)), did("level-3-assessing-risks", day(300), IN_PERSON)]
OF_WHO_MANAGES = [
    (month(11), PAST, [IN_DATE, IN_DATE, IN_DATE, RENEW]),
    (month(12), PAST, [IN_DATE, IN_DATE, IN_DATE, RENEW]),
    (month(13), PAST, [IN_DATE, IN_DATE, IN_DATE, OVERDUE]),
    (month(13), [*PAST, did(REFRESHER, month(12))], [IN_DATE, IN_DATE, IN_DATE, IN_DATE]),
    (month(36), [*PAST, did(REFRESHER, month(35))], [RENEW, RENEW, IN_DATE, IN_DATE]),
    (month(37), [*PAST, did(REFRESHER, month(35))], [OVERDUE, RENEW, IN_DATE, IN_DATE]),
    (month(37), [*PAST, did(LEVEL_1, month(36))], [IN_DATE, RENEW, IN_DATE, IN_DATE]),
]


@pytest.mark.parametrize(("today", "done", "expected"), OF_WHO_MANAGES)
def test_a_homelessness_officer_who_manages_through_the_years(
    today: date, done: list[Completed], expected: list[State]
) -> None:
    found = owes(homelessness_officer(*done), HACKNEY, today)
    assert [found[key] for key in ("level-1", "level-2-managers", "level-3", "refresher")] == expected


def test_customer_services_have_level_2_online_and_no_level_3() -> None:
    person = career(post("Customer Services", serves=True), done=[did("level-2-ask-and-act", day(100))])
    assert owes(person, HACKNEY, day(200)) == {
        "level-1": OVERDUE, "level-2-customer-services": IN_DATE, "refresher": WAITING,
    }  # fmt: skip


def test_who_manages_a_customer_facing_team_from_outside_has_level_2_online_without_level_3() -> None:
    person = career(post("Directorate", manages=True), reports=[post("Lettings", serves=True)])
    assert set(asked(person, HACKNEY, START)) == {"level-1", "level-2-managers", "refresher"}


def test_an_operative_who_goes_to_lettings_keeps_what_they_did() -> None:
    there = post("Lettings", serves=True, since=month(6, 1))
    person = career(post("Repairs", until=month(6)), there, done=[TAUGHT])
    assert set(asked(person, HACKNEY, month(6))) == {"level-1-repairs", "refresher-repairs"}
    found = asked(person, HACKNEY, month(6, 1))
    assert set(found) == {"level-1", "level-2", "level-3", "refresher"}
    assert found["level-1"].done_on == day(20)
    assert found["refresher"].due_on == month(12, 20)
    assert found["level-2"].bound_since == month(6, 1)


def test_a_line_manager_whose_last_operative_goes_is_asked_for_the_e_learning_again() -> None:
    person = career(post("Asset Management", manages=True), reports=[post("Repairs", until=month(14))], done=[TAUGHT])
    assert set(asked(person, HACKNEY, month(14))) == {"level-1-repairs", "refresher-repairs"}
    assert owes(person, HACKNEY, month(14, 1)) == {"level-1": IN_DATE, "refresher": NOT_YET}


def test_external_professionals_may_attend_and_are_never_late() -> None:
    person = career(post("Partners", kind="partner"))
    assert owes(person, HACKNEY, month(48)) == {"partners": State.SUGGESTED}
