"""The words for what records hold as codes."""

from flask_babel import lazy_gettext as _

from app.rules.people import Employment
from app.rules.rights import Right

EMPLOYMENTS = {
    Employment.EMPLOYEE: _("Employee"),
    Employment.AGENCY: _("Agency worker"),
    Employment.CONTRACTOR: _("Contractor"),
    Employment.VOLUNTEER: _("Volunteer"),
    Employment.COUNCILLOR: _("Councillor"),
    Employment.PARTNER: _("From a partner organisation"),
}

RIGHTS = {
    Right.TRAINER: _("Trainer: writes modules and holds sessions"),
    Right.LEAD: _("Training lead: sees everybody’s training, and says who must do what"),
    Right.ADMIN: _("Administrator: opens and closes accounts, and gives rights"),
    Right.COORDINATOR: _("Coordinator: sees the partnership’s numbers"),
}
