"""A sentence to show on the next page."""

from flask import flash, get_flashed_messages


def tell(sentence: str) -> None:
    flash(sentence)


def messages_to_show() -> list[str]:
    return [str(message) for message in get_flashed_messages()]
