"""What people are told about lists of staff."""

from collections.abc import Iterator, Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.documents.csv_reading import LONGEST_CELL, Encoding
from app.rules.people import Employment
from app.rules.staff_lists.change import Change, Difference, Kind
from app.rules.staff_lists.columns import Field, Missing, WrongColumns
from app.rules.staff_lists.known import Ref
from app.rules.staff_lists.planning import StaffPlan
from app.rules.staff_lists.problems import Problem, Wrong
from app.rules.staff_lists.reading import EARLIEST
from app.rules.staff_lists.teams import TeamBook
from app.staff_import.files import Unusable, UnusableList
from app.web.dates import long_date, short_date

FIELDS = {
    Field.STAFF_NUMBER: lazy_gettext("Staff number"),
    Field.EMAIL: lazy_gettext("Email"),
    Field.NAME: lazy_gettext("Name"),
    Field.FIRST_NAME: lazy_gettext("First name"),
    Field.LAST_NAME: lazy_gettext("Last name"),
    Field.TEAM: lazy_gettext("Team"),
    Field.PARENT_TEAM: lazy_gettext("The team above it"),
    Field.JOB: lazy_gettext("Job role"),
    Field.LINE_MANAGER: lazy_gettext("Line manager"),
    Field.EMPLOYMENT: lazy_gettext("Kind of employment"),
    Field.CUSTOMER_FACING: lazy_gettext("Customer-facing"),
    Field.MANAGES: lazy_gettext("Manages people"),
    Field.STARTS_ON: lazy_gettext("Start date"),
    Field.CHANGED_ON: lazy_gettext("In this post since"),
    Field.LAST_DAY: lazy_gettext("Last day"),
    Field.ABSENT_FROM: lazy_gettext("Absent from"),
    Field.ABSENT_UNTIL: lazy_gettext("Absent until"),
}

HINTS = {
    Field.STAFF_NUMBER: lazy_gettext("We know people again by it, then by their email address, never by name"),
    Field.NAME: lazy_gettext("Or first name and last name, below"),
    Field.TEAM: lazy_gettext("A name, or a path such as Housing / Repairs"),
    Field.LINE_MANAGER: lazy_gettext("Their staff number or email address"),
    Field.MANAGES: lazy_gettext("Yes or no, or how many people report to them"),
    Field.CHANGED_ON: lazy_gettext("Without it, changes count from today"),
}

KINDS = {
    Employment.EMPLOYEE: lazy_gettext("Employee"),
    Employment.AGENCY: lazy_gettext("Agency worker"),
    Employment.CONTRACTOR: lazy_gettext("Contractor"),
    Employment.VOLUNTEER: lazy_gettext("Volunteer"),
    Employment.COUNCILLOR: lazy_gettext("Councillor"),
    Employment.PARTNER: lazy_gettext("From a partner"),
}

GROUPS = {
    Kind.STARTS: lazy_gettext("New people"),
    Kind.RETURNS: lazy_gettext("Back again"),
    Kind.CHANGES: lazy_gettext("Changes"),
    Kind.LEAVES: lazy_gettext("Leave, as the list says"),
    Kind.LEFT_OUT: lazy_gettext("Leave, because they are not in the list"),
    Kind.KEPT: lazy_gettext("Changed here since the last list, and kept"),
    Kind.HAS_RIGHTS: lazy_gettext("Have rights here: change this by hand"),
    Kind.NOT_SAID: lazy_gettext("Empty in the list, and kept"),
}

ENCODINGS = {
    Encoding.UTF_8: "UTF-8",
    Encoding.UTF_16: "UTF-16",
    Encoding.UTF_16_LE: "UTF-16",
    Encoding.UTF_16_BE: "UTF-16",
    Encoding.WINDOWS: "Windows",
}

_UNUSABLE = {
    Unusable.NOT_TEXT: lazy_gettext(
        "This is not a CSV file. If it is a workbook, open it in your spreadsheet and save it as CSV UTF-8"
    ),
    Unusable.EMPTY: lazy_gettext("The file is empty"),
    Unusable.NOTHING_BELOW: lazy_gettext("There is a header and nothing below it"),
}

_MISSING = {
    Missing.NAME: lazy_gettext("Choose the column of the name, or those of the first and the last name"),
    Missing.IDENTITY: lazy_gettext("Choose the column of the staff number or of the email address"),
}

