from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import BooleanField, HiddenField, SelectChoice, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.content.neutral import topic_word
from app.registers.records import Plan
from app.registers.wording import METHODS
from app.rules.registers import MOST_ON_REGISTER, may_be_held_on
from app.web.courses import CourseFacts
from app.web.fields import Choice, Day, OneOf, Whole, one_line, trimmed
from app.web.scope import TeamChoice
from app.web.visitor import visitor
from app.web.widgets import CheckboxInput, RadioInput, SelectInput, TextArea, TextInput

LONGEST = 200
LONGEST_LIST = 100_000
MOST_MONTHS = 120
TOO_LONG = Length(max=LONGEST, message=_("This must have at most 200 characters"))
YES, NO = "yes", "no"
YES_OR_NO = {YES: _("Yes"), NO: _("No")}
LEVELS = {1: _("Level 1: basic awareness"), 2: _("Level 2: ask and act"), 3: _("Level 3: trusted professional")}


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in words.items()]


def line_field(label: Any, missing: Any = None, hint: Any = "") -> StringField:
    """A line of text, which must be filled in where there is something to say when it is `missing`."""
    validators = [DataRequired(missing), TOO_LONG] if missing else [TOO_LONG]
    return StringField(label, description=hint, widget=TextInput(), filters=[one_line], validators=validators)


class CourseForm(FlaskForm):
    """A course that is done away from this server. `taken` are the titles that other courses have."""

    title = line_field(
        _("Title"),
        _("Enter the title"),
        _("As it is to stand on certificates. Choose neutral words, such as “Level 2, first day”."),
    )
    valid_months = Whole(
        _("Counts for how many months"),
        description=_("Leave it empty if it counts for good."),
        widget=TextInput(),
        validators=[
            Optional(),
            NumberRange(1, MOST_MONTHS, message=_("Enter from 1 to 120 months, or nothing if it counts for good")),
        ],
    )
    save = SubmitField(_("Save"), widget=GovSubmitInput())

    def __init__(self, taken: Sequence[str] = (), **more: Any) -> None:
        super().__init__(**more)
        self._taken = {title.casefold() for title in taken}

    def validate_title(self, field: StringField) -> None:
        if word := topic_word(field.data or ""):
            raise ValidationError(
                gettext("“%(word)s” would show where others may see it. Choose neutral words.", word=word)
            )
        if (field.data or "").casefold() in self._taken:
            raise ValidationError(gettext("There is a course of this title already"))


class NewCourseForm(CourseForm):
    level = OneOf(
        _("Level"),
        widget=RadioInput(),
        choices=choices(LEVELS),
        validators=[InputRequired(_("Choose the level"))],
    )


class ChangedCourseForm(CourseForm):
    offered = OneOf(
        _("Is it still offered?"),
        description=_("A course that is not can have no new sessions. What people have completed stays."),
        widget=RadioInput(),
        choices=choices(YES_OR_NO),
        validators=[InputRequired(_("Say whether it is still offered"))],
    )


