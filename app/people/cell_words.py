"""The cells of the matrix as they are drawn. A page may have a thousand, so what is the same is put into words once."""

from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from app.assignments.words.labels import LABELS, NOTHING_NOW
from app.people.views import Cell
from app.rules.programmes.standing import State
from app.web.dates import short_date

TAG = Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>')
PLAIN = Markup('<span class="waymark-quiet">{}</span>')
DAYS = Markup("<br>") + PLAIN


class CellWords:
    """For one page, in the language of its reader."""

    def __init__(self) -> None:
        self._labels = {
            code: TAG.format(label.colour, label.words) if label.colour else PLAIN.format(label.words)
            for code, label in LABELS.items()
        }
        self._overdue: str = _("due since %(due)s", due="%(due)s")
        self._again: str = _("done %(done)s, due again since %(due)s", done="%(done)s", due="%(due)s")
        self._due: str = _("due %(due)s", due="%(due)s")
        self._renew: str = _("done %(done)s, due again by %(due)s", done="%(done)s", due="%(due)s")
        self._done: str = _("done %(done)s", done="%(done)s")
        self._drawn: dict[Cell, Markup] = {}
        self._days: dict[date, str] = {}

    def __call__(self, cell: Cell) -> Markup:
        if cell.state == NOTHING_NOW:
            return self._labels[NOTHING_NOW]
        if cell not in self._drawn:
            told = self._told(cell)
            self._drawn[cell] = self._labels[cell.state] + (DAYS.format(told) if told else "")
        return self._drawn[cell]

    def _told(self, cell: Cell) -> str:
        pattern = self._pattern(cell)
        return pattern % {"done": self._day(cell.done_on), "due": self._day(cell.due_on)} if pattern else ""

    def _pattern(self, cell: Cell) -> str:
        match cell.state:
            case State.OVERDUE:
                return self._again if cell.done_on else self._overdue
            case State.NOT_YET:
                return self._due if cell.due_on else ""
            case State.RENEW | State.IN_DATE:
                return self._renew if cell.due_on else self._done
            case _:
                return ""

    def _day(self, day: date | None) -> str:
        if day is None:
            return ""
        if day not in self._days:
            self._days[day] = short_date(day)
        return self._days[day]
