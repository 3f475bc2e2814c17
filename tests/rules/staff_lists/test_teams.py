"""Which team a name means."""

import pytest

from app.rules.staff_lists.known import KnownTeam
from app.rules.staff_lists.teams import TeamBook

TEAMS = (
    KnownTeam(1, "Housing", None),
    KnownTeam(2, "Repairs", 1),
    KnownTeam(3, "Adult Social Care East", None),
    KnownTeam(4, "District 11", None),
    KnownTeam(5, "Income / Rents", None),
    KnownTeam(6, "Housekeeping", None),
    KnownTeam(7, "Customer Services", None),
)


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("repairs", 2),  # however it is capitalised
        (" Housing  / Repairs ", 2),
        ("Housing > Repairs", 2),
        ("Maintenance", 2),  # another name of it
        ("Income / Rents", 5),  # a name with a stroke in it is no path
        ("Finance", -1),
    ],
)
def test_a_team_is_found_by_its_names_and_its_path(written: str, ref: int) -> None:
    assert TeamBook(TEAMS, {"maintenance": 2}, {}).ref(written, 2) == ref


@pytest.mark.parametrize(
    ("written", "similar"),
    [
        ("Repair Team", ("Housing / Repairs",)),  # the same telling words
        ("The Repairs Service", ("Housing / Repairs",)),
        ("Repiars", ("Housing / Repairs",)),  # a typing mistake
        ("Property / Repairs", ("Housing / Repairs",)),  # elsewhere
        ("Adult Social Care West", ()),  # another word
        ("District 12", ()),  # another number
        ("House keeping", ("Housekeeping",)),  # written in two words
        ("Cutomer Sevices", ("Customer Services",)),  # two typing mistakes
        ("Maintenence", ("Housing / Repairs",)),  # a typing mistake in another name of it
        ("Customer Services B", ()),  # a word more
        ("Finance", ()),
    ],
)
def test_similar_teams_are_asked_about(written: str, similar: tuple[str, ...]) -> None:
    book = TeamBook(TEAMS, {"maintenance": 2}, {})
    book.ref(written, 7)
    question = book.questions[0]
    assert (question.similar, question.row, question.is_open) == (similar, 7, bool(similar))


def test_two_spellings_of_a_new_team_are_asked_about() -> None:
    book = TeamBook((), {}, {})
    book.ref("Finance Team", 2)
    book.ref("Finances", 3)
    assert [each.similar for each in book.questions] == [(), ("Finance Team",)]


def test_an_answer_is_taken() -> None:
    book = TeamBook(TEAMS, {}, {"repair team": "housing / repairs"})
    assert book.ref("Repair Team", 2) == 2
    assert (book.new, book.aliases) == ([], {"repair team": 2})


def test_many_new_teams_take_no_time() -> None:
    """As where the column of names was taken for that of teams."""
    book = TeamBook((), {}, {})
    for number in range(20_000):
        book.ref(f"Person number {number}", number)
    assert len(book.new) == 20_000
