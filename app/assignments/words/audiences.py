"""Whom a requirement binds, in words: "Everyone in Repairs and their line managers"."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext

from app.assignments.words.saying import both
from app.rules.people import Employment
from app.rules.programmes.audiences import (
    AllOf,
    AnyOf,
    Audience,
    CustomerFacing,
    EmployedAs,
    Everyone,
    HasRole,
    InTeam,
    LineManagerOf,
    Manages,
    Not,
    OfOrganisation,
)
from app.web.typed_gettext import gettext as _

KINDS = {
    Employment.EMPLOYEE: lazy_gettext("Employee"),
    Employment.AGENCY: lazy_gettext("Agency worker"),
    Employment.CONTRACTOR: lazy_gettext("Contractor"),
    Employment.VOLUNTEER: lazy_gettext("Volunteer"),
    Employment.COUNCILLOR: lazy_gettext("Councillor"),
    Employment.PARTNER: lazy_gettext("From a partner organisation"),
}

IS_A = {
    Employment.EMPLOYEE: lazy_gettext("an employee"),
    Employment.AGENCY: lazy_gettext("an agency worker"),
    Employment.CONTRACTOR: lazy_gettext("a contractor"),
    Employment.VOLUNTEER: lazy_gettext("a volunteer"),
    Employment.COUNCILLOR: lazy_gettext("a councillor"),
    Employment.PARTNER: lazy_gettext("from a partner organisation"),
}


def who_words(who: Audience) -> str:
    """The beginning of a sentence about them."""
    if isinstance(who, Everyone):
        return _("Everyone")
    if isinstance(who, LineManagerOf):
        return _("The line managers of %(who)s", who=_whose(who.who))
    if isinstance(who, InTeam):
        return _("Everyone in %(teams)s", teams=any_of(who.names))
    if isinstance(who, OfOrganisation):
        return _("Everyone at %(organisations)s", organisations=any_of(who.names))
    people = _with_their_managers(who)
    if people is not None:
        return _("%(who)s and their line managers", who=who_words(people))
    if isinstance(who, AllOf) and len(who.each) > 1 and isinstance(who.each[0], InTeam):
        rest = both([_does(each, inside=AllOf) for each in who.each[1:]])
        return _("%(team)s who %(does)s", team=who_words(who.each[0]), does=rest)
    return _("Everyone who %(does)s", does=_does(who))


def any_of(words: Iterable[str]) -> str:
    """ "Repairs, Income or Lettings" """
    *most, last = list(words) or [""]
    return _("%(most)s or %(last)s", most=", ".join(most), last=last) if most else last


def _whose(who: Audience) -> str:
    words = who_words(who)
    return words[:1].lower() + words[1:]


def _anyone(who: Audience) -> str:
    if isinstance(who, Everyone):
        return _("anyone")
    if isinstance(who, InTeam):
        return _("anyone in %(teams)s", teams=any_of(who.names))
    if isinstance(who, OfOrganisation):
        return _("anyone at %(organisations)s", organisations=any_of(who.names))
    return _("anyone who %(does)s", does=_does(who))


def _with_their_managers(who: Audience) -> Audience | None:
    """The people, of people and their own line managers."""
    if isinstance(who, AnyOf) and len(who.each) == 2:
        people, managers = who.each
        if isinstance(managers, LineManagerOf) and managers.who == people:
            return people
    return None


def _does(who: Audience, inside: type | None = None) -> str:
    """What holds for each of them, after "who". Parts of another kind are put in brackets."""
    if isinstance(who, AllOf | AnyOf):
        return _several(who.each, type(who), inside)
    if isinstance(who, Not):
        return _does_not(who.who, inside)
    if isinstance(who, LineManagerOf):
        return _("is the line manager of %(who)s", who=_anyone(who.who))
    return _is(who)


def _several(each: Sequence[Audience], kind: type, inside: type | None) -> str:
    parts = [_does(one, inside=kind) for one in each]
    joined = both(parts) if kind is AllOf else any_of(parts)
    return _("(%(words)s)", words=joined) if inside is not None and inside is not kind else joined


def _is(who: Audience) -> str:
    if isinstance(who, InTeam):
        return _("is in %(teams)s", teams=any_of(who.names))
    if isinstance(who, HasRole):
        return _("has the role %(roles)s", roles=any_of(who.names))
    if isinstance(who, EmployedAs):
        return _("is %(kind)s", kind=any_of(str(IS_A[Employment(kind)]) for kind in who.kinds))
    if isinstance(who, OfOrganisation):
        return _("is at %(organisations)s", organisations=any_of(who.names))
    if isinstance(who, CustomerFacing):
        return _("works with customers") if who.is_so else _("does not work with customers")
    if isinstance(who, Manages):
        return _("manages people") if who.is_so else _("does not manage people")
    return _("works here")


def _does_not(who: Audience, inside: type | None = None) -> str:
    """Not all of it holds where one part does not; not any where none does."""
    if isinstance(who, Not):
        return _does(who.who, inside)
    if isinstance(who, AllOf | AnyOf):
        opposite: type = AnyOf if isinstance(who, AllOf) else AllOf
        return _several([Not(each) for each in who.each], opposite, inside)
    if isinstance(who, LineManagerOf):
        return _("is not the line manager of %(who)s", who=_anyone(who.who))
    return _is_not(who)


def _is_not(who: Audience) -> str:
    if isinstance(who, InTeam):
        return _("is not in %(teams)s", teams=any_of(who.names))
    if isinstance(who, HasRole):
        return _("does not have the role %(roles)s", roles=any_of(who.names))
    if isinstance(who, EmployedAs):
        return _("is not %(kind)s", kind=any_of(str(IS_A[Employment(kind)]) for kind in who.kinds))
    if isinstance(who, OfOrganisation):
        return _("is not at %(organisations)s", organisations=any_of(who.names))
    if isinstance(who, CustomerFacing):
        return _is(CustomerFacing(not who.is_so))
    if isinstance(who, Manages):
        return _is(Manages(not who.is_so))
    return _("does not work here")
