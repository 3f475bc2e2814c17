"""Who looked at whose training. It is written before the page is drawn: what cannot be recorded is not shown."""

import json
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_, select

from app.database import writing
from app.extensions import db
from app.models import Person, RecordView
from app.models.record_views import OWN_LINE
from app.web.scope import Scope
from app.web.visitor import Visitor


def look_at_person(viewer: Visitor, person_id: int) -> None:
    """Record, once a day, that `viewer` sees a person's training record. One's own is nobody else's business."""
    if person_id != viewer.id:
        _record_once(viewer, RecordView.person_id == person_id, what="record", person_id=person_id)


def look_at_list(viewer: Visitor, scope: Scope, what: Literal["list", "file"]) -> None:
    """Record, once a day, that `viewer` sees the people of a scope, or takes them away as a file."""
    if not scope.is_empty:
        teams = _teams_of(scope)
        _record_once(viewer, _same_or_wider(teams), what=what, teams=teams)


def list_by_mail(viewer_id: int, scope: Scope) -> None:
    """The same for a list that goes to `viewer_id` by mail: inside the transaction after which it is sent."""
    teams = _teams_of(scope)
    row = {"organisation_id": scope.organisation_id, "viewer_id": viewer_id, "on_day": scope.today, "what": "list"}
    known = select(RecordView.id).filter_by(**row).where(_same_or_wider(teams))
    if db.session.scalar(known.limit(1)) is None:
        db.session.add(RecordView(**row, teams=teams))


def _teams_of(scope: Scope) -> str | None:
    own_line = {OWN_LINE} if scope.line else set()
    return None if scope.team_ids is None else json.dumps(sorted(scope.team_ids | own_line))


def _same_or_wider(teams: str | None) -> ColumnElement[bool]:
    same_or_wider = or_(RecordView.teams.is_(None), RecordView.teams == teams)
    return RecordView.person_id.is_(None) & RecordView.session_id.is_(None) & same_or_wider


def look_at_register(viewer: Visitor, session_id: int, what: Literal["list", "file"]) -> None:
    """Record, once a day, that `viewer` sees the names on a training session's register, or takes them away."""
    _record_once(viewer, RecordView.session_id == session_id, what=what, session_id=session_id)


def _record_once(viewer: Visitor, same: ColumnElement[bool], what: str, **seen: Any) -> None:
    today = viewer.today
    query = select(RecordView.id).where(
        RecordView.viewer_id == viewer.id, RecordView.on_day == today, RecordView.what == what, same
    )
    if db.session.scalar(query.limit(1)) is not None:
        return
    with writing():
        db.session.scalar(select(Person.id).where(Person.id == viewer.id).with_for_update(key_share=True))
        if db.session.scalar(query.limit(1)) is None:
            row = {"organisation_id": viewer.organisation.id, "viewer_id": viewer.id, "on_day": today, "what": what}
            db.session.add(RecordView(**row, **seen))
