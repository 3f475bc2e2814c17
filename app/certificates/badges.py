"""A certificate as a badge: what it says is the course, the organisation and the days, and nobody's name."""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.certificates.records import CertifiedCompletion
from app.documents.badge import BadgeFacts, Issuer, badge_jwt
from app.extensions import db
from app.models import Organisation
from app.web import clock
from app.web.settings import settings
from app.web.signing import signing_key


def find_issuer(organisation_id: int) -> Issuer | None:
    """An organisation as those who check a badge see it."""
    name = db.session.scalar(select(Organisation.name).where(Organisation.id == organisation_id))
    return None if name is None else issuer_of(organisation_id, name)


def issuer_of(organisation_id: int, name: str) -> Issuer:
    here = settings().public_url
    return Issuer(here + url_for("badges.issuer", organisation_id=organisation_id), name, here)


def make_badge(certificate: CertifiedCompletion, issuer: Issuer) -> str:
    """A signed badge, which is kept nowhere here: the same wish makes the same badge. Raises KeyFault."""
    key = signing_key()
    return badge_jwt(_facts(certificate, issuer, key.id), key)


def _facts(certificate: CertifiedCompletion, issuer: Issuer, key_id: str) -> BadgeFacts:
    title, last_day = certificate.title, certificate.valid_until
    return BadgeFacts(
        id=_opaque("badge", certificate.token).urn,
        subject_id=_opaque("holder", certificate.token).urn,
        issuer=issuer,
        achievement_id=_opaque(issuer.id, title).urn,
        course=title,
        description=_("%(title)s, a training at level %(level)s", title=title, level=certificate.level),
        criteria=_("Took part in all of the training, and passed its test where it has one."),
        valid_from=_midnight(certificate.completed_on, certificate.time_zone),
        valid_until=_midnight(last_day + timedelta(days=1), certificate.time_zone) if last_day else None,
        key_url=settings().public_url + url_for("badges.key", key_id=key_id),
    )


def _opaque(kind: str, secret: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"waymark {kind} {secret}")


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(), clock.zone(time_zone))
