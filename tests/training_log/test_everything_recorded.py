"""Corrections and withdrawals: both visible, on the page and in every file."""

from datetime import date

import pytest
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import Person
from tests.client import StrictClient
from tests.documents.xapi_rules import VOIDED, broken_rules
from tests.training_log.archive import Row, as_page, csv_rows, jsonl_objects, jsonl_rows, rows_on_pages, xlsx_rows
from tests.training_log.histories import Place, bring_in, make_place, pass_test, put_right, take_back

pytestmark = pytest.mark.usefixtures("now", "published")

ADDED = ("kind", "state", "corrects", "replaced_by", "reason", "recorded_on", "recorded_by")


@pytest.fixture
def place(app: Flask) -> Place:
    """Entry 1 is corrected by 2; 3 is withdrawn by 4; 5 was brought in by hand and is untouched."""
    made = make_place()
    ann, _bob, cy = made.people[:3]
    pass_test(ann, date(2026, 2, 2))
    put_right(made.organisation, 1, date(2026, 3, 3), made.lead, completed_on=date(2026, 2, 1), course="other")
    pass_test(cy, date(2026, 4, 4))
    take_back(made.organisation, 3, date(2026, 5, 5), made.lead)
    bring_in(ann, date(2024, 1, 1), date(2026, 6, 6), by=made.lead)
    return made


def files(client: StrictClient, query: str) -> list[Row]:
    on_csv = csv_rows(client, query)
    assert xlsx_rows(client, query) == on_csv
    assert jsonl_rows(client, query) == on_csv
    assert rows_on_pages(client, query) == as_page(on_csv)
    return on_csv


def test_everything_is_there_with_what_took_its_place(app: Flask, place: Place) -> None:
    client = StrictClient(app).sign_in(place.lead)
    found = {row["entry"]: [row[name] for name in ADDED] for row in files(client, "entries=all")}
    assert found == {
        "1": ["completion", "corrected", "", "2", "", "2026-02-02", ""],
        "2": ["correction", "current", "1", "", "wrong-date", "2026-03-03", "Lee Lead"],
        "3": ["completion", "withdrawn", "", "4", "", "2026-04-04", ""],
        "4": ["withdrawal", "withdrawn", "3", "", "not-completed", "2026-05-05", "Lee Lead"],
        "5": ["import", "expired", "", "", "", "2026-06-06", "Lee Lead"],
    }


def test_only_what_counts_is_there_otherwise(app: Flask, place: Place) -> None:
    client = StrictClient(app).sign_in(place.lead)
    assert [row["entry"] for row in files(client, "")] == ["2", "5"]


def test_the_page_says_that_there_are_others_and_leads_to_them(app: Flask, place: Place) -> None:
    client = StrictClient(app).sign_in(place.lead)
    page = client.get("/log?to=2026-12-31")
    assert "2 completions" in page.words
    assert "2 entries were corrected or withdrawn." in page.words
    page = client.get(page.link("See everything that was recorded"))
    assert "5 entries" in page.words
    assert "This is everything that was recorded." in page.words
    assert page.link("by 2") == "/log/2"
    assert "corrects 1" in page.words
    assert page.link("See what counts") == "/log?to=2026-12-31"


def test_the_others_are_counted_under_the_same_filters_and_rights(app: Flask, place: Place) -> None:
    client = StrictClient(app).sign_in(place.lead)
    assert "1 entry was corrected or withdrawn." in client.get("/log?from=2026-04-01").words
    assert "corrected or withdrawn." not in client.get("/log?from=2026-04-05").words
    assert "corrected or withdrawn." not in client.get("/log?as_at=2026-03-02").words
    assert "1 entry was corrected or withdrawn." in StrictClient(app).sign_in(place.manager).get("/log").words


def test_a_page_row_leads_to_its_entry_and_its_person(app: Flask, place: Place) -> None:
    page = StrictClient(app).sign_in(place.lead).get("/log?from=2026-02-01")
    assert page.link("2") == "/log/2"
    assert page.link("Ann of Repairs") == f"/people/{place.people[0].id}"


def test_notes_are_in_no_file_and_evidence_only_in_those_of_leads(app: Flask, place: Place) -> None:
    lead, manager = (StrictClient(app).sign_in(reader) for reader in (place.lead, place.manager))
    for path in ("/log.csv", "/log.jsonl", "/log.xapi.jsonl", "/log"):
        assert "between us" not in lead.fetch(f"{path}?entries=all").get_data(as_text=True)
        assert "file 12" not in manager.fetch(f"{path}?entries=all").get_data(as_text=True)
    assert {row["entry"]: row["evidence"] for row in files(lead, "entries=all")}["5"] == "file 12"
    assert {row["evidence"] for row in files(manager, "entries=all")} == {""}


def test_values_keep_their_types_in_json_lines(app: Flask, place: Place) -> None:
    newest, *_ = jsonl_objects(StrictClient(app).sign_in(place.lead), "")
    assert (newest["entry"], newest["corrects"], newest["level"]) == (2, 1, 1)
    assert (newest["completed_on"], newest["recorded_on"]) == ("2026-02-01", "2026-03-03")
    assert newest["replaced_by"] is newest["session"] is None


def xapi(client: StrictClient, query: str = "") -> list[Row]:
    return jsonl_objects(client, query, "/log.xapi.jsonl")


def standing(statements: list[Row]) -> list[str]:
    """The courses of the statements that no other voids."""
    void = {each["object"]["id"] for each in statements if each["verb"]["id"] == VOIDED}
    told = [each for each in statements if each["verb"]["id"] != VOIDED and each["id"] not in void]
    return sorted(each["object"]["id"].rpartition("/")[2] for each in told)


def test_what_is_not_voided_is_what_counts(app: Flask, place: Place) -> None:
    client = StrictClient(app).sign_in(place.lead)
    assert len(xapi(client)) == 4 + 2
    for query in ("", "course=short", "course=other", "from=2026-01-01", "as_at=2026-03-02", "as_at=2026-05-04"):
        assert standing(xapi(client, query)) == sorted(row["course_id"] for row in csv_rows(client, query)), query


def test_every_statement_keeps_the_rules_of_xapi_and_names_nobody(app: Flask, place: Place) -> None:
    client = StrictClient(app).sign_in(place.lead)
    assert [broken_rules(each) for each in xapi(client)] == [[]] * 6
    text = client.fetch("/log.xapi.jsonl").get_data(as_text=True)
    assert place.people[0].reference in text
    for person in place.people:
        assert person.name not in text
        assert person.email not in text


def test_statements_are_about_the_same_people_and_each_comes_before_what_voids_it(app: Flask, place: Place) -> None:
    found = xapi(StrictClient(app).sign_in(place.manager))
    assert [each["verb"]["display"]["en"] for each in found] == ["completed", "voided", "completed", "completed"]
    assert found[1]["object"]["id"] == found[0]["id"]


def erase(person: Person) -> None:
    with writing():
        person.name, person.email, person.erased_on = "", None, date(2026, 7, 7)
        person.reference = "nobody"
    db.session.expire_all()


def test_an_erased_person_is_removed_from_rows_and_statements(app: Flask, place: Place) -> None:
    erase(place.people[0])
    client = StrictClient(app).sign_in(place.lead)
    rows = files(client, "entries=all")
    assert len(rows) == 5
    assert {(row["name"], row["email"]) for row in rows if row["entry"] in "125"} == {("", "")}
    assert "Removed" in client.get("/log").words
    assert len(xapi(client)) == 2
