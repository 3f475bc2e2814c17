"""Who manages whom, as a list says it."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from app.rules.line_management import find_loops
from app.rules.people import number_alike
from app.rules.staff_lists.columns import Field
from app.rules.staff_lists.identity import Match, People
from app.rules.staff_lists.known import KnownPerson, Ref
from app.rules.staff_lists.problems import Problem, Wrong

MOST_IN_A_LOOP = 8

Refs = Mapping[str, Ref]


def refs_of(matches: Iterable[Match], people: People) -> dict[str, Ref]:
    """Everybody who is here, or is in the list, by staff number and by email address."""
    found: dict[str, Ref] = {number: each.id for number, each in people.by_number.items() if each.is_here}
    found |= {email: each.id for email, each in people.by_email.items() if each.is_here}
    for each in matches:
        found |= {key: each.ref for key in (number_alike(each.row.staff_number), each.row.email) if key}
    return found


def find_managers(matches: Iterable[Match], refs: Refs, unread: Set[str], problems: list[Problem]) -> dict[int, Ref]:
    """The line manager that each row names, by row. Nothing is told of those who stand in `unread` rows."""
    found: dict[int, Ref] = {}
    for each in matches:
        text = each.row.line_manager
        if not text or text.lower() in unread or number_alike(text) in unread:
            continue
        ref = refs.get(text.lower()) or refs.get(number_alike(text))
        if ref is None or ref == each.ref:
            wrong = Wrong.UNKNOWN_MANAGER if ref is None else Wrong.OWN_MANAGER
            problems.append(Problem(each.row.number, wrong, Field.LINE_MANAGER, text))
        else:
            found[each.row.number] = ref
    return found


def object_to_loops(
    matches: Sequence[Match], managers: Mapping[int, Ref], known: Iterable[KnownPerson], problems: list[Problem]
) -> None:
    """Tell each loop of line managers at every row that is part of it; loops without a row are no list's matter."""
    rows = {each.ref: each for each in matches}
    people = {each.id: each for each in known}
    links: dict[Ref, Collection[Ref]] = {
        each.id: [post.line_manager for posting in each.postings[-1:] if (post := posting.post).line_manager]
        for each in people.values()
        if each.is_here
    }
    links |= {each.ref: [managers[each.row.number]] for each in matches if each.row.number in managers}
    for loop in find_loops(links):
        names = [rows[ref].row.name if ref in rows else people[ref].name for ref in loop]
        way = " → ".join([*names[:MOST_IN_A_LOOP], *(["…"] if len(names) > MOST_IN_A_LOOP else []), names[0]])
        for ref in loop:
            if ref in rows and rows[ref].row.number in managers:
                row = rows[ref].row
                problems.append(Problem(row.number, Wrong.MANAGER_LOOP, Field.LINE_MANAGER, row.line_manager, way))
