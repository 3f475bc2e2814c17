from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Instant, Key
from app.models.organisations import Organisation
from app.models.people import Person


class Course(Model):
    """Something that an organisation has its people do away from this server; modules are courses without a row here.

    `valid_months` is None for what never runs out.
    """

    __tablename__ = "courses"
    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    valid_months: Mapped[int | None]
    is_offered: Mapped[bool] = mapped_column(default=True)


class TrainingSession(Model):
    """People taught together on a day. What it teaches is as it was when the session was set up.

    Once signed it is never changed; those who attended in full then have their entries in the log.
    """

    __tablename__ = "training_sessions"
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (signed_name IS NULL)", name="signed_by_name"),
        Index(None, "organisation_id", "held_on"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    course: Mapped[str] = mapped_column(String(60))
    course_title: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    valid_months: Mapped[int | None]
    method: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    delivered_by: Mapped[str] = mapped_column(String(200))
    is_accredited: Mapped[bool]
    accreditation: Mapped[str] = mapped_column(String(200), default="")
    evidence: Mapped[str] = mapped_column(String(200), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_name: Mapped[str | None] = mapped_column(String(200))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))


class Attendance(Model):
    """A line of a session's register. Who attended in part has completed nothing.

    `attended` is None until somebody marks it, which they must before the register is signed.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        CheckConstraint("attended IN ('full', 'part', 'absent')", name="attended_is_known"),
        Index(None, "person_id"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey(TrainingSession.id), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    attended: Mapped[str | None] = mapped_column(String(10))
