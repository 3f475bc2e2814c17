from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.support import records
from app.support.national_services import NATIONAL_SERVICES
from app.web.access import Who, open_to
from app.web.editions import local_details
from app.web.settings import settings
from app.web.visitor import visitor

support = Blueprint("support", __name__, template_folder="templates")


@support.get("/help")
@open_to(Who.ANYONE)
def help_page() -> ResponseReturnValue:
    """Whom to call or talk to; the organisation's own services are for those who are signed in."""
    if not current_user.is_authenticated:
        national = [{"name": name, "phone": phone, "audience": audience} for name, phone, audience in NATIONAL_SERVICES]
        return render_template("support/help.html", local=[], national=national, details={})
    services = records.help_services(visitor().organisation.id)
    return render_template(
        "support/help.html",
        local=[each for each in services if each.is_local],
        national=[each for each in services if not each.is_local],
        details=local_details(visitor().organisation),
    )


@support.get("/accessibility")
@open_to(Who.ANYONE)
def accessibility() -> ResponseReturnValue:
    return render_template("support/accessibility.html")


@support.get("/privacy")
@open_to(Who.ANYONE)
def privacy() -> ResponseReturnValue:
    return render_template("support/privacy.html", keep=settings().keep)


@support.get("/health/live")
@open_to(Who.ANYONE)
def live() -> ResponseReturnValue:
    return {"status": "live"}


@support.get("/health/ready")
@open_to(Who.ANYONE)
def ready() -> ResponseReturnValue:
    """Whether the database answers; 503 by the error page when it does not."""
    records.database_answers()
    return {"status": "ready"}
