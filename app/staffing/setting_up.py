"""What an organisation asks of its people, and what it puts in for itself."""

from sqlalchemy import func, select

from app.extensions import db
from app.models import HelpService, LocalDetail, Module, Organisation
from app.rules.people import alike
from app.web.settings import settings

USUAL = "level-1.yml"


def usual_programme() -> str:
    """The source of the programme that a new organisation starts with."""
    return (settings().programmes_folder / USUAL).read_text(encoding="utf-8")


def published_modules() -> dict[str, int]:
    """The ids of the modules that learners are given now, by slug."""
    query = select(Module.slug, Module.id).where(Module.current_edition_id.is_not(None)).order_by(Module.slug)
    return dict(db.session.execute(query).tuples().all())


def local_details(organisation_id: int) -> dict[str, str]:
    """An organisation's own words by name."""
    query = select(LocalDetail.name, LocalDetail.value).where(LocalDetail.organisation_id == organisation_id)
    return dict(db.session.execute(query).tuples().all())


def put_local_detail(organisation_id: int, name: str, value: str) -> None:
    """Put in an organisation's own words, or take them out if empty; web processes notice by the version."""
    _lock(organisation_id).version += 1
    detail = db.session.get(LocalDetail, (organisation_id, name))
    if detail is None and value:
        db.session.add(LocalDetail(organisation_id=organisation_id, name=name, value=value))
    elif detail is not None and value:
        detail.value = value
    elif detail is not None:
        db.session.delete(detail)


def put_local_service(organisation_id: int, name: str, phone: str, audience: str) -> bool:
    """A local service on the help page, after the last; whether it is new. One of that name is changed instead."""
    _lock(organisation_id)
    known = db.session.scalars(select(HelpService).where(HelpService.organisation_id == organisation_id))
    service = next((each for each in known if each.is_local and alike(each.name) == alike(name)), None)
    if is_new := service is None:
        last = select(func.max(HelpService.position)).where(HelpService.organisation_id == organisation_id)
        position = (db.session.scalar(last) or 0) + 1
        service = HelpService(organisation_id=organisation_id, position=position, is_local=True)
        db.session.add(service)
    service.name, service.phone, service.audience = name, phone, audience
    return is_new


def _lock(organisation_id: int) -> Organisation:
    """The organisation, whose details nobody else changes until this transaction ends."""
    return db.session.scalars(select(Organisation).where(Organisation.id == organisation_id).with_for_update()).one()
