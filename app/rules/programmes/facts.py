"""What is kept of an assignment: all by which one day is told from another."""

from datetime import date
from typing import NamedTuple

from app.rules.programmes.assigning import Assignment


class Facts(NamedTuple):
    """What a row says."""

    strength: str
    status: str
    bound_since: date
    opens_on: date | None
    due_on: date | None
    done_on: date | None
    team_id: int
    job: str
    employment: str


def facts_of(assignment: Assignment) -> Facts:
    post = assignment.post
    return Facts(
        assignment.requirement.strength.value,
        assignment.status.value,
        assignment.bound_since,
        assignment.opens_on,
        assignment.due_on,
        assignment.done_on,
        post.team_id,
        post.role,
        post.job.employment,
    )
