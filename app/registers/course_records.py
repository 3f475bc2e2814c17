"""Courses that are done away from this server."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Course, Module, Organisation
from app.registers.records import LARGEST_ID
from app.rules.courses import free_slug


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course with its id; `valid_months` is None for what never runs out."""

    id: int
    title: str
    level: int
    valid_months: int | None
    is_offered: bool


def courses_elsewhere(organisation_id: int) -> list[CourseRow]:
    """Those that are offered first, by title."""
    rows = db.session.scalars(select(Course).where(Course.organisation_id == organisation_id))
    return sorted((_row(each) for each in rows), key=lambda row: (not row.is_offered, row.title.casefold(), row.id))


def find(organisation_id: int, course_id: int) -> CourseRow | None:
    course = _find(organisation_id, course_id) if course_id <= LARGEST_ID else None
    return None if course is None else _row(course)


def add(organisation_id: int, title: str, level: int, valid_months: int | None) -> None:
    """Its lasting name is that of no module and of no other course. Call it inside `app.database.writing()`."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    taken = {*db.session.scalars(select(Module.slug)), *db.session.scalars(_slugs(organisation_id))}
    db.session.add(
        Course(
            organisation_id=organisation_id,
            slug=free_slug(title, taken),
            title=title,
            level=level,
            valid_months=valid_months,
        )
    )


def change(organisation_id: int, course_id: int, title: str, valid_months: int | None, *, is_offered: bool) -> None:
    """From now on: what the log holds stays as it was said."""
    course = _find(organisation_id, course_id)
    if course is not None:
        course.title, course.valid_months, course.is_offered = title, valid_months, is_offered


def _find(organisation_id: int, course_id: int) -> Course | None:
    return db.session.scalar(select(Course).where(Course.id == course_id, Course.organisation_id == organisation_id))


def _slugs(organisation_id: int) -> Select[tuple[str]]:
    return select(Course.slug).where(Course.organisation_id == organisation_id)


def _row(course: Course) -> CourseRow:
    return CourseRow(course.id, course.title, course.level, course.valid_months, course.is_offered)
