"""What is written when a list is taken over, and what is not."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Absence, Assignment, ColumnMapping, Session, SignInToken, Team, TeamAlias
from app.rules.people import Employment
from app.staff_import.applying import LooksDifferent, ManyLeave, note_list, take_over
from app.staff_import.checking import Checked
from app.staffing.people import rights_of
from app.staffing.postings import NewPosting, post
from tests.client import StrictClient
from tests.concurrency.crowd import at_once
from tests.conftest import NOW
from tests.corpus.staff_lists import ANN, BO, HEADER, NEW, rows
from tests.factories import PersonFactory, PostingFactory, ask, work_out
from tests.staff_import.conftest import Office
from tests.staff_import.lists import TODAY, check, choices, everything, person, postings, problems, take, take_by, told
from tests.web.counting import statements

YESTERDAY = TODAY - timedelta(days=1)
ALL = (ANN, BO, "007,zoe@example.org,Zoe Zero,Office,", "L1,lead@example.org,Lee Lead,Office,")


def test_who_starts_has_a_posting_no_password_and_no_rights(people: Office) -> None:
    take(
        people, rows(f"{NEW},2026-12-01,a1,Agency,yes,no", header=f"{HEADER},start date,manager,type,frontline,manages")
    )
    nia = person("A9")
    assert (nia.email, nia.password_hash, nia.is_active) == (None, None, True)
    assert rights_of(nia) == frozenset()
    assert len(nia.salt) == 32
    assert postings("A9") == [("Repairs", "Operative", date(2026, 12, 1), None)]


def test_who_moves_keeps_what_they_did_before(people: Office) -> None:
    take(people, rows("A2,,Bo Ek,Office,Clerk"))
    assert postings("A2") == [
        ("Repairs", "Operative", date(2026, 1, 5), YESTERDAY),
        ("Office", "Clerk", TODAY, None),
    ]


def test_a_change_may_be_dated(people: Office) -> None:
    content = rows("A2,,Bo Ek,Office,Clerk,2026-10-01", header=f"{HEADER},in post since")
    take(people, content)
    assert postings("A2")[1] == ("Office", "Clerk", date(2026, 10, 1), None)
    assert not check(people, content).plan.written


def test_a_change_may_be_to_come(people: Office) -> None:
    content = rows("A2,,Bo Ek,Office,Clerk,2027-01-01", header=f"{HEADER},in post since")
    take(people, content)
    assert [(team, last) for team, _job, _first, last in postings("A2")] == [
        ("Repairs", date(2026, 12, 31)),
        ("Office", None),
    ]
    assert not check(people, content).plan.written


def test_what_began_on_the_same_day_is_put_right(people: Office) -> None:
    content = rows("A2,,Bo Ek,Office,Clerk,2026-01-05", header=f"{HEADER},in post since")
    take(people, content)
    assert postings("A2") == [("Office", "Clerk", date(2026, 1, 5), None)]


def test_a_start_is_put_off(people: Office) -> None:
    header = f"{HEADER},start date"
    take(people, rows(f"{NEW},2026-12-01", header=header))
    take(people, rows(f"{NEW},2027-01-04", header=header))
    assert postings("A9") == [("Repairs", "Operative", date(2027, 1, 4), None)]


def test_who_leaves_can_no_longer_come_in(app: Flask, people: Office) -> None:
    client = StrictClient(app).sign_in(people.bo)
    token = SignInToken(
        person_id=people.bo.id, purpose="reset", token_hash=b"0" * 32, made_at=NOW, expires_at=NOW + timedelta(hours=1)
    )
    db.session.add(token)
    db.session.commit()
    take(people, rows(f"{BO},2026-11-13", header=f"{HEADER},last day"), 1)
    bo = person("A2")
    assert (bo.is_active, bo.last_day) == (False, date(2026, 11, 13))
    assert postings("A2") == [("Repairs", "Operative", date(2026, 1, 5), date(2026, 11, 13))]
    assert db.session.scalar(select(Session).where(Session.person_id == bo.id)) is None
    assert db.session.scalar(select(SignInToken)) is None
    client.fetch("/training", expect=303)


def test_who_will_leave_works_until_then(people: Office) -> None:
    PostingFactory(person_id=people.bo.id, team_id=people.office.id, starts_on=date(2027, 2, 1))
    content = rows(f"{BO},2026-12-31", header=f"{HEADER},last day")
    take(people, content, 1)
    bo = person("A2")
    assert (bo.is_active, bo.last_day) == (True, date(2026, 12, 31))
    assert postings("A2") == [("Repairs", "Operative", date(2026, 1, 5), date(2026, 12, 31))]
    assert not check(people, content).plan.written


LEAVING = f"{HEADER},last day"


@pytest.mark.parametrize("cell", ["", "31/12/9999"])
def test_who_stays_after_all_works_on(cell: str, people: Office) -> None:
    PostingFactory(person_id=people.bo.id, team_id=people.office.id, ends_on=date(2026, 11, 10))
    take(people, rows(f"{BO},2026-12-31", header=LEAVING), 1)
    content = rows(f"{BO},{cell}", header=LEAVING)
    assert told(check(people, content)) == ["2 changes Bo Ek: Last day: 31 Dec 2026 → none"]
    assert take(people, content) == 1
    assert (person("A2").is_active, person("A2").last_day) == (True, None)
    assert {last for *_post, last in postings("A2")} == {None, date(2026, 11, 10)}, "what ended before ends"
    assert not check(people, content).plan.changes


def test_who_stays_after_all_may_move_too(people: Office) -> None:
    take(people, rows(f"{BO},2026-12-31", header=LEAVING), 1)
    take(people, rows("A2,,Bo Ek,Office,Clerk,", header=LEAVING))
    assert postings("A2") == [("Repairs", "Operative", date(2026, 1, 5), YESTERDAY), ("Office", "Clerk", TODAY, None)]
    assert person("A2").last_day is None


def test_without_the_column_who_leaves_leaves(people: Office) -> None:
    take(people, rows(f"{BO},2026-12-31", header=LEAVING), 1)
    assert not check(people, rows(BO)).plan.changes
    assert person("A2").last_day == date(2026, 12, 31)


def test_many_who_leave_by_the_list_need_the_second_question_too(people: Office) -> None:
    """Also where the list is not of everybody, and where their last days are to come."""
    content = rows(f"{BO},2026-11-13", "007,,Zoe Zero,Office,,2026-12-31", header=LEAVING)
    leaving = check(people, content).plan.leaving
    assert (leaving.of, leaving.leave, leaving.is_many) == (4, 2, True)
    for leavers in (None, 1):
        with pytest.raises(ManyLeave):
            take(people, content, leavers)
    take(people, content, 2)
    assert not check(people, content).plan.leaving.leave


def test_those_who_leave_by_the_list_count_with_those_it_leaves_out(people: Office) -> None:
    checked = check(people, rows(f"{BO},2026-11-13", header=LEAVING), is_whole=True)
    assert checked.plan.leaving.leave == 3


@pytest.mark.parametrize("right", ["is_trainer", "is_lead", "is_admin", "is_coordinator"])
def test_a_list_never_gives_who_has_rights_a_way_to_sign_in(right: str, people: Office) -> None:
    """Also where they have none: it would hand over the account."""
    for number, missing in (("R1", {"email": None}), ("", {"staff_number": None, "email": "r@example.org"})):
        known = {"staff_number": "R1", **missing, right: True}
        made = PersonFactory(organisation=people.organisation, name="Ri Ght", **known)
        PostingFactory(person_id=made.id, team_id=people.office.id)
        content = rows(f"{number or 'R9'},{'thief' if number else 'r'}@example.org,Ri Ght,Office,")
        field = "Email: thief@example.org" if number else "Staff number: R9"
        assert told(check(people, content)) == [f"2 has-rights Ri Ght: {field}"]
        assert take(people, content) == 0
        db.session.refresh(made)
        assert (made.email, made.staff_number) == (known["email"], known["staff_number"])


def test_people_are_locked_before_the_log_and_all_before_anything_is_written(people: Office) -> None:
    """In the order in which those who hand in lock them, so that nobody waits for each other in a circle."""
    with statements() as seen:
        take(people, rows(f"{BO},007,2026-12-31", NEW, header=f"{HEADER},line manager,last day"), 1)
    head = next(at for at, each in enumerate(seen) if "FROM log_heads" in each)
    locks = [at for at, each in enumerate(seen) if "FROM people" in each and "IN (" in each and "ORDER BY" in each]
    written = next(at for at, each in enumerate(seen) if each.startswith(("INSERT", "UPDATE", "DELETE")))
    assert [at for at in locks if at < head]
    assert head < written


def test_who_is_back_again_has_no_rights_of_before(people: Office) -> None:
    take(people, rows("A3,,Cy Old,Office,Clerk"))
    cy = person("A3")
    assert (cy.is_active, cy.last_day, cy.is_lead) == (True, None, False)
    assert [last for _team, _job, _first, last in postings("A3")] == [date(2026, 6, 30), None]


def test_another_address_ends_links_that_were_sent(people: Office) -> None:
    token = SignInToken(
        person_id=people.ann.id, purpose="reset", token_hash=b"0" * 32, made_at=NOW, expires_at=NOW + timedelta(hours=1)
    )
    db.session.add(token)
    db.session.commit()
    take(people, rows("A1,new@example.org,Ann Lee,Repairs,"))
    assert person("A1").email == "new@example.org"
    assert db.session.scalar(select(SignInToken)) is None


def test_somebody_away_and_back(people: Office) -> None:
    header = f"{HEADER},absent from,absent until"
    take(people, rows(f"{BO},2026-11-02,", header=header))
    assert not check(people, rows(f"{BO},2026-11-02,", header=header)).plan.written
    take(people, rows(f"{BO},,", header=header))
    absence = db.session.scalars(select(Absence)).one()
    assert (absence.starts_on, absence.ends_on) == (date(2026, 11, 2), YESTERDAY)


def test_without_the_column_nobody_comes_back(people: Office) -> None:
    take(people, rows(f"{BO},2026-11-02,", header=f"{HEADER},absent from,absent until"))
    take(people, rows(BO))
    assert db.session.scalars(select(Absence.ends_on)).one() is None


def test_a_third_of_the_staff_does_not_leave_by_a_slip(people: Office) -> None:
    content, before = rows(*ALL[:2]), everything()
    checked = check(people, content, is_whole=True)
    assert (checked.plan.leaving.of, checked.plan.leaving.leave, checked.plan.leaving.is_many) == (4, 1, True)
    for leavers in (None, 0, 2):
        with pytest.raises(ManyLeave):
            take(people, content, leavers, is_whole=True)
    assert everything() == before
    assert take(people, content, 1, is_whole=True) == 1
    assert not person("007").is_active


def test_few_leave_without_a_second_question(people: Office) -> None:
    for number in range(30):
        made = PersonFactory(organisation=people.organisation, name=f"N {number}", staff_number=f"N{number}")
        PostingFactory(person_id=made.id, team_id=people.office.id)
    listed = [f"N{number},,N {number},Office," for number in range(29)]
    assert take(people, rows(*ALL, *listed), is_whole=True) > 0
    assert not person("N29").is_active


def test_nobody_with_rights_leaves_for_not_being_in_a_list(people: Office) -> None:
    content = rows(ANN)
    checked = check(people, content, is_whole=True)
    assert all("Lee Lead" not in each for each in told(checked)), "who takes it over is not even mentioned"
    other = PersonFactory(organisation=people.organisation, name="Ada Admin", is_admin=True)
    PostingFactory(person_id=other.id, team_id=people.office.id)
    assert "- has-rights Ada Admin: Last day: 16 Nov 2026" in told(check(people, content, is_whole=True))
    take(people, content, 2, is_whole=True)
    db.session.refresh(other)
    assert other.is_active


def test_a_similar_team_is_one_or_the_other_and_remembered(people: Office) -> None:
    content = rows("A2,,Bo Ek,Repair Team,")
    same = check(people, content, teams={"repair team": "housing / repairs"})
    assert (problems(same), told(same)) == ([], [])
    take(people, content, teams={"repair team": "housing / repairs"})
    assert set(db.session.scalars(select(TeamAlias.name))) == {"maintenance", "repair team"}
    assert problems(check(people, content)) == []


def test_a_similar_team_may_be_new(people: Office) -> None:
    content = rows("A2,,Bo Ek,Repair Team,")
    take(people, content, teams={"repair team": "repair team"})
    assert postings("A2")[1][0] == "Repair Team"
    assert problems(check(people, content)) == []


def test_two_teams_of_one_name_are_told_apart(people: Office) -> None:
    content = rows("A2,,Bo Ek,Property / Repairs,")
    take(people, content, teams={"property / repairs": "property / repairs"})
    assert postings("A2")[1][0] == "Repairs (Property)"
    assert not check(people, content).plan.written


def test_new_teams_stand_where_their_path_says(people: Office) -> None:
    take(people, rows("A2,,Bo Ek,Finance > Income > Rents,"))
    names = {each.id: each for each in db.session.scalars(select(Team))}
    rents = next(each for each in names.values() if each.name == "Rents")
    income = names[rents.parent_id or 0]
    assert (income.name, names[income.parent_id or 0].name) == ("Income", "Finance")


def test_a_team_that_nobody_comes_into_is_not_made(people: Office) -> None:
    take(people, rows("A3,,Cy Old,Nowhere,,2026-06-30", ANN, header=f"{HEADER},last day"))
    assert "Nowhere" not in set(db.session.scalars(select(Team.name)))


def test_words_for_employment_are_remembered(people: Office) -> None:
    content = rows(f"{ANN},Zero hours", header=f"{HEADER},contract")
    take(people, content, kinds={"zero hours": Employment.AGENCY})
    assert problems(check(people, content)) == []
    assert "zero hours" in db.session.scalars(select(ColumnMapping.headings)).one()


def imported_a_week_ago(people: Office) -> None:
    day = TODAY - timedelta(days=7)
    with writing():
        note_list(people.organisation.id, people.lead.id, "old.csv", "0" * 64, 1, NOW - timedelta(days=7), day)


def move_by_hand(people: Office) -> None:
    with writing():
        post(people.bo, NewPosting(people.office.id, "Clerk"), TODAY - timedelta(days=2))


def test_an_old_list_does_not_undo_what_was_changed_here_since(people: Office) -> None:
    imported_a_week_ago(people)
    move_by_hand(people)
    checked = check(people, rows(BO))
    assert told(checked) == ["2 kept Bo Ek: Team: Office → Housing / Repairs; Job role: Clerk → Operative"]
    assert take(people, rows(BO)) == 0
    assert take(people, rows(BO), takes_list=True) == 1
    assert postings("A2")[-1][:2] == ("Repairs", "Operative")


def test_a_list_that_dates_a_newer_change_is_taken(people: Office) -> None:
    imported_a_week_ago(people)
    move_by_hand(people)
    take(people, rows("A2,,Bo Ek,Repairs,Operative,2026-11-15", header=f"{HEADER},in post since"))
    assert postings("A2")[-1] == ("Repairs", "Operative", date(2026, 11, 15), None)


def test_what_is_not_what_was_shown_is_not_done(people: Office) -> None:
    with pytest.raises(LooksDifferent), writing():
        from_shown(people, rows(NEW), check(people, rows(BO.replace("Bo", "Bob"))))


def from_shown(people: Office, content: bytes, shown: Checked) -> None:
    mine = (people.organisation.id, people.lead.id, TODAY)
    take_over(BytesIO(content), *mine, choices(content), seal=shown.seal)


def test_what_is_asked_of_people_follows(people: Office) -> None:
    ask(people.organisation.id, who="{team: Repairs}", days=30)
    work_out(people.organisation.id)
    take(people, rows("A2,,Bo Ek,Office,", NEW))
    current = select(Assignment.person_id).where(Assignment.known_to.is_(None))
    assert set(db.session.scalars(current)) == {people.ann.id, person("A9").id}


def test_line_managers_are_worked_out_too(people: Office) -> None:
    ask(people.organisation.id, who="{line managers of: {team: Repairs}}", days=30)
    work_out(people.organisation.id)
    take(people, rows(f"{BO},007", header=f"{HEADER},line manager"))
    current = select(Assignment.person_id).where(Assignment.known_to.is_(None))
    assert set(db.session.scalars(current)) == {people.zoe.id}


def test_two_lists_at_the_same_time_are_taken_over_one_after_the_other(app: Flask, people: Office) -> None:
    content = rows(*(f"N{number},,N {number},Income,Clerk" for number in range(200)))
    mine = people.organisation.id, people.lead.id
    done = at_once(app, [lambda: take_by(*mine, content)] * 4)
    assert sorted(done) == [0, 0, 0, 200]
    assert len(everything()["postings"]) == 5 + 200
    assert list(db.session.scalars(select(Team.name).where(Team.name == "Income"))) == ["Income"]
