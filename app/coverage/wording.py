"""The words of coverage."""

from flask_babel import lazy_gettext as _

from app.coverage.views import By, Whom
from app.rules.people import Employment

BY = {
    By.TEAM: _("By team"),
    By.ROLE: _("By role"),
    By.KIND: _("By kind of employment"),
    By.MONTH: _("Over time"),
}

COLUMN = {
    By.TEAM: _("Team"),
    By.ROLE: _("Role"),
    By.KIND: _("Kind of employment"),
    By.MONTH: _("At the end of"),
}

WHOM = {
    Whom.OVERDUE: _("Overdue"),
    Whom.NOT_YET: _("Not yet done"),
    Whom.EXPIRING: _("In date, and runs out soon"),
}

KINDS = {
    Employment.EMPLOYEE: _("Employees"),
    Employment.AGENCY: _("Agency staff"),
    Employment.CONTRACTOR: _("Contractors"),
    Employment.VOLUNTEER: _("Volunteers"),
    Employment.COUNCILLOR: _("Councillors"),
    Employment.PARTNER: _("Partners’ staff"),
}


def kind_words(kind: str) -> str:
    return str(KINDS[Employment(kind)]) if kind in set(Employment) else kind
