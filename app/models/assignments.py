from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation
from app.models.people import Person
from app.models.teams import Team

_CURRENT = text("known_to IS NULL")

NEVER = date.max
"""What stands for no day in a key."""


class Assignment(Model):
    """What a requirement, by its key, asks of a person, as it was known from `known_from` until before `known_to`.

    `app.assignments.refreshing` alone writes it, and `looking_back` the days before its first. A row is closed rather
    than changed, so that the past can be asked about; the current one has no `known_to`. `due_on` is when it is due
    next, None when never again or not yet known; `opens_on` the first day to do it; `done_on` when it was last met.
    `team_id`, `job` and `employment` are of the posting by which it binds.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("strength IN ('mandatory', 'recommended', 'available')", name="strength_is_known"),
        CheckConstraint("status IN ('asked', 'waiting', 'paused', 'exempt')", name="status_is_known"),
        CheckConstraint("known_to IS NULL OR known_to > known_from", name="known_for_a_day"),
        Index(
            "uq_assignments_one_current",
            "person_id",
            "requirement",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index(
            "ix_assignments_current",
            "organisation_id",
            "requirement",
            "team_id",
            "status",
            "done_on",
            "due_on",
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index(
            "ix_assignments_due",
            "organisation_id",
            "due_on",
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index(None, "organisation_id", "requirement", "known_from"),
        Index(None, "person_id", "known_from"),
        Index(None, "team_id"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    requirement: Mapped[str] = mapped_column(String(60))
    strength: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(10))
    bound_since: Mapped[date]
    opens_on: Mapped[date | None]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    job: Mapped[str] = mapped_column(String(200))
    employment: Mapped[str] = mapped_column(String(20))
    known_from: Mapped[date]
    known_to: Mapped[date | None]


class CoverageCell(Model):
    """How many current assignments of a requirement are alike, so that coverage need not count them.

    `due_on` is `NEVER` where there is no such day. Kept by `app.assignments.refreshing` together with the rows.
    """

    __tablename__ = "coverage_cells"
    __table_args__ = (CheckConstraint("people >= 0", name="people_not_negative"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True)
    requirement: Mapped[str] = mapped_column(String(60), primary_key=True)
    status: Mapped[str] = mapped_column(String(10), primary_key=True)
    is_done: Mapped[bool] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    people: Mapped[int]


class AssignmentRefresh(Model):
    """That a person's assignments are to be worked out again on `refresh_on`: at once where that day has come."""

    __tablename__ = "assignment_refreshes"
    __table_args__ = (Index(None, "refresh_on"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    refresh_on: Mapped[date]
