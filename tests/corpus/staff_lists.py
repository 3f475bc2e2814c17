"""Lists of staff as HR systems write them, each with what must happen. Today is 16 November 2026.

Here are Ann Lee (A1, ann@example.org), who manages Housing / Repairs, also called Maintenance, Bo Ek (A2,
bo@example.org), who is in it and whose line manager she is, Zoe Zero (007) and Lee Lead (L1), who has rights, of the
Office, and Cy Old (A3), who left in June. Problems come as `row column what`, changes as `row kind name: what`.
"""

import codecs
from dataclasses import dataclass

HEADER = "staff number,email,name,team,job title"
ANN = "A1,ann@example.org,Ann Lee,Repairs,Repairs manager"
BO = "A2,bo@example.org,Bo Ek,Repairs,Operative"
NEW = "A9,,Nia New,Repairs,Operative"
STARTS = "2 starts Nia New: Operative, from 16 Nov 2026"


@dataclass(frozen=True, slots=True)
class StaffList:
    content: bytes
    changes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unusable: str = ""
    is_whole: bool = False


def rows(*lines: str, header: str = HEADER, encoding: str = "utf-8", mark: bytes = b"") -> bytes:
    return mark + "\r\n".join([header, *lines, ""]).encode(encoding)


def with_column(heading: str, value: str, row: str = ANN) -> bytes:
    """A list of one row, Ann's, with one column more."""
    return rows(f"{row},{value}", header=f"{HEADER},{heading}")


ACCENTS = "A9;;Siân Ŵyn;Repairs;Operative"
WINDOWS = "A9;;Siân Bell;Repairs;Operative"
SIAN = ("2 starts Siân Bell: Operative, from 16 Nov 2026",)
SEMICOLONS = HEADER.replace(",", ";")
TWIN = "x@example.org,Sam Twin,Repairs"

