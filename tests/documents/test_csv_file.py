import csv
import io
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.csv_file import CHUNK, Cell, csv_stream, guard, unguard

HEADER = ["person", "completed_on", "score"]


def written(rows: Iterable[Sequence[Cell]], header: Sequence[str] = HEADER) -> str:
    return b"".join(csv_stream(header, rows)).decode("utf-8")


def read_back(text: str) -> list[list[str]]:
    return [[unguard(cell) for cell in row] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]


def test_the_header_comes_first_after_the_mark_and_lines_end_as_excel_likes() -> None:
    assert written([["Siân Ŵyn", date(2027, 1, 12), 90]]) == (
        "\ufeffperson,completed_on,score\r\nSiân Ŵyn,2027-01-12,90\r\n"
    )


def test_without_rows_there_is_a_header() -> None:
    assert written([]) == "\ufeffperson,completed_on,score\r\n"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", '"\'\rx"'),
        ("'=already", "''=already"),  # or reading it back would take its own apostrophe off
        ("'tis", "'tis"),
        (" =1", " =1"),
        ("a=b", "a=b"),
        ("two\nlines", '"two\nlines"'),
        ('said "yes", then no', '"said ""yes"", then no"'),
        ("nu\0l", "nu\ufffdl"),
        ("\ud800", "?"),
        (-5, "-5"),
        (0, "0"),
        (2.5, "2.5"),
        (None, ""),
        ("", ""),
        (date(2027, 1, 12), "2027-01-12"),
    ],
)
def test_a_cell_is_written_so_that_it_is_never_a_formula(cell: Cell, expected: str) -> None:
    assert written([["x", cell, "y"]]) == f"\ufeff{','.join(HEADER)}\r\nx,{expected},y\r\n"


@given(st.text())
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert guard(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert unguard(guard(text)) == text


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=3, max_size=3)))
def test_a_file_read_back_is_equal(rows: list[list[str]]) -> None:
    assert read_back(written(rows)) == [HEADER, *rows]


def many(count: int) -> Iterator[list[Cell]]:
    return ([f"Person {number}", date(2027, 1, 12), number] for number in range(count))


def test_a_large_file_comes_in_chunks() -> None:
    chunks = list(csv_stream(HEADER, many(20_000)))
    assert len(chunks) > 5
    assert all(CHUNK <= len(chunk) < CHUNK + 20_000 for chunk in chunks[:-1])
    assert b"".join(chunks).count(b"\r\n") == 20_001


def test_memory_does_not_grow_with_the_rows() -> None:
    tracemalloc.start()
    for _ in csv_stream(HEADER, many(50_000)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_the_rows_given_are_left_as_they_are() -> None:
    row: list[Cell] = ["=1", None, 3]
    written([row])
    assert row == ["=1", None, 3]
