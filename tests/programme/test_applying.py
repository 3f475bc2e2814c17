"""A draft is previewed, then applied; what the preview says is what happens."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from app.assignments import previewing
from app.assignments.in_force import in_force, parsed
from app.assignments.previewing import begin_preview, go_on, preview_from_json, preview_programme, preview_to_json
from app.assignments.refreshing import today_in, waiting
from app.extensions import db
from app.models import Assignment, ProgrammeDraft, RecordView
from app.programme import applying_routes
from app.rules.programmes.assigning import Status
from app.rules.programmes.standing import State, state_on
from tests.client import Page, StrictClient
from tests.factories import complete, put_in_force, work_out
from tests.programme.conftest import FIRST, SECOND, Office


def draft_of(client: StrictClient, source: str) -> Page:
    client.press(client.get("/programme"), "Change it")
    return client.press(client.get("/programme/edit/text"), "Save in the draft", source=source)


def preview_of(client: StrictClient, source: str = SECOND) -> Page:
    return client.press(draft_of(client, source), "Preview the change")


def test_the_preview_says_who_moves_and_moves_nobody(lead: StrictClient, in_office: Office) -> None:
    before = rows()
    page = preview_of(lead)
    assert "This makes 2 people overdue and moves 5 due dates." in page.words
    assert "We looked at all 5 people who are here, as it is today. Nothing has changed yet." in page.words
    assert "Level 1 5 people are no longer overdue due later for 5 people" in page.words
    assert "Level 2 for Repairs 2 people become overdue asked of 2 people more" in page.words
    assert "Ann Lee Level 2 for Repairs 6 Mar 2026" in page.words
    assert "Level 2 for Repairs makes people overdue on the day you apply it" in page.words
    assert in_force(in_office.organisation.id).version == 1
    assert rows() == before


def test_who_sees_the_names_is_written_down(lead: StrictClient, in_office: Office) -> None:
    preview_of(lead)
    assert db.session.scalars(select(RecordView.what).where(RecordView.viewer_id == in_office.lead.id)).all() == [
        "list"
    ]


def test_an_audience_that_binds_nobody_is_a_warning(lead: StrictClient) -> None:
    page = preview_of(lead, SECOND.replace("{team: Repairs}", "{team: Repairs, manages: yes}"))
    assert "Asked of nobody: Level 2 for Repairs. Check who it is for." in page.words
    lead.press(page, "Apply it")
    assert "Version 2 is in force" in lead.get("/programme").words


def test_a_requirement_that_has_not_begun_binds_nobody_yet_and_says_whom_it_will(lead: StrictClient) -> None:
    page = preview_of(lead, SECOND + "    from: 2027-04-01\n")
    assert "This makes nobody overdue and moves 5 due dates." in page.words
    assert "will be asked of 2 people when it begins" in page.words
    assert "Asked of nobody" not in page.words
    assert "on the day you apply it" not in page.words


def test_applying_puts_it_in_force_and_works_everybody_out(lead: StrictClient, in_office: Office) -> None:
    page = lead.press(preview_of(lead), "Apply it")
    assert "Version 2 is in force, and everybody's dates follow it." in page.words
    assert "Applied by Lee Lead." in page.words
    assert waiting(in_office.organisation.id, today_in(in_office.organisation.id)) == 0
    assert {key for key, *_ in rows()} == {"core", "day"}
    assert db.session.scalars(select(ProgrammeDraft)).all() == []


def test_two_leads_at_once_the_second_is_told(app: Flask, lead: StrictClient, in_office: Office) -> None:
    page = preview_of(lead)
    put_in_force(in_office.organisation.id, FIRST.replace("Northgate", "Meanwhile"))
    told = lead.press(page, "Apply it")
    assert "version 2 came into force meanwhile" in told.words
    assert "Version 2 came into force after this draft was begun" in told.words
    assert in_force(in_office.organisation.id).programme.name == "Meanwhile"


def test_a_draft_that_another_lead_changed_is_not_applied(app: Flask, lead: StrictClient, in_office: Office) -> None:
    page = preview_of(lead)
    other = StrictClient(app).sign_in(in_office.other_lead)
    other.press(other.get("/programme/edit/text"), "Save in the draft", source=SECOND.replace("400", "500"))
    assert "the draft was changed since you previewed it" in lead.press(page, "Apply it").words
    assert in_force(in_office.organisation.id).version == 1


def test_a_draft_with_a_problem_is_neither_previewed_nor_applied(lead: StrictClient, in_office: Office) -> None:
    page = draft_of(lead, SECOND.replace("team: Repairs", "team: Repiars"))
    assert 'Line 11: There is no team "Repiars". Did you mean "repairs"?' in page.words
    token = {"csrf_token": lead.token()}
    assert "Put right what is listed first" in lead.follow(lead.post("/programme/preview", token)).words
    told = lead.follow(lead.post("/programme/apply", {**token, "instead_of": "1", "seal": "x"}))
    assert "Nothing was applied" in told.words
    assert in_force(in_office.organisation.id).version == 1


def test_many_people_are_looked_at_and_worked_out_over_several_requests(
    lead: StrictClient, in_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying_routes, "SECONDS", -1)
    monkeypatch.setattr(previewing, "BATCH", 2)
    page = preview_of(lead)
    assert "2 of 5 people looked at" in page.words
    page = lead.press(lead.press(page, "Look at the others"), "Look at the others")
    assert "This makes 2 people overdue and moves 5 due dates." in page.words
    assert "We looked at all 5 people" in page.words


def test_what_is_left_is_gone_on_with(lead: StrictClient, in_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = preview_of(lead)
    monkeypatch.setattr(applying_routes, "work_out", lambda *_: 5)  # as if the time were over at once
    page = lead.press(page, "Apply it")
    assert "0 of 5 people follow it." in page.words
    assert "The dates of 5 people do not follow it yet." in lead.get("/programme").words
    monkeypatch.undo()
    lead.press(lead.get("/programme/progress"), "Go on with the others")
    assert waiting(in_office.organisation.id, today_in(in_office.organisation.id)) == 0


@dataclass(frozen=True, slots=True)
class Case:
    """A programme, and how many people it makes overdue and dates it moves."""

    name: str
    source: str
    overdue: int
    moved: int


CASES = (
    Case("the same", FIRST, 0, 0),
    Case("longer, and a second one for two", SECOND, 2, 4),
    Case("longer", FIRST.replace("30 days", "600 days"), 0, 4),
    Case("for fewer", FIRST.replace("who: everyone", "who: {team: Income}"), 0, 0),
    Case("under another key", FIRST.replace("  core:", "  core-2:"), 4, 0),
    Case("recommended", FIRST + "    strength: recommended\n", 0, 0),
    Case("renewed sooner", FIRST.replace("every 36", "every 12"), 0, 1),
    Case("begins in November", FIRST + "    from: 2026-11-01\n", 0, 4),
    Case("begins later", FIRST + "    from: 2027-11-01\n", 0, 0),
    Case("another course", FIRST.replace("course: short", "course: level-2-day"), 1, 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_preview_is_what_happens(case: Case, in_office: Office) -> None:
    complete(in_office.ann)
    owner = in_office.organisation.id
    work_out(owner)
    today = today_in(owner)
    preview = preview_programme(owner, parsed(case.source), today)
    before = standing()
    put_in_force(owner, case.source)
    after = standing()
    became = {key[0] for key, (late, _) in after.items() if late and not before.get(key, (False, None))[0]}
    moved = [key for key in before.keys() & after.keys() if before[key][1] != after[key][1]]
    assert (preview.overdue, preview.due_dates_moved) == (len(became), len(moved)) == (case.overdue, case.moved)
    assert sum(each.newly_bound for _, each in preview.moved) == len(after.keys() - before.keys())
    assert sum(each.no_longer_bound for _, each in preview.moved) == len(before.keys() - after.keys())
    assert {each.person_id for each in preview.first} == became


def test_a_preview_can_be_kept(in_office: Office) -> None:
    owner = in_office.organisation.id
    whole = preview_programme(owner, parsed(SECOND), today_in(owner))
    assert preview_from_json(preview_to_json(whole)) == whole
    some = go_on(owner, parsed(SECOND), begin_preview(owner, today_in(owner)), seconds=-1)
    assert go_on(owner, parsed(SECOND), preview_from_json(preview_to_json(some))) == whole


def rows() -> set[tuple[str, int]]:
    query = select(Assignment.requirement, Assignment.person_id).where(Assignment.known_to.is_(None))
    return {(key, person_id) for key, person_id in db.session.execute(query).tuples()}


def standing() -> dict[tuple[int, str], tuple[bool, object]]:
    """For each person and requirement, as the table has it: whether overdue, and the due date."""
    found = {}
    for row in db.session.scalars(select(Assignment).where(Assignment.known_to.is_(None))):
        if row.status != Status.EXEMPT:
            state = state_on(
                today_in(row.organisation_id), row.strength, row.status, row.done_on, row.due_on, row.opens_on
            )
            found[row.person_id, row.requirement] = (state is State.OVERDUE, row.due_on)
    return found
