"""Which column is what."""

import pytest

from app.rules.staff_lists.columns import Field, Missing, find_wrong, fits, guess, headings_at


def test_columns_are_guessed_whatever_their_order_and_spelling() -> None:
    found = guess(["Payroll_No", "E-Mail", "SURNAME", "Forename", "Department", "Team", "Reports to"], {})
    assert found == {
        Field.STAFF_NUMBER: 0,
        Field.EMAIL: 1,
        Field.LAST_NAME: 2,
        Field.FIRST_NAME: 3,
        Field.PARENT_TEAM: 4,
        Field.TEAM: 5,
        Field.LINE_MANAGER: 6,
    }


def test_no_column_gives_rights() -> None:
    assert guess(["is_lead", "is_admin", "rights", "permissions", "trainer", "access level"], {}) == {}


def test_what_was_chosen_comes_before_what_we_would_guess() -> None:
    remembered = {Field.NAME: "Known to all as", Field.STAFF_NUMBER: "Ref"}
    header = ["Name", "known to ALL as", "ref", "Staff number"]
    assert guess(header, remembered) == {Field.STAFF_NUMBER: 2, Field.NAME: 1}
    assert fits(header, remembered)
    assert headings_at(header, guess(header, remembered))[Field.NAME] == "known to ALL as"


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({Field.NAME, Field.EMAIL}, ()),
        ({Field.FIRST_NAME, Field.LAST_NAME, Field.STAFF_NUMBER}, ()),
        ({Field.FIRST_NAME, Field.EMAIL}, (Missing.NAME,)),
        ({Field.NAME, Field.TEAM}, (Missing.IDENTITY,)),
        (set(), (Missing.NAME, Missing.IDENTITY)),
    ],
)
def test_a_name_and_something_to_know_people_by_are_needed(fields: set[Field], missing: tuple[Missing, ...]) -> None:
    wrong = find_wrong({field: place for place, field in enumerate(sorted(fields))})
    assert (wrong.missing if wrong else ()) == missing


def test_a_column_that_the_last_list_did_not_have_is_recognised() -> None:
    remembered = headings_at(["Ref", "Known to all as"], {Field.STAFF_NUMBER: 0, Field.NAME: 1})
    header = ["Known to all as", "Ref", "Email", "Last day"]
    assert guess(header, remembered) == {Field.NAME: 0, Field.STAFF_NUMBER: 1, Field.EMAIL: 2, Field.LAST_DAY: 3}


def test_a_column_that_was_left_out_on_purpose_stays_out() -> None:
    header = ["Staff number", "Name", "Last day"]
    remembered = headings_at(header, {Field.STAFF_NUMBER: 0, Field.NAME: 1})
    assert guess(header, remembered) == {Field.STAFF_NUMBER: 0, Field.NAME: 1}
    assert fits(header, remembered)
