"""The typefaces that certificates are printed with."""

from typing import cast

from flask import current_app

from app.documents.certificate import Refusal, UnprintableName, check_name
from app.documents.fonts import FontLibrary, FontsMissing
from app.web.settings import settings

KEY = "waymark.fonts"


def fonts() -> FontLibrary:
    """Those of the settings' folder, read once by each web process."""
    if KEY not in current_app.extensions:
        current_app.extensions[KEY] = FontLibrary(settings().fonts_folder)
    return cast(FontLibrary, current_app.extensions[KEY])


def why_not_printed(name: str) -> Refusal | None:
    """Why a certificate in this name would not be drawn; None where it comes out as written."""
    try:
        check_name(name, fonts())
    except UnprintableName as problem:
        return problem.reason
    except FontsMissing:
        current_app.logger.exception("no certificate can be drawn")
        return Refusal.NO_FONT
    return None
