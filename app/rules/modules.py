"""What a published module is made of. Texts ending in `html` are rendered and sanitised; others are plain."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Objective:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class SignOff:
    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class Lesson:
    """One part of a module. `slug` is its address and stays when the title is reworded."""

    slug: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    html: str


@dataclass(frozen=True, slots=True)
class Module:
    """A module as one edition holds it. `valid_months` is None when a pass never runs out."""

    slug: str
    title: str
    topic: str
    level: int
    minutes: int
    audience: str
    objectives: tuple[Objective, ...]
    covers: tuple[str, ...]
    valid_months: int | None
    review_by: date
    sources: tuple[str, ...]
    signed_off: tuple[SignOff, ...]
    intro_html: str
    content_note_html: str
    lessons: tuple[Lesson, ...]

    def lesson(self, slug: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)
