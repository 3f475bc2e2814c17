"""A programme as it is read: a sentence for each requirement, and what is different between two."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.assignments.in_force import NOTHING, parsed
from app.assignments.words.sentences import notes, sentence
from app.assignments.words.titles import course_titles
from app.rules.programmes.differing import differences, is_reordered
from app.rules.programmes.requirements import Programme, Requirement


@dataclass(frozen=True, slots=True)
class Shown:
    """A requirement in words."""

    key: str
    title: str
    strength: str
    sentence: str
    notes: tuple[str, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A requirement before and after; `new_notes` and `old_notes` are those that the other does not have."""

    title: str
    before: Shown | None
    after: Shown | None
    old_notes: tuple[str, ...] = ()
    new_notes: tuple[str, ...] = ()

    @property
    def says_another(self) -> bool:
        return self.before is None or self.after is None or self.before.sentence != self.after.sentence


def show(organisation_id: int, programme: Programme) -> list[Shown]:
    titles = course_titles(organisation_id, programme)
    return [_shown(each, programme, titles) for each in programme.requirements]


def _shown(requirement: Requirement, programme: Programme, titles: Mapping[str, str]) -> Shown:
    return Shown(
        requirement.key,
        requirement.title,
        requirement.strength.value,
        sentence(requirement, titles),
        tuple(notes(requirement, programme, titles)),
        requirement.assumed,
    )


def changes(organisation_id: int, before: Programme, after: Programme) -> list[Changed]:
    """What is different in each requirement."""
    old, new = course_titles(organisation_id, before), course_titles(organisation_id, after)
    return [
        _changed(
            _shown(each.before, before, old) if each.before else None,
            _shown(each.after, after, new) if each.after else None,
        )
        for each in differences(before, after)
    ]


def _changed(before: Shown | None, after: Shown | None) -> Changed:
    title = after.title if after else before.title if before else ""
    if before is None or after is None:
        return Changed(title, before, after)
    old, new = _all_notes(before), _all_notes(after)
    return Changed(
        title,
        before,
        after,
        tuple(each for each in old if each not in new),
        tuple(each for each in new if each not in old),
    )


def _all_notes(shown: Shown) -> tuple[str, ...]:
    title = _("Its title is “%(title)s”.", title=shown.title)
    assumed = (_("Assumed: %(assumed)s", assumed=shown.assumed),) if shown.assumed else ()
    return (title, *shown.notes, *assumed)


def other_changes(before: Programme, after: Programme) -> list[str]:
    """What is different beside the requirements."""
    found = []
    if before.name != after.name and before.name:
        found.append(_("It is called “%(name)s” and was called “%(old)s”.", name=after.name, old=before.name))
    if is_reordered(before, after):
        found.append(_("The requirements come in another order."))
    if brought := [each.title for each in after.courses if each not in before.courses]:
        found.append(_("It brings these courses: %(courses)s.", courses=", ".join(brought)))
    return found


def programme_of(source: str) -> Programme:
    """The programme of a source that was checked when it was kept; nothing for an empty one."""
    return parsed(source) if source else NOTHING
