"""The training page, put together from what the programme asks and what the database knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.learning.records import Done, SessionPlace, UnderWay
from app.rules.modules import Lesson, Module
from app.rules.programmes.assigning import Assignment
from app.rules.programmes.meeting import Group
from app.rules.programmes.requirements import Strength
from app.rules.programmes.standing import State, state_of
from app.rules.training_log import Method

OPEN = frozenset({State.OVERDUE, State.NOT_YET, State.RENEW})
LATER = frozenset({State.IN_DATE, State.WAITING, State.PAUSED})


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do. `module` is None where it is done elsewhere, with the `sessions` that they are on for it.

    `group` are the courses of which one will do; `also` are other assignments that the same would do.
    Nobody asks for it where there is no assignment.
    """

    module: Module | None
    under_way: UnderWay | None = None
    assignment: Assignment | None = None
    state: State | None = None
    group: Group = ()
    sessions: tuple[SessionPlace, ...] = ()
    also: tuple[Assignment, ...] = ()

    @property
    def lessons_read(self) -> int:
        read = self.under_way.lessons_read if self.under_way else ()
        return sum(lesson.slug in read for lesson in self.module.lessons) if self.module else 0

    @property
    def has_begun(self) -> bool:
        return self.under_way is not None

    @property
    def key(self) -> object:
        """What is the same for cards that one thing would do."""
        return self.module.slug if self.module else frozenset(option.course for option in self.group)

    @property
    def urgency(self) -> tuple[bool, date, bool]:
        """What sorts the most pressing card first; of two that are equal, what can be done here and now."""
        due_on = self.assignment.due_on if self.assignment else None
        return (self.state is not State.OVERDUE, due_on or date.max, self.module is None)


@dataclass(frozen=True, slots=True)
class Overview:
    """`to_do` begins with the one thing to do next; `published` are the slugs of modules.

    `latest` are those of `done` that have not been done again since.
    """

    to_do: tuple[Card, ...]
    later: tuple[Card, ...]
    recommended: tuple[Card, ...]
    open_to_you: tuple[Card, ...]
    done: tuple[Done, ...]
    latest: tuple[Done, ...]
    published: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person beside what is asked of them. `done` is newest first."""

    modules: Sequence[Module]
    done: Sequence[Done]
    begun: Mapping[str, UnderWay]
    sessions: Sequence[SessionPlace]


def put_together(assignments: Sequence[Assignment], known: Known, today: date) -> Overview:
    """The training page of one person. What they are exempt from is not on it."""
    latest: dict[str, Done] = {}
    for each in known.done:
        latest.setdefault(each.course, each)
    cards = [card for each in assignments for card in _cards(each, known, today)]
    to_do = _merged(card for card in cards if card.state in OPEN and _mandatory(card))
    others = [card for card in cards if card.state in {*OPEN, State.SUGGESTED}]
    recommended = _merged((each for each in others if _strength(each) is Strength.RECOMMENDED), but=to_do)
    available = _merged((each for each in others if _strength(each) is Strength.AVAILABLE), but=(*to_do, *recommended))
    shown = {card.module.slug for card in cards if card.module}
    nobody_asks = (
        Card(module, known.begun.get(module.slug))
        for module in known.modules
        if module.slug not in latest and module.slug not in shown
    )
    return Overview(
        to_do=to_do,
        later=tuple(sorted((card for card in cards if card.state in LATER), key=lambda card: card.urgency)),
        recommended=recommended,
        open_to_you=(*available, *nobody_asks),
        done=tuple(known.done),
        latest=tuple(latest.values()),
        published=frozenset(module.slug for module in known.modules),
    )


def _mandatory(card: Card) -> bool:
    return _strength(card) is Strength.MANDATORY


def _strength(card: Card) -> Strength | None:
    return card.assignment.requirement.strength if card.assignment else None


def _cards(assignment: Assignment, known: Known, today: date) -> Iterator[Card]:
    """A card for each thing to do; one where there is none now; none for what is exempt, or done for good."""
    state = state_of(assignment, today)
    if state is State.EXEMPT or (state is State.IN_DATE and assignment.due_on is None):
        return
    groups = assignment.open_groups or ((),)
    for group in groups[:1] if state in LATER else groups:
        module = _module_of(group, known)
        yield Card(
            module=module,
            under_way=known.begun.get(module.slug) if module else None,
            assignment=assignment,
            state=state,
            group=group,
            sessions=_booked(group, known.sessions, today),
        )


def _module_of(group: Group, known: Known) -> Module | None:
    """What of a group can be done here: what is begun already, or the first that it names."""
    here = {option.course for option in group if not option.methods or Method.E_LEARNING in option.methods}
    order = [option.course for option in group]
    modules = sorted((each for each in known.modules if each.slug in here), key=lambda each: order.index(each.slug))
    return next((each for each in modules if each.slug in known.begun), modules[0] if modules else None)


def _booked(group: Group, sessions: Sequence[SessionPlace], today: date) -> tuple[SessionPlace, ...]:
    courses = {option.course for option in group}
    return tuple(each for each in sessions if each.course in courses and not each.is_signed and each.held_on >= today)


def _merged(cards: Iterable[Card], but: Sequence[Card] = ()) -> tuple[Card, ...]:
    """The most pressing first; of those that one thing would do, the first stands for all. Without those of `but`."""
    taken = {card.key for card in but}
    found: dict[object, list[Card]] = {}
    for card in sorted(cards, key=lambda each: each.urgency):
        if card.key not in taken:
            found.setdefault(card.key, []).append(card)
    leading = {first.assignment.requirement.key for first, *_rest in found.values() if first.assignment}
    return tuple(
        replace(first, also=_also(first, rest, found.values()))
        for first, *rest in found.values()
        if not (first.assignment and first.assignment.covered_by in leading - {first.assignment.requirement.key})
    )


def _also(card: Card, rest: Sequence[Card], all_cards: Iterable[Sequence[Card]]) -> tuple[Assignment, ...]:
    """What the same thing would do too: of the cards that are merged with it, and what it restarts."""
    key = card.assignment.requirement.key if card.assignment else None
    covered = [each for cards in all_cards for each in cards if each.assignment and each.assignment.covered_by == key]
    found = {each.assignment.requirement.key: each.assignment for each in (*rest, *covered) if each.assignment}
    return tuple(each for each in found.values() if each.requirement.key != key)


def next_lesson(module: Module, lessons_read: Sequence[str]) -> Lesson:
    """Where to carry on: after the last lesson read, the first that is not read; the first one when all are."""
    slugs = [lesson.slug for lesson in module.lessons]
    last = max((slugs.index(slug) for slug in lessons_read if slug in slugs), default=-1)
    ahead = [*module.lessons[last + 1 :], *module.lessons[: last + 1]]
    return next((lesson for lesson in ahead if lesson.slug not in lessons_read), module.lessons[0])
