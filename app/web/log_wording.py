"""The words for what entries of the training log hold as codes."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.rules.training_log import CorrectionReason, Kind, Method, RecognitionReason

KINDS: dict[str, Any] = {
    Kind.COMPLETION: _("Completed"),
    Kind.CORRECTION: _("A correction"),
    Kind.WITHDRAWAL: _("Withdrawn"),
    Kind.IMPORT: _("Brought in from older records"),
}

METHODS: dict[str, Any] = {
    Method.E_LEARNING: _("E-learning"),
    Method.IN_PERSON: _("In person"),
    Method.WEBINAR: _("Webinar"),
    Method.EXTERNAL: _("Given by somebody else"),
    Method.RECOGNITION: _("Earlier learning that counts"),
}

WHY_CORRECTED = {
    CorrectionReason.WRONG_DATE: _("The date is wrong"),
    CorrectionReason.WRONG_COURSE: _("It was another course"),
    CorrectionReason.WRONG_METHOD: _("It was done in another way"),
    CorrectionReason.RESTORED: _("It was withdrawn by mistake"),
    CorrectionReason.OTHER: _("Something else"),
}

WHY_WITHDRAWN = {
    CorrectionReason.TWICE: _("It was recorded twice"),
    CorrectionReason.WRONG_PERSON: _("It was somebody else"),
    CorrectionReason.NOT_COMPLETED: _("It was not completed"),
    CorrectionReason.OTHER: _("Something else"),
}

WHY_RECOGNISED: dict[Any, Any] = {
    RecognitionReason.TESTED_OUT: _("They passed a test of it"),
    RecognitionReason.EQUIVALENT_HERE: _("An equal course here"),
    RecognitionReason.EQUIVALENT_OUTSIDE: _("An equal course elsewhere"),
    RecognitionReason.ADMINISTRATIVE: _("An administrative reason"),
}

REASONS: dict[str, Any] = {
    str(code): words for each in (WHY_CORRECTED, WHY_WITHDRAWN, WHY_RECOGNISED) for code, words in each.items()
}
