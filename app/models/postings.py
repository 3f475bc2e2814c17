from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.people import Person
from app.models.teams import Team


class Posting(Model):
    """The spell in which a person holds a team and a job. `ends_on` is the last day; None while it lasts.

    Who `manages` sees the people of the team and of the teams below it.
    """

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(None, "person_id", "starts_on"),
        Index(None, "team_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    job: Mapped[str] = mapped_column(String(200), default="")
    manages: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
