"""What somebody sent after their session had ended, kept in their own signed cookie until they are back."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request, session

View = TypeVar("View", bound=Callable[..., Any])

MOST_VALUES = 8
LONGEST_VALUE = 3


def keeps(field: str) -> Callable[[View], View]:
    """Declare that a view's posted `field` is kept when the sender turns out to be signed out."""

    def declare(view: View) -> View:
        view.keeps = field  # type: ignore[attr-defined]
        return view

    return declare


def keep_sent_form() -> None:
    """Keep the declared field of the request, if it was sent from one of our own pages."""
    field = getattr(current_app.view_functions.get(request.endpoint or ""), "keeps", None)
    if field and request.method == "POST" and _is_from_our_page():
        values = [value for value in request.form.getlist(field) if len(value) <= LONGEST_VALUE]
        session["kept"] = [request.path, values[:MOST_VALUES]]


def _is_from_our_page() -> bool:
    """By Sec-Fetch-Site, which browsers send over HTTPS only; without it by Origin, which comes with every form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def take_kept(path: str) -> list[str] | None:
    """What was kept for `path`, once; None when there is nothing."""
    kept = session.get("kept")
    if not kept or kept[0] != path:
        return None
    session.pop("kept")
    return list(kept[1])
