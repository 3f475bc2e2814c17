"""What the database itself refuses, whatever a program does: every constraint by its name."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from app.extensions import Model, db
from tests.models.rows import broken_constraint, insert, named_as_the_database_does, table_of

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime(2026, 11, 16, tzinfo=UTC)
TODAY = date(2026, 11, 16)
YESTERDAY = date(2026, 11, 15)

UNIQUE = [
    "pk_assignment_refreshes",
    "pk_answers",  # one answer to a question
    "pk_assets",
    "pk_attendances",  # one line of a register for each person
    "pk_column_mappings",
    "pk_coverage_cells",  # counted once
    "pk_local_details",
    "pk_log_heads",  # one head to a log
    "pk_signing_keys",
    "uq_assignments_one_current",  # asked once, whatever was asked before
    "pk_programme_drafts",  # one draft that all leads share
    "uq_attempts_one_open",  # two tabs make one attempt
    "uq_certificates_number",
    "uq_certificates_token",
    "uq_courses_organisation_id_slug",
    "uq_editions_module_id_sha256",
    "uq_enrolments_one_open",
    "uq_help_services_organisation_id_position",
    "uq_log_entries_organisation_id_sequence",  # the log has no fork
    "uq_modules_slug",
    "uq_organisations_name",
    "uq_outgoing_mails_key",  # nobody is told the same thing twice
    "uq_partnerships_name",
    "uq_people_reference",
    "uq_programmes_organisation_id_version",  # two leads cannot apply the same version
    "uq_sessions_token_hash",
    "uq_sign_in_tokens_token_hash",
    "uq_signed_heads_organisation_id_day_sequence",
    "uq_team_aliases_organisation_id_name",
    "uq_teams_organisation_id_name",
]

UNIQUE_AS_WELL: list[tuple[str, dict[str, Any]]] = [
    ("uq_attempts_enrolment_id_number", {"handed_in_at": NOW}),
    ("uq_certificates_replaces_id", {"replaces_id": lambda: insert("certificates")["id"]}),  # replaced once
    ("uq_enrolments_person_id_module_id_number", {"completed_on": TODAY}),
    ("uq_log_entries_organisation_id_corrects", {"kind": "withdrawal", "corrects": 1}),  # corrected once
    ("uq_people_email", {"email": "ann@example.org"}),
    ("uq_people_organisation_id_staff_number", {"staff_number": "R100"}),
]

CHECKED: list[tuple[str, dict[str, Any]]] = [
    ("ck_people_email_is_lower_case", {"email": "Ann@example.org"}),  # or one person could have two accounts
    ("ck_attendances_attended_is_known", {"attended": "late"}),
    ("ck_log_entries_corrections_name_what_they_correct", {"kind": "correction"}),
    ("ck_log_entries_corrects_an_earlier_one", {"kind": "correction", "sequence": 2, "corrects": 2}),
    ("ck_log_entries_kind_is_known", {"kind": "edit"}),
    ("ck_log_entries_valid_after_completed", {"completed_on": TODAY, "valid_until": YESTERDAY}),
    ("ck_postings_ends_after_start", {"starts_on": TODAY, "ends_on": YESTERDAY}),
    ("ck_record_views_what_is_known", {"what": "dream"}),
    ("ck_absences_ends_after_start", {"starts_on": TODAY, "ends_on": YESTERDAY}),
    ("ck_assignments_known_for_a_day", {"known_from": TODAY, "known_to": TODAY}),
    ("ck_assignments_status_is_known", {"status": "done"}),
    ("ck_assignments_strength_is_known", {"strength": "optional"}),
    ("ck_coverage_cells_people_not_negative", {"people": -1}),
    ("ck_exemptions_ends_after_start", {"starts_on": TODAY, "ends_on": YESTERDAY}),
    ("ck_outgoing_mails_about_is_known", {"about": "gossip"}),
    ("ck_outgoing_mails_state_is_known", {"state": "lost"}),
    ("ck_plan_items_progress_is_known", {"progress": "dropped"}),
    ("ck_postings_employment_is_known", {"employment": "ghost"}),
    ("ck_postings_nobody_manages_themselves", {"person_id": 7, "line_manager_id": 7}),
    ("ck_sign_in_tokens_purpose_is_known", {"purpose": "fun"}),
    ("ck_staged_imports_holds_is_known", {"holds": "photographs"}),
    ("ck_training_sessions_signed_by_name", {"signed_name": "Jo Bright"}),
]

ALLOWED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("attempts", {"number": 1, "handed_in_at": NOW}, {"number": 2}),  # the next attempt, once one is handed in
    ("attempts", {"number": 1, "handed_in_at": NOW}, {"number": 2, "handed_in_at": NOW}),
    ("enrolments", {"number": 1, "completed_on": TODAY}, {"number": 2}),  # a renewal
    ("log_entries", {"sequence": 1}, {"sequence": 2}),
    ("assignments", {"requirement": "core", "known_to": date(2026, 11, 17)}, {"requirement": "core"}),  # one current
    ("postings", {"ends_on": TODAY, "starts_on": TODAY}, {}),  # for one day
    ("log_entries", {"sequence": 1, "completed_on": TODAY, "valid_until": TODAY}, {"sequence": 2}),
]


def parents(row: dict[str, Any], table_name: str) -> dict[str, Any]:
    columns = Model.metadata.tables[table_name].columns
    return {name: value for name, value in row.items() if columns[name].foreign_keys and not columns[name].primary_key}


def columns_of(constraint_name: str) -> list[str]:
    table = table_of(constraint_name)
    (found,) = [each for each in (*table.constraints, *table.indexes) if each.name == constraint_name]
    return [column.name for column in found.columns]


@pytest.mark.parametrize(("name", "values"), [*((name, {}) for name in UNIQUE), *UNIQUE_AS_WELL])
def test_the_same_twice(name: str, values: dict[str, Any]) -> None:
    table_name = table_of(name).name
    first = insert(table_name, **{column: value() if callable(value) else value for column, value in values.items()})
    same = {column: first[column] for column in (*columns_of(name), "kind") if column in first}
    with pytest.raises(IntegrityError) as refused:
        insert(table_name, **same)
    assert broken_constraint(refused.value) in named_as_the_database_does(name)


@pytest.mark.parametrize(("name", "values"), CHECKED)
def test_what_cannot_be(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError) as refused:
        insert(table_of(name).name, **values)
    assert broken_constraint(refused.value) == name


@pytest.mark.parametrize(("table_name", "first", "second"), ALLOWED)
def test_what_may_be_beside_one_another(table_name: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    made = insert(table_name, **first)
    insert(table_name, **(parents(made, table_name) | second))


def test_every_constraint_is_tested_here() -> None:
    """A new one needs a row in `UNIQUE` or `CHECKED`; a plain key that only counts needs none."""
    in_metadata = set()
    for table in Model.metadata.sorted_tables:
        in_metadata |= {index.name for index in table.indexes if index.unique}
        for constraint in table.constraints:
            counts_only = isinstance(constraint, PrimaryKeyConstraint) and constraint.columns.keys() == ["id"]
            if isinstance(constraint, UniqueConstraint | CheckConstraint | PrimaryKeyConstraint) and not counts_only:
                in_metadata.add(constraint.name)
    assert {*UNIQUE, *(name for name, _ in (*UNIQUE_AS_WELL, *CHECKED))} == in_metadata


def foreign_keys() -> list[str]:
    return [
        str(key.constraint.name)
        for table in Model.metadata.sorted_tables
        for key in table.foreign_keys
        if key.constraint
    ]


@pytest.mark.parametrize("name", foreign_keys())
def test_a_row_hangs_on_one_that_is_there(name: str) -> None:
    with pytest.raises(IntegrityError) as refused:
        insert(table_of(name).name, **dict.fromkeys(columns_of(name), 10**9))
    assert broken_constraint(refused.value) == name or "FOREIGN KEY constraint failed" in str(refused.value.orig)


@pytest.mark.parametrize(("child", "column"), [("answers", "attempt_id"), ("log_entries", "person_id")])
def test_what_something_hangs_on_stays(child: str, column: str) -> None:
    """Neither an attempt with answers nor a person with a log can be deleted by accident."""
    (key,) = Model.metadata.tables[child].columns[column].foreign_keys
    parent = key.column.table
    made = insert(parent.name)
    insert(child, **{column: made["id"]})
    with pytest.raises(IntegrityError):
        db.session.execute(parent.delete().where(parent.c.id == made["id"]))
