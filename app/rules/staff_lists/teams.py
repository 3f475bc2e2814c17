"""Which team a list means: one that is known under some name, or a new one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from app.rules.people import alike, tidy
from app.rules.staff_lists.known import KnownTeam, Ref

MOST_SUGGESTED = 3
MOST_COMPARED = 600
"""With more new teams than this, the wrong column was chosen; then only names of the same words are similar."""
MOST_SPELT_OUT = 100
"""Comparing names from end to end takes its time."""

_PARTS = re.compile(r"\s+/\s+|\s*>\s*|\s*\\\s*")
_WORDS = re.compile(r"\w+")
_LESS_TELLING = frozenset({"team", "service", "department", "dept", "the", "and", "of", "section", "unit", "group"})
_LONG_ENOUGH = 4
_TYPING_MISTAKE = 0.8
_SPELT_ALIKE = 0.88

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team to make, below `parent`. `alias` is what the list calls it, where that is not its name."""

    ref: Ref
    name: str
    parent: Ref | None
    alias: str | None


@dataclass(frozen=True, slots=True)
class TeamQuestion:
    """A team that is not known: `similar` are paths that it may be another spelling of, `chosen` what was answered.

    `row` is the first row that names it. Where nothing is similar and nothing chosen, it is a new one.
    """

    written: str
    row: int
    people: int
    similar: tuple[str, ...]
    chosen: str | None

    @property
    def is_open(self) -> bool:
        return bool(self.similar) and self.chosen is None

    def is_same_as(self, path: str) -> bool:
        """Whether it was answered that this is the same team."""
        return self.chosen == alike(path) != alike(self.written)


class TeamBook:
    """The teams of an organisation by every name that they go by; looking one up that is not there makes it new."""

    def __init__(
        self,
        teams: Sequence[KnownTeam],
        aliases: Mapping[str, int],
        chosen: Mapping[str, str],
        most: int = MOST_COMPARED,
    ) -> None:
        self._parents: dict[Ref, Ref | None] = {each.id: each.parent_id for each in teams}
        self._names: dict[Ref, str] = {each.id: each.name for each in teams}
        self._refs: dict[str, Ref] = dict(aliases)
        self._refs.update({alike(each.name): each.id for each in teams})
        self._chosen, self._most = chosen, most
        self._found: dict[str, Ref] = {}
        self._questions: dict[str, tuple[str, int, tuple[str, ...]]] = {}
        self._people: dict[str, int] = {}
        names = [*self._names.items(), *((ref, name) for name, ref in aliases.items())]
        self._by_words = _by_words(names)
        self._by_letters = {_letters(name): (ref, name) for ref, name in names}
        self.new: list[NewTeam] = []
        self.aliases: dict[str, Ref] = {}

    def ref(self, written: str, row: int) -> Ref:
        key = alike(written)
        self._people[key] = self._people.get(key, 0) + 1
        if key not in self._found:
            self._found[key] = self._find(written, key, row)
        return self._found[key]

    def found(self, written: str) -> Ref:
        """The team of a name that was looked up before."""
        return self._found[alike(written)]

    def path(self, ref: Ref) -> str:
        above = self._parents[ref]
        return f"{self.path(above)} / {self._names[ref]}" if above is not None else self._names[ref]

    def paths(self) -> list[str]:
        return [self.path(ref) for ref in self._names]

    def name(self, ref: Ref) -> str:
        return self._names[ref]

    @property
    def questions(self) -> list[TeamQuestion]:
        return [
            TeamQuestion(written, row, self._people.get(key, 0), similar, self._chosen.get(key))
            for key, (written, row, similar) in self._questions.items()
        ]

    def _find(self, written: str, key: str, row: int) -> Ref:
        parts = [tidy(part) for part in _PARTS.split(written) if part.strip()] or [written]
        known = self._refs.get(key)
        if known is None:
            known = self._named(parts)
        return known if known is not None else self._answered(written, key, parts, row)

    def _named(self, parts: Sequence[str]) -> Ref | None:
        """The team of the last name, if the one written before it is somewhere above it."""
        found = self._refs.get(alike(parts[-1]))
        if found is None or len(parts) == 1:
            return found
        return found if self._refs.get(alike(parts[-2])) in self._above(found) else None

    def _above(self, ref: Ref) -> list[Ref | None]:
        above: list[Ref | None] = []
        each = self._parents[ref]
        while each is not None and each not in above:
            above.append(each)
            each = self._parents[each]
        return above

    def _answered(self, written: str, key: str, parts: Sequence[str], row: int) -> Ref:
        similar = tuple(self.path(each) for each in self._similar(parts[-1]))
        self._questions[key] = written, row, similar
        chosen = self._chosen.get(key, key)
        same = self._by_path(chosen) if chosen != key else None
        if same is not None:
            self.aliases[key] = self._refs[key] = same
            return same
        return self._make(written, key, parts, row)

    def _by_path(self, chosen: str) -> Ref | None:
        found = self._refs.get(chosen)
        if found is not None:
            return found
        return next((ref for ref in self._names if alike(self.path(ref)) == chosen), None)

    def _make(self, written: str, key: str, parts: Sequence[str], row: int) -> Ref:
        parent = self._parent(parts[:-1], row)
        is_taken = alike(parts[-1]) in self._refs
        name = f"{parts[-1]} ({parts[-2]})" if is_taken and len(parts) > 1 else parts[-1]
        if alike(name) in self._refs:
            self.aliases[key] = self._refs[key] = self._refs[alike(name)]
            return self._refs[key]
        ref = -(len(self.new) + 1)
        self.new.append(NewTeam(ref, name, parent, key if is_taken else None))
        self._names[ref], self._parents[ref] = name, parent
        self._refs[alike(name)] = self._refs[key] = ref
        for words in _keys(name):
            self._by_words.setdefault(words, []).append(ref)
        return ref

    def _parent(self, parts: Sequence[str], row: int) -> Ref | None:
        if not parts:
            return None
        written = " / ".join(parts)
        key = alike(written)
        if key not in self._found:
            self._found[key] = self._find(written, key, row)
        return self._found[key]

    def _similar(self, name: str) -> list[Ref]:
        """The teams whose name has the same telling words, or all but one that is written almost the same.

        Then those that are spelt almost the same from end to end, by any of their names.
        """
        words = _words(name)
        same = list(self._by_words.get(words, ()))
        if len(self.new) < self._most:
            close = (ref for key in _keys(name)[1:] for ref in self._by_words.get(key, ()))
            same += [ref for ref in close if _differ_by_a_mistake(words, _words(self._names[ref]))]
        if len(self.new) < MOST_SPELT_OUT:
            near = get_close_matches(_letters(name), self._by_letters, MOST_SUGGESTED, _SPELT_ALIKE)
            found = (self._by_letters[each] for each in near)
            same += [ref for ref, known in found if not _is_another(words, _words(known))]
        return list(dict.fromkeys(same))[:MOST_SUGGESTED]


