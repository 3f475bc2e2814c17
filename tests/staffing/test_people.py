"""Who comes, and with what they sign in."""

from datetime import UTC, date, datetime

import pytest

from app.database import writing
from app.extensions import db
from app.models import Person, SignInToken
from app.rules.rights import Right
from app.staffing.people import (
    NewPerson,
    add_person,
    find_colleague,
    last_rights,
    person_of,
    rights_of,
    set_rights,
    set_sign_in,
)
from tests.factories import PersonFactory, TeamFactory, member_of
from tests.staffing.conftest import Place, asked, postings, refused, write

TODAY, LATER = date(2026, 11, 16), date(2026, 12, 1)


def add(place: Place, starts_on: date = TODAY, **more: object) -> Person:
    with writing():
        new = {"name": " Cy  Fox ", "email": "Cy@Example.org ", "password_hash": None} | more
        return add_person(place.id, NewPerson(**new), starts_on)  # type: ignore[arg-type]


def test_a_new_person_is_asked_what_their_team_is(place: Place) -> None:
    cy = add(place, team=" repairs", line_manager_id=place.bob.id)
    assert (cy.name, cy.email) == ("Cy Fox", "cy@example.org")
    assert postings(cy) == [("Repairs", TODAY, None)]
    assert asked(cy) == ["core", "repairs"]
    assert asked(place.bob) == ["core", "managers"]


def test_a_starter_still_to_come_is_asked_nothing_yet(place: Place) -> None:
    cy = add(place, LATER, team="Repairs")
    assert postings(cy) == [("Repairs", LATER, None)]
    assert asked(cy) == []


@pytest.mark.parametrize("typed", ["r-1234", "R1234", " R 12-34"])
def test_a_staff_number_with_or_without_hyphens_is_the_same(place: Place, typed: str) -> None:
    cy = add(place, email=None, staff_number="R-1234")
    assert cy.staff_number == "R-1234", "as it stands on the badge"
    assert find_colleague(place.id, typed) is cy
    with refused("is somebody else’s staff number"):
        add(place, email=None, staff_number=typed)


def test_numbers_that_differed_by_a_hyphen_before_stay_apart(place: Place) -> None:
    two = [PersonFactory(organisation_id=place.id, email=None, staff_number=number) for number in ("R-12-34", "R1-234")]
    assert [find_colleague(place.id, each.staff_number or "") for each in two] == two


def test_somebody_without_an_email_address(place: Place) -> None:
    cy = add(place, email=None, staff_number=" r 12 34 ")
    assert (cy.email, cy.staff_number) == (None, "R1234")
    with refused("R1234 is somebody else’s staff number"):
        add(place, email=None, staff_number="R1234")
    with refused("Enter an email address, a staff number"):
        add(place, email=" ", staff_number="")
    stranger = PersonFactory(staff_number="R1234")
    assert stranger.id, "elsewhere it is another number"


def test_an_address_is_one_persons(place: Place) -> None:
    add(place)
    with refused("cy@example.org has an account already"):
        add(place)
    with refused("has an account already"):
        write(set_sign_in, place.ann, "CY@example.org", None)


@pytest.mark.parametrize("text", ["ann@example.org", " Ann@Example.ORG", "r1", "R 1"])
def test_a_colleague_is_found_by_address_and_number(place: Place, text: str) -> None:
    ann = member_of(place.office, email="ann@example.org", staff_number="R1")
    PersonFactory(staff_number="R1")
    assert find_colleague(place.id, text) is ann


@pytest.mark.parametrize("text", ["", " ", "ann", "olga@example.org"])
def test_who_is_nobodys_colleague(place: Place, text: str) -> None:
    member_of(TeamFactory(), email="olga@example.org")
    assert find_colleague(place.id, text) is None


def test_who_is_elsewhere_or_was_erased_is_not_there(place: Place) -> None:
    stranger = member_of(TeamFactory())
    assert person_of(place.id, stranger.id) is None
    with writing():
        place.ann.erased_on = TODAY
    assert person_of(place.id, place.ann.id) is None


def test_another_address_ends_the_links_that_were_sent_to_the_old_one(place: Place) -> None:
    at = datetime(2026, 11, 16, tzinfo=UTC)
    for person in (place.ann, place.bob):
        with writing():
            token = SignInToken(person_id=person.id, purpose="reset", made_at=at, expires_at=at)
            token.token_hash = person.reference.encode()[:32]
            db.session.add(token)
    write(set_sign_in, place.ann, place.ann.email, None)
    assert db.session.query(SignInToken).count() == 2, "nothing has changed"
    write(set_sign_in, place.ann, "new@example.org", None)
    db.session.rollback()
    assert [each.person_id for each in db.session.query(SignInToken)] == [place.bob.id]


def test_the_last_who_hold_a_right(place: Place) -> None:
    both = frozenset({Right.ADMIN, Right.LEAD})
    write(set_rights, place.ann, both | {Right.TRAINER})
    assert last_rights(place.ann, rights_of(place.ann)) == both
    write(set_rights, place.bob, frozenset({Right.ADMIN}))
    assert last_rights(place.ann, rights_of(place.ann)) == {Right.LEAD}
    assert last_rights(place.ann, frozenset({Right.ADMIN})) == frozenset()
    with writing():
        place.bob.last_day = LATER
    assert last_rights(place.ann, both) == both, "who leaves is not somebody to leave it to"
