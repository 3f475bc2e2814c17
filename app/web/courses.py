"""Everything that can be completed in an organisation: the modules here, and its courses elsewhere."""

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models import Course
from app.web.editions import current_editions


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course as it is now. `valid_months` is None for what never runs out; `edition` is empty unless a module."""

    slug: str
    title: str
    level: int
    valid_months: int | None
    edition: str = ""


def courses_of(organisation_id: int) -> dict[str, CourseFacts]:
    """By slug, in the order of their titles: the published modules and the courses that are offered."""
    query = select(Course.slug, Course.title, Course.level, Course.valid_months)
    elsewhere = db.session.execute(query.where(Course.organisation_id == organisation_id, Course.is_offered)).tuples()
    modules = [(each.module, each.sha256) for each in current_editions()]
    found = [CourseFacts(*row) for row in elsewhere] + [
        CourseFacts(module.slug, module.title, module.level, module.valid_months, sha256) for module, sha256 in modules
    ]
    return {course.slug: course for course in sorted(found, key=lambda each: (each.title.casefold(), each.slug))}
