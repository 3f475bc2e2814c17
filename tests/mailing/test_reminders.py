"""Who gets which reminder on 16 November 2026, and what it says."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from app.content.neutral import topic_word
from app.database import writing
from app.extensions import db
from app.mailing.planning import plan
from app.mailing.previewing import coming, previewed
from app.mailing.sending import Result
from app.models import Absence, Exemption, Organisation, OutgoingMail, Person, Posting
from app.web import clock
from tests.factories import TeamFactory, ask, complete, member_of, put_in_force, work_out
from tests.mailing.conftest import TODAY, Repairs


def absent(person: Person, first: date, last: date | None) -> None:
    with writing():
        db.session.add(Absence(person_id=person.id, starts_on=first, ends_on=last))


def exempt(person: Person) -> None:
    with writing():
        db.session.add(Exemption(person_id=person.id, requirement="short", starts_on=TODAY, made_by_id=person.id))


def answerable_to(person: Person, manager: Person) -> None:
    with writing():
        db.session.query(Posting).filter_by(person_id=person.id).update({"line_manager_id": manager.id})


@pytest.mark.parametrize(
    ("days_left", "says"),
    [
        (30, "Short module: please do it by 16 December 2026"),
        (7, "Short module: please do it by 23 November 2026"),
        (0, "Short module: it is due today, 16 November 2026"),
        (-1, "Short module: it was due on 15 November 2026"),
        (-20, "Short module: it was due on 27 October 2026"),
    ],
)
def test_what_a_reminder_says(repairs: Repairs, days_left: int, says: str) -> None:
    ann = repairs.due_in(days_left, name="Ann Lee")
    repairs.remind()
    (received,) = repairs.postbox.received
    assert received.to == (ann.email,)
    assert received.subject == "A reminder about your training"
    assert received.text.startswith("Hello Ann Lee,")
    assert f"- {says}\n" in received.text.replace("\r\n", "\n")
    assert "http://localhost/training" in received.text
    assert topic_word(received.subject + received.text) is None


def test_the_day_is_attached_for_the_calendar_while_it_is_to_come(repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.remind()
    calendar = repairs.postbox.received[0].calendar
    assert calendar is not None
    assert "DTSTART;VALUE=DATE:20261123" in calendar
    assert "SUMMARY:Training due" in calendar
    assert topic_word(calendar) is None


def test_nothing_is_attached_once_it_is_overdue(repairs: Repairs) -> None:
    repairs.due_in(-1)
    repairs.remind()
    assert repairs.postbox.received[0].calendar is None


@pytest.mark.parametrize("days_left", [31, -85, -400])
def test_nobody_is_written_to_before_the_first_step_or_after_the_last(repairs: Repairs, days_left: int) -> None:
    repairs.due_in(days_left)
    assert repairs.remind() == []


def test_several_things_stand_in_one_mail(repairs: Repairs) -> None:
    put_in_force(
        repairs.organisation_id,
        """programme: Training
requirements:
  core: {title: Core, who: everyone, course: short, due: 30 days after joining}
  extra: {title: Extra, who: everyone, course: extra-course, due: 37 days after joining, strength: recommended}
courses:
  extra-course: {title: Extra, level: 2, valid for: 12 months}
