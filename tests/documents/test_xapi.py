from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.documents.xapi import Recorded, Replaced, Source, statements
from tests.documents.xapi_rules import broken_rules

SOURCE = Source("https://training.example.gov.uk", 7, ZoneInfo("Europe/London"))
ENTRY = Recorded(
    sequence=12,
    person="a-reference",
    course="level-1-awareness",
    title="Level 1 awareness",
    level=1,
    method="e-learning",
    edition="e" * 64,
    completed_on=date(2026, 7, 1),
    valid_until=date(2029, 7, 1),
    recorded_at=datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=UTC),
)
REPLACED = Replaced(13, datetime(2026, 8, 2, 10, tzinfo=UTC), "a-lead")


def test_a_completion() -> None:
    (statement,) = statements(ENTRY, SOURCE)
    url = SOURCE.url
    assert statement == {
        "id": "47b15c66-32fc-5a1a-a323-985d453c9a13",
        "actor": {"objectType": "Agent", "account": {"homePage": url, "name": "a-reference"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
        "object": {
            "objectType": "Activity",
            "id": f"{url}/courses/level-1-awareness",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/course",
                "name": {"und": "Level 1 awareness"},
            },
        },
        "result": {"completion": True},
        "context": {
            "extensions": {
                f"{url}/xapi/level": 1,
                f"{url}/xapi/method": "e-learning",
                f"{url}/xapi/edition": "e" * 64,
                f"{url}/xapi/completed_on": "2026-07-01",
                f"{url}/xapi/valid_until": "2029-07-01",
            }
        },
        "timestamp": "2026-07-01T00:00:00+01:00",
        "stored": "2026-07-01T09:30:15.123+00:00",
        "version": "1.0.3",
    }


def test_what_another_entry_took_the_place_of_is_voided_by_who_recorded_that() -> None:
    stays, voids = statements(replace(ENTRY, replaced=REPLACED), SOURCE)
    assert [stays] == list(statements(ENTRY, SOURCE))
    assert voids["verb"]["id"] == "http://adlnet.gov/expapi/verbs/voided"
    assert voids["object"] == {"objectType": "StatementRef", "id": stays["id"]}
    assert voids["actor"]["account"]["name"] == "a-lead"
    assert voids["timestamp"] == "2026-08-02T10:00:00.000+00:00"
    assert voids["id"] != stays["id"]


CASES = {
    "a test": ENTRY,
    "never runs out": replace(ENTRY, valid_until=None),
    "no module": replace(ENTRY, edition="", method="in person"),
    "a name of spaces and Welsh": replace(ENTRY, course="cwrs â b", title="Cwrs â “b”"),
    "corrected": replace(ENTRY, replaced=REPLACED),
    "withdrawn by nobody known": replace(ENTRY, replaced=replace(REPLACED, recorder=None)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_statement_keeps_the_rules(case: str) -> None:
    for statement in statements(CASES[case], SOURCE):
        assert broken_rules(statement) == []


def test_ids_are_the_same_each_time_and_differ_between_entries_organisations_and_services() -> None:
    def ids(sequence: int, source: Source) -> list[str]:
        entry = replace(ENTRY, sequence=sequence, replaced=REPLACED)
        return [statement["id"] for statement in statements(entry, source)]

    sources = [SOURCE, replace(SOURCE, organisation_id=8), replace(SOURCE, url="https://other.example")]
    found = [each for source in sources for sequence in (1, 2, 12) for each in ids(sequence, source)]
    assert len(set(found)) == len(found) == 18
    assert ids(12, SOURCE) == ids(12, SOURCE)


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"actor": {"mbox": "mailto:a@example.org", "account": {}}}, "is_by_an_account_and_nothing_else"),
        ({"timestamp": "2026-07-01"}, "has_instants_with_an_offset"),
        ({"id": "4D25BD8E-7AE5-5F8C-8F95-CD8F6D4C3AD4"}, "has_a_uuid"),
        ({"result": {"completion": "true"}}, "says_completion_as_a_boolean"),
        ({"note": "x"}, "has_the_required_members_and_no_others"),
        ({"context": {"extensions": {"level": 1}}}, "names_extensions_by_iris"),
        ({"context": {}}, "has_no_null_and_nothing_empty"),
    ],
)
def test_the_rules_find_what_is_wrong(broken: dict[str, object], rule: str) -> None:
    (statement,) = statements(ENTRY, SOURCE)
    assert rule in broken_rules(statement | broken)
