"""How far the lines of a training plan are."""

from enum import StrEnum


class Progress(StrEnum):
    """The words that plans of the field use."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETE = "complete"
