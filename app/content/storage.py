"""Modules and quizzes as text for a database column, read back equal."""

from pydantic import TypeAdapter

from app.rules.modules import Module
from app.rules.questions import Quiz

_MODULE = TypeAdapter(Module)
_QUIZ = TypeAdapter(Quiz)


def to_json(value: Module | Quiz) -> str:
    if isinstance(value, Module):
        return _MODULE.dump_json(value).decode()
    return _QUIZ.dump_json(value).decode()


def module_from_json(text: str) -> Module:
    """Raises ValueError for text that `to_json` did not write."""
    return _MODULE.validate_json(text)


def quiz_from_json(text: str) -> Quiz:
    """Raises ValueError for text that `to_json` did not write."""
    return _QUIZ.validate_json(text)
