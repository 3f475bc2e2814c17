"""Every file of the corpus: what is taken, what is told, and that nothing is added where there is a problem."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.database import writing
from app.documents.csv_reading import NotText, read_sheet
from app.extensions import db
from app.imports.checking import UnusableFile
from app.imports.planning import HasProblems, Plan, import_file, plan_import
from app.imports.words import passed_words, problem_words, unusable_words
from app.ledger.completions import recognise
from app.ledger.entries import CourseCompleted, Origin
from app.ledger.verification import verify_log
from app.models import LogEntry
from app.rules.old_records import OldRecord
from app.rules.training_log import Method
from tests.conftest import NOW
from tests.corpus.old_records import FILES, OldFile
from tests.imports.conftest import Office

TODAY = NOW.date()


def plan(office: Office, content: bytes) -> Plan:
    return plan_import(BytesIO(content), office.organisation.id, TODAY)


def bring_in(office: Office, content: bytes) -> int:
    with writing():
        return import_file(BytesIO(content), office.organisation.id, office.lead.id, TODAY, NOW)


def as_line(record: OldRecord | LogEntry, name: str) -> str:
    return f"{name} {record.completed_on} {record.valid_until or '-'} {record.evidence or '-'}"


def logged(office: Office) -> list[str]:
    db.session.rollback()
    names = {office.ann.id: "ann", office.bo.id: "bo"}
    entries = db.session.scalars(select(LogEntry).order_by(LogEntry.sequence)).all()
    return [as_line(each, names[each.person_id or 0]) for each in entries]


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_what_must_happen_happens(file: OldFile, office: Office) -> None:
    if file.unusable:
        with pytest.raises(UnusableFile) as told:
            plan(office, file.content)
        assert file.unusable in unusable_words(told.value)
        return
    planned = plan(office, file.content)
    assert [f"{each.row} {each.field or '-'} {each.wrong}" for each in planned.problems] == list(file.problems)
    assert [as_line(each, each.email.split("@")[0]) for each in planned.samples] == list(file.taken)
    assert [f"{each.row} {each.why}" for each in planned.passed] == list(file.passed)
    assert all(map(problem_words, planned.problems))
    assert all(map(passed_words, planned.passed))
    if file.problems:
        with pytest.raises(HasProblems):
            bring_in(office, file.content)
        assert logged(office) == []
    else:
        assert bring_in(office, file.content) == len(file.taken)
        assert logged(office) == list(file.taken)
    assert verify_log(office.organisation.id).broken_at is None


def test_an_entry_says_where_it_comes_from(office: Office) -> None:
    content = b"email,course,completed_on,method,evidence\nann@example.org,short,2021-03-27,webinar,C-1\n"
    bring_in(office, content)
    entry = db.session.scalars(select(LogEntry)).one()
    assert (entry.kind, entry.course, entry.course_title, entry.method) == (
        "import",
        "short",
        "Short module",
        "webinar",
    )
    assert (entry.recorded_by_id, entry.evidence, entry.edition) == (office.lead.id, "C-1", "")
    assert entry.completed_on == date(2021, 3, 27)


def test_without_a_column_the_method_is_external(office: Office) -> None:
    bring_in(office, FILES["plain"].content)
    assert db.session.scalars(select(LogEntry.method)).one() == "external"
    assert not plan(office, FILES["plain"].content).has_methods


def test_unclear_dates_are_shown_first(office: Office) -> None:
    rows = "".join(f"ann@example.org,short,{day}\n" for day in ("27/03/2021", "2021-03-28", "05/05/2021", "03/04/2021"))
    planned = plan(office, f"email,course,date\n{rows}".encode())
    assert planned.days_are_unclear
    assert [(each.text, each.day) for each in planned.days] == [("03/04/2021", date(2021, 4, 3))]


def test_many_problems_are_counted_and_the_first_shown(office: Office) -> None:
    planned = plan(office, b"email,course,date\n" + b"nobody@example.org,short,2021-03-27\n" * 2_345)
    assert planned.wrong == 2_345
    assert len(planned.problems) == 1_000
    assert planned.problems[-1].row == 1_001


BYTES = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from([b'"', b",", b";", b"\t", b"\r", b"\n", b"\0", b"a", b"'", b"\xff\xfe", b"=", b"\xe2"])
    ).map(b"".join),
)


@given(BYTES)
def test_the_reader_never_fails(content: bytes) -> None:
    try:
        rows = list(read_sheet(BytesIO(content)).rows)
    except NotText:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@given(BYTES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_file_makes_a_fault(office: Office, content: bytes) -> None:
    planned = plan(office, b"email,course,completed_on,evidence\nann@example.org,short,2021-03-27," + content)
    assert planned.to_add + planned.wrong >= 1


def test_earlier_learning_is_recognised_on_its_page_and_not_by_a_file(office: Office) -> None:
    content = b"email,course,completed_on,method\nann@example.org,short,2026-03-27,Recognition\n"
    planned = plan(office, content)
    assert [f"{each.row} {each.field} {each.wrong}" for each in planned.problems] == ["2 method recognition"]
    assert "recognise it on its page, with a reason" in problem_words(planned.problems[0])
    with pytest.raises(HasProblems):
        bring_in(office, content)
    assert logged(office) == []


def test_earlier_learning_that_is_in_the_log_already_is_passed_over(office: Office) -> None:
    """As in a file of our own that comes back."""
    there = CourseCompleted("short", "Short module", 1, Method.RECOGNITION, "", date(2026, 3, 27), date(2027, 3, 27))
    with writing():
        recognise(office.ann.id, there, NOW, Origin(office.lead.id, "administrative"))
    content = b"email,course,completed_on,method\nann@example.org,short,2026-03-27,recognition\n"
    planned = plan(office, content)
    assert planned.is_possible
    assert [str(each.why) for each in planned.passed] == ["already-there"]
    assert bring_in(office, content) == 0
