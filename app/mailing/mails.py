"""A mail that is ready to go, and what may become of it."""

from dataclasses import dataclass

LONGEST_PROBLEM = 300


@dataclass(frozen=True, slots=True)
class Mail:
    """Plain text to one address, with a copy to another. `calendar` is an .ics file.

    `reference` names it to whoever delivers it, and stays the same when it is tried again.
    """

    reference: str
    to: str
    subject: str
    body: str
    copy_to: str | None = None
    calendar: bytes | None = None


class NotSent(Exception):
    """Why a mail did not go out, in words for the training lead."""

    def __str__(self) -> str:
        return super().__str__()[:LONGEST_PROBLEM]


class TryLater(NotSent):
    """It did not go out, and may another time."""


class Unreachable(TryLater):
    """Nobody takes any mail just now, so that there is no use in trying with the next."""


class Refused(NotSent):
    """It did not go out, and never will to this address."""


class MayHaveGoneOut(NotSent):
    """It was handed over, and nobody said whether it was taken."""
