"""New passwords, changes and leavers, on 16 November 2026."""

from collections.abc import Callable
from datetime import date

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import LogEntry, Organisation, Person, Posting, Session, Team
from app.web.passwords import password_matches
from tests.client import StrictClient
from tests.factories import PostingFactory, TeamFactory, complete, member_of

pytestmark = pytest.mark.usefixtures("now")

Command = Callable[..., Result]

NEW = "another three words"


@pytest.fixture
def ann(app: Flask) -> Person:
    """Ann Lee of Repairs, who has been there since 5 January."""
    return member_of(TeamFactory(name="Repairs"), email="ann@example.org")


def postings() -> list[tuple[str, date, date | None, bool]]:
    query = select(Team.name, Posting.starts_on, Posting.ends_on, Posting.manages).join(Team)
    return [tuple(row) for row in db.session.execute(query.order_by(Posting.starts_on, Posting.id))]


def sessions() -> int:
    return db.session.scalar(select(func.count()).select_from(Session)) or 0


def people(flask: Command, command: str, *words: object, **more: object) -> Result:
    return flask("people", command, "--email", " Ann@example.org", *words, **more)


def test_a_new_password_is_asked_for_twice_and_ends_all_sessions(flask: Command, ann: Person, app: Flask) -> None:
    StrictClient(app).sign_in(ann)
    StrictClient(app).sign_in(ann)
    StrictClient(app).sign_in(member_of(TeamFactory()))
    assert sessions() == 3
    result = people(flask, "password", input=f"{NEW}\n{NEW}\n")
    assert result.exit_code == 0, result.output
    assert NEW not in result.output
    assert password_matches(ann.password_hash, NEW)
    assert sessions() == 1, "somebody else's"


def test_two_passwords_that_differ_change_nothing(flask: Command, ann: Person) -> None:
    assert people(flask, "password", input=f"{NEW}\n{NEW}!\n").exit_code == 1
    assert not password_matches(ann.password_hash, NEW)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevenchars", "at least 12 characters"),
        ("p" * 201, "at most 200 characters"),
        (" " * 12, "must not be spaces alone"),
        ("welcome123456", "Many people choose this"),
    ],
)
def test_a_password_that_cannot_be(flask: Command, ann: Person, password: str, said: str) -> None:
    for words in (["password"], ["add", "--name", "Bob"]):
        result = people(flask, *words, "--password", password)
        assert result.exit_code == 1
        assert said in result.stderr
    assert not password_matches(ann.password_hash, password)


@pytest.mark.parametrize("words", [["password", "--password", NEW], ["leave"], ["change", "--name", "Bob"]])
def test_nobody_of_that_address(flask: Command, app: Flask, words: list[str]) -> None:
    result = people(flask, *words)
    assert result.exit_code == 1
    assert "Nobody has an account with  Ann@example.org." in result.stderr


def test_who_leaves_cannot_come_in_and_their_history_stays(flask: Command, ann: Person, client: StrictClient) -> None:
    complete(ann)
    client.sign_in(ann)
    result = people(flask, "leave")
    assert result.exit_code == 0, result.output
    assert postings() == [("Repairs", date(2026, 1, 5), date(2026, 11, 16), False)]
    assert not ann.is_active
    assert sessions() == 0
    assert db.session.scalars(select(LogEntry.person_id)).all() == [ann.id]
    assert "/sign-in" in client.fetch("/training", expect=303).location


def test_who_left_last_week(flask: Command, ann: Person) -> None:
    people(flask, "leave", "--on", "2026-11-09")
    assert postings()[0][2] == date(2026, 11, 9)
    assert not ann.is_active


def test_who_leaves_next_month_stays_until_then(flask: Command, ann: Person, client: StrictClient) -> None:
    client.sign_in(ann)
    result = people(flask, "leave", "--on", "2026-12-31")
    assert "leaves on 31 December 2026: the account closes by itself" in result.stdout
    assert postings()[0][2] == date(2026, 12, 31)
    assert ann.is_active
    assert sessions() == 1
    people(flask, "leave", "--on", "2027-01-31")
    assert postings()[0][2] == date(2027, 1, 31), "it may be put off"


def test_earlier_postings_stay_and_those_to_come_do_not(flask: Command, ann: Person) -> None:
    team_id = db.session.scalars(select(Team.id)).one()
    PostingFactory(person_id=ann.id, team_id=team_id, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 4))
    PostingFactory(person_id=ann.id, team_id=team_id, starts_on=date(2026, 12, 1))
    people(flask, "leave")
    assert [row[1:3] for row in postings()] == [
        (date(2025, 1, 1), date(2026, 1, 4)),
        (date(2026, 1, 5), date(2026, 11, 16)),
    ]


def test_nobody_left_before_they_began(flask: Command, ann: Person) -> None:
    result = people(flask, "leave", "--on", "2016-11-16")
    assert result.exit_code == 1
    assert "They began in their team on 5 January 2026" in result.stderr
    assert postings()[0][2] is None
    assert ann.is_active


def test_a_name_an_address_and_rights(flask: Command, ann: Person) -> None:
    words = ["--name", " Ann  Li ", "--new-email", "Ann.Li@Example.org ", "--right", "lead", "--right", "admin"]
    result = people(flask, "change", *words)
    assert result.exit_code == 0, result.output
    assert (ann.name, ann.email) == ("Ann Li", "ann.li@example.org")
    assert (ann.is_trainer, ann.is_lead, ann.is_admin) == (False, True, True)
    flask("people", "change", "--email", "ann.li@example.org", "--right", "none")
    assert (ann.is_trainer, ann.is_lead, ann.is_admin) == (False, False, False)
    assert postings() == [("Repairs", date(2026, 1, 5), None, False)]


