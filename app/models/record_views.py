from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation
from app.models.people import Person


class RecordView(Model):
    """That somebody looked at people's training on a day: at one person's, or at a list.

    A list has no `person_id`; `teams` is then the JSON list of the teams that it was of, None for all of them.
    """

    __tablename__ = "record_views"
    __table_args__ = (
        CheckConstraint("what IN ('record', 'list', 'file')", name="what_is_known"),
        Index(None, "organisation_id", "on_day"),
        Index(None, "person_id", "on_day"),
        Index(None, "viewer_id", "on_day"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    viewer_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    what: Mapped[str] = mapped_column(String(20))
    teams: Mapped[str | None] = mapped_column(Text)
    on_day: Mapped[date]
