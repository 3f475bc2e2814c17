import io
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.documents import xlsx_file
from app.documents.csv_file import Cell
from app.documents.xlsx_file import DoesNotFit, write_xlsx

HEADER = ["person", "completed_on", "score"]


def sheet_of(rows: Iterable[Sequence[Cell]], title: str = "Training log") -> Worksheet:
    target = io.BytesIO()
    write_xlsx(target, HEADER, rows, title)
    sheet = load_workbook(target).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(
    ("cell", "value", "kind"),
    [
        ("Siân Ŵyn", "Siân Ŵyn", "s"),
        ("=1+1", "=1+1", "s"),
        ("{=SUM(A1)}", "{=SUM(A1)}", "s"),
        ("@x", "@x", "s"),
        ("https://demo.example", "https://demo.example", "s"),
        ("0042", "0042", "s"),
        (" padded ", " padded ", "s"),
        ("two\nlines", "two\nlines", "s"),
        ("nu\0l\x0b", "nu\ufffdl\ufffd", "s"),
        ("\ud800\uffff", "\ufffd\ufffd", "s"),
        ("_x0041_", "_x005F_x0041_", "s"),  # which Excel, unlike openpyxl, shows as it was
        (-5, -5, "n"),
        (2.5, 2.5, "n"),
        (True, True, "b"),
        (None, None, "n"),
        (date(2027, 1, 12), datetime(2027, 1, 12), "d"),  # noqa: DTZ001 - a spreadsheet's dates have no zone
        (date(1899, 12, 31), "1899-12-31", "s"),
    ],
)
def test_a_cell_keeps_its_value_and_kind(cell: Cell, value: object, kind: str) -> None:
    read = sheet_of([["x", cell, "y"]])["B2"]
    assert (read.value, read.data_type) == (value, kind)
    assert read.hyperlink is None


def test_the_header_is_bold_frozen_and_filtered() -> None:
    sheet = sheet_of([["Ann", date(2027, 1, 12), 1]] * 3)
    assert [cell.value for cell in sheet[1]] == HEADER
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C4"


def test_dates_look_iso() -> None:
    assert sheet_of([["Ann", date(2027, 1, 12), 1]])["B2"].number_format == "yyyy-mm-dd"


def test_columns_are_as_wide_as_their_text_within_reason() -> None:
    sheet = sheet_of([["Ann-Marie Ní Bhriain", "x" * 500, 1]])
    widths = [round(sheet.column_dimensions[letter].width) for letter in "ABC"]
    assert widths == [23, 49, 11]


@pytest.mark.parametrize(
    ("title", "name"), [("Training log", "Training log"), ("a/b:c" + "x" * 40, "a b c" + "x" * 26)]
)
def test_the_sheet_takes_the_title_as_far_as_excel_lets_it(title: str, name: str) -> None:
    assert sheet_of([], title).title == name


def test_properties_are_neutral() -> None:
    target = io.BytesIO()
    write_xlsx(target, HEADER, [], "Training log")
    properties = load_workbook(target).properties
    assert properties.title == "Training log"
    assert not any((properties.creator, properties.description, properties.keywords, properties.lastModifiedBy))


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)
    assert write_xlsx(io.BytesIO(), HEADER, [["a", None, 1]] * 3, "Log") == 3
    with pytest.raises(DoesNotFit, match="more than 3 rows"):
        write_xlsx(io.BytesIO(), HEADER, [["a", None, 1]] * 4, "Log")


def test_a_text_longer_than_a_cell_is_refused_not_dropped() -> None:
    with pytest.raises(DoesNotFit, match="row 1, column 1"):
        write_xlsx(io.BytesIO(), HEADER, [["x" * 32_768, None, 1]], "Log")


@pytest.mark.parametrize(
    ("count", "told"), [(0, [0]), (999, [999]), (2_000, [1_000, 2_000]), (2_001, [1_000, 2_000, 2_001])]
)
def test_progress_is_told_every_thousand_rows_and_at_the_end(count: int, told: list[int]) -> None:
    seen: list[int] = []
    write_xlsx(io.BytesIO(), HEADER, [["a", None, 1]] * count, "Log", seen.append)
    assert seen == told


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_xlsx(io.BytesIO(), HEADER, ([f"Person {number}", None, number] for number in range(count)), "Log")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(8_000) < peak(500) + 1_000_000
