"""Who is erased is nobody any more, the log holds together, and an old backup forgets them again."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import writing
from app.extensions import Model, db
from app.ledger.certificates import issue_in_new_name
from app.ledger.completions import recognise
from app.ledger.entries import Origin
from app.ledger.erasures import (
    AlreadyErased,
    ListUnreadable,
    erase,
    erased_commitments,
    find_by_commitments,
    read_list,
    reapply,
    write_list,
)
from app.ledger.standing import counts
from app.ledger.verification import verify_log
from app.ledger.writing import Line, SubjectErased, append, append_all, subject_of
from app.models import Attendance, LogEntry, Organisation, Person, Posting, RecordView, TrainingSession
from app.rules.training_log import Kind
from tests.client import StrictClient
from tests.factories import PersonFactory, complete
from tests.ledger.erasing import AT, EARLIER, Traces, erase_now, leave_traces
from tests.locks import locks

pytestmark = pytest.mark.usefixtures("now", "published")


@pytest.fixture
def traces(app: Flask, request: pytest.FixtureRequest) -> Traces:
    request.getfixturevalue("published")
    return leave_traces()


def everything() -> bytes:
    """Every value in the database, as text or bytes."""
    db.session.rollback()
    values: list[bytes] = []
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            values += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(values)


def person_of(traces: Traces) -> Person:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Person, traces.person_id)


def whole(organisation_id: int) -> bool:
    return verify_log(organisation_id).broken_at is None


def test_there_is_a_trace_in_every_table_that_knows_of_people(traces: Traces) -> None:
    people = Model.metadata.tables["people"]
    about = [
        table for table in Model.metadata.sorted_tables if any(key.column.table is people for key in table.foreign_keys)
    ]
    assert len(about) >= 9
    for table in about:
        assert db.session.scalar(select(func.count()).select_from(table)), f"{table.name} is empty: mend erasing.py"


def test_nothing_tells_who_they_were(traces: Traces) -> None:
    before = everything()
    assert [word for word in traces.words if word not in before] == [], "the test would find nothing"
    erase_now(traces.person_id)
    after = everything()
    assert [word for word in traces.words if word in after] == []


def test_the_row_that_stays_names_nobody(traces: Traces) -> None:
    erase_now(traces.person_id)
    person = person_of(traces)
    assert (person.name, person.email, person.salt, person.password_hash) == ("", None, b"", None)
    assert (person.is_active, person.is_trainer, person.is_lead, person.is_admin) == (False,) * 4
    assert person.erased_on == date(2026, 11, 16)


def test_the_erasure_says_when_and_by_whom_and_nothing_else(traces: Traces) -> None:
    by = PersonFactory(organisation_id=traces.organisation_id).id
    entry = erase_now(traces.person_id, Origin(by, note="because they asked", evidence="letter"))
    assert (entry.kind, entry.course, entry.level, entry.completed_on) == (Kind.ERASURE, "", 0, date(2026, 11, 16))
    assert (entry.commitment, entry.recorded_by_id) == (traces.commitment, by)
    assert (entry.note, entry.evidence, entry.details_commitment) == (None, None, None)


def test_the_log_still_verifies_whoever_erases(traces: Traces) -> None:
    assert whole(traces.organisation_id)
    erase_now(traces.person_id, Origin(recorded_by=traces.person_id))
    assert whole(traces.organisation_id)
    with writing():
        recognise(PersonFactory(organisation_id=traces.organisation_id).id, EARLIER, AT, Origin())
    assert whole(traces.organisation_id)


def test_nobody_is_erased_twice_nor_who_never_was(traces: Traces) -> None:
    erase_now(traces.person_id)
    for person_id in (traces.person_id, 999_999):
        with pytest.raises(AlreadyErased), writing():
            erase(person_id, Origin(), AT)
    assert len(erased_commitments(traces.organisation_id)) == 1


def test_counts_of_the_past_stay(traces: Traces, client: StrictClient) -> None:
    team_id = db.session.scalars(select(Posting.team_id).limit(1)).one()
    client.sign_in(PersonFactory(organisation_id=traces.organisation_id, is_lead=True))

    def counted() -> list[Any]:
        db.session.rollback()
        return [
            *(client.get(path).document.xpath("string(//*[@id='count'])") for path in ("/log", f"/log?team={team_id}")),
            db.session.scalar(select(func.count()).where(counts(LogEntry))),
            db.session.execute(select(Posting.team_id, Posting.starts_on).order_by(Posting.id)).all(),
            db.session.execute(select(Attendance.attended, func.count()).group_by(Attendance.attended)).all(),
        ]

    before = counted()
    erase_now(traces.person_id)
    assert counted() == before
    assert before[:3] == ["3 completions", "3 completions", 3]


def test_their_posting_ends_today_and_one_to_come_goes(traces: Traces) -> None:
    team_id = db.session.scalars(select(Posting.team_id).limit(1)).one()
    with writing():
        db.session.add(Posting(person_id=traces.person_id, team_id=team_id, starts_on=date(2026, 12, 1)))
    erase_now(traces.person_id)
    spells = select(Posting.starts_on, Posting.ends_on, Posting.job).where(Posting.person_id == traces.person_id)
    assert [tuple(row) for row in db.session.execute(spells)] == [(date(2026, 1, 5), date(2026, 11, 16), "")]


def test_looks_at_them_go_and_looks_by_them_stay_for_whom_they_looked_at(traces: Traces) -> None:
    erase_now(traces.person_id)
    looks = db.session.execute(select(RecordView.viewer_id, RecordView.what).order_by(RecordView.id)).all()
    assert looks == [(traces.person_id, "record"), (traces.person_id, "list")]


def test_a_register_stays_signed_by_nobody(traces: Traces) -> None:
    erase_now(traces.person_id)
    register = db.session.scalars(select(TrainingSession)).one()
    assert (register.signed_name, register.delivered_by) == ("", "")
    assert register.signed_at is not None


def test_they_are_taken_off_a_register_that_is_not_signed_yet(traces: Traces) -> None:
    with writing():
        session = db.session.scalars(select(TrainingSession)).one()
        session.signed_at = session.signed_name = session.signed_by_id = None
    erase_now(traces.person_id)
    assert traces.person_id not in db.session.scalars(select(Attendance.person_id)).all()
    assert db.session.scalar(select(func.count()).select_from(Attendance)) == 1


def test_nothing_more_is_recorded_about_them(traces: Traces) -> None:
    """As when a register is signed at the moment of the erasure: who they were is still in somebody's hands."""
    subject = subject_of(db.session.get_one(Person, traces.person_id))
    erase_now(traces.person_id)
    with pytest.raises(SubjectErased), writing():
        append(traces.organisation_id, Line(Kind.COMPLETION, subject, EARLIER, Origin()), AT)
    with pytest.raises(SubjectErased), writing():
        append_all(traces.organisation_id, [Line(Kind.IMPORT, subject, EARLIER, Origin())], AT)
    assert whole(traces.organisation_id)


