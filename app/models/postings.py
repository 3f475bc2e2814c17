from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.people import Person
from app.models.teams import Team


class Posting(Model):
    """The spell in which a person holds a team and a job. `ends_on` is the last day; None while it lasts.

    Who `manages` sees the people of the team and of the teams below it. `employment` is one of
    `app.rules.people.Employment`; `line_manager_id` is who is answerable for the person in this job.
    """

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "employment IN ('employee', 'agency', 'contractor', 'volunteer', 'councillor', 'partner')",
            name="employment_is_known",
        ),
        CheckConstraint("line_manager_id <> person_id", name="nobody_manages_themselves"),
        Index(None, "person_id", "starts_on"),
        Index(None, "team_id"),
        Index(None, "line_manager_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    job: Mapped[str] = mapped_column(String(200), default="")
    manages: Mapped[bool] = mapped_column(default=False)
    is_customer_facing: Mapped[bool] = mapped_column(default=False)
    employment: Mapped[str] = mapped_column(String(20), default="employee")
    line_manager_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
