"""Line managers in a circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.line_management import find_loops, loop_through

LONG = 200_000


@pytest.mark.parametrize(
    ("managers", "loop"),
    [
        ({}, None),
        ({"Ann": ["Bob"], "Bob": ["Cy"]}, None),
        ({"Ann": ["Ann"]}, ("Ann",)),
        ({"Ann": ["Bob"], "Bob": ["Ann"]}, ("Ann", "Bob")),
        ({"Ann": ["Bob"], "Bob": ["Cy"], "Cy": ["Ann"]}, ("Ann", "Bob", "Cy")),
        ({"Ann": ["Bob"], "Bob": ["Cy"], "Cy": ["Bob"]}, None),  # a circle above Ann, which she is not in
        ({"Ann": ["Bob", "Cy"], "Bob": ["Dee"], "Dee": ["Ann"], "Cy": ["Ann"]}, ("Ann", "Cy")),  # the shorter way
    ],
)
def test_a_loop_through_somebody(managers: dict[str, list[str]], loop: tuple[str, ...] | None) -> None:
    assert loop_through("Ann", managers) == loop


@pytest.mark.parametrize(
    ("managers", "loops"),
    [
        ({}, []),
        ({"Ann": ["Bob"]}, []),
        ({"Ann": ["Bob"], "Bob": ["Ann"], "Cy": ["Ann"]}, [("Ann", "Bob")]),  # Cy is below it, not in it
        (
            {"Zoe": ["Ann"], "Ann": ["Bob"], "Bob": ["Ann"], "Cy": ["Dee"], "Dee": ["Cy"]},
            [("Ann", "Bob"), ("Cy", "Dee")],
        ),
        ({"Ann": ["Bob"], "Bob": ["Ann", "Cy"], "Cy": ["Dee"], "Dee": ["Cy"]}, [("Ann", "Bob"), ("Cy", "Dee")]),
    ],
)
def test_every_loop_is_named_once(managers: dict[str, list[str]], loops: list[tuple[str, ...]]) -> None:
    assert find_loops(managers) == loops


def test_very_long_lines_take_no_longer_than_they_are_long() -> None:
    line = {number: [number + 1] for number in range(LONG)}
    assert find_loops(line) == []
    assert find_loops({**line, LONG: [LONG - 2]}) == [(LONG - 2, LONG - 1, LONG)]
    assert len(find_loops({**line, LONG: [0]})[0]) == LONG + 1


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=3)))
def test_there_are_loops_exactly_where_somebody_is_above_themselves(managers: dict[int, list[int]]) -> None:
    loops = find_loops(managers)
    assert bool(loops) == any(loop_through(each, managers) for each in managers)
    for loop in loops:
        for person, manager in zip(loop, (*loop[1:], loop[0]), strict=True):
            assert manager in managers[person]
