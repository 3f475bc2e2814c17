"""What a training lead sends about a list: the file, its columns, answers to questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, SubmitField

from app.rules.people import Employment, alike
from app.rules.staff_lists.columns import Field, WrongColumns
from app.rules.staff_lists.reading import NEVER_TYPED
from app.staff_import.choices import Choices
from app.staff_import.words import FIELDS, HINTS, column_words
from app.web.fields import Choice
from app.web.widgets import FileInput, SelectInput

LONGEST_EXAMPLE = 30
MOST_ASKED = 100
"""Questions on a page; the others come when these are answered."""
LONGEST_TEAM = 200


class UploadForm(FlaskForm):
    """A list of staff."""

    file = FileField(
        _("Your file"),
        description=_("CSV, at most 8 MB and 20,000 rows. Nothing is changed yet."),
        widget=FileInput(),
        validators=[FileRequired(_("Choose a file"))],
    )
    check = SubmitField(_("Go on"), widget=GovSubmitInput())

    def object(self, words: str) -> None:
        """Tell beside the file why it cannot be used."""
        self.file.errors = [*self.file.errors, words]


class ColumnsForm(FlaskForm):
    """Which column is what: a field for each `Field`, added below."""

    go_on = SubmitField(_("Go on"), widget=GovSubmitInput())

    def offer(self, header: Sequence[str], samples: Sequence[Sequence[str]]) -> None:
        choices = [SelectChoice(str(place), _option(place, header, samples)) for place in range(len(header))]
        for field in Field:
            self[field].choices = [SelectChoice("", gettext("Not in the file")), *choices]

    def chosen(self) -> dict[Field, int]:
        return {field: int(self[field].data) for field in Field if self[field].data}

    def object(self, wrong: WrongColumns) -> None:
        for field, words in column_words(wrong):
            self[field].errors = [*self[field].errors, words]


for each in Field:
    setattr(ColumnsForm, each, Choice(FIELDS[each], description=HINTS.get(each, ""), widget=SelectInput()))


def columns_form(header: Sequence[str], samples: Sequence[Sequence[str]], places: Mapping[Field, int]) -> ColumnsForm:
    form = ColumnsForm(data={field: str(place) for field, place in places.items()})
    form.offer(header, samples)
    return form


def _option(place: int, header: Sequence[str], samples: Sequence[Sequence[str]]) -> str:
    """The letter of a column, its heading, and what stands first in it."""
    examples = (row[place].strip() for row in samples if place < len(row))
    example = next((text for text in examples if text), "")
    shown = f"{example[:LONGEST_EXAMPLE]}…" if len(example) > LONGEST_EXAMPLE else example
    facts = {"letter": _letter(place), "heading": header[place], "sample": shown}
    if header[place]:
        name = (
            gettext("%(letter)s: %(heading)s (%(sample)s)", **facts)
            if shown
            else gettext("%(letter)s: %(heading)s", **facts)
        )
    else:
        name = gettext("%(letter)s (%(sample)s)", **facts) if shown else gettext("Column %(letter)s", **facts)
    return NEVER_TYPED.sub("\ufffd", str(name))


def _letter(place: int) -> str:
    """As spreadsheets name their columns: A, B … Z, AA."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def answered(before: Choices, sent: MultiDict[str, str]) -> Choices:
    """The choices with the answers of the dry run's page. What is not an answer is passed over."""
    teams = _pairs(sent, "team")
    kinds = _pairs(sent, "kind")
    return replace(
        before,
        teams={**before.teams, **{alike(name): alike(same) for name, same in teams.items() if same}},
        kinds={
            **before.kinds,
            **{alike(word): Employment(kind) for word, kind in kinds.items() if kind in set(Employment)},
        },
        is_whole=sent.get("whole") == "yes" if "whole" in sent else before.is_whole,
        takes_list=sent.get("takes") == "list" if "takes" in sent else before.takes_list,
    )


def _pairs(sent: MultiDict[str, str], name: str) -> dict[str, str]:
    asked, answers = sent.getlist(name)[:MOST_ASKED], sent.getlist(f"{name}-is")[:MOST_ASKED]
    return {
        each: answer
        for each, answer in zip(asked, answers, strict=False)
        if len(each) <= LONGEST_TEAM and len(answer) <= 10 * LONGEST_TEAM
    }
