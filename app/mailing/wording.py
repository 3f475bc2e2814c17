"""What mails say: plain, short, and nothing about the topic, for anybody may see a screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.content.neutral import topic_word
from app.rules.programmes.assigning import Assignment
from app.rules.programmes.requirements import Strength
from app.web.dates import long_date

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class DigestLine:
    """Something that one person has to do."""

    name: str
    title: str
    due_on: date


def reminder_subject() -> str:
    return str(_("A reminder about your training"))


def digest_subject() -> str:
    return str(_("Training in your team this week"))


def reminder_body(
    name: str, organisation: str, asked: Sequence[Assignment], today: date, link: str, *, copied: bool
) -> str:
    done_in_parts = _("You can do it in parts: your place is kept. Start or carry on here, and sign in when it asks:")
    not_now = _(
        "If you have done it already, or now is not a good time for you, tell your training lead. "
        "You do not have to say why."
    )
    parts = [
        _("Hello %(name)s,", name=name),
        _("This is a reminder about your training."),
        "\n".join(f"- {_told(each, today)}" for each in asked),
        f"{done_in_parts}\n{link}",
        not_now,
    ]
    if copied:
        parts.append(_("Your line manager gets a copy of this mail, because something is overdue."))
    return _signed(parts, organisation)


def _told(asked: Assignment, today: date) -> str:
    title = asked.requirement.title
    if asked.due_on is None:
        return title
    day = long_date(asked.due_on)
    if asked.due_on < today:
        return str(_("%(title)s: it was due on %(day)s", title=title, day=day))
    if asked.due_on == today:
        return str(_("%(title)s: it is due today, %(day)s", title=title, day=day))
    if asked.requirement.strength is Strength.RECOMMENDED:
        return str(_("%(title)s: recommended to you, best by %(day)s", title=title, day=day))
    return str(_("%(title)s: please do it by %(day)s", title=title, day=day))


def digest_body(name: str, organisation: str, lines: Sequence[DigestLine], today: date, link: str) -> str:
    parts = [_("Hello %(name)s,", name=name), _("Once a week we tell you how your team stands with its training.")]
    overdue = [each for each in lines if each.due_on < today]
    due = [each for each in lines if each.due_on >= today]
    if overdue:
        parts.append(_listed(_("Overdue"), overdue))
    if due:
        parts.append(_listed(_("Due this month"), due))
    parts.append(
        _(
            "Who is missing may need time, or another way to do it, for reasons that are theirs. "
            "Please ask how you can help, not why."
        )
    )
    parts.append(_("Your team, always up to date:") + f"\n{link}")
    return _signed(parts, organisation)


def _listed(heading: str, lines: Sequence[DigestLine]) -> str:
    shown = [f"- {each.name}: {each.title}, {long_date(each.due_on)}" for each in lines[:MOST_LINES]]
    more = len(lines) - len(shown)
    if more:
        shown.append("- " + ngettext("and %(num)s more", "and %(num)s more", more))
    return "\n".join([heading, *shown])


def _signed(parts: list[str], organisation: str) -> str:
    """Titles are neutral already, for programmes are refused where they are not; an organisation's name may not be."""
    name = organisation if topic_word(organisation) is None else _("Your organisation")
    return "\n\n".join([*parts, name]) + "\n"
