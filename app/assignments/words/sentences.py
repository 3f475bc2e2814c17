"""A requirement as a sentence, and what else is to be said of it."""

from collections.abc import Iterable, Mapping
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, lazy_gettext

from app.assignments.words.audiences import any_of, who_words
from app.assignments.words.saying import both, either
from app.content.programmes.requirements import usual_window
from app.rules.programmes.requirements import (
    Anchor,
    CountedFrom,
    Equivalent,
    FirstDue,
    Option,
    Programme,
    Renewal,
    Requirement,
    Strength,
)
from app.rules.training_log import Method
from app.web.dates import long_date
from app.web.typed_gettext import gettext as _
from app.web.typed_gettext import ngettext

Titles = Mapping[str, str]

A_LEAP_YEAR = 2028

MUST = {
    Strength.MANDATORY: lazy_gettext("must do"),
    Strength.RECOMMENDED: lazy_gettext("should do"),
    Strength.AVAILABLE: lazy_gettext("may do"),
}

BY = {
    Method.E_LEARNING: lazy_gettext("as e-learning"),
    Method.IN_PERSON: lazy_gettext("in person"),
    Method.WEBINAR: lazy_gettext("by webinar"),
    Method.EXTERNAL: lazy_gettext("with another provider"),
    Method.RECOGNITION: lazy_gettext("by earlier learning that counts"),
}


def sentence(requirement: Requirement, titles: Titles) -> str:
    """All that is asked, of whom and by when. `titles` are those of courses, by slug.

    What is restarted by another has no first day of its own: its time begins when that is done.
    """
    facts = {
        "who": who_words(requirement.who),
        "must": str(MUST[requirement.strength]),
        "courses": courses_words(requirement, titles),
        "due": due_words(requirement.first_due),
        "again": renewal_words(requirement.renewal),
    }
    if requirement.renewal.counted_from is CountedFrom.NEVER:
        return _("%(who)s %(must)s %(courses)s once, %(due)s.", **facts)
    if requirement.restarted_by:
        return _("%(who)s %(must)s %(courses)s, %(again)s.", **facts)
    if any(len(option.methods) > 1 for group in requirement.groups for option in group):
        return _("%(who)s %(must)s %(courses)s, %(due)s, %(again)s.", **facts)
    return _("%(who)s %(must)s %(courses)s %(due)s, %(again)s.", **facts)


def courses_words(requirement: Requirement, titles: Titles) -> str:
    groups = [any_of(_option(option, titles) for option in group) for group in requirement.groups]
    if len(groups) == 1:
        return groups[0]
    several = [
        _("either %(courses)s", courses=words) if len(group) > 1 else words
        for group, words in zip(requirement.groups, groups, strict=True)
    ]
    return both(several)


def _option(option: Option, titles: Titles) -> str:
    title = titles.get(option.course, option.course)
    methods = [str(BY[method]) for method in BY if method in option.methods]
    return f"{title} {either(methods)}" if methods else title


def due_words(due: FirstDue) -> str:
    if due.on is not None and due.days is not None:
        return _("by %(day)s, or %(within)s", day=long_date(due.on), within=_within(due.days, due.anchor))
    if due.on is not None:
        return _("by %(day)s", day=long_date(due.on))
    return _("at any time") if due.days is None else _within(due.days, due.anchor)


def _within(days: int, anchor: Anchor) -> str:
    if days == 0:
        return _("on the day they start") if anchor is Anchor.STARTING else _("on the day they join")
    if anchor is Anchor.STARTING:
        return ngettext("within %(num)s day of starting work here", "within %(num)s days of starting work here", days)
    return ngettext("within %(num)s day of joining", "within %(num)s days of joining", days)


def renewal_words(renewal: Renewal) -> str:
    """Nothing for what is done once."""
    if renewal.counted_from is CountedFrom.NEVER:
        return ""
    if renewal.counted_from is CountedFrom.CERTIFICATE:
        return _("and again when the certificate runs out")
    every = ngettext("and again every month", "and again every %(num)s months", renewal.months)
    if renewal.counted_from is CountedFrom.EXPIRY:
        return _("%(every)s from when it was due", every=every)
    if renewal.fixed is None:
        return every
    return _("%(every)s by %(day)s", every=every, day=day_of_year(renewal.fixed))


def day_of_year(fixed: tuple[int, int]) -> str:
    """31 March"""
    return str(format_date(date(A_LEAP_YEAR, *fixed), "d MMMM", locale=get_locale()))


def notes(requirement: Requirement, programme: Programme, titles: Titles) -> list[str]:
    """What the sentence leaves out, a sentence each."""
    return [*_when(requirement), *_order(requirement, programme), *_counts_too(requirement.equivalents, titles)]


def _when(requirement: Requirement) -> Iterable[str]:
    if requirement.from_on:
        yield _("It begins on %(day)s.", day=long_date(requirement.from_on))
    if requirement.managers_first:
        yield ngettext(
            "Managers go first: everybody else has %(num)s day more.",
            "Managers go first: everybody else has %(num)s days more.",
            requirement.managers_first,
        )
    if requirement.window_months != usual_window(requirement.renewal):
        yield _window(requirement.window_months)
    if requirement.active_months:
        yield ngettext(
            "Done early, it still lasts at least %(num)s month.",
            "Done early, it still lasts at least %(num)s months.",
            requirement.active_months,
        )


def _window(months: int) -> str:
    return ngettext(
        "It can be done again from %(num)s month before it is due.",
        "It can be done again from %(num)s months before it is due.",
        months,
    )


def _order(requirement: Requirement, programme: Programme) -> Iterable[str]:
    if requirement.after:
        yield _("It waits until this is done: %(earlier)s.", earlier=_titles_of(requirement.after, programme))
    if requirement.better_after:
        yield _("It is best done after: %(earlier)s.", earlier=_titles_of(requirement.better_after, programme))
    if requirement.restarted_by:
        core = _titles_of((requirement.restarted_by,), programme)
        yield _("It begins when this is done, which also starts its time anew: %(core)s.", core=core)


def _titles_of(keys: Iterable[str], programme: Programme) -> str:
    titles = {each.key: each.title for each in programme.requirements}
    return both([titles.get(key, key) for key in keys])


def _counts_too(equivalents: Iterable[Equivalent], titles: Titles) -> Iterable[str]:
    for each in equivalents:
        title = titles.get(each.course, each.course)
        if each.max_age_months is None:
            yield _("%(course)s counts too.", course=title)
        else:
            yield ngettext(
                "%(course)s counts too, if it was done no more than %(num)s month before they joined.",
                "%(course)s counts too, if it was done no more than %(num)s months before they joined.",
                each.max_age_months,
                course=title,
            )
