"""The frame of every page: header, navigation, the way out.

The frame depends on the organisation, the person's rights and the place in the navigation only, so it is drawn with
GOV.UK's macros once for each of these and kept; only the token of the sign-out form differs from page to page.
"""

from dataclasses import dataclass, replace

from flask import current_app, render_template
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.web.form_token import form_token
from app.web.visitor import OrganisationFacts, Visitor, visitor

TOKEN_PLACE = "waymark-csrf-token"  # noqa: S105 - a place, not a secret
MOST_FRAMES = 500
OWN_COLOUR = "#0f5257"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    section: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and after a page's own content, and the organisation's colour as a style."""

    before: Markup
    after: Markup
    brand: Markup


def frame(section: str) -> Frame:
    """The frame of this request's page, with `section` marked in the navigation."""
    if not current_user.is_authenticated:
        return _draw(None, section)
    person = visitor()
    key = (*frame_key(person), str(get_locale()), section)
    kept: dict[object, Frame] = current_app.extensions.setdefault("waymark.frames", {})
    drawn = kept.get(key)
    if drawn is None:
        if len(kept) >= MOST_FRAMES:
            kept.clear()
        drawn = kept[key] = _draw(person, section)
    before = Markup(drawn.before.replace(TOKEN_PLACE, form_token()))  # noqa: S704 - our own markup
    return replace(drawn, before=before)


def frame_key(person: Visitor) -> tuple[OrganisationFacts, bool, bool, bool, bool, bool]:
    """What the frame takes from a person: two people with the same key see the same frame."""
    rights = person.is_manager, person.is_trainer, person.is_lead, person.is_admin, person.is_coordinator
    return person.organisation, *rights


def _draw(person: Visitor | None, section: str) -> Frame:
    facts = {
        "person": person,
        "organisation": person.organisation if person else None,
        "navigation": navigation(person) if person else [],
        "section": section,
        "token_place": TOKEN_PLACE,
    }
    before = render_template("frame/before.html", **facts)
    after = render_template("frame/after.html", **facts)
    colour = person.organisation.colour if person else OWN_COLOUR
    brand = f":root{{--govuk-brand-colour:{colour};--waymark-brand:{colour}}}"
    return Frame(Markup(before), Markup(after), Markup(brand))  # noqa: S704 - rendered with autoescape


def navigation(person: Visitor) -> list[NavigationItem]:
    items = [NavigationItem("training", _("My training"), "/training")]
    if person.is_manager:
        items.append(NavigationItem("team", _("My team"), "/team"))
    if person.is_manager or person.is_lead:
        items.append(NavigationItem("log", _("Training log"), "/log"))
    if person.is_manager or person.is_lead:
        items.append(NavigationItem("people", _("People"), "/people"))
    elif person.is_admin:
        items.append(NavigationItem("people", _("Accounts"), "/people/accounts"))
    if person.is_lead:
        items.append(NavigationItem("coverage", _("Coverage"), "/coverage"))
        items.append(NavigationItem("programme", _("Programme"), "/programme"))
        items.append(NavigationItem("reminders", _("Reminders"), "/reminders"))
    if person.is_trainer or person.is_lead:
        items.append(NavigationItem("sessions", _("Sessions"), "/sessions"))
    if person.is_coordinator:
        items.append(NavigationItem("partnership", _("Partnership"), "/partnership"))
    items.append(NavigationItem("help", _("Help"), "/help"))
    items.append(NavigationItem("account", _("Account"), "/account"))
    return items
