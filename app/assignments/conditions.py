"""The states of `app.rules.programmes.standing` as conditions on rows of the table of assignments."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from app.models import Assignment
from app.rules.programmes.assigning import Status
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import DUE_SOON, State

_AT_REST = {State.WAITING: Status.WAITING, State.PAUSED: Status.PAUSED, State.EXEMPT: Status.EXEMPT}

IS_CURRENT = Assignment.known_to.is_(None)
IS_MANDATORY = Assignment.strength == Strength.MANDATORY.value
COUNTS = Assignment.status == Status.ASKED.value
"""Neither waiting, nor away, nor exempt."""


def is_in(state: State, day: date) -> ColumnElement[bool]:
    """Whether a row is in a state on a day."""
    if state in _AT_REST:
        return Assignment.status == _AT_REST[state].value
    return and_(COUNTS, _stands(state, day))


def _stands(state: State, day: date) -> ColumnElement[bool]:
    done, late, in_date = Assignment.done_on.is_not(None), Assignment.due_on < day, is_in_date(day)
    open_again = and_(Assignment.due_on.is_not(None), Assignment.opens_on.is_not(None), Assignment.opens_on <= day)
    not_late = or_(Assignment.due_on.is_(None), Assignment.due_on >= day)
    return {
        State.RENEW: and_(in_date, open_again),
        State.IN_DATE: and_(
            in_date,
            or_(Assignment.due_on.is_(None), Assignment.opens_on.is_(None), Assignment.opens_on > day),
        ),
        State.OVERDUE: and_(IS_MANDATORY, late),
        State.NOT_YET: and_(IS_MANDATORY, ~done, not_late),
        State.SUGGESTED: and_(~IS_MANDATORY, or_(~done, late)),
    }[state]


def is_in_date(day: date) -> ColumnElement[bool]:
    """Whether it was done and is not due again before `day`, whatever else."""
    return and_(Assignment.done_on.is_not(None), or_(Assignment.due_on.is_(None), Assignment.due_on >= day))


def is_due_soon(day: date) -> ColumnElement[bool]:
    """Whether what a row asks must be done within the next days, also where it is in date until then."""
    return and_(COUNTS, IS_MANDATORY, Assignment.due_on.between(day, day + DUE_SOON))
