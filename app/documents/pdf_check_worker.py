"""The process that checks a PDF from outside: started by app.documents.bounded_pdf_check.

A line of JSON and then the PDF on standard input, a line of JSON on standard output.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict

from app.bounded_process import limit_this_process
from app.documents.pdf_check import PdfState, PdfVerdict, check_pdf

MEMORY = 700_000_000
OUTPUT = 1_000_000


def request(data: bytes, trusted: Mapping[str, str], seconds: float) -> bytes:
    return json.dumps({"trusted": dict(trusted), "seconds": seconds}).encode() + b"\n" + data


def answer_from(message: bytes) -> PdfVerdict:
    """Raises ValueError or KeyError for a message that the worker did not finish."""
    values = json.loads(message)
    return PdfVerdict(PdfState(values["state"]), values["number"], values["key_id"])


def main() -> None:
    values = json.loads(sys.stdin.buffer.readline())
    limit_this_process(values["seconds"], MEMORY, OUTPUT)
    verdict = check_pdf(sys.stdin.buffer.read(), values["trusted"])
    sys.stdout.write(json.dumps(asdict(verdict)))


if __name__ == "__main__":
    main()
