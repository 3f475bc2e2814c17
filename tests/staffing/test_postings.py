"""Where people work, on 16 November 2026."""

from datetime import date

import pytest

from app.database import writing
from app.extensions import db
from app.models import Posting
from app.rules.people import Employment
from app.staffing.leaving import leave
from app.staffing.postings import NewPosting, end_posting, post, postings_of, take_out_posting
from tests.factories import TeamFactory, member_of
from tests.staffing.conftest import Place, asked, postings, refused, write

TODAY = date(2026, 11, 16)
YESTERDAY, TOMORROW, NEXT_YEAR = date(2026, 11, 15), date(2026, 11, 17), date(2027, 1, 4)
BEGAN = date(2026, 1, 5)


def test_a_new_team_from_today_and_what_it_asks(place: Place) -> None:
    assert asked(place.bob) == ["core"]
    write(post, place.bob, NewPosting(place.repairs.id), TODAY)
    assert postings(place.bob) == [("Office", BEGAN, YESTERDAY), ("Repairs", TODAY, None)]
    assert asked(place.bob) == ["core", "repairs"]


def test_the_same_again_changes_nothing(place: Place) -> None:
    for _again in range(2):
        write(post, place.bob, NewPosting(place.repairs.id, "Operative"), TODAY)
    write(post, place.bob, NewPosting(place.repairs.id, "Operative"), TOMORROW)
    assert len(postings(place.bob)) == 2


@pytest.mark.parametrize(
    "new",
    [
        {"job": "Surveyor"},
        {"manages": True},
        {"is_customer_facing": True},
        {"employment": Employment.AGENCY},
    ],
)
def test_any_change_is_a_posting_of_its_own(place: Place, new: dict[str, object]) -> None:
    write(post, place.bob, NewPosting(place.office.id, **new), TODAY)  # type: ignore[arg-type]
    assert len(postings(place.bob)) == 2


def test_a_change_on_the_day_it_began_takes_its_place(place: Place) -> None:
    write(post, place.bob, NewPosting(place.repairs.id), TODAY)
    write(post, place.bob, NewPosting(place.housing.id), TODAY)
    assert postings(place.bob) == [("Office", BEGAN, YESTERDAY), ("Housing", TODAY, None)]
    assert asked(place.bob) == ["core"]


def test_a_change_still_to_come(place: Place) -> None:
    write(post, place.bob, NewPosting(place.repairs.id), NEXT_YEAR)
    assert postings(place.bob) == [("Office", BEGAN, date(2027, 1, 3)), ("Repairs", NEXT_YEAR, None)]
    assert asked(place.bob) == ["core"], "not before the day"
    write(post, place.bob, NewPosting(place.housing.id), TODAY)
    assert postings(place.bob)[1:] == [("Housing", TODAY, date(2027, 1, 3)), ("Repairs", NEXT_YEAR, None)]


def test_what_is_to_come_can_be_taken_out(place: Place) -> None:
    write(post, place.bob, NewPosting(place.repairs.id), NEXT_YEAR)
    with writing():
        take_out_posting(place.bob, postings_of(place.bob.id)[1], TODAY)
    assert postings(place.bob) == [("Office", BEGAN, None)]
    with refused("stays in the history"), writing():
        take_out_posting(place.bob, postings_of(place.bob.id)[0], TODAY)


def test_two_jobs_at_once_and_the_end_of_one(place: Place) -> None:
    write(post, place.bob, NewPosting(place.repairs.id), TODAY, besides=True)
    assert postings(place.bob) == [("Office", BEGAN, None), ("Repairs", TODAY, None)]
    with writing():
        end_posting(place.bob, postings_of(place.bob.id)[1], TODAY)
    assert postings(place.bob)[1] == ("Repairs", TODAY, TODAY), "the last day is held"
    assert asked(place.bob) == ["core", "repairs"]
    with refused("It begins on 16 November 2026"), writing():
        end_posting(place.bob, postings_of(place.bob.id)[1], YESTERDAY)


def test_a_posting_ends_with_the_account(place: Place) -> None:
    write(leave, place.bob, NEXT_YEAR, TODAY)
    write(post, place.bob, NewPosting(place.repairs.id), TODAY)
    assert postings(place.bob)[1] == ("Repairs", TODAY, NEXT_YEAR)
    write(post, place.bob, NewPosting(place.housing.id), NEXT_YEAR)
    with refused("have left by that day"):
        write(post, place.bob, NewPosting(place.office.id), date(2027, 1, 5))


def test_line_managers_are_asked_for_their_people(place: Place) -> None:
    write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=place.bob.id), TODAY)
    assert asked(place.bob) == ["core", "managers"]
    write(post, place.ann, NewPosting(place.office.id, line_manager_id=place.bob.id), TODAY)
    assert asked(place.bob) == ["core"], "their people are elsewhere"
    write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=place.bob.id), TODAY)
    write(post, place.ann, NewPosting(place.repairs.id), TODAY)
    assert asked(place.bob) == ["core"], "the one before is asked no more"


def test_managers_in_a_circle_are_named(place: Place) -> None:
    cy = member_of(place.office, name="Cy Fox")
    write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=place.bob.id), TODAY)
    write(post, place.bob, NewPosting(place.office.id, line_manager_id=cy.id), TODAY)
    with refused("Cy Fox → Ann Lee → Bob Day → Cy Fox"):
        write(post, cy, NewPosting(place.office.id, line_manager_id=place.ann.id), TODAY)
    assert len(postings(cy)) == 1, "nothing is written"
    with refused("circle"):
        write(post, cy, NewPosting(place.office.id, line_manager_id=place.ann.id), NEXT_YEAR)


def test_two_may_change_places_once_the_old_is_over(place: Place) -> None:
    write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=place.bob.id), TODAY)
    write(post, place.ann, NewPosting(place.repairs.id), NEXT_YEAR)
    with refused("circle"):
        write(post, place.bob, NewPosting(place.office.id, line_manager_id=place.ann.id), date(2027, 1, 3))
    write(post, place.bob, NewPosting(place.office.id, line_manager_id=place.ann.id), NEXT_YEAR)


def test_who_cannot_be_a_line_manager(place: Place) -> None:
    stranger = member_of(TeamFactory(), name="Olga Other")
    gone = member_of(place.office, name="Gail Gone", is_active=False)
    leaver = member_of(place.office, name="Lou Leaver", last_day=TODAY)
    for manager_id, words in (
        (stranger.id, "Nobody here has this"),
        (999_999, "Nobody here has this"),
        (place.ann.id, "own line manager"),
        (gone.id, "Gail Gone has left"),
    ):
        with refused(words):
            write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=manager_id), TODAY)
    write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=leaver.id), TODAY)
    with refused("Lou Leaver has left"):
        write(post, place.ann, NewPosting(place.repairs.id, line_manager_id=leaver.id), TOMORROW)


def test_nobody_is_posted_to_another_organisations_team(place: Place) -> None:
    foreign = TeamFactory(name="Repairs")
    with refused("Choose one of the teams"):
        write(post, place.ann, NewPosting(foreign.id), TODAY)
    assert db.session.query(Posting).filter_by(team_id=foreign.id).count() == 0