""",
    )
    repairs.due_in(-1)
    repairs.remind()
    (received,) = repairs.postbox.received
    assert "- Core: it was due on 15 November 2026" in received.text
    assert "- Extra: recommended to you, best by 22 November 2026" in received.text
    assert repairs.states() == ["sent", "sent"]


def test_an_organisation_whose_name_tells_the_topic_is_not_named(repairs: Repairs) -> None:
    with writing():
        db.session.get_one(Organisation, repairs.organisation_id).name = "Northgate Domestic Abuse Service"
    repairs.due_in(7)
    repairs.remind()
    (received,) = repairs.postbox.received
    assert received.text.rstrip().endswith("Your organisation")
    assert topic_word(received.text) is None


def test_the_line_manager_gets_a_copy_of_what_is_overdue(repairs: Repairs) -> None:
    boss = member_of(repairs.team, name="Bo Boss", starts_on=date(2026, 11, 16))
    complete(boss)
    late, early = repairs.due_in(-1), repairs.due_in(3)
    for person in (late, early):
        answerable_to(person, boss)
    repairs.remind()
    received = {each.to: each.text for each in repairs.postbox.received if each.to != (boss.email,)}
    assert set(received) == {(late.email, boss.email), (early.email,)}
    assert "Your line manager gets a copy of this mail" in received[late.email, boss.email]
    assert "line manager" not in received[(early.email,)]
    assert "Bo Boss" not in "".join(received.values())


def test_where_nobody_is_the_line_manager_the_manager_of_the_team_gets_the_copy(repairs: Repairs) -> None:
    boss = member_of(repairs.team, manages=True)
    complete(boss)
    late = repairs.due_in(-1)
    repairs.remind()
    assert (late.email, boss.email) in [each.to for each in repairs.postbox.received]


@pytest.mark.parametrize("why", ["away", "left", "without email"])
def test_a_line_manager_who_cannot_be_reached_gets_no_copy(repairs: Repairs, why: str) -> None:
    boss = member_of(repairs.team, email=None if why == "without email" else "boss@example.org")
    complete(boss)
    if why == "away":
        absent(boss, TODAY, None)
    with writing():
        db.session.get_one(Person, boss.id).is_active = why != "left"
    late = repairs.due_in(-1)
    answerable_to(late, boss)
    repairs.remind()
    assert [each.to for each in repairs.postbox.received] == [(late.email,)]


@pytest.mark.parametrize("why", ["away", "left"])
def test_where_the_line_manager_cannot_be_reached_the_manager_of_the_team_gets_the_copy(
    repairs: Repairs, why: str
) -> None:
    named, boss = member_of(TeamFactory(organisation_id=repairs.organisation_id)), member_of(repairs.team, manages=True)
    for person in (named, boss):
        complete(person)
    if why == "away":
        absent(named, TODAY, None)
    with writing():
        db.session.get_one(Person, named.id).is_active = why != "left"
    late = repairs.due_in(-1)
    answerable_to(late, named)
    repairs.remind()
    assert (late.email, boss.email) in [each.to for each in repairs.postbox.received]


def test_nothing_to_who_has_no_email_is_away_is_exempt_or_has_left(repairs: Repairs) -> None:
    repairs.due_in(-1, email=None)
    absent(repairs.due_in(-1), date(2026, 11, 16), None)
    exempt(repairs.due_in(-1))
    repairs.due_in(-1, is_active=False)
    repairs.due_in(-1, last_day=date(2026, 11, 15))
    ended = member_of(repairs.team)
    with writing():
        db.session.query(Posting).filter_by(person_id=ended.id).update({"ends_on": date(2026, 11, 15)})
    assert repairs.remind() == []
    assert repairs.postbox.received == []
    assert repairs.rows() == []


def test_nothing_to_who_has_done_it(repairs: Repairs) -> None:
    complete(repairs.due_in(-1))
    assert repairs.remind() == []


@pytest.mark.parametrize("what", ["done", "away", "left", "exempt", "email taken away"])
def test_what_happens_between_queueing_and_sending_counts(repairs: Repairs, what: str) -> None:
    person = repairs.due_in(-1)
    repairs.work_out()
    assert repairs.plan() == 1
    if what == "done":
        complete(person, TODAY)
    elif what == "away":
        absent(person, TODAY, TODAY + timedelta(days=3))
    elif what == "exempt":
        exempt(person)
    else:
        changed: dict[str, object] = {"is_active": False} if what == "left" else {"email": None}
        with writing():
            db.session.query(Person).filter_by(id=person.id).update(changed)
    assert repairs.send() == []
    assert repairs.postbox.received == []
    assert repairs.states() == ["cancelled"]


def test_of_two_things_in_a_mail_only_what_is_left_is_told(repairs: Repairs) -> None:
    put_in_force(
        repairs.organisation_id,
        """programme: Training
requirements:
  core: {title: Core, who: everyone, course: short, due: 30 days after joining}
  more: {title: More, who: everyone, course: more-of-it, due: 30 days after joining}
