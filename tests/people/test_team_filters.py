"""What the filters and the columns of My team show on 16 November 2026."""

from datetime import date

import pytest

from app.models import Person, Team
from tests.client import StrictClient
from tests.factories import complete, member_of, put_in_force
from tests.people.test_team import TWO, below, columns, exempt, of_file, seen_by, shown

pytestmark = pytest.mark.usefixtures("now", "published")

TWO_DAYS = """programme: Training
courses: {day: {title: A day, level: 2, valid for: no end}}
requirements:
  core: {title: Core, who: everyone, course: short, due: 10 days after joining}
  later: {title: Later, who: everyone, course: day, due: 40 days after joining}
"""


CODES = {"Overdue": "overdue", "Not yet done": "not-yet", "In date": "in-date", "Nothing to do now": "nothing-now"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Overdue", "Due", "Mani Manager", "Nobody's"]),
        ("state=overdue", ["Overdue"]),
        ("state=soon", ["Due"]),
        ("state=not-yet", ["Due"]),
        ("state=in-date", ["Mani Manager"]),
        ("state=nothing-now", ["Overdue", "Due", "Nobody's"]),
        ("requirement=managing", ["Mani Manager"]),
        ("requirement=managing&state=nothing-now", ["Due", "Nobody's", "Overdue"]),
        ("requirement=core&state=nothing-now", ["Nobody's"]),
        ("q=over", ["Overdue"]),
        ("q=over&state=in-date", []),
    ],
)
def test_the_same_rows_on_the_page_and_in_the_file(
    query: str, names: list[str], client: StrictClient, team: Team, manager: Person
) -> None:
    put_in_force(team.organisation_id, TWO)
    member_of(team, name="Due", starts_on=date(2026, 11, 1))
    member_of(team, name="Overdue", starts_on=date(2026, 10, 1))
    exempt(member_of(team, name="Nobody's"), "core")
    page = seen_by(client, manager, f"/team?{query}")
    assert list(shown(page)) == names
    if not names:
        assert "Nobody, just now." in page.words
        return
    assert f"{len(names)} pe" in page.words
    rows = of_file(client, page)
    cells = {(name, column): shown(page, n)[name] for name in names for n, column in enumerate(columns(page), 1)}
    on_page = [(row["name"], row["requirement"]) for row in rows if row["requirement"] in columns(page)]
    assert on_page == list(cells)
    for row in rows:
        words = cells.get((row["name"], row["requirement"]), "Nothing to do now")
        assert row["state"] == next(code for label, code in CODES.items() if words.startswith(label))


def test_a_team_is_asked_for_with_those_below_it(client: StrictClient, team: Team, manager: Person) -> None:
    roofs = below(team, "Roofs")
    member_of(below(roofs, "Tiles"), name="Deep Down")
    page = seen_by(client, manager, f"/team?team={roofs.id}")
    assert set(shown(page)) == {"Deep Down"}
    assert "2 of 2" not in page.words, "the sentence is about the whole team"
    assert [row["name"] for row in of_file(client, page)] == ["Deep Down"]


@pytest.mark.parametrize("query", ["state=nonsense", "requirement=none", "team=0", "team=x"])
def test_an_address_with_a_filter_that_is_not_there_any_more_shows_all_but_reminds_nobody(
    query: str, client: StrictClient, team: Team, manager: Person
) -> None:
    member_of(team, name="Overdue", starts_on=date(2026, 10, 1))
    page = seen_by(client, manager, f"/team?{query}")
    assert list(shown(page)) == ["Overdue", "Mani Manager"]
    assert page.link("Download these rows") == "/team.csv", "what the page leads to is what it shows"
    client.get(f"/team/remind?{query}", expect=400)
    client.fetch(f"/team.csv?{query}", expect=400)


def test_a_name_that_is_too_long_is_told(client: StrictClient, manager: Person) -> None:
    for path in ("/team", "/team/remind"):
        page = client.sign_in(manager).get(f"{path}?q={'x' * 300}", expect=400)
        assert "There is a problem" in page.words


def test_as_many_are_due_soon_as_the_filter_shows(client: StrictClient, team: Team, manager: Person) -> None:
    """Who is overdue with one thing as well is among them."""
    put_in_force(team.organisation_id, TWO_DAYS)
    both, one = (member_of(team, name=name, starts_on=date(2026, 10, 20)) for name in ("Both", "One"))
    complete(one)
    page = seen_by(client, manager)
    shown_soon = set(shown(client.get("/team?state=soon")))
    assert shown_soon == {both.name, one.name}
    assert f"{len(shown_soon)} with something due in the next 30 days" in page.words
    assert "2 overdue," in page.words, "the manager and one of the two"
    assert columns(page) == ["Core", "Later"]


def test_a_table_that_may_be_cut_off_says_so_and_takes_the_focus(
    client: StrictClient, team: Team, manager: Person
) -> None:
    many = "".join(
        f"  n{at}: {{title: Number {at}, who: everyone, course: short, due: 30 days after joining}}\n"
        for at in range(9)
    )
    put_in_force(team.organisation_id, f"programme: Many\nrequirements:\n{many}")
    page = seen_by(client, manager)
    (region,) = page.document.xpath("//div[contains(@class, 'waymark-table--wide')]")
    assert (region.get("role"), region.get("tabindex"), region.get("aria-labelledby")) == ("region", "0", "people")
    assert "scroll it to the side" in page.words
    assert len(columns(page)) == 9
    assert "scroll it to the side" not in client.get("/team?requirement=n3").words
