"""Requirements to try rules on; a test states only what matters to it."""

from typing import Any

from app.rules.programmes.requirements import CountedFrom, Option, Programme, Renewal, Requirement

EVERY_YEAR = Renewal(CountedFrom.COMPLETION, 12)
EVERY_THREE_YEARS = Renewal(CountedFrom.COMPLETION, 36)


def ask(key: str, course: str | None = None, **facts: Any) -> Requirement:
    """Asks everybody for the course of the same name within 30 days, and for good."""
    return Requirement(
        **{
            "key": key,
            "title": key.capitalize(),
            "groups": ((Option(course or key),),),
            "renewal": Renewal(CountedFrom.NEVER),
            **facts,
        }
    )


def asks(*requirements: Requirement) -> Programme:
    return Programme("Anywhere", requirements)
