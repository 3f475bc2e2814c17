import pytest

from app.rules.team_tree import is_below, makes_loop

HOUSING, REPAIRS, GAS, OFFICE = 1, 2, 3, 4
PARENTS = {HOUSING: None, REPAIRS: HOUSING, GAS: REPAIRS, OFFICE: None}


@pytest.mark.parametrize(
    ("team", "above", "expected"),
    [(GAS, HOUSING, True), (GAS, GAS, True), (HOUSING, GAS, False), (OFFICE, HOUSING, False), (99, HOUSING, False)],
)
def test_below(team: int, above: int, expected: bool) -> None:
    assert is_below(team, above, PARENTS) is expected


def test_a_tree_that_is_broken_already_ends_the_search() -> None:
    assert is_below(HOUSING, OFFICE, {HOUSING: REPAIRS, REPAIRS: HOUSING}) is False


@pytest.mark.parametrize(
    ("team", "parent", "expected"),
    [(REPAIRS, None, False), (REPAIRS, OFFICE, False), (REPAIRS, REPAIRS, True), (HOUSING, GAS, True)],
)
def test_a_team_under_itself(team: int, parent: int | None, expected: bool) -> None:
    assert makes_loop(team, parent, PARENTS) is expected
