"""`flask programme`: checked with lines, previewed, applied all or nothing, shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.assignments import working_out
from app.assignments.applying import apply_programme
from app.assignments.in_force import in_force
from app.assignments.refreshing import refresh_some, today_in, waiting
from app.database import writing
from app.extensions import db
from app.models import Assignment, Course, Organisation, Partnership
from app.models import Programme as ProgrammeRow
from app.web import clock
from tests.factories import OrganisationFactory, PersonFactory, PostingFactory, TeamFactory

Command = Callable[..., Result]

SOURCE = """programme: Northgate
courses:
  level-2-day: {title: Level 2 day, level: 2, valid for: no end}
requirements:
  core:
    title: Level 1
    who: everyone
    course: short
    due: 30 days after joining
  day:
    title: Level 2 for Repairs
    who: {team: Repairs}
    course: level-2-day
    after: core
"""


@pytest.fixture
def place(app: Flask, published: object, now: object) -> Organisation:
    organisation = OrganisationFactory(name="Northgate")
    repairs = TeamFactory(organisation=organisation, name="Repairs")
    for number in range(3):
        person = PersonFactory(organisation=organisation, name=f"Person {number}")
        PostingFactory(person_id=person.id, team_id=repairs.id)
    return organisation


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(source: str) -> Path:
        path = tmp_path / "northgate.yml"
        path.write_text(source)
        return path

    return write


def applied() -> int:
    return db.session.scalar(select(func.count(ProgrammeRow.id))) or 0


BAD = {
    "a cycle": (
        SOURCE.replace("due: 30 days after joining", "after: day"),
        9,
        "core waits for day, which waits for core",
    ),
    "an unknown team": (
        SOURCE.replace("team: Repairs", "team: Repiars"),
        12,
        'no team "Repiars". Did you mean "repairs"?',
    ),
    "an unknown course": (
        SOURCE.replace("course: short", "course: shrot"),
        8,
        'no course "shrot". Did you mean "short"?',
    ),
    "an unknown key": (SOURCE.replace("due:", "deu:"), 9, '"deu" is not a key here. Did you mean "due"?'),
    "no YAML": (SOURCE.replace("who: everyone", "who: [everyone"), 8, "This part cannot be read"),
    "a file too large": (SOURCE + "# far too much\n" * 20_000, 1, "This file is larger than 250 kB"),
}


@pytest.mark.parametrize("bad", BAD, ids=str)
@pytest.mark.parametrize("command", ["check", "preview", "apply"])
def test_a_mistake_is_told_with_its_line_and_nothing_is_applied(
    bad: str, command: str, flask: Command, place: Organisation, file: Callable[[str], Path]
) -> None:
    source, line, message = BAD[bad]
    path = file(source)
    result = flask("programme", command, path)
    assert result.exit_code == 1
    assert f"{path}:{line}: " in result.stdout
    assert message in result.stdout
    assert applied() == 0
    assert db.session.scalars(select(Course)).all() == []


def test_a_right_programme_is_right(flask: Command, place: Organisation, file: Callable[[str], Path]) -> None:
    result = flask("programme", "check", file(SOURCE))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 programme is right." in result.stderr


def test_a_warning_does_not_fail(flask: Command, place: Organisation, file: Callable[[str], Path]) -> None:
    result = flask("programme", "check", file(SOURCE.replace("{team: Repairs}", "{role: Operative}")))
    assert result.exit_code == 0
    assert '12: Nobody holds the role "Operative" now. It binds who holds it later. (a warning)' in result.stdout


def test_without_an_organisation_teams_are_not_looked_for(
    flask: Command, app: Flask, file: Callable[[str], Path], sources: Path
) -> None:
    result = flask("programme", "check", file(SOURCE))
    assert result.exit_code == 0
    assert "Teams and roles were not looked for" in result.stderr
    assert (
        'no course "shrot"'
        in flask("programme", "check", file(SOURCE.replace("course: short", "course: shrot"))).stdout
    )


def test_a_preview_says_what_would_change_and_changes_nothing(
    flask: Command, place: Organisation, file: Callable[[str], Path]
) -> None:
    result = flask("programme", "preview", file(SOURCE.replace("after: core", "due: 7 days after joining")))
    assert result.exit_code == 0
    assert "Northgate: This makes 3 people overdue and moves no due date." in result.stdout
    assert "  Level 1: 3 people become overdue, asked of 3 people more" in result.stdout
    assert "--instead-of 0" in result.stderr
    assert applied() == 0


def test_an_audience_of_nobody_is_a_warning(flask: Command, place: Organisation, file: Callable[[str], Path]) -> None:
    result = flask("programme", "preview", file(SOURCE.replace("{team: Repairs}", "{team: Repairs, manages: yes}")))
    assert result.exit_code == 0
    assert "  Level 2 for Repairs: asked of nobody (a warning)" in result.stdout


def test_apply_puts_it_in_force_with_its_courses_and_works_everybody_out(
    flask: Command, place: Organisation, file: Callable[[str], Path]
) -> None:
    lead = PersonFactory(organisation=place, is_lead=True, email="lead@example.org")
    result = flask("programme", "apply", file(SOURCE), "--by", "lead@example.org")
    assert result.exit_code == 0, result.output
    assert "Northgate: version 1 is in force." in result.stdout
    assert in_force(place.id).version == 1
    assert db.session.scalars(select(ProgrammeRow.applied_by_id)).one() == lead.id
    assert db.session.scalars(select(Course.title)).one() == "Level 2 day"
    assert db.session.scalar(select(func.count(Assignment.id))) == 6
    assert waiting(place.id, today_in(place.id)) == 0


def test_the_same_again_changes_nothing(flask: Command, place: Organisation, file: Callable[[str], Path]) -> None:
    for _time in range(2):
        assert "version 1 is in force" in flask("programme", "apply", file(SOURCE)).stdout
    assert applied() == 1


def test_another_version_since_the_preview_is_refused(
    flask: Command, place: Organisation, file: Callable[[str], Path]
) -> None:
    flask("programme", "apply", file(SOURCE))
    result = flask("programme", "apply", file(SOURCE.replace("30 days", "60 days")), "--instead-of", "0")
    assert result.exit_code == 1
    assert "Version 1 is in force, and not 0. Nothing was applied" in result.stderr
    assert applied() == 1


def test_cut_off_in_the_middle_the_same_again_does_what_is_left(
    flask: Command, place: Organisation, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter(range(9))

    def dies_at_the_second_batch(organisation_id: int, today: object) -> int:
        if next(asked):
            raise KeyboardInterrupt
        return refresh_some(organisation_id, today_in(organisation_id), most=1)

    monkeypatch.setattr(working_out, "refresh_some", dies_at_the_second_batch)
    assert flask("programme", "apply", file(SOURCE)).exit_code == 1
    monkeypatch.undo()
    assert (in_force(place.id).version, waiting(place.id, today_in(place.id))) == (1, 2)
    assert "Northgate: 2 people worked out." in flask("programme", "refresh").stdout
    assert waiting(place.id, today_in(place.id)) == 0
    assert applied() == 1


def test_every_organisation_of_a_partnership_or_none(
    flask: Command, place: Organisation, file: Callable[[str], Path]
) -> None:
    partnership = Partnership(name="The county")
    db.session.add(partnership)
    db.session.flush()
    member, outside = OrganisationFactory(name="Southgate"), OrganisationFactory(name="Elsewhere")
    place.partnership_id = member.partnership_id = partnership.id
    db.session.commit()
    ids = [place.id, member.id, outside.id]
    result = flask("programme", "apply", file(SOURCE), "--partnership", "the county")
    assert result.exit_code == 1
    assert "1 to mend for Southgate. Nothing was applied." in result.stderr
    assert applied() == 0
    result = flask(
        "programme", "apply", file(SOURCE.replace("{team: Repairs}", "everyone")), "--partnership", "The County"
    )
    assert result.exit_code == 0, result.output
    assert [in_force(each).version for each in ids] == [1, 1, 0]


def test_show_says_it_in_sentences_or_as_its_source(
    flask: Command, place: Organisation, file: Callable[[str], Path]
) -> None:
    assert "Northgate has no programme yet." in flask("programme", "show").stderr
    flask("programme", "apply", file(SOURCE))
    shown = flask("programme", "show").stdout
    assert "Northgate: Northgate, version 1" in shown
    assert "Everyone in Repairs must do Level 2 day within 30 days of joining" in shown
    assert "It waits until this is done: Level 1." in shown
    assert flask("programme", "show", "--yaml").stdout == SOURCE


def test_look_back_works_out_the_days_before(flask: Command, place: Organisation, file: Callable[[str], Path]) -> None:
    assert "Northgate has no programme yet." in flask("programme", "look-back", "--since", "2026-03-01").stderr
    flask("programme", "apply", file(SOURCE))
    late = flask("programme", "look-back", "--since", "2026-11-16")
    assert (late.exit_code, "is kept since 2026-11-16. Ask for an earlier day." in late.stderr) == (1, True)
    words = "Northgate: 3 people worked out from 2026-03-01 on, 6 rows "
    would = flask("programme", "look-back", "--since", "2026-03-01", "--dry-run")
    assert f"{words}to add. Nothing is changed." in would.stdout
    assert kept() == 6
    assert f"{words}added." in flask("programme", "look-back", "--since", "2026-03-01").stdout
    assert kept() == 12
    assert (
        "0 people worked out from 2026-03-01 on, 0 rows added."
        in flask("programme", "look-back", "--since", "2026-03-01").stdout
    )
    assert kept() == 12


def test_look_back_works_out_first_who_waits(flask: Command, place: Organisation, file: Callable[[str], Path]) -> None:
    with writing():
        apply_programme(place.id, SOURCE, clock.now())
    result = flask("programme", "look-back", "--since", "2026-03-01")
    assert "Northgate: 3 people worked out." in result.stdout
    assert (kept(), waiting(place.id, today_in(place.id))) == (12, 0)


def kept() -> int:
    return db.session.scalar(select(func.count(Assignment.id))) or 0


def test_content_check_looks_at_programmes_too(flask: Command, sources: Path) -> None:
    folder = sources / "programmes"
    folder.mkdir()
    (folder / "ours.yml").write_text(SOURCE)
    assert "1 modules and 1 programmes are right." in flask("content", "check").stderr
    (folder / "ours.yml").write_text(SOURCE.replace("due:", "deu:"))
    result = flask("content", "check")
    assert result.exit_code == 1
    assert f"{folder / 'ours.yml'}:9: " in result.stdout
    assert flask("content", "check", folder / "ours.yml").exit_code == 1
    assert flask("content", "check", sources / "modules" / "short.md").exit_code == 0
