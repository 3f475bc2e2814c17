"""Why a requirement binds somebody, as the rest of a sentence that begins with "because"."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.assignments.words.names import Names
from app.assignments.words.saying import Reader, Said, both
from app.rules.people import Employment
from app.rules.programmes.assigning import Assignment
from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
)
from app.rules.programmes.careers import Post
from app.web.dates import long_date

TEAM = Said(_("you are in %(team)s"), _("they are in %(team)s"))
ROLE = Said(_("your job is %(role)s"), _("their job is %(role)s"))
CUSTOMERS = {
    True: Said(_("you work with customers"), _("they work with customers")),
    False: Said(_("you do not work with customers"), _("they do not work with customers")),
}
MANAGES = {
    True: Said(_("you manage people"), _("they manage people")),
    False: Said(_("you do not manage people"), _("they do not manage people")),
}
LINE_MANAGER = Said(
    _("you are the line manager of people who do this work"), _("they are the line manager of people who do this work")
)
EMPLOYED = {
    Employment.EMPLOYEE: Said(_("you are an employee"), _("they are an employee")),
    Employment.AGENCY: Said(_("you work here through an agency"), _("they work here through an agency")),
    Employment.CONTRACTOR: Said(_("you are a contractor"), _("they are a contractor")),
    Employment.VOLUNTEER: Said(_("you are a volunteer"), _("they are a volunteer")),
    Employment.COUNCILLOR: Said(_("you are a councillor"), _("they are a councillor")),
    Employment.PARTNER: Said(_("you work for a partner"), _("they work for a partner")),
}
HERE = Said(_("you work here"), _("they work here"))


def reason(assignment: Assignment, names: Names, reader: Reader) -> str:
    """you are in Repairs and work with customers (since 3 March 2026)"""
    post = assignment.post
    clauses = [each.to(reader, **_facts(post, names)) for each in _clauses(assignment.requirement.who, post)]
    reasons = both(list(dict.fromkeys(clauses)) or [HERE.to(reader)])
    said: str = gettext("%(reasons)s (since %(day)s)", reasons=reasons, day=long_date(assignment.bound_since))
    return said


def _facts(post: Post, names: Names) -> dict[str, str]:
    return {"team": names.team(post.team_id), "role": post.role}


def _clauses(who: Audience, post: Post) -> list[Said]:
    """What of an audience speaks for the job of `post`. That somebody is not something, or is anybody, says nothing."""
    if isinstance(who, AllOf):
        return [clause for each in who.each for clause in _clauses(each, post)]
    if isinstance(who, AnyOf):
        return next((_clauses(each, post) for each in who.each if each.needs_reports or each.holds(post.job, ())), [])
    said = _clause(who, post)
    return [said] if said else []


def _clause(who: Audience, post: Post) -> Said | None:
    match who:
        case InTeam():
            return TEAM
        case HasRole():
            return ROLE
        case CustomerFacing(is_so):
            return CUSTOMERS[is_so]
        case Manages(is_so):
            return MANAGES[is_so]
        case EmployedAs():
            return EMPLOYED[Employment(post.job.employment)]
        case LineManagerOf():
            return LINE_MANAGER
        case _:
            return None