def test_a_register_that_a_namesake_signed_keeps_their_name(traces: Traces) -> None:
    namesake = PersonFactory(organisation_id=traces.organisation_id, name=person_of(traces).name).id
    with writing():
        register = db.session.scalars(select(TrainingSession)).one()
        register.signed_by_id, register.delivered_by = namesake, "A partner service"
    erase_now(traces.person_id)
    register = db.session.scalars(select(TrainingSession)).one()
    assert (register.signed_name, register.delivered_by) == ("Zuleika Quennell-Öström", "A partner service")


def test_a_register_signed_in_their_name_with_the_account_of_a_colleague_forgets_it(traces: Traces) -> None:
    colleague = PersonFactory(organisation_id=traces.organisation_id, name="Office").id
    with writing():
        db.session.scalars(select(TrainingSession)).one().signed_by_id = colleague
    erase_now(traces.person_id)
    assert db.session.scalars(select(TrainingSession.signed_name)).one() == ""


def test_a_certificate_is_as_unknown_as_one_that_never_was(traces: Traces, client: StrictClient) -> None:
    assert client.get(f"/verify/{traces.token}").heading != ""
    erase_now(traces.person_id)
    gone = client.send("GET", f"/verify/{traces.token}")
    never = client.send("GET", f"/verify/{'x' * len(traces.token)}")
    assert gone.status_code == never.status_code == 404
    assert client.page_of(gone).words == client.page_of(never).words


