"""Checks a PDF from outside in a process that has so much time and memory and no more."""

import logging
import tempfile
from collections.abc import Mapping

from app.bounded_process import python_module, run_bounded
from app.documents.pdf_check import MOST_BYTES, PdfState, PdfVerdict
from app.documents.pdf_check_worker import answer_from, request

PDF_MARK = b"%PDF-"
MARK_WITHIN = 1024

_COMMAND = python_module("app.documents.pdf_check_worker")
_log = logging.getLogger(__name__)


def check_pdf_bounded(data: bytes, trusted: Mapping[str, str], seconds: float = 10) -> PdfVerdict:
    """As `check_pdf`; UNREADABLE when the process had to be stopped. Takes about a second of processor time."""
    if len(data) > MOST_BYTES or PDF_MARK not in data[:MARK_WITHIN]:
        return PdfVerdict(PdfState.UNREADABLE)
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as told:
        in_time = run_bounded(_COMMAND, request(data, trusted, seconds), answer, told, seconds)
        answer.seek(0)
        try:
            return answer_from(answer.read())
        except (ValueError, KeyError):
            told.seek(0)
            reason = told.read()[-2000:].decode(errors="replace") if in_time else f"stopped after {seconds:g} seconds"
            _log.warning("A PDF could not be checked: %s", reason)
            return PdfVerdict(PdfState.UNREADABLE)
