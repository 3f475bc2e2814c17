from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import Key
from app.models.organisations import Organisation


class Team(Model):
    """A node in an organisation's tree of teams."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("organisation_id", "name"), Index(None, "parent_id"))

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str] = mapped_column(String(200))


class TeamAlias(Model):
    """Another name by which lists and programmes call a team, as `app.rules.people.alike` makes it."""

    __tablename__ = "team_aliases"
    __table_args__ = (UniqueConstraint("organisation_id", "name"), Index(None, "team_id"))

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id))
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    name: Mapped[str] = mapped_column(String(200))
