"""The tree of an organisation's teams."""

from collections.abc import Mapping


def is_below(team: int, above: int, parents: Mapping[int, int | None]) -> bool:
    """Whether a team is another one, or somewhere below it."""
    seen: set[int] = set()
    each: int | None = team
    while each is not None and each not in seen:
        if each == above:
            return True
        seen.add(each)
        each = parents.get(each)
    return False


def makes_loop(team: int, new_parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether a team would come to stand below itself."""
    return new_parent is not None and is_below(new_parent, team, parents)
