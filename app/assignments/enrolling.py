"""Beginning a module: what the certificate allows, or what the programme asks."""

from datetime import date

from app.assignments.asking import opens_on
from app.models import Enrolment
from app.rules.validity import Completion, renewal_opens_on
from app.web import enrolments
from app.web.visitor import Visitor


def enrol(person: Visitor, module_id: int, slug: str) -> Enrolment | None:
    """As `app.web.enrolments.enrol`, also where the programme asks for it while the certificate is valid."""
    return enrolments.enrol(person.id, module_id, slug, person.today, lambda: _is_asked(person, slug))


def opens_again_on(person: Visitor, slug: str, latest: Completion) -> date | None:
    """From when a module can be done again by who completed it: by its certificate or by the programme, the sooner."""
    days = (renewal_opens_on(latest.valid_until), _asked_from(person, slug))
    return min((day for day in days if day is not None), default=None)


def _is_asked(person: Visitor, slug: str) -> bool:
    day = _asked_from(person, slug)
    return day is not None and day <= person.today


def _asked_from(person: Visitor, slug: str) -> date | None:
    return opens_on(person.id, person.organisation.id, slug, person.today)
