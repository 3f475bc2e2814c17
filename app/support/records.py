"""Services that help, as each organisation lists them."""

from sqlalchemy import select

from app.extensions import db
from app.models import HelpService, LogHead
from app.support.national_services import NATIONAL_SERVICES


def help_services(organisation_id: int) -> list[HelpService]:
    """Local services first, then national ones, each in the organisation's order."""
    query = select(HelpService).where(HelpService.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(HelpService.is_local.desc(), HelpService.position)))


def database_answers() -> bool:
    db.session.execute(select(LogHead.organisation_id).limit(1)).first()
    return True


def add_national_services(organisation_id: int) -> None:
    """Put the national helplines on a new organisation's help page."""
    for position, (name, phone, audience) in enumerate(NATIONAL_SERVICES, start=1):
        db.session.add(
            HelpService(organisation_id=organisation_id, position=position, name=name, phone=phone, audience=audience)
        )
