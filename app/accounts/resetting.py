"""A link by mail for somebody who forgot their password."""

from datetime import datetime

from app.accounts.finding import anybody, find_account
from app.accounts.letters import reset
from app.accounts.tokens import make_links
from app.extensions import db
from app.mailing.queue import queue_mail
from app.rules.sign_in import Purpose, may_mail


def offer_reset(email: str, already_asked: int, now: datetime) -> None:
    """Queue a link, and for nobody do the same and undo it, so that the time it takes tells nothing.

    Call it inside `app.database.writing()`.
    """
    account = find_account(email)
    stand_in = anybody()
    addressee = account or stand_in
    if addressee is None:
        return
    step = db.session.begin_nested()
    secret = make_links([addressee.person_id], Purpose.RESET, now)[addressee.person_id]
    queue_mail(reset(addressee, secret), now)
    if account is not None and may_mail(already_asked):
        step.commit()
    else:
        step.rollback()
