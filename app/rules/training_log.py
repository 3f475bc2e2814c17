"""The words of the training log: what an entry is, how a course was done, and why something was put right."""

from enum import StrEnum


class Kind(StrEnum):
    """What an entry says."""

    COMPLETION = "completion"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    IMPORT = "import"
    ERASURE = "erasure"


SAYS_COMPLETED = (Kind.COMPLETION, Kind.CORRECTION, Kind.IMPORT)
"""The kinds that say that a course was completed, as long as no later entry takes their place."""


class Method(StrEnum):
    """How a course was completed."""

    E_LEARNING = "e-learning"
    IN_PERSON = "in person"
    WEBINAR = "webinar"
    EXTERNAL = "external"
    RECOGNITION = "recognition"


class CorrectionReason(StrEnum):
    """Why an entry is corrected or withdrawn."""

    WRONG_DATE = "wrong-date"
    WRONG_COURSE = "wrong-course"
    WRONG_METHOD = "wrong-method"
    WRONG_PERSON = "wrong-person"
    TWICE = "recorded-twice"
    NOT_COMPLETED = "not-completed"
    RESTORED = "withdrawn-by-mistake"
    OTHER = "other"


class RecognitionReason(StrEnum):
    """Why earlier learning counts: the reason codes of cmi5 for what was satisfied elsewhere."""

    TESTED_OUT = "tested-out"
    EQUIVALENT_HERE = "equivalent-here"
    EQUIVALENT_OUTSIDE = "equivalent-outside"
    ADMINISTRATIVE = "administrative"


class State(StrEnum):
    """Where an entry stands on a day. What is corrected or withdrawn does not count, nor does a withdrawal."""

    CURRENT = "current"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
