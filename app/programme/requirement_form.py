"""The form for one requirement."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import HiddenField, SelectChoice, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.assignments.words.audiences import KINDS
from app.content.programmes.phrases import MOST_DAYS, MOST_MONTHS, read_day
from app.content.programmes.requirements import LONGEST_ASSUMPTION
from app.programme.audience_choices import Managers, Together
from app.programme.course_choices import MOST_GROUPS
from app.rules.programmes.requirements import Anchor, CountedFrom, Requirement, Strength
from app.web.fields import Choice, Day, OneOf, Whole, one_line, trimmed
from app.web.log_wording import METHODS
from app.web.widgets import RadioInput, SelectInput, TextArea, TextInput

EVERYONE, CHOSEN, WRITTEN = "everyone", "chosen", "written"
EITHER, YES, NO = "either", "yes", "no"
LONGEST_TEXT = 20_000
MOST_COUNTING_TOO = 3

STRENGTHS = {
    Strength.MANDATORY: _("They must do it"),
    Strength.RECOMMENDED: _("They should do it. Nobody is overdue"),
    Strength.AVAILABLE: _("They may do it. Nobody is reminded"),
}
WHOM = {
    EVERYONE: _("Everyone"),
    CHOSEN: _("Some people"),
    WRITTEN: _("As text, for what cannot be ticked"),
}
COURSES = {CHOSEN: _("One course, or one of several"), WRITTEN: _("As text, for what cannot be ticked")}
TOGETHER = {
    Together.ALL: _("All of it must hold for somebody"),
    Together.ANY: _("Any one of it is enough"),
}
MANAGERS = {
    Managers.NO: _("Only these people"),
    Managers.TOO: _("These people and their line managers"),
    Managers.ONLY: _("Only the line managers of these people"),
}
WITH_CUSTOMERS = {
    EITHER: _("It does not matter"),
    YES: _("They work with customers"),
    NO: _("They do not work with customers"),
}
MANAGING = {
    EITHER: _("It does not matter"),
    YES: _("They manage people"),
    NO: _("They do not manage people"),
}
ANCHORS = {
    Anchor.JOINING: _("of joining those whom it is asked of"),
    Anchor.STARTING: _("of starting work here"),
}
RENEWALS = {
    CountedFrom.CERTIFICATE: _("When its certificate runs out"),
    CountedFrom.COMPLETION: _("Some months after it was done"),
    CountedFrom.EXPIRY: _("Some months after it was due, so that who is early loses nothing"),
    CountedFrom.FIXED_DAY: _("On the same day of the year for everybody"),
    CountedFrom.NEVER: _("Never. Once is enough"),
}


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in words.items()]


class Several(SelectMultipleField):
    """Any number of a list, as boxes to tick."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"choices": [], **more})

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except (ValidationError, ValueError):
            raise ValidationError(gettext("Choose from the list")) from None


def one_of(label: Any, words: Mapping[Any, Any], first: str) -> OneOf:
    message = InputRequired(_("Choose one"))
    return OneOf(label, widget=RadioInput(), choices=choices(words), default=first, validators=[message])


def may_be(label: Any, words: Mapping[Any, Any]) -> OneOf:
    return OneOf(label, widget=RadioInput(), choices=choices(words), default=EITHER)


def number(label: Any, most: int, hint: Any = "") -> Whole:
    within = NumberRange(0, most, message=_("Enter a number from 0 to %(max)s"))
    return Whole(label, description=hint, widget=TextInput(), validators=[Optional(), within])


def day(label: Any, hint: Any = "") -> Day:
    return Day(label, description=hint, widget=TextInput(), render_kw={"type": "date"}, validators=[Optional()])


def lines_field(label: Any, hint: Any) -> TextAreaField:
    too_long = Length(max=LONGEST_TEXT, message=_("This is too long"))
    return TextAreaField(label, description=hint, widget=TextArea(), filters=[trimmed], validators=[too_long])


