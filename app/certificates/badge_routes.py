from flask import Blueprint, Response, abort, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.certificates import records
from app.certificates.badges import find_issuer, issuer_of, make_badge
from app.certificates.records import CertifiedCompletion
from app.documents.badge import issuer_profile, jwks, public_jwk
from app.rules.validity import Standing, standing
from app.web import clock
from app.web.access import Who, open_to
from app.web.signing import KeyFault, trusted_certificates
from app.web.visitor import visitor

badges = Blueprint("badges", __name__, template_folder="templates")

NOT_VALID = 409
NOT_NOW = 503
CACHED = "public, max-age=3600"
LARGEST_ID = 2**63 - 1


@badges.get("/certificates/<number>/badge")
@open_to(Who.SIGNED_IN)
def about(number: str) -> ResponseReturnValue:
    """What a badge is and what it gives away, before anything is made."""
    return _page(_own(number))


@badges.post("/certificates/<number>/badge")
@open_to(Who.SIGNED_IN)
def download(number: str) -> ResponseReturnValue:
    """The badge, made for this one answer."""
    found = _own(number)
    if not _is_valid(found):
        return _page(found), NOT_VALID
    organisation = visitor().organisation
    try:
        token = make_badge(found, issuer_of(organisation.id, organisation.name))
    except KeyFault as fault:
        current_app.logger.error("badge of %s not signed: %s", number, fault)
        return render_template("certificates/not_drawn.html", certificate=found, not_signed=True), NOT_NOW
    response = Response(token, mimetype="application/vc+jwt")
    response.headers["Content-Disposition"] = f'attachment; filename="badge-{number}.jwt"'
    return response


@badges.get("/badges/issuer/<int:organisation_id>")
@open_to(Who.ANYONE)
def issuer(organisation_id: int) -> ResponseReturnValue:
    """Who issued a badge, for the programs that check it."""
    found = find_issuer(organisation_id) if organisation_id <= LARGEST_ID else None
    return _public(issuer_profile(found)) if found else abort(404)


@badges.get("/badges/keys/<key_id>")
@open_to(Who.ANYONE)
def key(key_id: str) -> ResponseReturnValue:
    """The public key that a badge names (a JSON Web Key)."""
    certificate = trusted_certificates().get(key_id)
    return _public(public_jwk(certificate)) if certificate else abort(404)


@badges.get("/.well-known/jwks.json")
@open_to(Who.ANYONE)
def keys() -> ResponseReturnValue:
    """Every public key that has signed here."""
    return _public(jwks(trusted_certificates()))


def _page(found: CertifiedCompletion) -> str:
    return render_template("certificates/badge.html", certificate=found, is_valid=_is_valid(found))


def _own(number: str) -> CertifiedCompletion:
    return records.certificate_of(visitor().id, number) or abort(404)


def _is_valid(found: CertifiedCompletion) -> bool:
    today = clock.today(found.time_zone)
    state = standing(found.valid_until, today, superseded=found.superseded, withdrawn=found.withdrawn)
    return state == Standing.VALID


def _public(facts: dict[str, object]) -> Response:
    response = jsonify(facts)
    response.headers["Cache-Control"] = CACHED
    return response
