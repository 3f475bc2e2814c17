"""The lesson page, a question page, a quiz step and the whole journey, each beside its limit."""

from collections.abc import Iterator
from statistics import mean

from bench import limit_walks, walks
from bench.client import Walk, run
from bench.comparing import Comparison, Pace, Walks, compare
from bench.servers import Server
from bench.stage import Stage

PAGE_AIM = STEP_AIM = 0.35
CLIENTS = (1, 8, 32)
FASTEST_JOURNEYS = 60
"""Journeys a second that no machine like ours does: so many learners are made for each second."""


def lesson_page(stage: Stage, pace: Pace) -> Iterator[Comparison]:
    lessons = stage.school.module.lessons
    yield from _page(stage, pace, "lesson page", lambda: walks.lesson_pages(stage.learners, lessons))


def question_page(stage: Stage, pace: Pace) -> Iterator[Comparison]:
    yield from _page(stage, pace, "question page", lambda: walks.question_pages(stage.attempts, stage.questions))


def _page(stage: Stage, pace: Pace, name: str, of_product: Walks) -> Iterator[Comparison]:
    """Beside pages of the same number of bytes."""
    size = round(mean(page_sizes(stage.product, of_product)))
    for clients in CLIENTS:
        comparison = Comparison(name, clients, PAGE_AIM)
        limit = lambda: limit_walks.pages(stage.cookies, size)  # noqa: E731 - one line says it
        compare(comparison, (stage.product, of_product), (stage.limit, limit), pace)
        yield comparison


def page_sizes(server: Server, walks: Walks) -> list[int]:
    tally = run(server.port, walks(), 1, seconds=0.5)
    if tally.errors:
        raise SystemExit(f"Could not prepare the measurement: {tally.errors[0]}")
    return tally.sizes


def quiz_step(stage: Stage, pace: Pace) -> Iterator[Comparison]:
    for clients in CLIENTS:
        comparison = Comparison("quiz step", clients, STEP_AIM)
        product = lambda: walks.steps(stage.attempts, stage.questions)  # noqa: E731
        limit = lambda: limit_walks.steps(stage.cookies)  # noqa: E731
        compare(comparison, (stage.product, product), (stage.limit, limit), pace)
        yield comparison


def journey(stage: Stage, pace: Pace) -> Iterator[Comparison]:
    """Request for request; `walks_per_second` turns it into journeys."""
    journeys = walks.Journeys(stage.school)
    for clients in CLIENTS:
        comparison = Comparison("whole journey", clients)
        comparison.requests_per_walk = (journeys.requests(stage.questions), limit_walks.REQUESTS_PER_JOURNEY)

        def product(clients: int = clients) -> Iterator[Walk]:
            return journeys.walks(stage.school.people(clients + round(pace.seconds * FASTEST_JOURNEYS)))

        def limit() -> Iterator[Walk]:
            return limit_walks.journeys(stage.cookies)

        compare(comparison, (stage.product, product), (stage.limit, limit), pace)
        yield comparison
