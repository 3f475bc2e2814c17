"""What a programme would change, in words."""

from app.assignments.previewing import Preview
from app.rules.programmes.moving import Moved
from app.web.typed_gettext import gettext as _
from app.web.typed_gettext import ngettext


def headline(preview: Preview) -> str:
    """ "This makes 212 people overdue and moves 40 due dates." """
    overdue, dates = preview.overdue, preview.due_dates_moved
    if not overdue and not dates:
        return _("This makes nobody overdue and moves no due date.")
    if not dates:
        return _("This makes %(people)s overdue and moves no due date.", people=_people(overdue))
    moved = ngettext("moves %(num)s due date", "moves %(num)s due dates", dates)
    who = _people(overdue) if overdue else _("nobody")
    return _("This makes %(people)s overdue and %(moved)s.", people=who, moved=moved)


def _people(number: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", number)


def moved_words(moved: Moved) -> list[str]:
    """A phrase for each thing that changes in one requirement; none where nothing does."""
    found = (
        (moved.newly_overdue, _newly_overdue),
        (moved.no_longer_overdue, _no_longer_overdue),
        (moved.newly_bound, _newly_bound),
        (moved.no_longer_bound, _no_longer_bound),
        (moved.earlier, _earlier),
        (moved.later, _later),
        (moved.bound_later, _bound_later),
    )
    return [words(number) for number, words in found if number]


def _newly_overdue(number: int) -> str:
    return ngettext("%(num)s person becomes overdue", "%(num)s people become overdue", number)


def _no_longer_overdue(number: int) -> str:
    return ngettext("%(num)s person is no longer overdue", "%(num)s people are no longer overdue", number)


def _newly_bound(number: int) -> str:
    return ngettext("asked of %(num)s person more", "asked of %(num)s people more", number)


def _no_longer_bound(number: int) -> str:
    return ngettext("no longer asked of %(num)s person", "no longer asked of %(num)s people", number)


def _earlier(number: int) -> str:
    return ngettext("due earlier for %(num)s person", "due earlier for %(num)s people", number)


def _later(number: int) -> str:
    return ngettext("due later for %(num)s person", "due later for %(num)s people", number)


def _bound_later(number: int) -> str:
    return ngettext(
        "will be asked of %(num)s person when it begins", "will be asked of %(num)s people when it begins", number
    )


def so_far(preview: Preview) -> str:
    """How many people have been looked at."""
    return _(
        "%(looked_at)s of %(everybody)s people looked at",
        looked_at=f"{preview.looked_at:,}",
        everybody=f"{preview.everybody:,}",
    )
