from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Person
from tests.client import StrictClient
from tests.factories import complete, member_of
from tests.training_log.archive import Archive, as_page, csv_rows, erase, leave, post_to, rows_on_pages, xlsx_rows


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def names(app: Flask, reader: Person) -> set[str]:
    """Whom this reader sees, on the page and in both files alike."""
    client = StrictClient(app).sign_in(reader)
    on_csv = csv_rows(client, "")
    assert rows_on_pages(client, "") == as_page(on_csv)
    assert xlsx_rows(client, "") == on_csv
    return {row["name"] for row in on_csv}


def test_an_erased_person_is_removed_and_their_lines_stay(app: Flask, archive: Archive) -> None:
    before = len(csv_rows(StrictClient(app).sign_in(archive.lead), ""))
    erase(person("Ann Lee").id)
    client = StrictClient(app).sign_in(archive.lead)
    rows = csv_rows(client, "")
    assert len(rows) == before
    removed = [row for row in rows if not row["name"]]
    assert len(removed) == 5
    assert {(row["email"], row["team"]) for row in removed} == {("", "")}
    assert [row["name"] for row in rows_on_pages(client, "")].count("Removed") == 5
    assert "" in names(app, archive.lead)


def test_an_erased_person_is_in_no_team(app: Flask, archive: Archive) -> None:
    erase(person("Ann Lee").id)
    assert "" not in names(app, archive.manager)


def test_a_leaver_stays_with_the_team_that_they_left(app: Flask, archive: Archive) -> None:
    leave(person("Ann Lee"), date(2026, 6, 30))
    assert "Ann Lee" in names(app, archive.manager)
    assert "Ann Lee" in names(app, archive.lead)
    assert "Ann Lee" not in names(app, archive.deputy)


def test_who_moved_is_with_the_new_manager_only(app: Flask, archive: Archive) -> None:
    mover = person("Ann Lee")
    leave_posting_only(mover, date(2026, 6, 30))
    post_to(mover, archive.teams["Office"], date(2026, 7, 1))
    assert "Ann Lee" not in names(app, archive.manager)
    client = StrictClient(app).sign_in(archive.lead)
    assert {row["team"] for row in csv_rows(client, "") if row["name"] == "Ann Lee"} == {"Office"}


def leave_posting_only(who: Person, last_day: date) -> None:
    leave(who, last_day)
    who.is_active = True
    db.session.commit()


def test_who_will_move_is_with_the_old_manager_until_then(app: Flask, archive: Archive) -> None:
    mover = person("Ann Lee")
    leave_posting_only(mover, date(2026, 12, 31))
    post_to(mover, archive.teams["Office"], date(2027, 1, 1))
    assert "Ann Lee" in names(app, archive.manager)
    client = StrictClient(app).sign_in(archive.lead)
    assert {row["team"] for row in csv_rows(client, "") if row["name"] == "Ann Lee"} == {"Repairs"}


@pytest.mark.parametrize("starts_on", [date(2025, 1, 1), date(2026, 6, 1)], ids=["older", "newer"])
def test_two_postings_are_seen_by_both_managers(starts_on: date, app: Flask, archive: Archive) -> None:
    post_to(person("'quoted'"), archive.teams["Roofs"], starts_on)
    office_manager = member_of(archive.teams["Office"], name="Off Ice", manages=True)
    assert "'quoted'" in names(app, archive.deputy)
    assert "'quoted'" in names(app, office_manager)


def test_two_postings_make_no_row_twice(app: Flask, archive: Archive) -> None:
    post_to(person("Ann Lee"), archive.teams["Roofs"], date(2026, 6, 1))
    for reader in (archive.lead, archive.manager):
        rows = csv_rows(StrictClient(app).sign_in(reader), "")
        assert len({row["entry"] for row in rows}) == len(rows)


def test_whoever_manages_two_teams_sees_both(app: Flask, archive: Archive) -> None:
    both = member_of(archive.teams["Roofs"], manages=True)
    posting = member_of(archive.teams["Office"], manages=True)
    assert "Ann Lee" not in names(app, both)
    assert names(app, both).isdisjoint(names(app, posting))


def test_team_and_log_name_the_same_people(app: Flask, archive: Archive) -> None:
    post_to(person("'quoted'"), archive.teams["Roofs"], date(2025, 1, 1))
    leave_posting_only(person("Ann Lee"), date(2026, 12, 31))
    post_to(person("Ann Lee"), archive.teams["Office"], date(2027, 1, 1))
    for reader in (archive.manager, archive.deputy):
        complete(reader)
        page = StrictClient(app).sign_in(reader).get("/team")
        on_team = set(page.document.xpath("//tbody/tr/th/a/text()"))
        assert names(app, reader) <= on_team
