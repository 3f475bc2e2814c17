"""Assignments in words: what is asked, and why, by when. For the person themselves, or for somebody else.

That somebody is exempt, or does another course instead, is never told to others; nor is why anybody is away. What was
done is told to them by its day alone, because a course that was done instead would tell.
"""

from collections.abc import Collection, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.assignments.words.names import Names
from app.assignments.words.reasons import reason
from app.assignments.words.saying import Reader, Said, both, either
from app.rules.programmes.assigning import Assignment, Status
from app.rules.programmes.careers import Completed
from app.rules.programmes.meeting import Group
from app.rules.programmes.requirements import Option, Strength
from app.rules.training_log import Method
from app.web.dates import long_date

BECAUSE = {
    Strength.MANDATORY: Said(
        _("You are asked because %(reason)s, and %(history)s."), _("Asked because %(reason)s, and %(history)s.")
    ),
    Strength.RECOMMENDED: Said(
        _("It is recommended because %(reason)s, and %(history)s."),
        _("Recommended because %(reason)s, and %(history)s."),
    ),
    Strength.AVAILABLE: Said(
        _("It is open to you because %(reason)s, and %(history)s."),
        _("Open to them because %(reason)s, and %(history)s."),
    ),
}
NEVER_DONE = Said(_("you have not done it yet"), _("they have not done it yet"))
DONE = Said(_("you last did it on %(day)s"), _("they last did it on %(day)s"))
LAST_DONE = Said(_("your last %(course)s was on %(day)s"), _("their last %(course)s was on %(day)s"))
COUNTS_TOO = Said(_("your %(course)s on %(day)s counts for it too"), _("their %(course)s on %(day)s counts for it too"))
RESTARTED = Said(_("your %(course)s on %(day)s started it again"), _("their %(course)s on %(day)s started it again"))
STILL_MISSING = Said(_("%(courses)s is still to do"), _("%(courses)s is still to do"))
WAITS = Said(_("%(first)s comes first."), _("It waits until they have done %(first)s."))
COVERED = Said(_("When you do %(title)s, this is done too."), _("When they do %(title)s, this is done too."))
BETTER_AFTER = Said(_("It is better after %(titles)s."), _("It is better after %(titles)s."))
AWAY = Said(
    _("You are away. Nothing is due until you are back."), _("They are away. Nothing is due until they are back.")
)
METHODS = {
    Method.E_LEARNING: _("by e-learning"),
    Method.IN_PERSON: _("in person"),
    Method.WEBINAR: _("by webinar"),
    Method.EXTERNAL: _("given by somebody else"),
    Method.RECOGNITION: _("as earlier learning"),
}


def what_is_asked(assignment: Assignment, names: Names, reader: Reader) -> str:
    """Level 1 awareness, or Level 1 in person"""
    groups = assignment.open_groups
    if reader is Reader.OTHERS and assignment.route:
        groups = assignment.requirement.groups
    return both([group_in_words(each, names) for each in groups])


def group_in_words(group: Group, names: Names) -> str:
    return either([_option(each, names) for each in group])


def _option(option: Option, names: Names) -> str:
    title = names.course(option.course)
    if not option.methods:
        return title
    ways = [str(words) for method, words in METHODS.items() if method in option.methods]
    said: str = gettext("%(course)s %(ways)s", course=title, ways=gettext(" or ").join(ways))
    return said


def why(assignment: Assignment, names: Names, reader: Reader, met: Collection[str] = ()) -> str:
    """Whole sentences. `met` are the keys of requirements that the person has met, which need no advice any more."""
    if assignment.status is Status.EXEMPT:
        return ""
    because = BECAUSE[assignment.requirement.strength].to(
        reader, reason=reason(assignment, names, reader), history=_history(assignment, names, reader)
    )
    return " ".join([because, *_what_moves_it(assignment, names, reader), *_order(assignment, names, reader, met)])


def _history(assignment: Assignment, names: Names, reader: Reader) -> str:
    if not assignment.last:
        return NEVER_DONE.to(reader)
    missing = _missing(assignment)
    if reader is Reader.OTHERS and not missing:
        return DONE.to(reader, day=long_date(max(each.on for each in assignment.last)))
    done = [_done(each, assignment, names, reader) for each in dict.fromkeys(assignment.last)]
    if missing and not (reader is Reader.YOU and assignment.route):
        courses = both([group_in_words(group, names) for group in missing])
        done.append(STILL_MISSING.to(reader, courses=courses))
    return both(done)


def _missing(assignment: Assignment) -> list[Group]:
    """The groups that were never done. What is done instead, or counts too, does all of them."""
    groups = assignment.requirement.groups
    if len(assignment.last) >= len(groups):
        return []
    return [group for group in groups if not any(_does(done, group) for done in assignment.last)]


def _does(done: Completed, group: Group) -> bool:
    return any(done.course == each.course and (not each.methods or done.method in each.methods) for each in group)


def _done(done: Completed, assignment: Assignment, names: Names, reader: Reader) -> str:
    requirement = assignment.requirement
    options = {option.course for group in requirement.groups for option in group} | {assignment.route}
    facts = {"course": names.course(done.course), "day": long_date(done.on)}
    if done.course in options:
        return LAST_DONE.to(reader, **facts)
    is_equivalent = done.course in {each.course for each in requirement.equivalents}
    return (COUNTS_TOO if is_equivalent or not requirement.restarted_by else RESTARTED).to(reader, **facts)


def _what_moves_it(assignment: Assignment, names: Names, reader: Reader) -> Sequence[str]:
    requirement, found = assignment.requirement, []
    if assignment.status is Status.PAUSED:
        found.append(AWAY.to(reader))
    if assignment.moved_by:
        days = assignment.moved_by
        found.append(ngettext("Due %(num)s day later than usual.", "Due %(num)s days later than usual.", days))
    if requirement.managers_first and not assignment.post.job.manages and assignment.done_on is None:
        days = requirement.managers_first
        found.append(ngettext("Managers go first by %(num)s day.", "Managers go first by %(num)s days.", days))
    return found


def _order(assignment: Assignment, names: Names, reader: Reader, met: Collection[str]) -> Sequence[str]:
    found = []
    if assignment.waits_for:
        found.append(WAITS.to(reader, first=names.requirement(assignment.waits_for)))
    if assignment.covered_by:
        found.append(COVERED.to(reader, title=names.requirement(assignment.covered_by)))
    advised = [names.requirement(key) for key in assignment.requirement.better_after if key not in met]
    if advised and assignment.done_on is None:
        found.append(BETTER_AFTER.to(reader, titles=both(advised)))
    return found