def test_certificates_that_replaced_one_another_all_go(traces: Traces) -> None:
    person = PersonFactory(organisation_id=traces.organisation_id, name="Una Upton")
    first = complete(person)
    with writing():
        person.name = "Una Newname"
        issue_in_new_name(issue_in_new_name(first, AT), AT)
    erase_now(person.id)
    assert b"Una" not in everything()
    assert whole(traces.organisation_id)


def test_what_a_restored_backup_brings_back_goes_again(traces: Traces) -> None:
    """The list is from after the erasure; the database is as it was before."""
    others = PersonFactory(organisation_id=traces.organisation_id).id
    assert find_by_commitments(traces.organisation_id, [traces.commitment]) == [traces.person_id]
    assert reapply([traces.commitment, b"\0" * 32], AT) == 1
    assert person_of(traces).erased_on is not None
    assert db.session.get_one(Person, others).erased_on is None
    assert reapply([traces.commitment], AT) == 0, "once is enough"
    assert erased_commitments(traces.organisation_id) == [traces.commitment]
    assert whole(traces.organisation_id)


def test_the_list_names_each_erasure_once_and_nobody(traces: Traces, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    assert write_list(folder) == 0
    assert read_list(folder) == []
    erase_now(traces.person_id)
    assert (write_list(folder), write_list(folder)) == (1, 0)
    (line,) = (folder / "erasures.jsonl").read_text().splitlines()
    organisation = db.session.get_one(Organisation, traces.organisation_id).name
    assert json.loads(line) == {"organisation": organisation, "commitment": traces.commitment.hex(), "on": "2026-11-16"}
    assert read_list(folder) == [traces.commitment]


def test_the_list_keeps_what_this_database_has_forgotten(traces: Traces, tmp_path: Path) -> None:
    earlier = '{"organisation": "Before\\u2028", "commitment": "' + "ab" * 32 + '", "on": "2025-01-01"}\n'
    (tmp_path / "erasures.jsonl").write_text(earlier)
    erase_now(traces.person_id)
    write_list(tmp_path)
    assert (tmp_path / "erasures.jsonl").read_text().startswith(earlier)
    assert read_list(tmp_path) == [b"\xab" * 32, traces.commitment]
    assert [each.name for each in tmp_path.iterdir()] == ["erasures.jsonl"]


@pytest.mark.parametrize("line", ["{", "[]", '{"commitment": "ab"}', '{"commitment": 3}', '{"on": "2026-01-01"}', ""])
def test_a_list_that_cannot_be_read_is_told_and_left_alone(line: str, traces: Traces, tmp_path: Path) -> None:
    (tmp_path / "erasures.jsonl").write_text(f"{line}\n")
    erase_now(traces.person_id)
    for use in (read_list, write_list):
        with pytest.raises(ListUnreadable, match="erasures.jsonl:1"):
            use(tmp_path)
    assert (tmp_path / "erasures.jsonl").read_text() == f"{line}\n"


def test_erasing_lets_others_point_to_the_person_while_it_waits_for_the_log(traces: Traces) -> None:
    """Else who holds the head of the log and records something by them would wait for each other for ever."""
    with locks() as seen:
        erase_now(traces.person_id)
    assert next(each for each in seen if "from people" in each).endswith("for no key update")
