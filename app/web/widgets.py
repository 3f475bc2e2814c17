"""GOV.UK's inputs with the words that they bring along in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field

Params = dict[str, Any]


def _in_our_words(params: Params) -> Params:
    if params.get("errorMessage"):
        params["errorMessage"]["visuallyHiddenText"] = _("Error")
    return params


def _without_empty_hint(params: Params) -> Params:
    """Radios and checkboxes come with a hint even where there is nothing to say."""
    return params if params["hint"]["text"] else {**params, "hint": None}


class TextInput(GovTextInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _in_our_words(super().map_gov_params(field, **kwargs))


class SelectInput(GovSelect):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _in_our_words(super().map_gov_params(field, **kwargs))


class TextArea(GovTextArea):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _in_our_words(super().map_gov_params(field, **kwargs))


class FileInput(GovFileInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _in_our_words(super().map_gov_params(field, **kwargs))


class RadioInput(GovRadioInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params = _without_empty_hint(_in_our_words(super().map_gov_params(field, **kwargs)))
        legend = {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}
        return {**params, "fieldset": {"legend": legend}}


class CheckboxInput(GovCheckboxInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        return _without_empty_hint(_in_our_words(super().map_gov_params(field, **kwargs)))


class CheckboxesInput(GovCheckboxesInput):  # type: ignore[misc]
    def map_gov_params(self, field: Field, **kwargs: Any) -> Params:
        params = _without_empty_hint(_in_our_words(super().map_gov_params(field, **kwargs)))
        legend = {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}
        return {**params, "fieldset": {"legend": legend}}


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