def test_another_team_from_today(flask: Command, ann: Person) -> None:
    assert people(flask, "change", "--team", "Lettings").exit_code == 0
    assert people(flask, "change", "--team", " lettings ", "--manages").exit_code == 0
    assert postings() == [
        ("Repairs", date(2026, 1, 5), date(2026, 11, 15), False),
        ("Lettings", date(2026, 11, 16), None, True),
    ]


def test_who_manages_from_today(flask: Command, ann: Person) -> None:
    people(flask, "change", "--manages")
    assert postings()[1] == ("Repairs", date(2026, 11, 16), None, True)
    people(flask, "change", "--no-manages")
    assert postings()[1] == ("Repairs", date(2026, 11, 16), None, False)


def test_who_will_leave_still_will_after_a_move(flask: Command, ann: Person) -> None:
    people(flask, "leave", "--on", "2026-12-31")
    people(flask, "change", "--team", "Lettings")
    assert postings()[1] == ("Lettings", date(2026, 11, 16), date(2026, 12, 31), False)


def test_who_had_left_is_back_in_a_team(flask: Command, ann: Person) -> None:
    people(flask, "leave")
    people(flask, "change", "--team", "Repairs")
    assert ann.is_active
    assert postings()[1] == ("Repairs", date(2026, 11, 16), None, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say what to change"),
        (["--name", "  "], "The name must have 1 to 200 characters"),
        (["--name", "N" * 201], "The name must have 1 to 200 characters"),
        (["--team", " "], "The team's name must have 1 to 200 characters"),
        (["--team", "T" * 201], "The team's name must have 1 to 200 characters"),
        (["--new-email", "nowhere"], "not an email address"),
        (["--new-email", "TAKEN@example.org"], "has an account already"),
        (["--name", "Bob", "--right", "boss"], "Invalid value for '--right'"),
    ],
)
def test_a_change_that_cannot_be(flask: Command, ann: Person, words: list[str], said: str) -> None:
    member_of(TeamFactory(), email="taken@example.org")
    result = people(flask, "change", *words)
    assert result.exit_code != 0
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert said in result.stderr
    assert (ann.name, ann.email) == ("Ann Lee", "ann@example.org")


def test_who_is_in_no_team_manages_none(flask: Command, ann: Person) -> None:
    people(flask, "leave", "--on", "2026-11-09")
    result = people(flask, "change", "--name", "Bob", "--manages")
    assert "Say which team with --team" in result.stderr
    assert ann.name == "Ann Lee", "all of it or nothing"


def test_a_job_with_all_that_is_known_of_it_from_a_day(flask: Command, ann: Person) -> None:
    bob = member_of(db.session.scalars(select(Team)).one(), email=None, staff_number="R12")
    words = ["--job", "Operative", "--kind", "contractor", "--customer-facing", "--line-manager", "r 12"]
    assert people(flask, "change", *words, "--from", "2026-12-01").exit_code == 0
    assert postings() == [
        ("Repairs", date(2026, 1, 5), date(2026, 11, 30), False),
        ("Repairs", date(2026, 1, 5), None, False),
        ("Repairs", date(2026, 12, 1), None, False),
    ]
    new = db.session.scalars(select(Posting).where(Posting.starts_on == date(2026, 12, 1))).one()
    assert (new.job, new.employment, new.is_customer_facing, new.line_manager_id) == (
        "Operative",
        "contractor",
        True,
        bob.id,
    )
    assert people(flask, "change", "--line-manager", "none", "--from", "2026-12-01").exit_code == 0
    assert people(flask, "change", "--line-manager", "nobody").exit_code == 1


def test_line_managers_in_a_circle(flask: Command, ann: Person) -> None:
    member_of(db.session.scalars(select(Team)).one(), name="Bob Day", email="bob@example.org")
    assert people(flask, "change", "--line-manager", "bob@example.org").exit_code == 0
    result = flask("people", "change", "--email", "bob@example.org", "--line-manager", "ann@example.org")
    assert result.exit_code == 1
    assert "Ann Lee → Bob Day" in result.stderr or "Bob Day → Ann Lee" in result.stderr


def test_somebody_without_an_email_address(flask: Command, app: Flask) -> None:
    repairs = TeamFactory(name="Repairs")
    cy = member_of(repairs, name="Cy Fox", email=None, staff_number="R12")
    assert flask("people", "change", "--staff-number", "r12", "--name", "Cy Foxe").exit_code == 0
    assert flask("people", "password", "--staff-number", "R 12", input=f"{NEW}\n{NEW}\n").exit_code == 0
    assert (cy.name, password_matches(cy.password_hash, NEW)) == ("Cy Foxe", True)
    member_of(TeamFactory(), email=None, staff_number="R12")
    result = flask("people", "leave", "--staff-number", "R12")
    assert "Say which organisation" in result.stderr
    owner = db.session.get_one(Organisation, repairs.organisation_id).name
    assert flask("people", "leave", "--staff-number", "R12", "--organisation", owner).exit_code == 0
    assert not cy.is_active


def test_the_last_administrator_does_not_leave(flask: Command, ann: Person) -> None:
    people(flask, "change", "--right", "admin")
    assert "Give somebody else the right first" in people(flask, "leave").stderr
    assert ann.is_active
