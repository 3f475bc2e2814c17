"""Every list of the corpus: what is told, that it happens, and that nothing does where there is a problem."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.staff_import.applying import HasProblems
from app.staff_import.files import UnusableList
from app.staff_import.words import problem_words, unusable_words
from tests.corpus.staff_lists import HEADER, LISTS, StaffList
from tests.staff_import.conftest import Office
from tests.staff_import.lists import check, everything, problems, take, told


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_what_must_happen_happens(listed: StaffList, people: Office) -> None:
    if listed.unusable:
        with pytest.raises(UnusableList) as refused:
            check(people, listed.content)
        assert listed.unusable in unusable_words(refused.value)
        return
    checked = check(people, listed.content, is_whole=listed.is_whole)
    assert problems(checked) == list(listed.problems)
    assert all(map(problem_words, checked.plan.problems))
    if listed.problems:
        before = everything()
        with pytest.raises(HasProblems):
            take(people, listed.content, is_whole=listed.is_whole)
        assert everything() == before
        return
    assert told(checked) == list(listed.changes)
    take(people, listed.content, leavers=checked.plan.leaving.leave, is_whole=listed.is_whole)
    after = everything()
    again = check(people, listed.content, is_whole=listed.is_whole)
    assert again.plan.written == 0, told(again)
    assert take(people, listed.content, is_whole=listed.is_whole) == 0
    assert everything() == after


CELLS = st.sampled_from(
    ["A1", "A9", "", "ann@example.org", "x", "\0", "=1", "yes", "Repairs", "a / b", "2026-01-05", '"']
)


@given(st.lists(st.lists(CELLS, max_size=8).map(",".join), max_size=6).map("\n".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_list_makes_a_fault(people: Office, text: str) -> None:
    header = f"{HEADER},line manager,contract,start date,last day,absent from,customer facing,manages"
    try:
        checked = check(people, f"{header}\n{text}".encode(), is_whole=True)
    except UnusableList:
        return
    assert all(map(problem_words, checked.plan.problems))
    told(checked)