_PROBLEMS = {
    Wrong.MISSING: lazy_gettext("This cell is empty. Fill it in."),
    Wrong.NO_IDENTITY: lazy_gettext("There is neither a staff number nor an email address. Fill in one of them."),
    Wrong.NOT_AN_EMAIL: lazy_gettext("This is not an email address. Put it right, or leave the cell empty."),
    Wrong.NOT_A_STAFF_NUMBER: lazy_gettext("This is an email address, not a staff number. Choose the right columns."),
    Wrong.EMAIL_ELSEWHERE: lazy_gettext(
        "Somebody in another organisation has this address. Leave it empty, or ask them to give up theirs first."
    ),
    Wrong.UNKNOWN_KIND: lazy_gettext("We do not know what kind of employment this is. Choose it below."),
    Wrong.NOT_YES_OR_NO: lazy_gettext("Write yes or no."),
    Wrong.UNKNOWN_MANAGER: lazy_gettext(
        "Nobody here, and nobody in the list, has this staff number or email address. Check it, or leave it empty."
    ),
    Wrong.OWN_MANAGER: lazy_gettext("Nobody is their own line manager. Put in somebody else, or leave it empty."),
    Wrong.NOT_A_DAY: lazy_gettext("This is not a day. Write it as 2021-03-27 or 27/03/2021."),
    Wrong.NUMBER: lazy_gettext(
        "This is a number, not a day. In your spreadsheet, give the column the format of a date and save it again."
    ),
    Wrong.MONTH_FIRST: lazy_gettext(
        "There is no such month. We read the day first, as in 27/03/2021. If your file has the month first, "
        "give the column the format 2021-03-27 and save it again."
    ),
    Wrong.TOO_LATE: lazy_gettext("This is more than two years ahead. Check the year."),
    Wrong.UNREADABLE: lazy_gettext("Some of it cannot be read. Save the file as CSV UTF-8, or write it again."),
    Wrong.TOO_LONG: lazy_gettext("This is too long. Shorten it."),
    Wrong.TOO_MANY_CELLS: lazy_gettext(
        "The row has more cells than there are columns. A text with a comma in it may need quotation marks."
    ),
    Wrong.QUOTES: lazy_gettext("The quotation marks of this row do not fit together."),
    Wrong.NOT_CLOSED: lazy_gettext("A quotation mark is opened here and never closed. Nothing after it could be read."),
}


def problem_words(problem: Problem) -> str:
    """What is wrong, and what to do."""
    other = problem.other
    words = {
        Wrong.TWICE: lazy_gettext("The same person stands in row %(row)s. Leave the row of their main job.", row=other),
        Wrong.EMAIL_TWICE: lazy_gettext(
            "The address of row %(row)s. Two people cannot share one: empty one.", row=other
        ),
        Wrong.TWO_PEOPLE: lazy_gettext(
            "The staff number is one person’s here and the address another’s: %(names)s. Put one of them right.",
            names=other,
        ),
        Wrong.EMAIL_OF_ANOTHER: lazy_gettext(
            "This address belongs here to somebody with another staff number: %(name)s. If it is the same person, "
            "change the number there first; otherwise put the address right.",
            name=other,
        ),
        Wrong.ZEROS_LOST: lazy_gettext(
            "There is %(number)s here. A spreadsheet may have changed the zeros: give the column the format of a text.",
            number=other,
        ),
        Wrong.TWIN: lazy_gettext("Row %(row)s has the same name and team. Give both a staff number.", row=other)
        if other
        else lazy_gettext(
            "Somebody of this name is in this team already. If it is them, write their address as it is here; if not, "
            "give this person a staff number."
        ),
        Wrong.UNKNOWN_TEAM: lazy_gettext("A new team, or the same as %(team)s? Choose below.", team=other),
        Wrong.MANAGER_LOOP: lazy_gettext("Line managers go round in a circle: %(way)s. Put one right.", way=other),
        Wrong.ENDS_BEFORE_IT_BEGINS: lazy_gettext("They began on %(day)s, later than this.", day=other)
        if other
        else lazy_gettext("This is before the day on which it begins."),
        Wrong.TOO_EARLY: lazy_gettext("This is before %(limit)s. Check the year.", limit=long_date(EARLIEST)),
        Wrong.HUGE_CELL: lazy_gettext(
            "A cell of this row is longer than %(limit)s characters. A quotation mark may be missing.",
            limit=f"{LONGEST_CELL:,}",
        ),
    }
    return str(words.get(problem.wrong) or _PROBLEMS[problem.wrong])


def unusable_words(error: UnusableList) -> str:
    return str(_UNUSABLE[error.why])


def column_words(wrong: WrongColumns) -> Iterator[tuple[Field, str]]:
    """What is wrong with the choice of columns, each with the field to tell it at."""
    at = {Missing.NAME: Field.NAME, Missing.IDENTITY: Field.STAFF_NUMBER}
    for missing in wrong.missing:
        yield at[missing], str(_MISSING[missing])
    for field in wrong.twice:
        yield field, str(_("This column is chosen for something else already"))


