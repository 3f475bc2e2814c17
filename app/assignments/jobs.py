"""Jobs as audiences ask about them, made of postings."""

from typing import Any

from app.assignments.team_names import names_of_teams
from app.extensions import db
from app.models import Organisation, Posting
from app.rules.people import alike
from app.rules.programmes.careers import Job

COLUMNS = (Posting.team_id, Posting.job, Posting.is_customer_facing, Posting.manages, Posting.employment)
"""Of what a job is made."""


class Jobs:
    """Makes one `Job` of all that are alike in an organisation, whose teams it reads once."""

    def __init__(self, organisation_id: int) -> None:
        self._organisation = alike(db.session.get_one(Organisation, organisation_id).name)
        self._teams = names_of_teams(organisation_id)
        self._made: dict[tuple[Any, ...], Job] = {}

    def of(self, *facts: Any) -> Job:
        """`facts` are the values of `COLUMNS`."""
        if facts not in self._made:
            team_id, title, is_customer_facing, manages, employment = facts
            names = self._teams.get(team_id, frozenset())
            self._made[facts] = Job(self._organisation, names, alike(title), is_customer_facing, manages, employment)
        return self._made[facts]
