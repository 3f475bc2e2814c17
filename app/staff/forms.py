from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import BooleanField, HiddenField, SelectChoice, SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from app.rules.people import Employment
from app.rules.rights import NO_RIGHTS, Right, Rights
from app.staff.wording import EMPLOYMENTS, RIGHTS
from app.staffing.people import find_colleague
from app.staffing.postings import NewPosting
from app.staffing.refused import Refused
from app.web.fields import Choice, Day, OneOf, one_line, trimmed
from app.web.scope import TeamChoice
from app.web.widgets import CheckboxesInput, CheckboxInput, RadioInput, SelectInput, TextInput

LONGEST, LONGEST_EMAIL, LONGEST_STAFF_NUMBER = 200, 254, 40
TOO_LONG = Length(max=LONGEST, message=_("This must have at most 200 characters"))
INSTEAD, BESIDES = "instead", "besides"
NOTHING, ROUTE = "nothing", "route"
DAY = {"type": "date"}
REWRITES_AFTER = timedelta(days=31)
"""A change from further back than this has to be confirmed."""


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in words.items()]


class StaffForm(FlaskForm):
    def tell(self, refused: Refused) -> None:
        """Show why something cannot be done beside the field that it is about, or beside the first."""
        field = self[refused.field] if refused.field in self else next(iter(self))
        field.errors = [*field.errors, refused.sentence]


class PersonForm(StaffForm):
    """Who somebody is. `offer` says which rights may be given to them; those that they hold beyond these stay."""

    name = StringField(
        _("Name"),
        description=_("As it is to stand on certificates."),
        widget=TextInput(),
        filters=[one_line],
        validators=[DataRequired(_("Enter the name")), TOO_LONG],
    )
    email = StringField(
        _("Work email address"),
        description=_("Leave it empty if they have none. They sign in with their staff number then."),
        widget=TextInput(),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=LONGEST_EMAIL, message=_("This must have at most 254 characters")),
            Regexp(r"[^\s@]+@[^\s@]+\Z", message=_("Enter an email address such as name@example.gov.uk")),
        ],
    )
    staff_number = StringField(
        _("Staff number"),
        description=_("As on their payslip or badge."),
        widget=TextInput(),
        filters=[trimmed],
        validators=[
            Optional(),
            Length(max=LONGEST_STAFF_NUMBER, message=_("This must have at most 40 characters")),
            Regexp(r"[^@]+\Z", message=_("A staff number has no @. Enter an email address in the field above.")),
        ],
    )
    rights = SelectMultipleField(_("What they may do besides learning"), widget=CheckboxesInput())
    save = SubmitField(_("Save"), widget=GovSubmitInput())

    def offer_rights(self, rights: Rights) -> None:
        self.rights.choices = choices({right: words for right, words in RIGHTS.items() if right in rights})
        if not rights:
            del self.rights

    def chosen_rights(self, before: Rights = NO_RIGHTS) -> Rights:
        """As ticked; what was not offered stays as it was."""
        if self.rights is None:
            return before
        offered = frozenset(Right(each.value) for each in self.rights.choices)
        return frozenset(Right(each) for each in self.rights.data or ()) | (before - offered)


