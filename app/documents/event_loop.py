"""Waiting for pyHanko, which signs and checks in coroutines."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Outcome = TypeVar("Outcome")


def result_of(coroutine: Coroutine[Any, Any, Outcome]) -> Outcome:
    """What it returns, from a thread of its own: an event loop may be running already where we are."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
