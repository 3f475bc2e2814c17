"""What is different between two versions of a programme."""

from dataclasses import dataclass

from app.rules.programmes.requirements import Programme, Requirement


@dataclass(frozen=True, slots=True)
class Difference:
    """A requirement before and after: None before where it is new, None after where it was taken out."""

    before: Requirement | None
    after: Requirement | None


def differences(before: Programme, after: Programme) -> tuple[Difference, ...]:
    """In the order of the later programme, then what it has no more. Requirements are the same by their keys."""
    old = {each.key: each for each in before.requirements}
    new = {each.key: each for each in after.requirements}
    kept = (Difference(old.get(key), each) for key, each in new.items() if old.get(key) != each)
    gone = (Difference(each, None) for key, each in old.items() if key not in new)
    return (*kept, *gone)


def is_reordered(before: Programme, after: Programme) -> bool:
    """Whether what both have comes in another order."""
    old, new = ([each.key for each in programme.requirements] for programme in (before, after))
    return [key for key in old if key in new] != [key for key in new if key in old]
