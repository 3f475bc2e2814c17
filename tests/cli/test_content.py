import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from sqlalchemy import func, select

from app.extensions import db
from app.models import Asset, Edition, Module
from tests.factories import CourseFactory, OrganisationFactory

Command = Callable[..., Result]

TOLD = re.compile(r"(modules|quizzes)/short\.md:(\d+): \S.+")

MISTAKES = [
    ("modules", "topic: A test topic", "tpoic: A test topic"),
    ("modules", "level: 1", "level: nine"),
    ("modules", "minutes: 6", "minutes: -6"),
    ("modules", "review_by: 2027-10-01", "review_by: 2027-13-01"),
    ("modules", "covers: [definition, disclosure]", "covers: [definition, disclozure]"),
    ("modules", "valid_for: 12 months", "valid_for: twelve"),
    ("quizzes", "pass_mark: 75", "pass_mark: 175"),
    ("quizzes", "draw: 2 per objective", "draw: two"),
    ("quizzes", "attempts: 2, then 24 hours", "attempts: some"),
    ("quizzes", "{#first-3 objective=first}", "{#first-2 objective=first}"),
    ("quizzes", "{#first-4 objective=first}", "{#first-4 objective=frist}"),
    ("quizzes", "1. [ ] A wrong answer to second 1", "1. [x] A wrong answer to second 1"),  # two right ones of one
]


def spoil(sources: Path, folder: str, text: str, wrong: str) -> int:
    """Puts the mistake in and returns its line."""
    path = sources / folder / "short.md"
    content = path.read_text()
    assert content.count(text) == 1
    path.write_text(content.replace(text, wrong))
    return content[: content.index(text)].count("\n") + 1


def editions() -> int:
    return db.session.scalar(select(func.count()).select_from(Edition)) or 0


def test_good_sources_pass(flask: Command, sources: Path) -> None:
    result = flask("content", "check")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "1 modules and 0 programmes are right" in result.stderr


def test_all_mistakes_are_told_at_once_with_their_files_and_lines(flask: Command, sources: Path) -> None:
    """In the order of the files, so that an author can go through them from top to bottom."""
    assert len(MISTAKES) >= 10
    places = {(folder, spoil(sources, folder, text, wrong)) for folder, text, wrong in MISTAKES}
    result = flask("content", "check")
    assert result.exit_code == 1
    matches = [TOLD.fullmatch(line) for line in result.stdout.splitlines()]
    told = [(match[1], int(match[2])) for match in matches if match]
    assert len(told) == len(matches), result.stdout
    assert told == sorted(told)
    assert places <= set(told)
    assert f"{len(told)} to mend" in result.stderr


def test_only_the_named_sources_are_checked(flask: Command, sources: Path) -> None:
    for folder in ("modules", "quizzes"):
        (sources / folder / "other.md").write_text("nothing")
    names = [sources / "quizzes" / "short.md", sources / "modules" / "short" / "picture.png"]
    assert flask("content", "check", *names).exit_code == 0
    assert flask("content", "check", sources / "modules" / "other.md").exit_code == 1


def test_a_file_that_is_not_there_is_told(flask: Command, sources: Path) -> None:
    result = flask("content", "check", sources / "modules" / "absent.md")
    assert result.exit_code == 1
    assert "modules/absent.md:1: This file is missing" in result.stdout


def test_checking_changes_nothing(flask: Command, sources: Path) -> None:
    flask("content", "check")
    assert editions() == 0


def test_publishing_gives_learners_what_is_there(flask: Command, sources: Path) -> None:
    result = flask("content", "publish")
    assert result.exit_code == 0
    edition = db.session.scalars(select(Edition)).one()
    assert f"short {edition.sha256[:12]} published" in result.stdout
    assert db.session.scalar(select(Module.current_edition_id)) == edition.id
    assert edition.module_source == (sources / "modules" / "short.md").read_text()


def test_publishing_the_same_again_changes_nothing(flask: Command, sources: Path) -> None:
    flask("content", "publish")
    pictures = set(db.session.scalars(select(Asset.sha256)))
    result = flask("content", "publish", "short")
    assert result.exit_code == 0
    assert "was published already" in result.stdout
    assert editions() == 1
    assert set(db.session.scalars(select(Asset.sha256))) == pictures


def test_a_change_is_a_new_edition_and_the_old_one_stays(flask: Command, sources: Path) -> None:
    flask("content", "publish")
    spoil(sources, "modules", "Say the first thing", "Say the very first thing")
    flask("content", "publish")
    assert editions() == 2
    spoil(sources, "modules", "Say the very first thing", "Say the first thing")
    assert "was published already" not in flask("content", "publish").stdout, "it is made current again"
    assert editions() == 2


def test_all_are_published_or_none(flask: Command, sources: Path) -> None:
    """`another` is right and would come first."""
    for folder in ("modules", "quizzes"):
        text = (sources / folder / "short.md").read_text().replace("module: short", "module: another")
        (sources / folder / "another.md").write_text(text)
    spoil(sources, "quizzes", "2. [x] The right answer to second 1", "2. [ ] The right answer to second 1")
    result = flask("content", "publish")
    assert result.exit_code == 1
    assert "quizzes/short.md:" in result.stdout
    assert "Nothing is published" in result.stderr
    assert (editions(), db.session.scalar(select(func.count()).select_from(Module))) == (0, 0)


def test_a_question_that_changed_its_meaning_is_refused(flask: Command, sources: Path) -> None:
    flask("content", "publish")
    spoil(sources, "quizzes", "Question first 2 asks what?", "Who wrote the play about a Danish prince?")
    for command in ("check", "publish"):
        result = flask("content", command)
        assert result.exit_code == 1
        assert '"first-2" is the id of another question' in result.stdout
    assert editions() == 1


def test_a_name_that_an_organisations_own_course_has_is_refused_in_words(flask: Command, sources: Path) -> None:
    organisation = OrganisationFactory(name="Northgate")
    CourseFactory(organisation_id=organisation.id, slug="short", title="A short talk", is_offered=False)
    result = flask("content", "publish")
    assert result.exit_code == 1
    assert "short: Northgate has a course of its own, “A short talk”" in result.stderr
    assert "Give the module's files another name. Nothing is published." in result.stderr
    assert editions() == 0
