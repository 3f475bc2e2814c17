"""Certificates: drawn in this process and fetched from the server, beside the same page drawn by bare reportlab."""

import time
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median

from app.documents.certificate import CertificateFacts, CertificateLabels, Detail, render_certificate
from app.documents.fonts import FontLibrary
from bench import limit_walks, walks
from bench.bare_certificate import ADDRESS, FONTS, bare_certificate
from bench.comparing import Comparison, Pace, compare
from bench.logbook import certify
from bench.stage import Stage

CLIENTS = (1, 8)
OWNERS = 32
LABELS = CertificateLabels(
    title="Certificate",
    heading="Certificate of completion",
    presented="This certifies that",
    achievement="has completed",
    verify="Anyone can check this certificate here:",
)


def fetched(stage: Stage, pace: Pace) -> Iterator[Comparison]:
    """Over HTTP, by learners who each fetch their own."""
    learners = stage.school.people(OWNERS)
    owners = list(zip(learners, certify(stage.school, [each.person_id for each in learners]), strict=True))
    for clients in CLIENTS:
        comparison = Comparison("certificate PDF", clients)
        product = lambda: walks.certificates(owners)  # noqa: E731
        limit = lambda: limit_walks.certificates(stage.cookies)  # noqa: E731
        compare(comparison, (stage.product, product), (stage.limit, limit), pace)
        yield comparison


def drawn(pace: Pace) -> str:
    """How long one takes to draw in this process, in a sentence."""
    library = FontLibrary(FONTS)
    ours, bare = [], []
    for _ in range(pace.rounds):
        ours.append(_milliseconds(lambda number: render_certificate(_facts(number), library), pace))
        bare.append(_milliseconds(lambda number: bare_certificate(f"Siân Ŵyn {number}"), pace))
    return (
        f"a certificate drawn in one process, CPU ms: {median(ours):.1f}, "
        f"the same page by bare reportlab: {median(bare):.1f}; ratio {median(bare) / median(ours):.2f}"
    )


def _facts(number: int) -> CertificateFacts:
    return CertificateFacts(
        name=f"Siân Ŵyn ap Gwŷnn {number}",
        course="Level 1 awareness",
        organisation="Northgate Council",
        colour="#0f5257",
        details=(
            Detail("Completed", "12 January 2027"),
            Detail("Valid until", "12 January 2030"),
            Detail("Certificate number", "ABCD-EFGH-JKLM"),
        ),
        verify_url=ADDRESS,
        language="en-GB",
        labels=LABELS,
    )


def _milliseconds(draw: Callable[[int], bytes], pace: Pace) -> float:
    """CPU time of one drawing, once warm."""
    draw(0)
    end, start = time.monotonic() + pace.seconds, time.process_time()
    for number in count(1):
        draw(number)
        if time.monotonic() > end:
            return (time.process_time() - start) / number * 1000
    raise AssertionError
