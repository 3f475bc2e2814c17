"""What people are told about files of old records, and about earlier learning."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.documents.csv_reading import LONGEST_CELL, Encoding
from app.imports.checking import Passed, Passing, Unusable, UnusableFile
from app.imports.planning import Plan
from app.rules.import_columns import Field, WrongHeader
from app.rules.old_records import EARLIEST, LATEST, LONGEST_EVIDENCE, Problem, Wrong
from app.rules.recognition import Refusal, Ruling
from app.rules.training_log import Method
from app.web.dates import long_date

COLUMNS = {
    Field.EMAIL: lazy_gettext("Whose record it is: the email address that they have here"),
    Field.COURSE: lazy_gettext("The title of the course as it is written here, or its id"),
    Field.COMPLETED_ON: lazy_gettext("The day, as 2021-03-27 or 27/03/2021"),
    Field.VALID_UNTIL: lazy_gettext(
        "The last day on which it counts. Leave it empty to have it worked out from the course"
    ),
    Field.METHOD: lazy_gettext("One of: e-learning, in person, webinar, external"),
    Field.EVIDENCE: lazy_gettext("What speaks for it, for example a certificate's number. At most 200 characters"),
}
"""The columns of a file, as the page explains them."""

NEEDED = (Field.EMAIL, Field.COURSE, Field.COMPLETED_ON)

MOST_OF_A_HEADER = 200

ENCODINGS = {
    Encoding.UTF_8: "UTF-8",
    Encoding.UTF_16: "UTF-16",
    Encoding.UTF_16_LE: "UTF-16",
    Encoding.UTF_16_BE: "UTF-16",
    Encoding.WINDOWS: "Windows",
}

_PROBLEMS = {
    Wrong.MISSING: lazy_gettext("This cell is empty. Fill it in."),
    Wrong.UNKNOWN_PERSON: lazy_gettext(
        "Nobody here has this email address. Check how it is written, or add the person first. "
        "If the address has changed, put in the new one."
    ),
    Wrong.UNKNOWN_COURSE: lazy_gettext(
        "There is no course of this name here. Write its title or id as it is under Courses, or add the course first."
    ),
    Wrong.AMBIGUOUS_COURSE: lazy_gettext("Two courses have this title. Write the course's id instead."),
    Wrong.NOT_A_DAY: lazy_gettext("This is not a day. Write it as 2021-03-27 or 27/03/2021."),
    Wrong.NUMBER: lazy_gettext(
        "This is a number, not a day. In your spreadsheet, give the column the format of a date and save it again."
    ),
    Wrong.MONTH_FIRST: lazy_gettext(
        "There is no such month. We read the day first, as in 27/03/2021. If your file has the month first, "
        "give the column the format 2021-03-27 and save it again."
    ),
    Wrong.IN_THE_FUTURE: lazy_gettext("This day has not come yet."),
    Wrong.UNKNOWN_METHOD: lazy_gettext("Write one of: e-learning, in person, webinar, external."),
    Wrong.RECOGNITION: lazy_gettext(
        "Earlier learning is not brought in by a file. Take the row out, and recognise it on its page, with a reason."
    ),
    Wrong.ENDS_BEFORE_IT_BEGINS: lazy_gettext("This is before the day it was completed."),
    Wrong.UNREADABLE: lazy_gettext("Some of it cannot be read. Save the file as CSV UTF-8, or write it again."),
    Wrong.TOO_MANY_CELLS: lazy_gettext(
        "The row has more cells than there are columns. A text with a comma in it may need quotation marks."
    ),
    Wrong.QUOTES: lazy_gettext("The quotation marks of this row do not fit together."),
    Wrong.NOT_CLOSED: lazy_gettext("A quotation mark is opened here and never closed. Nothing after it could be read."),
}


def problem_words(problem: Problem) -> str:
    """What is wrong, and what to do."""
    words = {
        Wrong.TOO_EARLY: lazy_gettext("This is before %(limit)s. Check the year.", limit=long_date(EARLIEST)),
        Wrong.TOO_LATE: lazy_gettext("This is after %(limit)s. Check the year.", limit=long_date(LATEST)),
        Wrong.TOO_LONG: lazy_gettext("This is longer than %(limit)s characters. Shorten it.", limit=LONGEST_EVIDENCE),
        Wrong.HUGE_CELL: lazy_gettext(
            "A cell of this row is longer than %(limit)s characters. A quotation mark may be missing.",
            limit=f"{LONGEST_CELL:,}",
        ),
    }
    return str(words.get(problem.wrong) or _PROBLEMS[problem.wrong])


def passed_words(passed: Passed) -> str:
    """Why a row is passed over."""
    words = {
        Passing.TWICE: lazy_gettext("The same as row %(row)s, which is taken", row=passed.first_row),
        Passing.DOES_NOT_COUNT: lazy_gettext("The file itself says that it was corrected or withdrawn"),
        Passing.NO_LONGER_COUNTS: lazy_gettext(
            "In the log, and corrected or withdrawn since. A file does not bring it back"
        ),
        Passing.ALREADY_THERE: lazy_gettext("In the log already"),
    }
    return str(words[passed.why])


def plan_words(plan: Plan) -> list[str]:
    """The sentence that matters, in parts."""
    again = plan.counts[Passing.ALREADY_THERE] + plan.counts[Passing.NO_LONGER_COUNTS]
    add = (
        ngettext("%(num)s record will be added", "%(num)s records will be added", plan.to_add)
        if plan.is_possible
        else ngettext("%(num)s row is good", "%(num)s rows are good", plan.to_add)
    )
    words = [add, ngettext("%(num)s is already there", "%(num)s are already there", again)]
    if twice := plan.counts[Passing.TWICE]:
        words.append(ngettext("%(num)s stands in the file twice", "%(num)s stand in the file twice", twice))
    if not_counting := plan.counts[Passing.DOES_NOT_COUNT]:
        words.append(ngettext("%(num)s does not count", "%(num)s do not count", not_counting))
    return [*words, ngettext("%(num)s problem", "%(num)s problems", plan.wrong)]


def unusable_words(error: UnusableFile) -> str:
    """Why nothing of a file can be read, and what to do."""
    if error.why is Unusable.NOT_TEXT:
        return str(_("This is a workbook or another file that is no text. In your spreadsheet, save it as CSV UTF-8"))
    return _header_words(error.header, error.seen) if error.header else str(_("The file is empty"))


def _header_words(header: WrongHeader, seen: tuple[str, ...]) -> str:
    if not header.missing:
        names = ", ".join(header.twice)[:MOST_OF_A_HEADER]
        return str(_("Two columns have the same name: %(names)s. Take one of them out", names=names))
    return str(
        _(
            "The first row must name the columns. Missing: %(names)s. We found: %(seen)s",
            names=", ".join(header.missing),
            seen=", ".join(seen)[:MOST_OF_A_HEADER] or _("nothing"),
        )
    )


def refusal_words(ruling: Ruling, months: int) -> str:
    """Why earlier learning is not recognised, with the day that decides."""
    day = long_date(ruling.limit) if ruling.limit else ""
    words = {
        Refusal.IN_THE_FUTURE: lazy_gettext("This day has not come yet"),
        Refusal.TOO_EARLY: lazy_gettext("This is before %(day)s. Check the year", day=day),
        Refusal.TOO_LONG_AGO: lazy_gettext(
            "This is too long ago. We recognise what was completed in the last %(months)s months: on %(day)s or later",
            months=months,
            day=day,
        ),
        Refusal.RUN_OUT: lazy_gettext(
            "This has run out: it counted until %(day)s. The course is to be done again", day=day
        ),
    }
    return str(words[ruling.refusal]) if ruling.refusal else ""


def template_rows(course: str, year: int) -> list[tuple[str, ...]]:
    """Two rows that show how a file is filled in."""
    return [
        ("ann.lee@example.org", course, f"{year - 1}-03-27", "", str(Method.E_LEARNING), "CERT-1234"),
        ("bo.ek@example.org", course, f"{year - 1}-04-14", f"{year + 1}-04-14", str(Method.IN_PERSON), ""),
    ]
