"""What learners were told, kept outside the server. Whatever was acknowledged has to be there afterwards, once."""

from dataclasses import dataclass, field

Chosen = frozenset[str]
"""The texts of the options that are chosen for a question, as the learner read them; empty without an answer."""

NOTHING: Chosen = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """A result as its page told it. `certificate` is a number, None where it was not passed."""

    right: int
    passed: bool
    certificate: str | None


@dataclass(slots=True)
class Sheet:
    """One attempt as its learner saw it. By position: the question, and the answers that may be stored now."""

    attempt_id: int
    questions: dict[int, str] = field(default_factory=dict)
    may_be_stored: dict[int, set[Chosen]] = field(default_factory=dict)
    is_right: dict[int, bool] = field(default_factory=dict)
    hand_in_was_sent: bool = False
    told: Told | None = None

    def sent(self, position: int, question: str, chosen: Chosen) -> None:
        self.questions[position] = question
        self.may_be_stored.setdefault(position, {NOTHING}).add(chosen)

    def acknowledged(self, position: int, chosen: Chosen, *, right: bool) -> None:
        self.may_be_stored[position] = {chosen}
        self.is_right[position] = right

    @property
    def expected_mark(self) -> int | None:
        """How many are right; None while it is not known of every answer whether it was saved."""
        is_certain = all(len(allowed) == 1 for allowed in self.may_be_stored.values())
        return sum(self.is_right.values()) if is_certain else None


@dataclass(slots=True)
class Journal:
    """Everything that one person sent. `a_start_is_open` while it is not known whether an attempt was begun."""

    person_id: int
    sheets: list[Sheet] = field(default_factory=list)
    a_start_is_open: bool = False
