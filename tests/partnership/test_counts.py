"""The partnership sees counts, and none from which a person could be told."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import StrictClient
from tests.partnership.conftest import ENOUGH
from tests.web.scene import client_of

Crowd = Callable[[int], None]


def lines(client: StrictClient) -> list[list[str]]:
    text = client.fetch("/partnership.csv").get_data().decode("utf-8-sig")
    return [line.split(",") for line in text.split("\r\n") if line][1:]


@pytest.mark.parametrize("role", ["coordinator", "lead"])
def test_each_organisation_is_a_line_with_its_share(role: str, app: Flask, together: Cast, crowded: Crowd) -> None:
    crowded(12)
    client = client_of(app, together, role)
    page = client.get("/partnership")
    assert page.heading == "County partnership"
    bound = ENOUGH + 3  # with the learner, the manager and the lead who are there from the start
    assert f"{bound}" in page.words
    assert "44 %" in page.words
    found = lines(client)
    assert [each[3:] for each in found] == [["", "", ""], [f"{bound}", "44", "44"], [f"{bound}", "44", "44"]]


@pytest.mark.parametrize(("in_date", "shown"), [(3, "34 % or less"), (ENOUGH, "66 % or more")])
def test_hardly_any_and_nearly_all_are_a_range(
    in_date: int, shown: str, app: Flask, together: Cast, crowded: Crowd
) -> None:
    crowded(in_date)
    assert shown in client_of(app, together, "coordinator").get("/partnership").words


def test_a_small_organisation_is_not_told(app: Flask, together: Cast, crowded: Crowd) -> None:
    crowded(12)
    words = client_of(app, together, "other_lead").get("/partnership").words
    assert "Fewer than 10 people" in words, "the cast of the first organisation is that small"


def test_who_is_in_no_partnership_finds_nothing(app: Flask, cast: Cast) -> None:
    client_of(app, cast, "lead").get("/partnership", expect=404)


def test_an_organisation_that_asks_nothing_is_told_so(app: Flask, together: Cast) -> None:
    page = client_of(app, together, "coordinator").get("/partnership")
    assert "None of the organisations asks anything" in page.words
