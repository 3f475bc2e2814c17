"""What a lead records about somebody: jobs, leaving, time away, what else is asked."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Absence, Exemption, Person, Posting, RecordView
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import PostingFactory, ask, member_of
from tests.staffing.conftest import asked, postings, row

TODAY, BEGAN = date(2026, 11, 16), date(2026, 1, 5)


def fresh(person: Person) -> Person:
    db.session.rollback()
    db.session.refresh(person)
    return person


def test_a_record_leads_to_all_of_it_for_a_lead_alone(lead: StrictClient, cast: Cast, app: object) -> None:
    page = lead.get(f"/people/{cast.learner.id}")
    for text in ("Change details", "Teams and jobs", "Time away", "Ask something else", "They leave"):
        lead.get(page.link(text))
    manager = StrictClient(lead.app).sign_in(cast.manager)
    assert "Time away" not in manager.get(f"/people/{cast.learner.id}").words


def test_looking_is_on_record(lead: StrictClient, cast: Cast) -> None:
    for page in ("postings", "absences", "exemptions"):
        lead.get(f"/people/{cast.learner.id}/{page}")
    db.session.rollback()
    looks = db.session.execute(select(RecordView.viewer_id, RecordView.person_id, RecordView.what)).all()
    assert looks == [(cast.lead.id, cast.learner.id, "record")]


def test_a_new_job_from_a_day(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(lead.get(f"/people/{cast.learner.id}/postings").link("New team or job"))
    page = lead.press(page, "Save", team=str(cast.office.id), job="Clerk", from_day="2026-12-01")
    assert "To come" in page.words
    assert postings(cast.learner) == [("Repairs", BEGAN, date(2026, 11, 30)), ("Office", date(2026, 12, 1), None)]
    page = lead.press(page, "Take it out")
    assert postings(cast.learner) == [("Repairs", BEGAN, None)]


def test_two_jobs_and_the_end_of_one(lead: StrictClient, cast: Cast) -> None:
    page = lead.get(f"/people/{cast.learner.id}/post")
    page = lead.press(page, "Save", team=str(cast.office.id), how="besides")
    page = lead.press(lead.get(page.link("End this job")), "Save", last_day="2026-11-20")
    assert postings(cast.learner)[1] == ("Office", TODAY, date(2026, 11, 20))


def test_a_start_that_is_long_past_is_confirmed_first(lead: StrictClient, cast: Cast) -> None:
    form = lead.get(f"/people/{cast.learner.id}/post").form("Save")
    page = lead.page_of(lead.submit(form, expect=400, team=str(cast.office.id), from_day="2026-10-15"))
    assert "This changes what was asked of Lena Learner since 15 October 2026" in page.words
    assert postings(cast.learner) == [("Repairs", BEGAN, None)]
    other = page.form("Save")
    page = lead.page_of(lead.submit(other, expect=400, since="2026-10-15", from_day="2026-10-14"))
    assert "since 14 October 2026" in page.words, "another day is confirmed anew"
    lead.submit(page.form("Save"), since="2026-10-14")
    assert postings(cast.learner) == [("Repairs", BEGAN, date(2026, 10, 13)), ("Office", date(2026, 10, 14), None)]


def test_a_start_of_31_days_ago_is_not_asked_about(lead: StrictClient, cast: Cast) -> None:
    lead.press(lead.get(f"/people/{cast.learner.id}/post"), "Save", team=str(cast.office.id), from_day="2026-10-16")
    assert len(postings(cast.learner)) == 2


def test_the_jobs_that_would_end_are_named(lead: StrictClient, cast: Cast) -> None:
    PostingFactory(person_id=cast.learner.id, team_id=cast.office.id, job="Clerk")
    words = lead.get(f"/people/{cast.learner.id}/post").words
    assert "On that day: Repairs; Office, Clerk." in words
    assert "All 2 of them end the day before" in words


def test_a_form_shows_what_they_do_now(lead: StrictClient, cast: Cast) -> None:
    fields = {"job": "Operative", "line_manager": cast.manager.email, "employment": "agency"}
    lead.submit(lead.get(f"/people/{cast.learner.id}/post").form("Save"), **fields)
    found = lead.get(f"/people/{cast.learner.id}/post").form("Save").fields
    assert {name: found[name] for name in (*fields, "team")} == {
        **{name: [value] for name, value in fields.items()},
        "team": [str(cast.team.id)],
    }


def test_a_circle_is_told_with_its_names(lead: StrictClient, cast: Cast) -> None:
    lead.submit(lead.get(f"/people/{cast.learner.id}/post").form("Save"), line_manager=cast.manager.email)
    form = lead.get(f"/people/{cast.manager.id}/post").form("Save")
    page = lead.page_of(lead.submit(form, expect=400, line_manager=cast.learner.email))
    assert "Mani Manager → Lena Learner → Mani Manager" in page.words
    assert cast.learner.email in page.document.xpath("//input[@name='line_manager']/@value")


def test_leaving_on_a_day_to_come_staying_and_leaving_today(lead: StrictClient, cast: Cast) -> None:
    page = lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "Save", last_day="2026-12-31")
    assert "closes by itself after 31 December 2026" in page.words
    page = lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "They stay after all")
    assert fresh(cast.learner).last_day is None
    page = lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "Save", last_day="2026-11-16")
    assert "Has left" in page.words
    assert asked(cast.learner) == []
    for path in ("post", "leave", "absences", "exemptions"):
        lead.send("GET", f"/people/{cast.learner.id}/{path}")


def test_coming_back(lead: StrictClient, cast: Cast) -> None:
    lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "Save", last_day="2026-11-09")
    page = lead.get(lead.get(f"/people/{cast.learner.id}").link("Bring them back"))
    page = lead.press(page, "Bring them back", team=str(cast.office.id))
    assert "They are back" in page.words
    assert postings(cast.learner) == [("Repairs", BEGAN, date(2026, 11, 9)), ("Office", TODAY, None)]
    assert asked(cast.learner) == ["short"]


def test_a_leaving_that_was_a_mistake_is_taken_back(lead: StrictClient, cast: Cast) -> None:
    PostingFactory(person_id=cast.learner.id, team_id=cast.office.id)
    lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "Save", last_day="2026-11-09")
    page = lead.press(lead.get(f"/people/{cast.learner.id}/return"), "They never left")
    assert "They stay" in page.words
    assert set(postings(cast.learner)) == {("Repairs", BEGAN, None), ("Office", BEGAN, None)}
    lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "Save", last_day="2026-10-15")
    assert "They never left" not in lead.get(f"/people/{cast.learner.id}/return").words, "too long ago"


@pytest.mark.parametrize(
    ("last_day", "said"),
    [
        ("", "Enter the last day"),
        ("2026-01-04", "They began in their team on 5 January 2026"),
        ("soon", "Enter a date"),
    ],
)
def test_a_last_day_that_cannot_be(lead: StrictClient, cast: Cast, last_day: str, said: str) -> None:
    form = lead.get(f"/people/{cast.learner.id}/leave").form("Save")
    assert said in lead.page_of(lead.submit(form, expect=400, last_day=last_day)).words


def test_a_lead_closes_and_opens_no_account_whose_rights_are_not_theirs_to_give(
    lead: StrictClient, admin: StrictClient, cast: Cast
) -> None:
    other = member_of(cast.team, name="Ada Admin", is_admin=True)
    form = lead.get(f"/people/{cast.learner.id}/leave").form("Save")
    form.action = f"/people/{other.id}/leave"
    page = lead.page_of(lead.submit(form, expect=400, last_day="2026-11-09"))
    assert "Ask an administrator" in page.words
    assert "Ask an administrator" in lead.get(f"/people/{other.id}/leave").words
    assert not lead.get(f"/people/{other.id}/leave").document.xpath("//input[@name='last_day']")
    assert fresh(other).is_active
    admin.press(admin.get(f"/people/{other.id}/leave"), "Save", last_day="2026-12-31")
    lead.post(f"/people/{other.id}/stay", {"csrf_token": lead.token()}, expect=303)
    assert fresh(other).last_day == date(2026, 12, 31)
    admin.press(admin.get(f"/people/{other.id}/leave"), "Save", last_day="2026-11-09")
    page = lead.get(f"/people/{other.id}/return")
    assert "Ask an administrator" in page.words
    facts = {
        "csrf_token": lead.token(),
        "team": str(cast.office.id),
        "from_day": "2026-11-16",
        "employment": "employee",
    }
    lead.post(f"/people/{other.id}/return", facts, expect=400)
    assert not fresh(other).is_active
    page = admin.get(f"/people/{other.id}/return")
    admin.press(page, "Bring them back", team=str(cast.office.id))
    assert fresh(other).is_active


def test_what_was_to_end_on_the_last_day_anyway_is_left_out_when_they_stay(lead: StrictClient, cast: Cast) -> None:
    until = date(2026, 12, 31)
    PostingFactory(person_id=cast.learner.id, team_id=cast.office.id, ends_on=until)
    lead.press(lead.get(f"/people/{cast.learner.id}/leave"), "Save", last_day="2026-12-31")
    page = lead.get(f"/people/{cast.learner.id}/leave")
    assert "What else ended earlier, or was still to begin, does not come back by itself" in page.words
    (repairs,) = page.document.xpath("//label[contains(., 'Repairs')]/preceding-sibling::input/@value")
    lead.press(page, "They stay after all", posting=[repairs])
    assert set(postings(cast.learner)) == {("Repairs", BEGAN, None), ("Office", BEGAN, until)}


def test_nobody_records_that_they_leave_themselves(lead: StrictClient, cast: Cast) -> None:
    form = lead.get(f"/people/{cast.lead.id}/leave").form("Save")
    page = lead.page_of(lead.submit(form, expect=400, last_day="2026-11-16"))
    assert "Ask another training lead or administrator" in page.words


def test_whose_line_manager_they_are_is_told(lead: StrictClient, cast: Cast) -> None:
    lead.submit(lead.get(f"/people/{cast.learner.id}/post").form("Save"), line_manager=cast.manager.email)
    assert (
        "line manager of 1 person, who needs another one: Lena Learner"
        in lead.get(f"/people/{cast.manager.id}/leave").words
    )


def test_a_time_away_is_added_changed_and_taken_out(lead: StrictClient, cast: Cast) -> None:
    path = f"/people/{cast.learner.id}/absences"
    page = lead.press(lead.get(path), "Save", starts_on="2026-11-10")
    assert "From 10 November 2026" in page.words
    assert row(cast.learner, "short").status == "paused"
    refused = lead.page_of(lead.submit(page.form("Save"), expect=400, starts_on="2026-12-01"))
    assert "They are away from 10 November 2026 already" in refused.words
    assert refused.document.xpath("//input[@name='starts_on']/@value") == ["2026-12-01"]
    page = lead.press(lead.get(page.link("Say when they are back")), "Save", ends_on="2026-11-12")
    assert "10 November 2026 to 12 November 2026" in page.words
    assert row(cast.learner, "short").status == "asked"
    page = lead.press(page, "Take out")
    assert "Nothing is recorded" in page.words
    assert db.session.scalar(select(Absence)) is None


def test_something_else_is_asked_and_no_reason(lead: StrictClient, cast: Cast) -> None:
    path = f"/people/{cast.learner.id}/exemptions"
    page = lead.get(path)
    assert page.document.xpath("//textarea") == []
    assert "No reason is kept" in page.words
    page = lead.press(page, "Save", requirement="short", how="nothing", reason="because")
    assert "Not asked" in page.words
    assert row(cast.learner, "short").status == "exempt"
    kept = db.session.scalars(select(Exemption)).one()
    assert (kept.requirement, kept.route, kept.made_by_id) == ("short", None, cast.lead.id)
    lead.press(page, "Ask it again")
    assert row(cast.learner, "short").status == "asked"
    page = lead.press(lead.get(path), "Save", requirement="short", how="route", route="talk", ends_on="2027-01-31")
    assert "A talk" in page.words
    assert db.session.scalars(select(Exemption)).one().route == "talk"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"requirement": ""}, "Choose what it is about"),
        ({"requirement": "other"}, "Choose one of the list"),
        ({"how": ""}, "Say what to ask instead"),
        ({"how": "route"}, "Choose the other course"),
        ({"how": "route", "route": "unknown"}, "Choose one of the list"),
        ({"starts_on": ""}, "Enter the first day"),
        ({"ends_on": "2026-11-15"}, "The last day must not be before the first"),
    ],
)
def test_what_cannot_be_asked(lead: StrictClient, cast: Cast, fields: dict[str, str], said: str) -> None:
    form = lead.get(f"/people/{cast.learner.id}/exemptions").form("Save")
    sent = {"requirement": "short", "how": "nothing"} | fields
    assert said in lead.page_of(lead.submit(form, expect=400, **sent)).words
    assert db.session.scalar(select(Exemption)) is None


def test_what_belongs_to_somebody_else_is_not_theirs(lead: StrictClient, cast: Cast) -> None:
    """Ids of one person under the address of another, or of another organisation."""
    posting = PostingFactory(person_id=cast.colleague.id, team_id=cast.office.id, starts_on=date(2027, 1, 1))
    day = {"person_id": cast.colleague.id, "starts_on": TODAY}
    rows = [Absence(**day), Exemption(**day, requirement="short", made_by_id=cast.lead.id)]
    db.session.add_all(rows)
    db.session.commit()
    absence, exemption = (each.id for each in rows)
    token = {"csrf_token": lead.token()}
    for person in (cast.learner, cast.other_learner):
        for path in (f"absences/{absence}/take-out", f"exemptions/{exemption}/end", f"postings/{posting.id}/take-out"):
            lead.post(f"/people/{person.id}/{path}", token, expect=404)
    for path in ("change", "postings", "post", "leave", "return", "absences", "exemptions"):
        lead.get(f"/people/{cast.other_learner.id}/{path}", expect=404)
        lead.get(f"/people/{2**70}/{path}", expect=404)
    db.session.rollback()
    assert db.session.query(Posting).filter_by(id=posting.id).count() == 1


def test_without_a_programme_there_is_nothing_to_leave_out(lead: StrictClient, cast: Cast) -> None:
    other = StrictClient(lead.app).sign_in(cast.other_lead)
    page = other.get(f"/people/{cast.other_learner.id}/exemptions")
    assert "there is nothing to leave out" in page.words
    ask(cast.other_team.organisation_id)
    assert "Ask something else of this person" in other.get(page.path).words
