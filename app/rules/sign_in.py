"""When guessing a password has to wait, and for how long the ways to choose one last."""

from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=5)
GUESSES_PER_ACCOUNT = 10
GUESSES_PER_NETWORK = 100
"""A whole council may share one address; see docs/decisions."""

RESET_MAILS_PER_ACCOUNT = 3
"""In `WINDOW`, so that nobody can fill somebody else's mailbox."""


class Purpose(StrEnum):
    """What somebody chooses a password with."""

    INVITATION = "invitation"
    RESET = "reset"
    CODE = "code"


LASTS = {
    Purpose.INVITATION: timedelta(days=14),
    Purpose.RESET: timedelta(hours=1),
    Purpose.CODE: timedelta(days=30),
}
REMEMBERED = timedelta(days=90)
"""For so long after it ran out it is known that somebody was invited."""


def must_wait(account_guesses: int, network_guesses: int) -> bool:
    """Whether the next try is refused, given the wrong ones of the last `WINDOW`."""
    return account_guesses >= GUESSES_PER_ACCOUNT or network_guesses >= GUESSES_PER_NETWORK


def may_mail(already_asked: int) -> bool:
    """Whether an address that asked so often in the last `WINDOW` gets one more link to choose a new password."""
    return already_asked < RESET_MAILS_PER_ACCOUNT
