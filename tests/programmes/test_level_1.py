"""The usual programme that a new organisation starts with."""

from app.rules.programmes.standing import State
from tests.programmes.people import START, asked, career, day, did, due, month, owes, post, programme

LEVEL_1 = programme("level-1")


def test_everybody_has_thirty_days_and_who_manages_sixty_for_their_own() -> None:
    assert due(career(post("Any")), LEVEL_1, START) == {"core": day(30), "refresher": None}
    leads = career(post("Any", manages=True))
    assert due(leads, LEVEL_1, START) == {"core": day(30), "managers": day(60), "refresher": None}


def test_who_begins_to_manage_has_sixty_days_from_then() -> None:
    person = career(post("Any", until=month(9)), post("Any", since=month(9, 1), manages=True))
    assert due(person, LEVEL_1, month(10))["managers"] == month(9, 61)


def test_the_core_is_due_when_its_certificate_runs_out_and_the_refresher_every_year() -> None:
    person = career(post("Any"), done=[did("level-1-awareness", day(5))])
    assert due(person, LEVEL_1, day(6)) == {"core": month(36, 5), "refresher": month(12, 5)}
    refreshed = career(
        post("Any"), done=[did("level-1-awareness", day(5)), did("level-1-refresher", month(11), months=12)]
    )
    assert due(refreshed, LEVEL_1, month(12)) == {"core": month(36, 5), "refresher": month(23)}


def test_a_refresher_does_not_make_up_for_the_core() -> None:
    person = career(post("Any"), done=[did("level-1-refresher", day(5), months=12)])
    assert owes(person, LEVEL_1, day(31)) == {"core": State.OVERDUE, "refresher": State.IN_DATE}


def test_contractors_volunteers_and_councillors_are_asked_like_everybody() -> None:
    for kind in ("agency", "contractor", "volunteer", "councillor", "partner"):
        assert set(asked(career(post("Any", kind=kind)), LEVEL_1, START)) == {"core", "refresher"}
