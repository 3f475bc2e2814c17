"""One programme for several organisations, told apart by setting, role and organisation."""

import pytest

from app.rules.programmes.careers import Post
from app.rules.programmes.standing import State
from tests.programmes.people import IN_PERSON, START, asked, career, day, did, due, month, owes, post, programme

GLOUCESTERSHIRE = programme("gloucestershire")
DISTRICT, PROVIDER = "District A", "Cotswold Homes"

WHO = [
    # A setting has its own course in every organisation, under whatever name a team there has
    (post("Responsive repairs", "Repairs", organisation=DISTRICT), {"core", "estates-and-repairs"}),
    (post("Property services", "Repairs", organisation=PROVIDER), {"core", "estates-and-repairs"}),
    (post("Contact centre", organisation=DISTRICT, serves=True), {"core", "contact-centre", "operational"}),
    (post("contact  CENTRE", organisation=PROVIDER, serves=True), {"core", "contact-centre", "operational"}),
    # Private renting is a setting of the districts only
    (post("Private rented sector", organisation=DISTRICT), {"core", "private-rented-sector"}),
    (post("Private rented sector", organisation=PROVIDER), {"core"}),
    # Who decides has a briefing in place of the operational course, whichever organisation it is
    (post("Housing", role="Head of service", organisation=DISTRICT, serves=True), {"core", "strategic"}),
    (post("Board", role="DIRECTOR", organisation=PROVIDER), {"core", "strategic"}),
    (post("Finance", organisation=PROVIDER), {"core"}),
]  # fmt: skip


@pytest.mark.parametrize(("job", "expected"), WHO)
def test_who_is_asked_for_what(job: Post, expected: set[str]) -> None:
    assert set(asked(career(job), GLOUCESTERSHIRE, START)) == expected


def test_everybody_is_asked_by_the_same_day_whichever_organisation_they_work_for() -> None:
    for organisation in (DISTRICT, "District F", PROVIDER):
        person = career(post("Estates", organisation=organisation))
        assert due(person, GLOUCESTERSHIRE, START) == {"core": day(30), "estates-and-repairs": day(90)}


def test_the_operational_course_waits_for_the_core_and_its_days_begin_then() -> None:
    job = post("Contact centre", serves=True)
    assert owes(career(job), GLOUCESTERSHIRE, month(9))["operational"] is State.WAITING
    ready = career(job, done=[did("level-1-awareness", month(2))])
    found = asked(ready, GLOUCESTERSHIRE, month(3))["operational"]
    assert (found.opens_on, found.due_on) == (month(2), month(2, 180))
    assert owes(ready, GLOUCESTERSHIRE, month(2, 181))["operational"] is State.OVERDUE


def test_somebody_who_moves_from_a_district_to_a_provider() -> None:
    """What they did stays; what only the district asks is not asked any more."""
    was = post("Private rented sector", organisation=DISTRICT, serves=True, until=month(12))
    now = post("Contact centre", organisation=PROVIDER, serves=True, since=month(12, 1))
    done = [did("level-1-awareness", day(9)), did("private-rented-sector", day(50)), did("operational", month(5))]
    person = career(was, now, done=done)
    assert owes(person, GLOUCESTERSHIRE, month(12)) == dict.fromkeys(
        ["core", "private-rented-sector", "operational"], State.IN_DATE
    )
    assert owes(person, GLOUCESTERSHIRE, month(12, 1)) == {
        "core": State.IN_DATE, "contact-centre": State.NOT_YET, "operational": State.IN_DATE,
    }  # fmt: skip
    assert asked(person, GLOUCESTERSHIRE, month(13))["operational"].bound_since == START


def test_a_promotion_ends_the_operational_course_and_opens_the_briefing() -> None:
    was = post("Housing", role="Housing officer", serves=True, until=month(30))
    now = post("Housing", role="Strategic lead", serves=True, since=month(30, 1))
    person = career(was, now, done=[did("level-1-awareness", day(9)), did("operational", month(5))])
    found = due(person, GLOUCESTERSHIRE, month(31))
    assert set(found) == {"core", "strategic"}
    assert found["strategic"] == month(30, 91)


def test_repairs_are_taught_face_to_face() -> None:
    job = post("Repairs")
    done = [did("level-1-awareness", day(9))]
    online = career(job, done=[*done, did("estates-and-repairs", day(40))])
    taught = career(job, done=[*done, did("estates-and-repairs", day(40), IN_PERSON)])
    assert owes(online, GLOUCESTERSHIRE, day(91))["estates-and-repairs"] is State.OVERDUE
    assert owes(taught, GLOUCESTERSHIRE, day(91))["estates-and-repairs"] is State.IN_DATE
