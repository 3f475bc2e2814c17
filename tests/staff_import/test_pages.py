"""What a training lead sees of a list, from the file to the people."""

import io

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.extensions import db
from app.models import StagedImport
from app.staff_import import applying, routes
from tests.client import Page, StrictClient
from tests.conftest import NOW
from tests.corpus.staff_lists import ANN, BO, HEADER, LISTS, NEW, rows
from tests.factories import ask, work_out
from tests.staff_import.conftest import Office
from tests.staff_import.lists import everything, person, postings

ALL = (ANN, BO, "007,zoe@example.org,Zoe Zero,Office,", "L1,lead@example.org,Lee Lead,Office,")


@pytest.fixture
def lead(app: Flask, people: Office) -> StrictClient:
    return StrictClient(app).sign_in(people.lead)


def send(client: StrictClient, content: bytes, name: str = "staff.csv") -> Page:
    """The page that comes after a file is sent: its columns, or why it cannot be used."""
    form = client.get("/people/import").form("Go on")
    fields = {"csrf_token": form.fields["csrf_token"][0], "file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(fields)
    response = client.send("POST", form.action, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return client.follow(response) if response.status_code == 303 else client.page_of(response)


def dry_run(client: StrictClient, content: bytes) -> Page:
    """With the columns as they are guessed."""
    return client.press(send(client, content), "Go on")


def test_a_list_is_shown_first_and_taken_over_then(lead: StrictClient) -> None:
    columns = send(lead, rows(*ALL, NEW))
    assert columns.heading == "Which column is what?"
    assert "A: staff number (A1)" in columns.words
    before = everything()
    page = lead.press(columns, "Go on")
    assert page.heading == "Check before you take it over"
    assert "1 new person, 0 changes, 0 leave, 4 unchanged, 0 problems." in page.words
    assert "Nia New" in page.words
    assert everything() == before
    done = lead.press(page, "Take the list over")
    assert done.heading == "1 person is up to date"
    assert postings("A9")[0][0] == "Repairs"
    staged = db.session.scalars(select(StagedImport)).one()
    assert (staged.content, staged.entries, staged.imported_on, staged.holds) == (None, 1, NOW.date(), "people")
    assert "staff.csv" in lead.get("/people/import").words
    assert "staff.csv" not in lead.get("/log/import").words


def test_the_same_list_again_changes_nothing(lead: StrictClient) -> None:
    lead.press(dry_run(lead, rows(*ALL, NEW)), "Take the list over")
    after = everything()
    page = dry_run(lead, rows(*ALL, NEW))
    assert "There is nothing to change" in page.words
    assert "This very file was taken over on 16 November 2026." in page.words
    assert "Take the list over" not in page.text
    lead.post(page.path, {"csrf_token": lead.token()})
    assert everything() == after


def test_pressing_twice_takes_over_once(lead: StrictClient) -> None:
    form = dry_run(lead, rows(*ALL, NEW)).form("Take the list over")
    lead.submit(form)
    after = everything()
    assert lead.follow(lead.submit(form)).heading == "1 person is up to date"
    assert everything() == after


def test_columns_are_chosen_and_remembered(lead: StrictClient) -> None:
    content = rows("X;A9;Nia New;Repairs", header="?;Code;Who;Where")
    columns = send(lead, content)
    refused = lead.page_of(lead.submit(columns.form("Go on"), expect=400))
    assert "Choose the column of the name" in refused.words
    assert "Choose the column of the staff number or of the email address" in refused.words
    page = lead.press(refused, "Go on", staff_number="1", name="2", team="3")
    assert "1 new person" in page.words
    assert "Columns that are left out: ?" in page.words
    assert lead.press(send(lead, content), "Go on").heading == "Check before you take it over", "as it was chosen"


def test_one_column_is_not_two_things(lead: StrictClient) -> None:
    form = send(lead, rows(NEW)).form("Go on")
    told = lead.page_of(lead.submit(form, expect=400, job="3"))
    assert "This column is chosen for something else already" in told.words


def test_a_column_that_is_not_there_is_refused(lead: StrictClient) -> None:
    form = send(lead, rows(NEW)).form("Go on")
    assert "Choose one of the list" in lead.page_of(lead.submit(form, expect=400, job="77")).words


def test_a_problem_keeps_everything_out(lead: StrictClient) -> None:
    before = everything()
    page = dry_run(lead, rows(NEW, "A8,,,Repairs,"))
    assert "This cell is empty. Fill it in." in page.words
    with pytest.raises(AssertionError, match="no button"):
        page.form("Take the list over")
    told = lead.follow(lead.post(page.path, {"csrf_token": lead.token()}))
    assert "Nothing was changed: something in the list is not right any more." in told.words
    assert everything() == before


def test_questions_are_answered_on_the_page(lead: StrictClient) -> None:
    page = dry_run(lead, rows("A2,,Bo Ek,Repair Team,,Zero hours", header=f"{HEADER},contract"))
    assert "A new team, or the same as Housing / Repairs? Choose below." in page.words
    assert "We do not know what kind of employment this is. Choose it below." in page.words
    answers = {"team-is": "Housing / Repairs", "kind-is": "agency"}
    page = lead.press(page, "Work it out again", **answers)
    assert "0 problems" in page.words
    assert "Kind of employment: Employee → Agency worker" in page.words
    lead.press(page, "Take the list over")
    again = dry_run(lead, rows("A2,,Bo Ek,Repair Team,,Zero hours", header=f"{HEADER},contract"))
    assert "There is nothing to change" in again.words


@pytest.mark.parametrize(
    "sent", [{"team": "x" * 300, "team-is": "y"}, {"kind": "a", "kind-is": "king"}, {"team-is": "a"}]
)
def test_strange_answers_are_no_answers(sent: dict[str, str], lead: StrictClient) -> None:
    page = dry_run(lead, rows(NEW))
    told = lead.follow(lead.post(f"{page.path}/answers", {"csrf_token": lead.token(), **sent}))
    assert "1 new person, 0 changes" in told.words


def test_many_leave_only_after_a_second_question(lead: StrictClient) -> None:
    page = dry_run(lead, rows(*ALL[:2]))
    assert "0 leave" in page.words
    page = lead.press(page, "Work it out again", whole="yes")
    assert "1 of 4 people would leave. Is that right?" in page.words
    assert "Zoe Zero" in page.words
    told = lead.press(page, "Take the list over")
    assert "Nothing was changed: say first that so many people really leave." in told.words
    assert person("007").is_active
    assert lead.press(told, "Take the list over", leavers="1").heading == "1 person is up to date"
    assert not person("007").is_active


def test_a_database_that_is_busy_afterwards_does_not_take_the_list_back(
    lead: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_facts: object, **_more: object) -> int:
        raise OperationalError("select", {}, Exception("database is locked"))

    page = dry_run(lead, rows(*ALL, NEW))
    monkeypatch.setattr(applying, "work_out", busy)
    done = lead.press(page, "Take the list over")
    assert done.heading == "1 person is up to date"
    assert "What people have to do, and by when, is still being worked out." in done.words
    assert postings("A9")[0][0] == "Repairs"
    told = lead.follow(lead.post(f"{done.path}/work-out", {"csrf_token": lead.token()}))
    assert "What people have to do, and by when, is still being worked out." in told.words


def test_what_was_not_shown_is_not_done(lead: StrictClient, people: Office) -> None:
    page = dry_run(lead, rows(*ALL, NEW))
    other = dry_run(lead, rows(*ALL, NEW, "A8,,Ned New,Repairs,"))
    lead.press(other, "Take the list over")
    told = lead.press(page, "Take the list over")
    assert "by now the list would do something else than you saw" in told.words


def test_all_of_it_can_be_downloaded(lead: StrictClient) -> None:
    page = dry_run(lead, rows(*ALL, "A9,,=1+1,Repairs,Operative"))
    text = lead.fetch(page.link("Download all of this")).get_data(as_text=True)
    assert text.splitlines()[1] == '6,new,A9,,\'=1+1,Housing / Repairs,"Operative, from 16 Nov 2026"'


def test_giving_up_leaves_nothing(lead: StrictClient) -> None:
    page = dry_run(lead, rows(NEW))
    after = lead.press(page, "Give up")
    assert "Nothing was changed, and we have not kept the file." in after.words
    assert db.session.scalar(select(StagedImport)) is None
    lead.get(page.path, expect=404)
    lead.get(f"{page.path}.csv", expect=404)


@pytest.mark.parametrize("name", [name for name, each in LISTS.items() if each.unusable or each.problems])
def test_every_bad_list_is_answered_with_a_page(name: str, lead: StrictClient) -> None:
    before = everything()
    page = send(lead, LISTS[name].content)
    if LISTS[name].unusable:
        assert page.heading == "Take over a list of staff"
    else:
        assert lead.press(page, "Go on").heading == "Check before you take it over"
    assert everything() == before


def test_another_organisation_sees_nothing_of_it(app: Flask, lead: StrictClient, people: Office) -> None:
    path = dry_run(lead, rows(NEW)).path
    stranger = StrictClient(app).sign_in(people.elsewhere)
    token = stranger.token()
    for each in (path, f"{path}/columns", f"{path}.csv"):
        stranger.get(each, expect=404)
    for each in (path, f"{path}/columns", f"{path}/answers", f"{path}/give-up", f"{path}/work-out"):
        stranger.post(each, {"csrf_token": token}, expect=404)


def test_a_list_is_no_file_of_old_records(lead: StrictClient) -> None:
    number = dry_run(lead, rows(NEW)).path.rsplit("/", 1)[1]
    lead.get(f"/log/import/{number}", expect=404)


@pytest.mark.parametrize("number", ["0", "999999", str(2**63), "9" * 30])
def test_a_forged_number_leads_nowhere(number: str, lead: StrictClient) -> None:
    lead.get(f"/people/import/{number}", expect=404)
    lead.get(f"/people/import/{number}.csv", expect=404)
    lead.post(f"/people/import/{number}", {"csrf_token": lead.token()}, expect=404)


def test_a_list_that_is_too_long_for_the_page_is_told(lead: StrictClient) -> None:
    page = send(lead, b"name,email\n" + b"a,b\n" * 20_001)
    assert "There are 20,001 rows, and this page takes 20,000." in page.words


def test_the_file_to_fill_in_can_be_taken_over(lead: StrictClient) -> None:
    content = lead.fetch("/people/import/template.csv").get_data().replace(b"10001", b"L1")
    content = content.replace(b"ann.lee@", b"ann.new@")
    assert "3 new people, 0 changes, 0 leave, 0 unchanged, 0 problems." in dry_run(lead, content).words


def test_what_is_left_to_work_out_is_told_and_can_be_carried_on(
    lead: StrictClient, people: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(people.organisation.id)
    work_out(people.organisation.id)
    monkeypatch.setattr(routes, "SECONDS_TO_WORK_OUT", -1.0)
    many = [f"N{number},,N {number},Office," for number in range(1_100)]
    page = lead.press(dry_run(lead, rows(*ALL, *many)), "Take the list over")
    assert "What 100 people have to do is still to be worked out." in page.words
    page = lead.press(page, "Carry on")
    assert "What everybody has to do, and by when, is worked out." in page.words