def plan_words(plan: StaffPlan) -> list[str]:
    """The sentence that matters, in parts."""
    counts = plan.counts
    leave = counts[Kind.LEAVES] + counts[Kind.LEFT_OUT]
    words = [
        ngettext("%(num)s new person", "%(num)s new people", counts[Kind.STARTS]),
        ngettext("%(num)s change", "%(num)s changes", counts[Kind.CHANGES]),
        ngettext("%(num)s leaves", "%(num)s leave", leave),
    ]
    if back := counts[Kind.RETURNS]:
        words.append(ngettext("%(num)s is back again", "%(num)s are back again", back))
    words.append(ngettext("%(num)s unchanged", "%(num)s unchanged", plan.unchanged))
    return [*words, ngettext("%(num)s problem", "%(num)s problems", len(plan.problems))]


class Telling:
    """Says changes in words; `names` are what people are called, by ref."""

    def __init__(self, teams: TeamBook, names: Mapping[Ref, str]) -> None:
        self._teams, self._names = teams, names

    def team(self, change: Change) -> str:
        """The team that somebody is in afterwards, or in now."""
        postings = change.person.postings if change.person else ()
        post = change.posting.post if change.posting else postings[-1].post if postings else None
        return self._teams.path(post.team) if post and post.team is not None else ""

    def change(self, change: Change) -> str:
        """What becomes of somebody, in one line."""
        if change.kind in (Kind.STARTS, Kind.RETURNS) and change.posting:
            since = _("from %(day)s", day=short_date(change.posting.starts_on))
            job = change.posting.post.job
            return f"{job}, {since}" if job else str(since)
        if change.kind in (Kind.LEAVES, Kind.LEFT_OUT) and change.last_day:
            return str(_("last day %(day)s", day=short_date(change.last_day)))
        return "; ".join(self._difference(each) for each in change.differences)

    def _difference(self, difference: Difference) -> str:
        label, before = FIELDS[difference.field], self._value(difference.field, difference.before)
        after = self._value(difference.field, difference.after) or _("none")
        return f"{label}: {before} → {after}" if before else f"{label}: {after}"

    def _value(self, field: Field, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, date):
            return short_date(value)
        if field is Field.EMPLOYMENT:
            return str(KINDS[Employment(str(value))]) if value else ""
        if isinstance(value, int):
            return self._teams.path(value) if field is Field.TEAM else self._names.get(value, "")
        return str(value)


HEADER = ("row", "what", "staff_number", "email", "name", "team", "change")

PLAIN_GROUPS = {
    Kind.STARTS: "new",
    Kind.RETURNS: "back again",
    Kind.CHANGES: "changed",
    Kind.LEAVES: "leaves",
    Kind.LEFT_OUT: "not in the list: leaves",
    Kind.KEPT: "newer here: kept",
    Kind.HAS_RIGHTS: "has rights here: by hand",
    Kind.NOT_SAID: "empty in the list: kept",
}


def change_rows(plan: StaffPlan, telling: Telling) -> Iterator[tuple[str | int | None, ...]]:
    """All that would happen, as rows of a file: problems first."""
    for problem in plan.problems:
        yield problem.row, "problem", None, None, problem.text, problem.field, problem_words(problem)
    for each in plan.changes:
        facts = (each.staff_number, each.email, each.name, telling.team(each), telling.change(each))
        yield each.row, PLAIN_GROUPS[each.kind], *facts


TEMPLATE_ROWS = (
    ("10023", "ann.lee@example.org", "Ann Lee", "Housing / Repairs", "Repairs manager", "", "Permanent", "yes",
     "yes", "2019-04-01", "", "", ""),
    ("10024", "", "Bo Ek", "Housing / Repairs", "Repairs operative", "10023", "Agency", "yes", "no", "2026-09-14", "",
     "", ""),
    ("10025", "cy.dunn@example.org", "Cy Dunn", "Finance", "Income officer", "ann.lee@example.org", "Permanent", "no",
     "no", "2021-01-11", "2026-12-31", "2026-11-02", "2026-11-30"),
)  # fmt: skip
TEMPLATE_COLUMNS = (
    Field.STAFF_NUMBER,
    Field.EMAIL,
    Field.NAME,
    Field.TEAM,
    Field.JOB,
    Field.LINE_MANAGER,
    Field.EMPLOYMENT,
    Field.CUSTOMER_FACING,
    Field.MANAGES,
    Field.STARTS_ON,
    Field.LAST_DAY,
    Field.ABSENT_FROM,
    Field.ABSENT_UNTIL,
)
