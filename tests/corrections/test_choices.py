"""What the form of a correction offers."""

from datetime import date

import pytest

from app.database import writing
from app.ledger.completions import recognise
from app.ledger.entries import CourseCompleted, Origin
from app.rules.training_log import Method
from tests.cast import Cast
from tests.client import StrictClient
from tests.conftest import NOW


@pytest.mark.parametrize("method", ["e-learning", "recognition"])
def test_earlier_learning_is_a_choice_only_where_the_entry_says_so(method: str, lead: StrictClient, cast: Cast) -> None:
    completed = CourseCompleted("short", "Short module", 1, Method(method), "", date(2026, 11, 2), None)
    with writing():
        recognise(cast.learner.id, completed, NOW, Origin(cast.lead.id, "administrative"))
    select = lead.get("/log/1/correct").document.get_element_by_id("method")
    offered = {option.get("value") for option in select.iter("option")}
    assert offered - {"recognition"} == {"e-learning", "in person", "webinar", "external"}
    assert ("recognition" in offered) is (method == "recognition")
