"""The mails about getting in. Their subjects are neutral; a link in one is a secret until it is used."""

from uuid import uuid4

from flask_babel import gettext as _

from app.accounts.finding import Account
from app.mailing.queue import About, NewMail
from app.web.settings import settings


def invitation(account: Account, secret: str) -> NewMail:
    paragraphs = (
        _("Hello %(name)s,", name=account.name),
        _("%(organisation)s has made you an account for its training.", organisation=account.organisation),
        _("Open this link and choose a password. It works once, within 14 days:"),
        link(secret),
        _("After that, sign in at %(address)s with this email address.", address=settings().public_url),
        _("If the link has run out, ask your training lead for a new one."),
    )
    return _mail(account, About.INVITATION, "invitation", _("Your account for training"), paragraphs)


def reset(account: Account, secret: str) -> NewMail:
    paragraphs = (
        _("Hello %(name)s,", name=account.name),
        _("Somebody asked for a new password for your account for training. If it was you, open this link:"),
        link(secret),
        _("It works once, within one hour."),
        _("If it was not you, you need not do anything. Your password stays as it is."),
    )
    return _mail(account, About.RESET, "reset", _("A new password"), paragraphs)


def password_changed(account: Account) -> NewMail:
    paragraphs = (
        _("Hello %(name)s,", name=account.name),
        _("The password of your account for training was changed just now."),
        _("If it was not you, ask for a new password at once, and tell your training lead:"),
        f"{settings().public_url}/sign-in/forgotten",
    )
    return _mail(account, About.RESET, "changed", _("Your password was changed"), paragraphs)


def link(secret: str) -> str:
    return f"{settings().public_url}/sign-in/link/{secret}"


def _mail(account: Account, about: About, what: str, subject: str, paragraphs: tuple[str, ...]) -> NewMail:
    """Each is a mail of its own: there is nothing that it would only repeat."""
    key = f"{what}:{account.person_id}:{uuid4()}"
    body = "\n\n".join(paragraphs) + "\n"
    return NewMail(account.organisation_id, account.person_id, about, key, subject, body)
