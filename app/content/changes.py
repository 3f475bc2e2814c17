"""Questions that kept their id and lost their meaning: past results would count for something else."""

import html
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.rules.questions import Question, Quiz

SAME_FROM = 0.5

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Change:
    question_id: str
    message: str


def changed_meaning(previous: Quiz, current: Quiz) -> tuple[Change, ...]:
    """The questions of `current` whose id meant something else in `previous`, in their order."""
    before = {question.id: question for question in previous.questions}
    changes = []
    for question in current.questions:
        if question.id in before and (what := _difference(before[question.id], question)):
            message = f'"{question.id}" is the id of another question in the last edition: {what}. Give it a new id.'
            changes.append(Change(question.id, message))
    return tuple(changes)


def _difference(old: Question, new: Question) -> str | None:
    if old.objective != new.objective:
        return f'it was for the objective "{old.objective}"'
    if old.several != new.several:
        return "it had several right answers" if old.several else "it had one right answer"
    if similarity(old.text, new.text) < SAME_FROM:
        return "its text was quite different"
    if new.right_keys and not _share_an_answer(old, new):
        return "none of its right answers is right now"
    return None


def _share_an_answer(old: Question, new: Question) -> bool:
    was = [option.text for option in old.options if option.right]
    now = [option.text for option in new.options if option.right]
    return any(similarity(one, other) >= SAME_FROM for one in was for other in now)


def similarity(one: str, other: str) -> float:
    """How alike two rendered texts are, from 0 to 1, word by word; capitals, signs and tags do not count."""
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _words(rendered: str) -> list[str]:
    return _WORD.findall(html.unescape(_TAG.sub(" ", rendered)).casefold())
