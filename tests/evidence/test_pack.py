"""What is in the pack, and what is not."""

import csv
import io
import zipfile

import pytest
from flask import Flask

from app.content.edition import Edition
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import ask, complete, member_of, session_by


def pack(client: StrictClient) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(client.fetch("/evidence.zip").get_data())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def filled(cast: Cast, published: Edition) -> Cast:
    for number in range(20):
        person = member_of(cast.team, name=f"Rhiannon Repairs {number}")
        if number < 14:
            complete(person)
    complete(cast.colleague)
    session_by(cast.trainer, cast.learner, cast.colleague)
    ask(cast.organisation.id)
    return cast


def test_the_figures_are_those_of_the_coverage_page(lead: StrictClient, filled: Cast) -> None:
    (line,) = rows(pack(lead)["coverage.csv"])
    (page,) = rows(lead.fetch("/coverage.csv").get_data().decode("utf-8-sig"))
    assert (line["asked"], line["in_date_percent_from"], line["in_date_percent_to"]) == ("27", "55", "55")
    assert {"27", "15", "55"} <= set(page.values())


def test_small_teams_are_not_told(lead: StrictClient, filled: Cast) -> None:
    found = {each["team"]: each for each in rows(pack(lead)["coverage-by-team.csv"])}
    assert found["Repairs"]["asked"] == "22"
    assert (found["Repairs"]["in_date_percent_from"], found["Repairs"]["in_date_percent_to"]) == ("59", "100")
    assert found["Office"]["asked"] == ""
    assert found["Office"]["in_date_percent_from"] == ""


def test_requirements_are_in_words_and_as_they_are_kept(lead: StrictClient, filled: Cast) -> None:
    found = pack(lead)
    (line,) = rows(found["requirements.csv"])
    assert line["in_words"].startswith("Everyone must do Short module within 30 days")
    assert found["programme.yml"].startswith("programme: Training")
    assert [each["version"] for each in rows(found["programme-versions.csv"])] == ["1"]


def test_modules_come_with_their_edition_objectives_and_sign_offs(
    lead: StrictClient, filled: Cast, published: Edition
) -> None:
    found = pack(lead)
    (module,) = rows(found["modules.csv"])
    assert (module["module"], module["edition"]) == (published.module.slug, published.sha256)
    assert len(rows(found["objectives.csv"])) == len(published.module.objectives)
    assert len(rows(found["sign-offs.csv"])) == len(published.module.signed_off)


def test_sessions_are_numbers(lead: StrictClient, filled: Cast) -> None:
    (session,) = rows(pack(lead)["sessions.csv"])
    assert (session["attended_in_full"], session["register_signed"]) == ("<10", "no")


def test_nobody_who_was_trained_is_named(lead: StrictClient, filled: Cast) -> None:
    everything = "\n".join(pack(lead).values())
    assert not [name for name in ("Rhiannon", "Lena", "Cole", "example.org") if name in everything]


def test_the_first_file_says_what_the_others_are(lead: StrictClient, filled: Cast) -> None:
    found = pack(lead)
    first = next(iter(found))
    assert first == "read-me-first.txt"
    assert all(f"{name}: " in found[first] for name in found if name != first)


def test_an_organisation_with_nothing_yet_gets_a_pack_too(lead: StrictClient) -> None:
    found = pack(lead)
    assert rows(found["coverage.csv"]) == []
    assert "none has been held" in found["read-me-first.txt"]


def test_the_page_says_what_is_in_it(app: Flask, lead: StrictClient) -> None:
    page = lead.get("/evidence")
    assert page.link("Download the pack (ZIP)") == "/evidence.zip"
