"""What the courses are called that a programme names."""

from sqlalchemy import select

from app.extensions import db
from app.models import Course
from app.rules.programmes.requirements import Programme
from app.web.courses import courses_of


def course_titles(organisation_id: int, programme: Programme | None = None) -> dict[str, str]:
    """By slug: published modules, the organisation's courses, and those that the programme brings with it."""
    brought = {each.slug: each.title for each in programme.courses} if programme else {}
    query = select(Course.slug, Course.title).where(Course.organisation_id == organisation_id)
    own = dict(db.session.execute(query).tuples().all())
    return brought | own | {slug: each.title for slug, each in courses_of(organisation_id).items()}