class RequirementForm(FlaskForm):
    """`seal` is of the draft as it was shown."""

    seal = HiddenField()
    title = StringField(
        _("Title"),
        description=_("People see it in their list. Choose neutral words, such as “Level 1 for Repairs”."),
        widget=TextInput(),
        filters=[one_line],
        validators=[DataRequired(_("Enter the title"))],
    )
    strength = one_of(_("How much is it asked?"), STRENGTHS, Strength.MANDATORY)

    whom = one_of(_("Who is it for?"), WHOM, EVERYONE)
    teams = Several(_("Teams"))
    roles = lines_field(_("Roles"), _("One a line, spelt as in your list of people."))
    kinds = Several(_("Kinds of people"), choices=choices(KINDS))
    customer_facing = may_be(_("Customers"), WITH_CUSTOMERS)
    manages = may_be(_("Managing"), MANAGING)
    together = one_of(_("If you have chosen more than one thing above"), TOGETHER, Together.ALL)
    managers = one_of(_("Line managers"), MANAGERS, Managers.NO)
    not_teams = Several(_("Not these teams"))
    not_roles = lines_field(_("Not these roles"), _("One a line."))
    not_kinds = Several(_("Not these kinds of people"), choices=choices(KINDS))
    who_text = lines_field(_("Who it is for, as text"), _("For example {team: Repairs, not: {role: Apprentice}}"))

    which = one_of(_("What is to be done?"), COURSES, CHOSEN)
    courses_1, methods_1 = Several(_("Courses")), Several(_("How it may be done"), choices=choices(METHODS))
    courses_2, methods_2 = Several(_("Courses")), Several(_("How it may be done"), choices=choices(METHODS))
    courses_3, methods_3 = Several(_("Courses")), Several(_("How it may be done"), choices=choices(METHODS))
    courses_text = lines_field(_("The courses, as text"), _("For example all of: [level-1-awareness, dash-marac]"))

    due_on = day(_("By a day"), _("Leave it empty if the day is not the same for everybody."))
    due_days = number(_("Within how many days"), MOST_DAYS, _("With a day above, for those who join after it."))
    due_after = one_of(_("Counted from the day"), ANCHORS, Anchor.JOINING)

    renewal = one_of(_("When is it due again?"), RENEWALS, CountedFrom.CERTIFICATE)
    months_done = number(_("Months after it was done"), MOST_MONTHS)
    months_due = number(_("Months after it was due"), MOST_MONTHS)
    months_fixed = number(_("Every how many months"), MOST_MONTHS, _("12, 24 or 36, for example."))
    fixed_day = number(_("Day"), 31)
    fixed_month = number(_("Month"), 12, _("As a number, such as 3 for March."))
    window = number(_("How many months before may it be done again?"), MOST_MONTHS, _("Empty is 3 months."))
    active = number(_("At least how many months does it last, however early?"), MOST_MONTHS)

    from_on = day(_("It begins on"), _("Empty is at once. With a day, nobody is overdue before it has begun."))
    managers_first = number(
        _("How many days more has everybody who manages nobody?"), MOST_DAYS, _("Only with a day on which it begins.")
    )
    after = Several(_("It waits until these are done"))
    better_after = Several(_("It is best done after these"))
    restarted_by = Choice(
        _("Doing this one counts as well, and starts its time anew"),
        description=_("For a refresher: the course that it refreshes."),
        widget=SelectInput(),
    )
    too_1, too_2, too_3 = (Choice(_("Another course that counts too"), widget=SelectInput()) for _each in range(3))
    months_1, months_2, months_3 = (
        number(_("If it was no older than so many months"), MOST_MONTHS) for _each in range(3)
    )
    assumed = TextAreaField(
        _("What this assumes"),
        description=_("Where your policy does not say it."),
        widget=TextArea(),
        filters=[one_line],
        validators=[Length(max=LONGEST_ASSUMPTION, message=_("This must have at most 500 characters"))],
    )
    save = SubmitField(_("Save in the draft"), widget=GovSubmitInput())

    def offer(self, teams: Iterable[str], courses: Mapping[str, str], others: Iterable[Requirement]) -> None:
        """Put in what there is to choose from; what is chosen already is among it."""
        for field in (self.teams, self.not_teams):
            field.choices = [SelectChoice(name, name) for name in teams]
        titles = [SelectChoice(slug, title) for slug, title in courses.items()]
        for number_ in range(1, MOST_GROUPS + 1):
            self[f"courses_{number_}"].choices = titles
        for number_ in range(1, MOST_COUNTING_TOO + 1):
            self[f"too_{number_}"].choices = [SelectChoice("", gettext("None")), *titles]
        requirements = [SelectChoice(each.key, each.title) for each in others]
        self.after.choices = self.better_after.choices = requirements
        self.restarted_by.choices = [SelectChoice("", gettext("None")), *requirements]

    def object(self, field: str, words: str) -> None:
        """Tell beside a field what is wrong with it."""
        self[field].errors = [*self[field].errors, words]

    def object_to_nobody(self) -> None:
        self.object("teams", gettext("Choose who it is for: a team, a role, a kind of people or one of the others"))

    def object_to_no_course(self) -> None:
        self.object("courses_1", gettext("Choose at least one course"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Months, and a day of the year, where the choice of when it is due again asks for them."""
        is_right = bool(super().validate(extra_validators))
        for name in NEEDED_FOR.get(self.renewal.data, ()):
            if not self[name].data and not self[name].errors:
                self.object(name, gettext("Enter a number from 1 up"))
                is_right = False
        if is_right and self.renewal.data == CountedFrom.FIXED_DAY and not _is_a_day(self):
            self.object("fixed_day", gettext("There is no such day. Check the day and the month"))
            is_right = False
        return is_right


NEEDED_FOR = {
    CountedFrom.COMPLETION.value: ("months_done",),
    CountedFrom.EXPIRY.value: ("months_due",),
    CountedFrom.FIXED_DAY.value: ("months_fixed", "fixed_day", "fixed_month"),
}


def _is_a_day(form: RequirementForm) -> bool:
    return read_day(f"2000-{form.fixed_month.data:02}-{form.fixed_day.data:02}") is not None
