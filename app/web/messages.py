"""A sentence to show on the next page."""

from flask import flash, get_flashed_messages, session


def tell(sentence: str) -> None:
    """Show a sentence on the next page, once however often it is told until then."""
    if ("message", sentence) not in [tuple(waiting) for waiting in session.get("_flashes", [])]:
        flash(sentence)


def messages_to_show() -> list[str]:
    return [str(message) for message in get_flashed_messages()]
