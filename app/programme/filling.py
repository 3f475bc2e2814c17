"""Between a requirement and the form that asks for it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.content.problems import SourceProblems
from app.content.programmes.requirements import usual_window
from app.programme.audience_choices import AudienceChoices, Chosen, Managers, Together, audience_of
from app.programme.audience_choices import choices_of as audience_choices_of
from app.programme.course_choices import MOST_GROUPS, CourseChoice, groups_of
from app.programme.course_choices import choices_of as course_choices_of
from app.programme.parts import audience_text, courses_text, read_audience_text, read_courses_text
from app.programme.requirement_form import (
    CHOSEN,
    EITHER,
    EVERYONE,
    MOST_COUNTING_TOO,
    NO,
    WRITTEN,
    YES,
    RequirementForm,
)
from app.rules.programmes.audiences import Audience, Everyone
from app.rules.programmes.requirements import (
    Anchor,
    CountedFrom,
    Equivalent,
    FirstDue,
    Option,
    Renewal,
    Requirement,
    Strength,
)

Data = dict[str, Any]
_Kind = TypeVar("_Kind")

MONTHS_OF = {
    CountedFrom.COMPLETION: "months_done",
    CountedFrom.EXPIRY: "months_due",
    CountedFrom.FIXED_DAY: "months_fixed",
}


def form_data(requirement: Requirement) -> Data:
    """What the form shows of a requirement."""
    due, renewal = requirement.first_due, requirement.renewal
    is_usual = requirement.window_months == usual_window(renewal)
    return {
        "title": requirement.title,
        "strength": requirement.strength.value,
        **_whom(requirement.who),
        **_which(requirement.groups),
        "due_on": due.on,
        "due_days": due.days,
        "due_after": due.anchor.value,
        "renewal": renewal.counted_from.value,
        **({MONTHS_OF[renewal.counted_from]: renewal.months} if renewal.counted_from in MONTHS_OF else {}),
        **({"fixed_month": renewal.fixed[0], "fixed_day": renewal.fixed[1]} if renewal.fixed else {}),
        "window": None if is_usual else requirement.window_months,
        "active": requirement.active_months or None,
        "from_on": requirement.from_on,
        "managers_first": requirement.managers_first or None,
        "after": list(requirement.after),
        "better_after": list(requirement.better_after),
        "restarted_by": requirement.restarted_by or "",
        **_too(requirement.equivalents),
        "assumed": requirement.assumed,
    }


def _whom(who: Audience) -> Data:
    if isinstance(who, Everyone):
        return {"whom": EVERYONE}
    found = audience_choices_of(who)
    if found is None:
        return {"whom": WRITTEN, "who_text": audience_text(who)}
    chosen, left_out = found.chosen, found.left_out
    return {
        "whom": CHOSEN,
        "teams": list(chosen.teams),
        "roles": "\n".join(chosen.roles),
        "kinds": list(chosen.kinds),
        "customer_facing": _yes_or_no(chosen.is_customer_facing),
        "manages": _yes_or_no(chosen.manages),
        "together": found.together.value,
        "managers": found.managers.value,
        "not_teams": list(left_out.teams),
        "not_roles": "\n".join(left_out.roles),
        "not_kinds": list(left_out.kinds),
    }


def _yes_or_no(value: bool | None) -> str:
    return EITHER if value is None else YES if value else NO


def _which(groups: tuple[tuple[Option, ...], ...]) -> Data:
    found = course_choices_of(groups)
    if found is None:
        return {"which": WRITTEN, "courses_text": courses_text(groups)}
    data: Data = {"which": CHOSEN}
    for number, each in enumerate(found, start=1):
        data |= {f"courses_{number}": list(each.courses), f"methods_{number}": sorted(each.methods)}
    return data


def _too(equivalents: Sequence[Equivalent]) -> Data:
    data: Data = {}
    for number, each in enumerate(equivalents[:MOST_COUNTING_TOO], start=1):
        data |= {f"too_{number}": each.course, f"months_{number}": each.max_age_months}
    return data


def requirement_in(form: RequirementForm, key: str, before: Requirement | None) -> Requirement | None:
    """What was filled in; None, and told in the form, where it says nobody or no course."""
    who, groups = _audience_in(form), _groups_in(form)
    if who is None or groups is None:
        return None
    renewal = _renewal_in(form)
    return Requirement(
        key=key,
        title=form.title.data,
        groups=groups,
        who=who,
        strength=Strength(form.strength.data),
        first_due=FirstDue(form.due_days.data, _anchor_in(form), form.due_on.data),
        renewal=renewal,
        window_months=usual_window(renewal) if form.window.data is None else form.window.data,
        active_months=form.active.data or 0,
        from_on=form.from_on.data,
        managers_first=form.managers_first.data or 0,
        after=tuple(form.after.data or ()),
        better_after=tuple(form.better_after.data or ()),
        restarted_by=form.restarted_by.data or None,
        equivalents=_equivalents_in(form, before),
        assumed=form.assumed.data or "",
    )


def _anchor_in(form: RequirementForm) -> Anchor:
    """What nothing is counted from has the usual anchor."""
    return Anchor.JOINING if form.due_days.data is None else Anchor(form.due_after.data)


def _audience_in(form: RequirementForm) -> Audience | None:
    if form.whom.data == EVERYONE:
        return Everyone()
    if form.whom.data == WRITTEN:
        return _read_text(form, "who_text", read_audience_text)
    found = audience_of(
        AudienceChoices(
            Chosen(
                tuple(form.teams.data or ()),
                _lines(form.roles.data),
                tuple(form.kinds.data or ()),
                _yes_no_or_either(form.customer_facing.data),
                _yes_no_or_either(form.manages.data),
            ),
            Chosen(tuple(form.not_teams.data or ()), _lines(form.not_roles.data), tuple(form.not_kinds.data or ())),
            Together(form.together.data),
            Managers(form.managers.data),
        )
    )
    if found is None:
        form.object_to_nobody()
    return found


def _groups_in(form: RequirementForm) -> tuple[tuple[Option, ...], ...] | None:
    if form.which.data == WRITTEN:
        return _read_text(form, "courses_text", read_courses_text)
    found = groups_of(
        [
            CourseChoice(tuple(form[f"courses_{number}"].data or ()), frozenset(form[f"methods_{number}"].data or ()))
            for number in range(1, MOST_GROUPS + 1)
        ]
    )
    if not found:
        form.object_to_no_course()
    return found or None


def _read_text(form: RequirementForm, field: str, read: Callable[[str], _Kind]) -> _Kind | None:
    try:
        return read(form[field].data or "")
    except SourceProblems as found:
        for each in found.problems:
            form.object(field, each.message)
        return None


def _lines(text: str | None) -> tuple[str, ...]:
    """Each name once."""
    names = (" ".join(line.split()) for line in (text or "").splitlines())
    return tuple(dict.fromkeys(name for name in names if name))


def _yes_no_or_either(value: str | None) -> bool | None:
    return None if value not in (YES, NO) else value == YES


def _renewal_in(form: RequirementForm) -> Renewal:
    counted_from = CountedFrom(form.renewal.data)
    if counted_from not in MONTHS_OF:
        return Renewal(counted_from)
    months = form[MONTHS_OF[counted_from]].data or 0
    fixed = (form.fixed_month.data or 0, form.fixed_day.data or 0)
    return Renewal(counted_from, months, fixed if counted_from is CountedFrom.FIXED_DAY else None)


def _equivalents_in(form: RequirementForm, before: Requirement | None) -> tuple[Equivalent, ...]:
    """Those of the form; what there was more of than it has room for stays."""
    rows = ((form[f"too_{number}"].data, form[f"months_{number}"].data) for number in range(1, MOST_COUNTING_TOO + 1))
    more = before.equivalents[MOST_COUNTING_TOO:] if before else ()
    return (*(Equivalent(course, months or None) for course, months in rows if course), *more)
