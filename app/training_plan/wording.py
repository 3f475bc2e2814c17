from flask_babel import lazy_gettext as _

from app.rules.plans import Progress

PROGRESS = {
    Progress.NOT_STARTED: _("Not started"),
    Progress.IN_PROGRESS: _("In progress"),
    Progress.COMPLETE: _("Complete"),
}