def _words(name: str) -> Words:
    """The telling words of a name in a fixed order: `Repairs Team` and `the repair service` have the same."""
    words = [_singular(word) for word in _WORDS.findall(name.casefold())]
    return tuple(sorted(word for word in words if word not in _LESS_TELLING)) or tuple(sorted(words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LONG_ENOUGH - 1 and word.endswith("s") and not word.endswith("ss") else word


def _letters(name: str) -> str:
    return "".join(_WORDS.findall(alike(name)))


def _is_another(some: Words, others: Words) -> bool:
    """Whether names that are spelt almost the same mean two: by a number, or by a whole word."""
    mine, theirs = set(some) - set(others), set(others) - set(some)
    if not all(word.isalpha() for word in mine | theirs):
        return True
    if len(mine) == len(theirs):
        return not all(any(_is_mistyped(word, other) for other in theirs) for word in mine)
    return not mine or not theirs


def _keys(name: str) -> list[Words]:
    """All telling words, then with a gap for each of them in turn."""
    words = _words(name)
    return [words, *(("", *words[:at], *words[at + 1 :]) for at in range(len(words)))]


def _by_words(names: Iterable[tuple[Ref, str]]) -> dict[Words, list[Ref]]:
    found: dict[Words, list[Ref]] = {}
    for ref, name in names:
        for key in _keys(name):
            found.setdefault(key, []).append(ref)
    return found


def _differ_by_a_mistake(some: Words, others: Words) -> bool:
    if len(some) != len(others):
        return False
    mine, theirs = sorted(set(some) - set(others)), sorted(set(others) - set(some))
    return len(mine) == len(theirs) == 1 and _is_mistyped(mine[0], theirs[0])


def _is_mistyped(word: str, other: str) -> bool:
    if min(len(word), len(other)) < _LONG_ENOUGH or not word.isalpha() or not other.isalpha():
        return False
    return SequenceMatcher(None, word, other).ratio() >= _TYPING_MISTAKE
