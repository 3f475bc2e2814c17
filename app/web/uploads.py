"""Files that people send: how large they may be is said by the view that takes them, everything else stays small."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(size: int) -> Callable[[View], View]:
    """Declare that a view may be sent this many bytes."""

    def declare(view: View) -> View:
        view.takes_up_to = size  # type: ignore[attr-defined]
        return view

    return declare


def make_room() -> None:
    """Before anything reads what was sent."""
    size = getattr(current_app.view_functions.get(request.endpoint or ""), "takes_up_to", None)
    if size is not None:
        request.max_content_length = size
