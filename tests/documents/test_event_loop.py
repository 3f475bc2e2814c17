import asyncio

from app.documents.event_loop import result_of


async def seven() -> int:
    await asyncio.sleep(0)
    return 7


async def from_within_a_loop() -> int:
    return result_of(seven())


def test_a_loop_that_runs_already_does_not_matter() -> None:
    assert result_of(seven()) == 7
    assert result_of(from_within_a_loop()) == 7
