from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation
from app.models.people import Person
from app.models.training_sessions import TrainingSession

OWN_LINE = 0
"""Among the teams of a list: those in the viewer's line on the day (app.web.scope) are on it too."""


class RecordView(Model):
    """That somebody looked at people's training on a day: at one person's, or at a list.

    A list has no `person_id`. It is of those on the register of `session_id`; without one, of the people of `teams`, a
    JSON list, or of everybody where that is None.
    """

    __tablename__ = "record_views"
    __table_args__ = (
        CheckConstraint("what IN ('record', 'list', 'file')", name="what_is_known"),
        Index(None, "organisation_id", "on_day"),
        Index(None, "person_id", "on_day"),
        Index(None, "viewer_id", "on_day"),
        Index(None, "session_id"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    viewer_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    session_id: Mapped[int | None] = mapped_column(ForeignKey(TrainingSession.id))
    what: Mapped[str] = mapped_column(String(20))
    teams: Mapped[str | None] = mapped_column(Text)
    on_day: Mapped[date]