class PostingFields(StaffForm):
    """Where somebody works from a day on."""

    team = Choice(_("Team"), widget=SelectInput(), filters=[trimmed])
    job = StringField(
        _("Job"),
        description=_("What the job is called, such as “Repairs operative”. You can leave it empty."),
        widget=TextInput(),
        filters=[one_line],
        validators=[TOO_LONG],
    )
    employment = Choice(_("On what terms"), widget=SelectInput(), choices=choices(EMPLOYMENTS))
    is_customer_facing = BooleanField(_("They work with the public or with tenants"), widget=CheckboxInput())
    manages = BooleanField(
        _("They manage this team, and see the training of everybody in it and in the teams below it"),
        widget=CheckboxInput(),
    )
    line_manager = StringField(
        _("Line manager"),
        description=_("Their email address or staff number. You can leave it empty."),
        widget=TextInput(),
        filters=[one_line],
        validators=[Length(max=LONGEST_EMAIL, message=_("This must have at most 254 characters"))],
    )
    from_day = Day(
        _("From"),
        description=_("The first day. It may be still to come."),
        widget=TextInput(),
        render_kw=DAY,
        validators=[InputRequired(_("Enter the first day"))],
    )

    def offer_teams(self, organisation_id: int, teams: Sequence[TeamChoice]) -> None:
        self._organisation_id = organisation_id
        self.team.choices = choices({"": gettext("Choose a team"), **{str(each.id): each.path for each in teams}})
        self.employment.data = self.employment.data or Employment.EMPLOYEE.value

    def validate_team(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the team"))

    def validate_line_manager(self, field: StringField) -> None:
        if field.data and find_colleague(self._organisation_id, field.data) is None:
            words = gettext("Nobody here has this address or staff number. Check it, or add them first.")
            raise ValidationError(words)

    def posting(self) -> NewPosting:
        manager = find_colleague(self._organisation_id, self.line_manager.data) if self.line_manager.data else None
        return NewPosting(
            team_id=int(self.team.data),
            job=self.job.data,
            manages=self.manages.data,
            is_customer_facing=self.is_customer_facing.data,
            employment=self.employment.data,
            line_manager_id=None if manager is None else manager.id,
        )


class NewPersonForm(PersonForm, PostingFields):
    pass


class PostingForm(PostingFields):
    """A new posting of somebody who is here."""

    how = OneOf(
        _("What happens to what they do now?"),
        widget=RadioInput(),
        choices=choices({INSTEAD: _("It ends the day before"), BESIDES: _("It goes on: they do both")}),
        validators=[InputRequired(_("Say what happens to what they do now"))],
    )
    since = HiddenField()
    save = SubmitField(_("Save"), widget=GovSubmitInput())
    long_ago: date | None = None

    def offer_ends(self, held: Sequence[str]) -> None:
        """Name what would end: the jobs that somebody has on the day."""
        if held:
            self.how.description = gettext("On that day: %(jobs)s.", jobs="; ".join(held))
        if len(held) > 1:
            all_end = gettext("All %(num)s of them end the day before", num=len(held))
            self.how.choices = choices({INSTEAD: all_end, BESIDES: gettext("They go on: they do all of it")})

    def means_it(self, today: date) -> bool:
        """Whether a day that is long past was confirmed; one that was not is asked about."""
        day = self.from_day.data
        if today - day <= REWRITES_AFTER:
            return True
        self.long_ago = day
        if self.since.data != day.isoformat():
            self.since.errors = [gettext("Nothing is saved yet. Confirm the day, or choose a later one")]
        return not self.since.errors


class ReturnForm(PostingFields):
    save = SubmitField(_("Bring them back"), widget=GovSubmitInput())


def day_field(label: Any, missing: Any, hint: Any = "") -> Day:
    """A day, which must be given where there is something to say when it is `missing`."""
    validators = [InputRequired(missing)] if missing else [Optional()]
    return Day(label, description=hint, widget=TextInput(), render_kw=DAY, validators=validators)


class LastDayForm(StaffForm):
    """The last day of somebody here, or of one posting."""

    last_day = day_field(_("Last day"), _("Enter the last day"))
    save = SubmitField(_("Save"), widget=GovSubmitInput())


class AbsenceForm(StaffForm):
    starts_on = day_field(_("First day away"), _("Enter the first day away"))
    ends_on = day_field(_("Last day away"), None, _("Leave it empty if you do not know yet when they are back."))
    save = SubmitField(_("Save"), widget=GovSubmitInput())


class ExemptionForm(StaffForm):
    """Something else that is asked of a person; why is not a field, and never will be."""

    requirement = Choice(_("What the programme asks"), widget=SelectInput())
    how = OneOf(
        _("What to ask instead"),
        widget=RadioInput(),
        choices=choices({NOTHING: _("Nothing: do not ask it of them"), ROUTE: _("Another course")}),
        validators=[InputRequired(_("Say what to ask instead"))],
    )
    route = Choice(
        _("The other course"), description=_("Only if you ask another course."), widget=SelectInput(), filters=[trimmed]
    )
    starts_on = day_field(_("From"), _("Enter the first day"))
    ends_on = day_field(_("Until"), None, _("The last day. Leave it empty if it is to last."))
    save = SubmitField(_("Save"), widget=GovSubmitInput())

    def offer(self, requirements: Mapping[str, str], courses: Mapping[str, str], today: date) -> None:
        """Titles by key, and by the course's lasting name."""
        self.requirement.choices = choices({"": gettext("Choose one"), **requirements})
        self.route.choices = choices({"": gettext("No other course"), **courses})
        self.starts_on.data = self.starts_on.data if self.is_submitted() else today

    def validate_requirement(self, field: Choice) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose what it is about"))

    def validate_route(self, field: Choice) -> None:
        if self.how.data == ROUTE and not field.data:
            raise ValidationError(gettext("Choose the other course"))

    @property
    def chosen_route(self) -> str | None:
        return self.route.data if self.how.data == ROUTE else None


class TeamNameForm(StaffForm):
    name = StringField(
        _("Name"),
        widget=TextInput(),
        filters=[one_line],
        validators=[DataRequired(_("Enter the name")), TOO_LONG],
    )
    save = SubmitField(_("Save"), widget=GovSubmitInput())


class NewTeamForm(TeamNameForm):
    parent = Choice(_("Under which team"), widget=SelectInput(), filters=[trimmed])

    def offer(self, teams: Sequence[TeamChoice]) -> None:
        top = {"": gettext("None: at the top")}
        self.parent.choices = choices({**top, **{str(each.id): each.path for each in teams}})

    @property
    def parent_id(self) -> int | None:
        return int(self.parent.data) if self.parent.data else None


class OtherTeamForm(StaffForm):
    """Another team to be chosen; sent by GET to see what it would mean, then by POST to do it."""

    class Meta:
        csrf = False

    team = Choice(_("Team"), name="team", widget=SelectInput(), filters=[trimmed])

    def offer(self, teams: Sequence[TeamChoice], none: str) -> None:
        self.team.choices = choices({"": none, **{str(each.id): each.path for each in teams}})

    @property
    def team_id(self) -> int | None:
        return int(self.team.data) if self.team.data else None