courses:
  more-of-it: {title: More, level: 2, valid for: 12 months}
""",
    )
    person = repairs.due_in(7)
    repairs.work_out()
    assert repairs.plan() == 2
    complete(person, TODAY)
    repairs.send()
    (received,) = repairs.postbox.received
    assert "More" in received.text
    assert "Core" not in received.text
    assert sorted(repairs.states()) == ["cancelled", "sent"]


def test_again_on_the_same_day_sends_nothing(repairs: Repairs) -> None:
    repairs.due_in(7)
    assert [each.result for each in repairs.remind()] == [Result.SENT]
    assert repairs.remind() == []
    assert len(repairs.postbox.received) == 1


def test_a_whole_quarter_of_daily_runs_sends_each_step_once(repairs: Repairs) -> None:
    repairs.due_in(30)
    days = []
    for offset in range(130):
        day = TODAY + timedelta(days=offset)
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False):
            days += [offset - 30 for _ in repairs.remind(day)]
    assert days == [-30, -7, 0, 1, 15, 29, 43, 57, 71]


def test_who_missed_some_days_gets_the_last_step_alone(repairs: Repairs) -> None:
    repairs.due_in(30)
    repairs.remind()
    for offset in (32, 33):
        day = TODAY + timedelta(days=offset)
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False):
            repairs.remind(day)
    assert len(repairs.postbox.received) == 2
    assert "it was due on" in repairs.postbox.received[1].text


def test_a_text_is_not_kept_once_it_is_sent(repairs: Repairs) -> None:
    repairs.due_in(7)
    repairs.remind()
    (row,) = repairs.rows()
    assert (row.body, row.subject) == (None, "A reminder about your training")


def test_the_preview_equals_what_is_sent(repairs: Repairs) -> None:
    boss = member_of(repairs.team, manages=True, name="Bo Boss")
    complete(boss)
    for days_left in (30, 20, 7, 0, -1, -30, 40):
        repairs.due_in(days_left)
    repairs.work_out()
    shown = [mail for _, mail in previewed(repairs.organisation_id, coming(repairs.organisation_id, TODAY), TODAY)]
    repairs.plan()
    queued = [mail for _, mail in previewed(repairs.organisation_id, coming(repairs.organisation_id, TODAY), TODAY)]
    assert queued == shown
    repairs.send()

    def facts(addresses: tuple[str, ...], subject: str, text: str) -> tuple[tuple[str, ...], str, str]:
        return addresses, subject, text.replace("\r\n", "\n")

    assert sorted(facts(each.to, each.subject, each.text) for each in repairs.postbox.received) == sorted(
        facts((each.to.email, *([each.copy_to.email] if each.copy_to else [])), each.subject, each.body)
        for each in shown
    )
    assert len(shown) == 7
    assert coming(repairs.organisation_id, TODAY) == []


def test_each_organisation_has_its_own(repairs: Repairs) -> None:
    elsewhere = TeamFactory()
    ask(elsewhere.organisation_id)
    theirs = member_of(elsewhere, starts_on=TODAY - timedelta(days=23))
    ours = repairs.due_in(7)
    work_out(elsewhere.organisation_id)
    plan(elsewhere.organisation_id, TODAY, clock.now())
    repairs.remind()
    assert repairs.postbox.addresses == [ours.email]
    assert [(row.person_id, row.state) for row in repairs.rows()] == [(theirs.id, "waiting"), (ours.id, "sent")]


def test_what_is_wrong_with_one_mail_does_not_keep_the_next(repairs: Repairs) -> None:
    first, second = repairs.due_in(7), repairs.due_in(7)
    assert first.email is not None
    repairs.postbox.refuses[first.email] = "550 No such user"
    outcomes = repairs.remind()
    assert {each.mail.to: each.result for each in outcomes} == {first.email: Result.REFUSED, second.email: Result.SENT}
    assert [row.state for row in repairs.rows()] == ["failed", "sent"]
    assert (
        db.session.get_one(OutgoingMail, repairs.rows()[0].id).problem == "The mail server answered 550: No such user"
    )