class SessionForm(FlaskForm):
    course = Choice(_("Course"), widget=SelectInput())
    method = OneOf(
        _("How it is held"),
        widget=RadioInput(),
        choices=choices(METHODS),
        validators=[InputRequired(_("Say how it is held"))],
    )
    held_on = Day(
        _("Date"), widget=TextInput(), render_kw={"type": "date"}, validators=[InputRequired(_("Enter the date"))]
    )
    place = line_field(_("Place"), _("Enter the place"), _("A room, or what the webinar is held with."))
    delivered_by = line_field(
        _("Delivered by"), _("Say who delivers it"), _("The trainer, or the service that they come from.")
    )
    is_accredited = OneOf(
        _("Are they accredited to deliver it?"),
        widget=RadioInput(),
        choices=choices(YES_OR_NO),
        validators=[InputRequired(_("Say whether they are accredited to deliver it"))],
    )
    accreditation = line_field(_("Accredited by whom"), hint=_("Only where they are accredited."))
    evidence = line_field(
        _("Where the paper register is kept"), hint=_("Optional, such as “Folder 12, training office”.")
    )
    save = SubmitField(_("Save the session"), widget=GovSubmitInput())

    def offer(self, courses: Mapping[str, CourseFacts], before: Plan | None = None) -> None:
        """Put in the courses to choose from; that of the session itself stays, also when it is offered no more."""
        kept = {before.course: _course_of(before)} if before else {}
        self._courses = kept | dict(courses)
        titles = {each.slug: each.title for each in self._courses.values()}
        self.course.choices = choices({"": gettext("Choose a course"), **titles})

    def validate_course(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose a course"))

    def validate_held_on(self, field: Day) -> None:
        if field.data and not may_be_held_on(field.data, visitor().today):
            raise ValidationError(gettext("Enter a day since 1990 that is at most two years ahead"))

    def validate_accreditation(self, field: StringField) -> None:
        if self.is_accredited.data == YES and not field.data:
            raise ValidationError(gettext("Say who accredited them"))

    def plan(self) -> Plan:
        """What was filled in, with what the course is today, or was when the session was set up."""
        course, is_accredited = self._courses[self.course.data], self.is_accredited.data == YES
        return Plan(
            course=course.slug,
            course_title=course.title,
            level=course.level,
            valid_months=course.valid_months,
            method=self.method.data,
            held_on=self.held_on.data,
            place=self.place.data,
            delivered_by=self.delivered_by.data,
            is_accredited=is_accredited,
            accreditation=self.accreditation.data if is_accredited else "",
            evidence=self.evidence.data,
        )


def _course_of(plan: Plan) -> CourseFacts:
    return CourseFacts(plan.course, plan.course_title, plan.level, plan.valid_months)


class PeopleForm(FlaskForm):
    """Whom to add to a register: by their addresses, by their team, or both."""

    emails = TextAreaField(
        _("Email addresses"),
        description=_("One a line. You can paste them from a list or an invitation."),
        widget=TextArea(),
        filters=[trimmed],
        validators=[Length(max=LONGEST_LIST, message=_("This is too long. Add the people in several steps."))],
    )
    team = Choice(
        _("Or a whole team"),
        description=_("Everybody who is in it, or in a team below it, on the day of the session."),
        widget=SelectInput(),
        filters=[trimmed],
    )
    add = SubmitField(_("Add to the register"), widget=GovSubmitInput())

    def offer(self, teams: Sequence[TeamChoice]) -> None:
        self.team.choices = choices({"": gettext("No team"), **{str(team.id): team.path for team in teams}})

    def validate_emails(self, field: TextAreaField) -> None:
        if not field.data and not self.team.data:
            raise ValidationError(gettext("Enter email addresses, or choose a team"))

    def keep_only(self, emails: Sequence[str]) -> None:
        """What is still to do: these addresses; the others, and the team, are on the register now."""
        self.emails.data, self.team.data = "\n".join(emails), ""
        words = gettext("Check these addresses. The people you still see here are not on the register.")
        self.emails.errors = [*self.emails.errors, words]

    def tell_full(self) -> None:
        words = gettext("A register holds %(most)s people at most. Nobody was added.", most=MOST_ON_REGISTER)
        self.emails.errors = [*self.emails.errors, words]


class SignForm(FlaskForm):
    """`seal` is of the register as it was shown."""

    seal = HiddenField()
    name = line_field(_("Your name"), _("Enter your name"))
    confirm = BooleanField(
        _("I was there, or have asked somebody who was. This register is right."),
        widget=CheckboxInput(),
        validators=[DataRequired(_("Confirm that the register is right"))],
    )
    sign = SubmitField(_("Sign the register"), widget=GovSubmitInput())

    def show_again(self, seal: str) -> None:
        """The register is another one than was shown: it has to be looked at once more."""
        self.seal.data, self.confirm.data = seal, False
        words = gettext("The register was changed since you opened this page. Check it and confirm again.")
        self.confirm.errors = [*self.confirm.errors, words]