LISTS = {
    # how it is written down
    "nothing new": StaffList(rows(ANN, BO)),
    "utf-8": StaffList(rows(ACCENTS, header=SEMICOLONS), ("2 starts Siân Ŵyn: Operative, from 16 Nov 2026",)),
    "byte order mark": StaffList(rows(NEW, mark=codecs.BOM_UTF8), (STARTS,)),
    "windows": StaffList(rows(WINDOWS, header=SEMICOLONS, encoding="cp1252"), SIAN),
    "utf-16": StaffList(rows(WINDOWS, header=SEMICOLONS, encoding="utf-16"), SIAN),
    "tabs": StaffList(rows(WINDOWS.replace(";", "\t"), header=SEMICOLONS.replace(";", "\t")), SIAN),
    "a title above the header": StaffList(b"Staff list November,,\r\n\r\n" + rows(NEW), ("4 " + STARTS[2:],)),
    "our own names": StaffList(
        rows("A9,Nia New,Repairs", header="staff_number,name,team"), ("2 starts Nia New: from 16 Nov 2026",)
    ),
    "first and last name": StaffList(
        rows("A9,Nia,New,Repairs", header="Employee ID,Forename,Surname,Org Unit"),
        ("2 starts Nia New: from 16 Nov 2026",),
    ),
    "empty": StaffList(b"", unusable="The file is empty"),
    "only a header": StaffList(rows(), unusable="There is a header and nothing below it"),
    "a workbook": StaffList(b"PK\x03\x04" + bytes(200), unusable="save it as CSV UTF-8"),
    "a PDF": StaffList(b"%PDF-1.7\n\xff\xfe", unusable="save it as CSV UTF-8"),
    "a picture": StaffList(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10", unusable="This is not a CSV file"),
    "a picture of nothing": StaffList(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(3_000), unusable="This is not a CSV file"
    ),
    "a photograph": StaffList(b"\xff\xd8\xff\xe0\0\x10JFIF\0\n" * 20, unusable="This is not a CSV file"),
    "noise": StaffList(b"staff number\0,name,team\r\nA9,Nia New,Repairs\r\n", unusable="This is not a CSV file"),
    # cells
    "a formula": StaffList(
        rows('A9,,"=HYPERLINK(""http://x.example"")",Repairs,+1'),
        ('2 starts =HYPERLINK("http://x.example"): +1, from 16 Nov 2026',),
    ),
    "nul": StaffList(rows("A9,,Nia\0New,Repairs,Operative"), problems=("2 name unreadable",)),
    "several things wrong in one row": StaffList(
        rows("A9,nia at work,,Repair Team,", "A8,,,Repiars,"),
        problems=(
            "2 email not-an-email",
            "2 name missing",
            "2 team unknown-team",
            "3 name missing",
            "3 team unknown-team",
        ),
    ),
    "an unknown team of somebody who stands twice": StaffList(
        rows(ANN, ANN.replace("Repairs,", "Repair Team,")), problems=("3 staff_number twice", "3 team unknown-team")
    ),
    "two hundred thousand letters": StaffList(rows(f"A9,,{'x' * 200_000},Repairs,"), problems=("2 - huge-cell",)),
    "a name that is too long": StaffList(rows(f"A9,,{'x' * 201},Repairs,"), problems=("2 name too-long",)),
    "too many cells": StaffList(rows(NEW + ",x,y"), problems=("2 - too-many-cells",)),
    "never closed": StaffList(rows(NEW, 'A8,,"Ned New,Repairs,'), problems=("3 - not-closed",)),
    "markup": StaffList(
        rows("A9,,<b>Nia</b>,Repairs,Operative"), ("2 starts <b>Nia</b>: Operative, from 16 Nov 2026",)
    ),
    # who is who
    "no name": StaffList(rows("A9,,,Repairs,Operative"), problems=("2 name missing",)),
    "nobody": StaffList(rows(",n/a,Nia New,Repairs,Operative"), problems=("2 - no-identity",)),
    "no email address": StaffList(rows("A9,nia at work,Nia New,Repairs,"), problems=("2 email not-an-email",)),
    "columns mixed up": StaffList(
        rows("nia@example.org,,Nia,Repairs,"), problems=("2 staff_number not-a-staff-number",)
    ),
    "in other letters": StaffList(rows("a 1,ANN@EXAMPLE.ORG,ANN LEE,repairs,repairs MANAGER")),
    "a number with other hyphens": StaffList(
        rows("a-1,,Ann Lee,Repairs,", "A\u20112,,Bo Ek,Repairs,,A-1", header=f"{HEADER},manager")
    ),
    "the same person twice in other spellings": StaffList(
        rows("A9,,Nia New,Repairs,", "A-9,,Nia New,Repairs,"), problems=("3 staff_number twice",)
    ),
    "the same person twice": StaffList(rows(ANN, BO, ANN), problems=("4 staff_number twice",)),
    "the same person by number and by email": StaffList(
        rows("A1,,Ann Lee,Repairs,", ",ann@example.org,Ann Lee,Repairs,"), problems=("3 - twice",)
    ),
    "two people with one address": StaffList(
        rows("A8,new@example.org,Ned New,Repairs,", "A9,new@example.org,Nia New,Repairs,"),
        problems=("3 email email-twice",),
    ),
    "the number of one and the address of another": StaffList(
        rows("A1,bo@example.org,Ann Lee,Repairs,"), problems=("2 email two-people",)
    ),
    "a new number with a known address": StaffList(
        rows("A77,ann@example.org,Ann Lee,Repairs,"), problems=("2 email email-of-another",)
    ),
    "an address of another organisation": StaffList(
        rows("A9,elsewhere@example.org,Eve Else,Repairs,"), problems=("2 email email-elsewhere",)
    ),
    "zeros lost": StaffList(rows("7,,Zoe Zero,Repairs,"), problems=("2 staff_number zeros-lost",)),
    "twins": StaffList(rows(TWIN, TWIN.replace("x@", "y@"), header="email,name,team"), problems=("3 name twin",)),
    "a namesake in the team": StaffList(
        rows(",ann.lee@example.org,Ann Lee,Housing / Repairs,"), problems=("2 name twin",)
    ),
    "a namesake with a number": StaffList(
        rows("A9,ann.lee@example.org,Ann Lee,Repairs,"), ("2 starts Ann Lee: from 16 Nov 2026",)
    ),
    "found by the number": StaffList(
        rows("A1,ann.cole@example.org,Ann Cole,Repairs,"),
        ("2 changes Ann Cole: Email: ann@example.org → ann.cole@example.org; Name: Ann Lee → Ann Cole",),
    ),
    # teams
    "another name of a team": StaffList(rows("A1,,Ann Lee,maintenance,")),
    "a path": StaffList(rows("A1,,Ann Lee,Housing / Repairs,")),
    "a parent team": StaffList(with_column("department", "Housing")),
    "moved": StaffList(rows("A2,,Bo Ek,Office,"), ("2 changes Bo Ek: Team: Housing / Repairs → Office",)),
    "almost the same team": StaffList(rows("A2,,Bo Ek,Repair Team,"), problems=("2 team unknown-team",)),
    "a typing mistake": StaffList(rows("A2,,Bo Ek,Repiars,"), problems=("2 team unknown-team",)),
    "the same name elsewhere": StaffList(rows("A2,,Bo Ek,Property / Repairs,"), problems=("2 team unknown-team",)),
    "a new team": StaffList(
        rows("A2,,Bo Ek,Finance / Income,"), ("2 changes Bo Ek: Team: Housing / Repairs → Finance / Income",)
    ),
    "somebody new without a team": StaffList(rows("A9,,Nia New,,"), problems=("2 team missing",)),
    # line managers
    "a line manager by number": StaffList(with_column("line manager", "a1", BO)),
    "a line manager who is new": StaffList(
        rows(f"{BO},A9", f"{NEW},", header=f"{HEADER},line manager"),
        ("2 changes Bo Ek: Line manager: Ann Lee → Nia New", "3 " + STARTS[2:]),
    ),
    "an unknown line manager": StaffList(
        with_column("line manager", "boss@example.org"), problems=("2 line_manager unknown-manager",)
    ),
    "a line manager who has left": StaffList(
        with_column("line manager", "A3"), problems=("2 line_manager unknown-manager",)
    ),
    "their own line manager": StaffList(with_column("line manager", "A1"), problems=("2 line_manager own-manager",)),
    "two line managers in a loop": StaffList(
        rows(f"{ANN},A2", f"{BO},A1", header=f"{HEADER},line manager"),
        problems=("2 line_manager manager-loop", "3 line_manager manager-loop"),
    ),
    "a loop with somebody who is not in it": StaffList(
        with_column("line manager", "A2"), problems=("2 line_manager manager-loop",)
    ),
    "a bad row is somebody's line manager": StaffList(
        rows(f"{BO},A9", "A9,,,Repairs,,", header=f"{HEADER},line manager"), problems=("3 name missing",)
    ),
    # words
    "their own words": StaffList(
        with_column("contract type", "Agency Worker"),
        ("2 changes Ann Lee: Kind of employment: Employee → Agency worker",),
    ),
    "a word that nobody knows": StaffList(
        with_column("contract type", "Zero hours"), problems=("2 employment unknown-kind",)
    ),
    "yes": StaffList(with_column("public facing", "Y"), ("2 changes Ann Lee: Customer-facing: no → yes",)),
    "no reports": StaffList(with_column("direct reports", "0"), ("2 changes Ann Lee: Manages people: yes → no",)),
    "perhaps": StaffList(with_column("customer facing", "perhaps"), problems=("2 customer_facing not-yes-or-no",)),
    "rights": StaffList(
        rows(f"{BO},yes,admin,lead,yes", header=f"{HEADER},is_admin,rights,permissions,trainer"),
    ),
    "a role that sounds like a right": StaffList(
        rows("A2,,Bo Ek,Repairs,admin"), ("2 changes Bo Ek: Job role: Operative → admin",)
    ),
    # days
    "a start": StaffList(
        rows(f"{NEW},1/12/2026", header=f"{HEADER},start date"), ("2 starts Nia New: Operative, from 1 Dec 2026",)
    ),
    "month first": StaffList(with_column("start date", "03/27/2021"), problems=("2 starts_on month-first",)),
    "no such day": StaffList(with_column("start date", "30/02/2021"), problems=("2 starts_on not-a-day",)),
    "a number for a day": StaffList(with_column("start date", "44282"), problems=("2 starts_on number",)),
    "a century early": StaffList(with_column("start date", "1026-01-05"), problems=("2 starts_on too-early",)),
    "years ahead": StaffList(with_column("start date", "2036-01-05"), problems=("2 starts_on too-late",)),
    "gone before the start": StaffList(
        rows(f"{NEW},2026-02-01,2026-01-31", header=f"{HEADER},start date,last day"),
        problems=("2 last_day ends-before-it-begins",),
    ),
    "gone before the job began": StaffList(
        with_column("last day", "2025-12-31"), problems=("2 last_day ends-before-it-begins",)
    ),
    "has left": StaffList(with_column("last day", "2026-11-13"), ("2 leaves Ann Lee: last day 13 Nov 2026",)),
    "will leave": StaffList(with_column("last day", "2026-12-31"), ("2 changes Ann Lee: Last day: 31 Dec 2026",)),
    "left before we knew them": StaffList(rows(f"{NEW},2026-01-31", header=f"{HEADER},leaving date")),
    "known to have left": StaffList(rows("A3,,Cy Old,Office,,2026-06-30", header=f"{HEADER},leaving date")),
    "back again": StaffList(rows("A3,,Cy Old,Office,"), ("2 returns Cy Old: from 16 Nov 2026",)),
    "away": StaffList(
        rows(f"{ANN},2026-11-02,2026-12-01", header=f"{HEADER},absent from,absent until"),
        ("2 changes Ann Lee: Absent from: 2 Nov 2026; Absent until: 1 Dec 2026",),
    ),
    "back before away": StaffList(
        rows(f"{ANN},2026-11-02,2026-11-01", header=f"{HEADER},absent from,absent until"),
        problems=("2 absent_until ends-before-it-begins",),
    ),
    "until without from": StaffList(
        rows(f"{ANN},,2026-11-01", header=f"{HEADER},absent from,absent until"), problems=("2 absent_from missing",)
    ),
    "no end, as their system says it": StaffList(
        rows(f"{ANN},2026-11-02,9999-12-31,31/12/9999", header=f"{HEADER},absent from,absent until,last day"),
        ("2 changes Ann Lee: Absent from: 2 Nov 2026",),
    ),
    "a start at the end of the calendar": StaffList(
        with_column("start date", "9999-12-31"), problems=("2 starts_on too-late",)
    ),
    "no line manager any more": StaffList(
        with_column("line manager", "", BO), ("2 not-said Bo Ek: Line manager: Ann Lee → none",)
    ),
    "no line manager, and none known": StaffList(with_column("line manager", "")),
    # leaving
    "not all of everybody": StaffList(rows(ANN)),
    "all of everybody": StaffList(
        rows(ANN),
        ("- left-out Bo Ek: last day 16 Nov 2026", "- left-out Zoe Zero: last day 16 Nov 2026"),
        is_whole=True,
    ),
    "a list of agency workers": StaffList(rows(f"{NEW},Agency", header=f"{HEADER},contract"), (STARTS,), is_whole=True),
    "somebody with rights leaves": StaffList(
        rows("L1,,Lee Lead,Office,,2026-11-13", header=f"{HEADER},last day"),
        ("2 has-rights Lee Lead: Last day: 13 Nov 2026",),
    ),
    "somebody with rights will leave": StaffList(
        rows("L1,,Lee Lead,Office,,2026-12-31", header=f"{HEADER},last day"),
        ("2 has-rights Lee Lead: Last day: 31 Dec 2026",),
    ),
    "the address of somebody with rights": StaffList(
        rows("L1,thief@example.org,Lee Lead,Office,"),
        ("2 has-rights Lee Lead: Email: lead@example.org → thief@example.org",),
    ),
}
