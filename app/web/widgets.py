"""GOV.UK's inputs with the words that they bring along in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSelect, GovTextInput
from wtforms import Field

Params = dict[str, Any]


def _in_our_words(params: Params) -> Params:
    if params.get("errorMessage"):
        params["errorMessage"]["visuallyHiddenText"] = _("Error")
    return params


class TextInput(GovTextInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _in_our_words(super().map_gov_params(field, **kwargs))


class SelectInput(GovSelect):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _in_our_words(super().map_gov_params(field, **kwargs))


class PasswordInput(GovPasswordInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        words = {
            "showPasswordText": _("Show"),
            "hidePasswordText": _("Hide"),
            "showPasswordAriaLabelText": _("Show password"),
            "hidePasswordAriaLabelText": _("Hide password"),
            "passwordShownAnnouncementText": _("Your password is visible"),
            "passwordHiddenAnnouncementText": _("Your password is hidden"),
        }
        return words | _in_our_words(super().map_gov_params(field, **kwargs))
