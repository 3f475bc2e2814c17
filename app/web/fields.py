"""Form fields whose mistakes are told in our own words, which can be translated."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.validators import ValidationError

EARLIEST_YEAR, LATEST_YEAR = 1990, 2200


def trimmed(text: str | None) -> str:
    return (text or "").strip()


def one_line(text: str | None) -> str:
    """With one space where there are several, or line breaks."""
    return " ".join((text or "").split())


class Choice(SelectField):
    """One of a list."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_("Choose one of the list")) from None


class OneOf(RadioField):
    """One of a few; that none is chosen is told by a validator."""

    def pre_validate(self, form: Any) -> None:
        try:
            if self.raw_data:
                super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_("Choose one of the list")) from None


class Whole(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a whole number, such as 12")) from None


class Day(DateField):
    """A day of our times."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a date such as 2026-03-27")) from None

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, date) and not EARLIEST_YEAR <= self.data.year <= LATEST_YEAR:
            raise ValidationError(_("Check the year"))
