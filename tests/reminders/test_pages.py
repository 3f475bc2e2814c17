"""Mail as the training lead sees it on 16 November 2026."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.mailing.claiming import LOST_AFTER
from app.mailing.queue import About, NewMail, queue_mail
from app.models import OutgoingMail, Person, RecordView
from app.web import clock
from tests.client import Page, StrictClient
from tests.factories import PersonFactory, TeamFactory, complete, member_of
from tests.mailing.conftest import TODAY, Repairs


@pytest.fixture
def lead(client: StrictClient, repairs: Repairs) -> StrictClient:
    return client.sign_in(PersonFactory(organisation_id=repairs.organisation_id, is_lead=True, name="Lea Lead"))


def settle(client: StrictClient, path: str, fields: dict[str, str], expect: int = 303) -> None:
    client.post(path, fields | {"csrf_token": client.token()}, expect=expect)


def bodies(page: Page) -> list[str]:
    return [each.text for each in page.document.xpath("//pre")]


def queue(person: Person, about: About) -> None:
    with writing():
        mail = NewMail(person.organisation_id, person.id, about, f"{about}:{person.id}", "Your account", "the link")
        queue_mail(mail, clock.now())


def test_each_mail_is_shown_exactly_as_it_is_sent(lead: StrictClient, repairs: Repairs) -> None:
    boss = member_of(repairs.team, manages=True)
    complete(boss)
    for days_left in (7, -1):
        repairs.due_in(days_left)
    repairs.work_out()
    page = lead.get("/reminders")
    assert "2 reminders, 1 weekly digest for a manager." in page.words
    repairs.remind()
    assert sorted(bodies(page)) == sorted(each.text.replace("\r\n", "\n") for each in repairs.postbox.received)
    assert "Nobody needs a reminder today." in lead.get("/reminders").words


def test_looking_is_written_down_and_changes_nothing_else(lead: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.work_out()
    lead.get("/reminders")
    lead.get("/reminders/sent")
    (look,) = db.session.scalars(select(RecordView)).all()
    assert (look.what, look.teams, look.on_day) == ("list", None, TODAY)
    assert repairs.rows() == []


def test_many_are_shown_page_by_page(lead: StrictClient, repairs: Repairs) -> None:
    for _ in range(23):
        repairs.due_in(7)
    repairs.work_out()
    first = lead.get("/reminders")
    assert "23 reminders." in first.words
    assert [len(bodies(page)) for page in (first, lead.get(first.link("Next page")))] == [20, 3]
    assert bodies(lead.get("/reminders?page=99")) == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 40])
def test_a_page_that_is_none_is_the_first(lead: StrictClient, repairs: Repairs, page: str) -> None:
    repairs.due_in(7)
    repairs.work_out()
    assert len(bodies(lead.get("/reminders", query_string={"page": page}))) == 1


def test_what_went_out(lead: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7, name="Ann Lee")
    queue(member_of(repairs.team, name="Ned New", starts_on=TODAY + timedelta(days=30)), About.INVITATION)
    queue(member_of(repairs.team, name="Rae Reset", starts_on=TODAY + timedelta(days=30)), About.RESET)
    repairs.remind()
    page = lead.get("/reminders/sent")
    rows = [" ".join(row.text_content().split()) for row in page.document.xpath("//tbody/tr")]
    assert rows == [
        "Ann LeeReminder16 November 2026 at 09:30",
        "Ned NewInvitation16 November 2026 at 09:30",
    ] or rows == [
        "Ned NewInvitation16 November 2026 at 09:30",
        "Ann LeeReminder16 November 2026 at 09:30",
    ]
    assert "2 mails went out" in page.words


def test_what_a_manager_has_asked_for_waits_to_be_sent(app: Flask, lead: StrictClient, repairs: Repairs) -> None:
    boss, ann = member_of(repairs.team, manages=True), repairs.due_in(-1, name="Ann Lee")
    complete(boss)
    queue(member_of(repairs.team, name="Rae Reset"), About.RESET)
    repairs.work_out()
    manager = StrictClient(app).sign_in(boss)
    manager.press(manager.get(f"/team/remind?person={ann.id}"), "Send the reminder")
    page = lead.get("/reminders/sent")
    assert "1 mail is waiting to be sent" in page.words
    rows = [" ".join(" ".join(row.itertext()).split()) for row in page.document.xpath("//tbody/tr")]
    assert rows == ["Ann Lee Reminder Waiting to be sent once mail is sent from here"]
    assert "Nothing has gone out yet." in page.words
    repairs.send()
    page = lead.get("/reminders/sent")
    assert "waiting to be sent" not in page.words
    assert "1 mail went out" in page.words


def test_invitations_wait_without_being_shown(lead: StrictClient, repairs: Repairs) -> None:
    queue(member_of(repairs.team, starts_on=TODAY + timedelta(days=30)), About.INVITATION)
    page = lead.get("/reminders")
    assert "1 invitation waits to go out too." in page.words
    assert "the link" not in page.text


def test_a_refused_mail_can_be_tried_again(lead: StrictClient, repairs: Repairs) -> None:
    ann = repairs.due_in(7, name="Ann Lee")
    repairs.postbox.refuses[str(ann.email)] = "550 No such user"
    repairs.remind()
    page = lead.get("/reminders")
    assert "1 mail needs you" in page.words
    assert "Ann Lee" in page.words
    assert "Did not go out" in page.words
    assert "550: No such user" in page.words
    repairs.postbox.refuses.clear()
    after = lead.press(page, "Try again", choice="again")
    assert "It is queued" in after.words
    assert "needs you" not in after.words
    repairs.send()
    assert repairs.postbox.addresses == [ann.email]


def test_one_that_was_done_meanwhile_does_not_go_out_when_tried_again(lead: StrictClient, repairs: Repairs) -> None:
    ann = repairs.due_in(7)
    repairs.postbox.answers = ["hang up"]
    repairs.remind()
    page = lead.get("/reminders")
    assert "May have gone out" in page.words
    complete(ann, TODAY)
    lead.press(page, "Try again", choice="again")
    repairs.send()
    assert len(repairs.postbox.received) == 1
    assert repairs.states() == ["cancelled"]


def test_one_can_be_left_to_rest(lead: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.postbox.answers = ["hang up"]
    repairs.remind()
    after = lead.press(lead.get("/reminders"), "Let it rest", choice="leave")
    assert "We let it rest." in after.words
    assert "needs you" not in after.words
    assert repairs.states() == ["cancelled"]
    assert repairs.remind() == []


def test_one_that_is_being_sent_is_no_trouble_until_it_was_left_behind(lead: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.work_out()
    repairs.plan()
    with writing():
        row = db.session.scalar(select(OutgoingMail))
        assert row is not None
        row.state, row.next_try_at = "sending", clock.now() + LOST_AFTER
    assert "needs you" not in lead.get("/reminders").words
    settle(lead, f"/reminders/{repairs.rows()[0].id}", {"choice": "again"})
    assert repairs.states() == ["sending"]
    with time_machine.travel(clock.now() + LOST_AFTER, tick=False):
        assert "May have gone out" in lead.get("/reminders").words


def test_an_invitation_that_was_given_up_cannot_be_tried_again(lead: StrictClient, repairs: Repairs) -> None:
    ned = member_of(repairs.team, starts_on=TODAY + timedelta(days=30))
    queue(ned, About.INVITATION)
    repairs.postbox.refuses[str(ned.email)] = "550 No such user"
    repairs.send()
    page = lead.get("/reminders")
    assert "Send a new invitation." in page.words
    assert not page.document.xpath("//button[@value='again']")
    settle(lead, f"/reminders/{repairs.rows()[0].id}", {"choice": "again"})
    assert repairs.states() == ["failed"]


def test_a_password_reset_is_nobody_elses_business(lead: StrictClient, repairs: Repairs) -> None:
    rae = member_of(repairs.team, starts_on=TODAY + timedelta(days=30))
    queue(rae, About.RESET)
    repairs.postbox.refuses[str(rae.email)] = "550 No such user"
    repairs.send()
    assert "needs you" not in lead.get("/reminders").words
    settle(lead, f"/reminders/{repairs.rows()[0].id}", {"choice": "leave"})
    assert repairs.states() == ["failed"]


def test_mail_of_another_organisation_is_out_of_reach(client: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7, name="Ann Lee")
    repairs.postbox.answers = ["hang up"]
    repairs.remind()
    elsewhere = client.sign_in(PersonFactory(is_lead=True))
    assert "Ann Lee" not in elsewhere.get("/reminders").text
    assert "Ann Lee" not in elsewhere.get("/reminders/sent").text
    settle(elsewhere, f"/reminders/{repairs.rows()[0].id}", {"choice": "again"})
    assert repairs.states() == ["sending"]


@pytest.mark.parametrize("fields", [{}, {"choice": ""}, {"choice": "delete"}])
def test_a_choice_that_is_none_is_refused(lead: StrictClient, fields: dict[str, str]) -> None:
    settle(lead, "/reminders/1", fields, expect=400)


def test_an_id_beyond_all_is_not_there(lead: StrictClient) -> None:
    settle(lead, f"/reminders/{2**63}", {"choice": "leave"}, expect=404)


def test_it_says_when_no_mail_can_go_out(lead: StrictClient) -> None:
    assert "No mail goes out yet" in lead.get("/reminders").words


def test_who_has_no_email_address_is_listed_to_be_told_in_person(lead: StrictClient, repairs: Repairs) -> None:
    with_email = repairs.due_in(-1, name="Emma Email")
    for name, days_left in (("Late Lee", -1), ("Long Ago", -200), ("Soon Sam", 7), ("Far Fay", 31)):
        repairs.due_in(days_left, name=name, email=None, staff_number=name)
    complete(repairs.due_in(-1, name="Done Dee", email=None, staff_number="D1"), TODAY)
    repairs.due_in(-1, name="Left Lou", email=None, staff_number="L1", last_day=TODAY - timedelta(days=1))
    member_of(TeamFactory(), name="Else Ede", email=None, staff_number="E1")
    repairs.work_out()
    page = lead.get("/reminders")
    assert "3 people have no email address" in page.words
    page = lead.get(page.link("See whom to tell"))
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.document.xpath("//tbody/tr")]
    assert rows == [
        ["Late Lee", "Repairs", "Short module overdue since 15 Nov 2026"],
        ["Long Ago", "Repairs", "Short module overdue since 30 Apr 2026"],
        ["Soon Sam", "Repairs", "Short module due 23 Nov 2026"],
    ]
    assert str(with_email.name) not in page.text


def test_a_look_at_who_is_to_be_told_is_on_record(lead: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7, email=None, staff_number="S1")
    repairs.work_out()
    lead.get("/reminders/by-hand")
    (look,) = db.session.scalars(select(RecordView)).all()
    assert (look.what, look.teams) == ("list", None)


def test_nobody_to_tell_in_person(lead: StrictClient, repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.work_out()
    assert "have no email address" not in lead.get("/reminders").words
    assert "Nobody" in lead.get("/reminders/by-hand").words
