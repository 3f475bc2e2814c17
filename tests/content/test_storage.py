"""What is stored is read back equal."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.compiling import Compiled
from app.content.storage import module_from_json, quiz_from_json, to_json
from app.rules.modules import Module
from app.rules.questions import Quiz

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_rendered_edition_is_read_back_equal(compiled: Callable[..., Compiled]) -> None:
    result = compiled()
    assert result.module is not None
    assert result.quiz is not None
    assert module_from_json(to_json(result.module)) == result.module
    assert quiz_from_json(to_json(result.quiz)) == result.quiz
    assert result.module.signed_off[0].on == date(2026, 11, 1)


@given(st.builds(Module, title=TEXT, intro_html=TEXT, review_by=st.dates()))
@settings(deadline=None)
def test_any_module_is_read_back_equal(module: Module) -> None:
    assert module_from_json(to_json(module)) == module


@given(st.from_type(Quiz))
@settings(deadline=None)
def test_any_quiz_is_read_back_equal(quiz: Quiz) -> None:
    assert quiz_from_json(to_json(quiz)) == quiz


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"pass_mark": 80}'])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        module_from_json(text)
    with pytest.raises(ValueError, match="validation error"):
        quiz_from_json(text)
