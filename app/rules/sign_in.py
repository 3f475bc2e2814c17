"""When guessing a password has to wait."""

from datetime import timedelta

WINDOW = timedelta(minutes=5)
GUESSES_PER_ACCOUNT = 10
GUESSES_PER_NETWORK = 100
"""A whole council may share one address; see docs/decisions."""


def must_wait(account_guesses: int, network_guesses: int) -> bool:
    """Whether the next try is refused, given the wrong ones of the last `WINDOW`."""
    return account_guesses >= GUESSES_PER_ACCOUNT or network_guesses >= GUESSES_PER_NETWORK
