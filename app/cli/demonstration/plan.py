"""This year's training plan of the demonstration."""

from datetime import date

from app.rules.plans import Progress
from app.training_plan.records import Line, add

LINES = (
    ("Level 1 in every induction pack", "Human resources", Progress.COMPLETE, (3, 31), "Folder 2, training office"),
    ("Level 1 briefing for contractors", "Contracts manager", Progress.COMPLETE, (6, 30), ""),
    ("Level 2 for every customer-facing team", "Jo Bright", Progress.IN_PROGRESS, (12, 15), "Dates are under Sessions"),
    ("Managers’ module for all team leaders", "Nadia Rahman", Progress.IN_PROGRESS, (10, 31), ""),
    ("Champion in every library", "Libraries manager", Progress.NOT_STARTED, (12, 31), ""),
    ("Staff survey, to be held again next spring", "Jo Bright", Progress.NOT_STARTED, None, ""),
)


def plan_the_year(organisation_id: int, today: date) -> None:
    for title, owner, progress, by, note in LINES:
        due_on = date(today.year, *by) if by else None
        add(organisation_id, today.year, Line(title, owner, str(progress), due_on, note))
