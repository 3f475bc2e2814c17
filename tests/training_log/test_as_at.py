"""What the log said at the end of a past day."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from flask import Flask

from app.training_log import records
from app.training_log.views import LogFilter, LogView
from app.web.scope import Scope
from tests.client import StrictClient
from tests.factories import member_of
from tests.training_log.archive import as_page, csv_rows, jsonl_rows, rows_on_pages, xlsx_rows
from tests.training_log.histories import (
    Place,
    bring_in,
    live_through,
    make_place,
    move,
    pass_test,
    put_right,
    take_back,
)

TODAY = date(2026, 11, 16)
ZONE = "Europe/London"

pytestmark = pytest.mark.usefixtures("now", "published")


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


def view(place: Place, today: date, **wanted: object) -> LogView:
    return LogView(Scope(place.organisation.id, today), LogFilter(**wanted), ZONE)  # type: ignore[arg-type]


def rows(seen: LogView) -> list[tuple[object, ...]]:
    return [tuple(row) for row in records.stream(seen, dates_as_text=False)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_to_be_read_on_a_day_is_what_it_says_as_at_that_day(place: Place, seed: int) -> None:
    """Whatever is recorded later, and whenever it is asked; so the rows known by a day never change afterwards."""
    read = {}
    for day in live_through(place, 20, seed):
        for everything in (False, True):
            read[day, everything] = rows(view(place, day, everything=everything))
            assert rows(view(place, day, as_at=day, everything=everything)) == read[day, everything]
    for (day, everything), then in read.items():
        assert rows(view(place, TODAY, as_at=day, everything=everything)) == then, day


def test_count_pages_and_rows_agree_under_every_filter(place: Place) -> None:
    days = list(live_through(place, 25, seed=7))
    choices = product(
        [None, "short"], [None, frozenset({place.teams[0].id})], [None, days[5]], [None, days[12]], [False, True]
    )
    for course, teams, since, as_at, everything in choices:
        wanted = {"course": course, "teams": teams, "since": since, "as_at": as_at}
        seen = view(place, TODAY, everything=everything, **wanted)
        found = rows(seen)
        assert records.count(seen) == len(found)
        pages = [row for number in (1, 2, 3, 4) for row in records.page(seen, number, 8)]
        assert [row[:-1] for row in pages] == found
        recorded = rows(view(place, TODAY, everything=True, **wanted))
        put_right_ones = [row for row in recorded if row[11] != "withdrawal" and row[12] in {"corrected", "withdrawn"}]
        assert records.count_put_right(seen) == len(put_right_ones)


def entries(client: StrictClient, query: str) -> dict[str, str]:
    """The state of each entry, by its number; the same on the page and in every file."""
    on_csv = csv_rows(client, query)
    assert xlsx_rows(client, query) == on_csv
    assert jsonl_rows(client, query) == on_csv
    assert rows_on_pages(client, query) == as_page(on_csv)
    return {row["entry"]: row["state"] for row in on_csv}


CORRECTED = [
    ("2026-01-11", {}, {}),
    ("2026-01-12", {"1": "current"}, {"1": "current"}),
    ("2026-03-09", {"1": "current"}, {"1": "current"}),
    ("2026-03-10", {"2": "current"}, {"2": "current", "1": "corrected"}),
    ("2026-05-01", {}, {"3": "withdrawn", "2": "withdrawn", "1": "corrected"}),
    ("2026-06-01", {"4": "current"}, {"4": "current", "3": "corrected", "2": "withdrawn", "1": "corrected"}),
]


def test_corrections_and_withdrawals_come_with_the_day_of_their_recording(app: Flask, place: Place) -> None:
    pass_test(place.people[0], date(2026, 1, 12))
    put_right(place.organisation, 1, date(2026, 3, 10), place.lead, completed_on=date(2026, 1, 13))
    take_back(place.organisation, 2, date(2026, 5, 1), place.lead)
    put_right(place.organisation, 3, date(2026, 6, 1), place.lead)
    for reader in (place.lead, place.manager):
        client = StrictClient(app).sign_in(reader)
        for day, counting, recorded in CORRECTED:
            assert entries(client, f"as_at={day}") == counting, day
            assert entries(client, f"as_at={day}&entries=all") == recorded, day


def test_an_old_record_is_there_from_the_day_it_was_brought_in(app: Flask, place: Place) -> None:
    bring_in(place.people[0], date(2025, 6, 1), recorded=date(2026, 9, 1))
    client = StrictClient(app).sign_in(place.lead)
    assert entries(client, "as_at=2026-08-31&entries=all") == {}
    assert entries(client, "as_at=2026-09-01") == {"1": "expired"}


def test_the_state_is_that_of_the_day(app: Flask, place: Place) -> None:
    ann = place.people[0]
    pass_test(ann, date(2026, 1, 12), valid_until=date(2026, 4, 1))
    pass_test(ann, date(2026, 8, 1))
    client = StrictClient(app).sign_in(place.lead)
    assert entries(client, "as_at=2026-04-01") == {"1": "current"}
    assert entries(client, "as_at=2026-04-02") == {"1": "expired"}
    assert entries(client, "as_at=2026-08-01") == {"2": "current", "1": "superseded"}


def test_the_team_is_that_of_the_day_and_rights_are_those_of_today(app: Flask, place: Place) -> None:
    ann, (repairs, office, _roofs) = place.people[0], place.teams
    pass_test(ann, date(2026, 2, 2))
    move(ann, office, date(2026, 7, 1))
    lead = StrictClient(app).sign_in(place.lead)
    for day, team in (("2026-06-30", repairs), ("2026-07-01", office)):
        assert [row["team"] for row in csv_rows(lead, f"as_at={day}")] == [team.name]
        assert entries(lead, f"as_at={day}&team={team.id}") == {"1": "current"}
        other = office if team is repairs else repairs
        assert entries(lead, f"as_at={day}&team={other.id}") == {}
    assert entries(StrictClient(app).sign_in(place.manager), "as_at=2026-06-30") == {}
    new_manager = StrictClient(app).sign_in(member_of(office, manages=True))
    assert [row["team"] for row in csv_rows(new_manager, "as_at=2026-06-30")] == ["Repairs"]


DAYS_ENDS = [
    ("2026-03-28", datetime(2026, 3, 29, 0, tzinfo=UTC)),
    ("2026-03-29", datetime(2026, 3, 29, 23, tzinfo=UTC)),
    ("2026-10-24", datetime(2026, 10, 24, 23, tzinfo=UTC)),
    ("2026-10-25", datetime(2026, 10, 26, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("day", "end"), DAYS_ENDS)
def test_a_day_ends_in_the_time_zone_of_the_organisation(place: Place, day: str, end: datetime) -> None:
    """Around the days on which clocks change."""
    seen = view(place, TODAY, as_at=date.fromisoformat(day))
    assert seen.at == end - timedelta(microseconds=1)


def test_the_page_and_the_files_say_as_at_which_day(app: Flask, place: Place) -> None:
    pass_test(place.people[0], date(2026, 1, 12))
    client = StrictClient(app).sign_in(place.lead)
    page = client.get("/log?as_at=2026-03-31")
    assert "As at 31 March 2026: 1 completion" in page.words
    assert page.link("See the log of today") == "/log"
    for link, ending in (("CSV", "csv"), ("Excel", "xlsx"), ("JSON lines", "jsonl"), ("xAPI statements", "xapi.jsonl")):
        name = client.fetch(page.link(link)).headers["Content-Disposition"]
        assert name == f'attachment; filename="training-log-as-at-2026-03-31.{ending}"'
