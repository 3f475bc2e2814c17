from datetime import UTC, datetime, timedelta

import pytest

from app.rules.attempts import AttemptRuling, rule_on_attempt
from app.rules.questions import AttemptLimit

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LIMIT = AttemptLimit(tries=3, pause_hours=24)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def handed_in(count: int) -> tuple[datetime, ...]:
    """`count` attempts, the last one at nine, each an hour after the one before."""
    return tuple(NINE - HOUR * before for before in reversed(range(count)))


def open_with(tries_left: int | None) -> AttemptRuling:
    return AttemptRuling(may_start=True, tries_left=tries_left, opens_at=None)


def closed_until(opens_at: datetime) -> AttemptRuling:
    return AttemptRuling(may_start=False, tries_left=0, opens_at=opens_at)


@pytest.mark.parametrize(
    ("earlier", "later", "ruling"),
    [
        (0, timedelta(0), open_with(3)),  # the first of all
        (1, SECOND, open_with(2)),
        (2, SECOND, open_with(1)),
        (3, timedelta(0), closed_until(NINE + 24 * HOUR)),  # all used up, this very instant
        (3, 24 * HOUR - SECOND, closed_until(NINE + 24 * HOUR)),  # a second too early
        (3, 24 * HOUR, open_with(3)),  # the pause is over to the second, with as many tries again
        (4, SECOND, open_with(2)),  # the first of the second block is used
        (4, 48 * HOUR, open_with(2)),  # waiting does not give back a block that is begun
        (5, SECOND, open_with(1)),
        (6, 23 * HOUR, closed_until(NINE + 24 * HOUR)),  # the second block is used up too
        (6, 25 * HOUR, open_with(3)),
    ],
)
def test_tries_come_in_blocks_with_a_pause_between(earlier: int, later: timedelta, ruling: AttemptRuling) -> None:
    assert rule_on_attempt(LIMIT, handed_in(earlier), NINE + later) == ruling


@pytest.mark.parametrize("earlier", [0, 1, 100])
def test_without_a_limit_anybody_may_start_at_any_time(earlier: int) -> None:
    assert rule_on_attempt(None, handed_in(earlier), NINE) == open_with(None)


def test_one_try_at_a_time() -> None:
    limit = AttemptLimit(tries=1, pause_hours=1)
    assert rule_on_attempt(limit, handed_in(1), NINE + HOUR - SECOND) == closed_until(NINE + HOUR)
    assert rule_on_attempt(limit, handed_in(1), NINE + HOUR) == open_with(1)


def test_without_a_pause_the_next_block_is_open_at_once() -> None:
    assert rule_on_attempt(AttemptLimit(tries=2, pause_hours=0), handed_in(2), NINE) == open_with(2)


def test_a_clock_that_was_put_back_does_not_shorten_the_pause() -> None:
    assert rule_on_attempt(LIMIT, handed_in(3), NINE - 10 * HOUR) == closed_until(NINE + 24 * HOUR)
