"""Files of old records as people have them, each with what must happen. Ann and Bo have accounts; `short` is a course.

The records that are taken come as `who completed_on valid_until evidence`, problems as `row column what`.
"""

import codecs
from dataclasses import dataclass

ANN, BO = "ann@example.org", "bo@example.org"
GOOD = f"email,course,completed_on\r\n{ANN},short,2021-03-27\r\n"


@dataclass(frozen=True, slots=True)
class OldFile:
    content: bytes
    taken: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    unusable: str = ""


def text(rows: str, encoding: str = "utf-8", mark: bytes = b"") -> bytes:
    return mark + rows.encode(encoding)


def cell(column: str, value: str, **more: str) -> bytes:
    """A file of one row, Ann's, with one column more or another value in one."""
    values = {"email": ANN, "course": "short", "completed_on": "2021-03-27"} | {column: value} | more
    return f"{','.join(values)}\n{','.join(values.values())}\n".encode()


ANNS = ("ann 2021-03-27 2022-03-27 -",)
ACCENT = f"email;course;completed_on;evidence\r\n{ANN};short;27/03/2021;Siân’s\r\n"
SIANS = ("ann 2021-03-27 2022-03-27 Siân’s",)

FILES = {
    # how it is written down
    "plain": OldFile(text(GOOD), ANNS),
    "no line end at the end": OldFile(text(GOOD.rstrip()), ANNS),
    "byte order mark": OldFile(text(GOOD, mark=codecs.BOM_UTF8), ANNS),
    "utf-8 accents": OldFile(text(ACCENT), SIANS),
    "windows": OldFile(text(ACCENT, "cp1252"), SIANS),
    "utf-16": OldFile(text(ACCENT, "utf-16"), SIANS),
    "utf-16 big end": OldFile(text(ACCENT, "utf-16-be", codecs.BOM_UTF16_BE), SIANS),
    "utf-16 without mark": OldFile(text(ACCENT, "utf-16-le"), SIANS),
    "utf-16 big end without mark": OldFile(text(ACCENT, "utf-16-be"), SIANS),
    "tabs": OldFile(text(ACCENT.replace(";", "\t")), SIANS),
    "semicolons said": OldFile(text("sep=;\r\n" + ACCENT), SIANS),
    "lines of a mac": OldFile(text(GOOD.replace("\r\n", "\r")), ANNS),
    "lines of unix": OldFile(text(GOOD.replace("\r\n", "\n")), ANNS),
    "all quoted": OldFile(text('"email","course","completed_on"\n"' + ANN + '","short","2021-03-27"\n'), ANNS),
    "quotes in a cell": OldFile(
        cell("evidence", '"the ""blue"" file, page 2"'), ('ann 2021-03-27 2022-03-27 the "blue" file, page 2',)
    ),
    "a line break in a cell": OldFile(
        cell("evidence", '"page 1\r\npage 2"'), ("ann 2021-03-27 2022-03-27 page 1 page 2",)
    ),
    "guarded formulas": OldFile(cell("evidence", "'=1+1"), ("ann 2021-03-27 2022-03-27 =1+1",)),
    "apostrophes": OldFile(cell("evidence", "'tis"), ("ann 2021-03-27 2022-03-27 'tis",)),
    "empty lines": OldFile(text(GOOD.replace("\r\n", "\r\n\r\n,,\r\n")), ANNS),
    "commas at the ends": OldFile(text(GOOD.replace("\r\n", ",,,\r\n")), ANNS),
    "a title above the header": OldFile(text("Training records 2021,,\n\n" + GOOD), ANNS),
    # columns
    "any order and names": OldFile(
        text(
            "Reference,DATE COMPLETED,Expires,Training,E-Mail_Address,Level\n"
            f"C-1,27/03/2021,1.4.2023,SHORT module,{ANN.upper()},1\n"
        ),
        ("ann 2021-03-27 2023-04-01 C-1",),
    ),
    "our own names": OldFile(
        text(
            "entry,email,course,course_id,completed_on,valid_until,certificate\n"
            f"1,{ANN},Renamed since,short,2021-03-27,2023-04-01,AB-12\n"
        ),
        ("ann 2021-03-27 2023-04-01 AB-12",),
    ),
    "evidence before certificate": OldFile(
        cell("evidence", "file 7", certificate="AB-12"), ("ann 2021-03-27 2022-03-27 file 7",)
    ),
    "does not count": OldFile(cell("state", "withdrawn"), passed=("2 does-not-count",)),
    "counts": OldFile(cell("state", "superseded"), ANNS),
    "no header": OldFile(text(f"{ANN},short,2021-03-27\n"), unusable="Missing: email, course, completed_on"),
    "a column missing": OldFile(
        text(f"email,course\n{ANN},short\n"), unusable="Missing: completed_on. We found: email, course"
    ),
    "a column twice": OldFile(
        text("email,e-mail,course,date,Email\n"), unusable="Two columns have the same name: email"
    ),
    "empty": OldFile(b"", unusable="The file is empty"),
    "blank": OldFile(b"\r\n , \r\n", unusable="The file is empty"),
    "only a mark": OldFile(codecs.BOM_UTF8, unusable="The file is empty"),
    "a workbook": OldFile(b"PK\x03\x04" + bytes(200), unusable="save it as CSV UTF-8"),
    "an old workbook": OldFile(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), unusable="save it as CSV UTF-8"),
    "a PDF": OldFile(b"%PDF-1.7\n\xff\xfe", unusable="save it as CSV UTF-8"),
    "a picture": OldFile(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), unusable="Missing: email, course, completed_on"),
    "a page": OldFile(b"<!doctype html>\n<title>x</title>", unusable="Missing: email, course, completed_on"),
    # rows
    "nobody": OldFile(cell("email", "x@example.org"), problems=("2 email unknown-person",)),
    "somebody elsewhere": OldFile(cell("email", "elsewhere@example.org"), problems=("2 email unknown-person",)),
    "no email": OldFile(cell("email", " "), problems=("2 email missing",)),
    "spaces around": OldFile(cell("email", f"\u00a0 {ANN}\u200b "), ANNS),
    "nul in an email": OldFile(cell("email", f"{ANN}\0"), problems=("2 email unknown-person",)),
    "a long email": OldFile(cell("email", "x" * 300 + ANN), problems=("2 email unknown-person",)),
    "another course": OldFile(cell("course", "long"), problems=("2 course unknown-course",)),
    "no course": OldFile(cell("course", ""), problems=("2 course missing",)),
    "a course of theirs": OldFile(cell("course", "their-course"), problems=("2 course unknown-course",)),
    "a course no longer offered": OldFile(cell("course", "First aid at work"), ("ann 2021-03-27 - -",)),
    "a title that two have": OldFile(cell("course", "Twins"), problems=("2 course ambiguous-course",)),
    "the id of one": OldFile(cell("course", "twin-2"), ("ann 2021-03-27 - -",)),
    "no day": OldFile(cell("completed_on", ""), problems=("2 completed_on missing",)),
    "words": OldFile(cell("completed_on", "last spring"), problems=("2 completed_on not-a-day",)),
    "a number": OldFile(cell("completed_on", "44282"), problems=("2 completed_on number",)),
    "month first": OldFile(cell("completed_on", "03/27/2021"), problems=("2 completed_on month-first",)),
    "no such day": OldFile(cell("completed_on", "2021-02-30"), problems=("2 completed_on not-a-day",)),
    "tomorrow": OldFile(cell("completed_on", "2026-11-17"), problems=("2 completed_on in-the-future",)),
    "today": OldFile(cell("completed_on", "2026-11-16"), ("ann 2026-11-16 2027-11-16 -",)),
    "long ago": OldFile(cell("completed_on", "1989-12-31"), problems=("2 completed_on too-early",)),
    "the first day": OldFile(cell("completed_on", "1990-01-01"), ("ann 1990-01-01 1991-01-01 -",)),
    "a leap day": OldFile(cell("completed_on", "29/02/2020"), ("ann 2020-02-29 2021-02-28 -",)),
    "ends before": OldFile(cell("valid_until", "2021-03-26"), problems=("2 valid_until ends-before-it-begins",)),
    "ends on the day": OldFile(cell("valid_until", "2021-03-27"), ("ann 2021-03-27 2021-03-27 -",)),
    "never ends": OldFile(cell("valid_until", "No end"), ("ann 2021-03-27 - -",)),
    "ends too late": OldFile(cell("valid_until", "9999-12-31"), problems=("2 valid_until too-late",)),
    "ends some day": OldFile(cell("valid_until", "soon"), problems=("2 valid_until not-a-day",)),
    "a method": OldFile(cell("method", "Face to Face"), ANNS),
    "a wrong method": OldFile(cell("method", "telepathy"), problems=("2 method unknown-method",)),
    "no method": OldFile(cell("method", ""), problems=("2 method missing",)),
    "200 characters": OldFile(cell("evidence", "x" * 200), (f"ann 2021-03-27 2022-03-27 {'x' * 200}",)),
    "201 characters": OldFile(cell("evidence", "x" * 201), problems=("2 evidence too-long",)),
    "nul in the evidence": OldFile(cell("evidence", "a\0b"), problems=("2 evidence unreadable",)),
    "broken evidence": OldFile(
        text(GOOD.replace("completed_on", "completed_on,evidence").replace("27\r", "27,\x8d\r"), "latin-1"),
        problems=("2 evidence unreadable",),
    ),
    "everything wrong": OldFile(
        text("email,course,completed_on,valid_until,method\nx,y,z,0,-\n"),
        problems=(
            "2 email unknown-person",
            "2 course unknown-course",
            "2 completed_on not-a-day",
            "2 method unknown-method",
            "2 valid_until number",
        ),
    ),
    "too many cells": OldFile(text(GOOD + f"{BO},short,2021-03-27,more\n"), ANNS, ("3 - too-many-cells",)),
    "too few cells": OldFile(text(GOOD + f"{BO},short\n"), ANNS, ("3 completed_on missing",)),
    "a cell of 200 kB": OldFile(
        text(GOOD + f"{'x' * 200_000},short,2021-03-27\n{BO},short,2021-03-28\n"),
        (*ANNS, "bo 2021-03-28 2022-03-28 -"),
        ("3 - huge-cell",),
    ),
    "a cell of 40 kB": OldFile(text(GOOD.replace("27\r", "27," + "x" * 40_000 + "\r")), problems=("2 - huge-cell",)),
    "a line of 3 MB": OldFile(
        text(GOOD + "," * 3_000_000 + f"x\n{BO},short,2021-03-28\n"),
        (*ANNS, "bo 2021-03-28 2022-03-28 -"),
        ("3 - huge-cell",),
    ),
    "a quote that is never closed": OldFile(
        text(GOOD + f'{BO},"short,2021-03-27\n{BO},short,2021-03-28\n'), ANNS, ("3 - not-closed",)
    ),
    "a quote that is closed far away": OldFile(
        text(GOOD + f'{BO},"short,2021-03-27\n' + f"{BO},short,2021-03-28\n" * 9_000 + '"'), ANNS, ("3 - not-closed",)
    ),
    "a quote in the middle": OldFile(
        text(GOOD + f'{BO},"sh"ort,2021-03-27\n{BO},short,2021-03-28\n'),
        (*ANNS, "bo 2021-03-28 2022-03-28 -"),
        ("3 - quotes",),
    ),
    "the same twice": OldFile(text(GOOD + GOOD.splitlines()[1]), ANNS, passed=("3 twice",)),
    "the same in other words": OldFile(text(GOOD + f"{ANN.upper()},Short module,27/3/21\n"), ANNS, passed=("3 twice",)),
    "another day": OldFile(text(GOOD + f"{ANN},short,2021-03-28\n"), (*ANNS, "ann 2021-03-28 2022-03-28 -")),
    "rows are counted as a spreadsheet does": OldFile(
        text(f'email,course,completed_on,evidence\n\n{ANN},short,2021-03-27,"a\nb\nc"\n\n{BO},long,2021-03-27,\n'),
        ("ann 2021-03-27 2022-03-27 a b c",),
        ("5 course unknown-course",),
    ),
}
