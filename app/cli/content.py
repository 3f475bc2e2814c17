"""`flask content`: checking and publishing what trainers write."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import inspect

from app.authoring import records
from app.cli.programme import check_file
from app.content.edition import Edition, build, check
from app.content.problems import Problem, SourceProblems
from app.content.sources import read_sources, slugs
from app.database import writing
from app.extensions import db
from app.rules.questions import Quiz
from app.web import clock
from app.web.settings import settings

content = AppGroup("content", help="Check and publish modules and their tests.")

PROGRAMME = ".yml"


@content.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check_sources(paths: tuple[Path, ...]) -> None:
    """Tell every problem of all modules and programmes, or of those that PATHS belong to, as path:line: message."""
    programmes = [path for path in paths if path.suffix == PROGRAMME] if paths else _all_programmes()
    names = _all_slugs() if not paths else sorted({_slug_of(path) for path in paths if path.suffix != PROGRAMME})
    problems = [problem for path in programmes for problem in check_file(path).problems]
    with click.progressbar(names, label="Checking", item_show_func=_show, file=sys.stderr) as bar:
        for slug in bar:
            problems.extend(_problems_of(slug))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} to mend. Nothing is changed for learners.", err=True)
        raise SystemExit(1)
    click.echo(f"{len(names)} modules and {len(programmes)} programmes are right.", err=True)


@content.command("publish")
@click.argument("names", nargs=-1, metavar="[SLUG]...")
def publish(names: tuple[str, ...]) -> None:
    """Give learners the modules as they are now: all of them, or those named. All or nothing."""
    editions: list[Edition] = []
    problems: list[Problem] = []
    with click.progressbar(list(names) or _all_slugs(), label="Rendering", item_show_func=_show) as bar:
        for slug in bar:
            try:
                sources = read_sources(settings().modules_folder, settings().quizzes_folder, slug)
                editions.append(build(sources, previous_quiz=records.current_quiz(slug)))
            except SourceProblems as found:
                problems.extend(found.problems)
    if problems:
        for problem in problems:
            click.echo(str(problem))
        raise click.ClickException(f"{len(problems)} to mend. Nothing is published.")
    for edition, publication in _publish(editions):
        state = "published" if publication.is_new else "was published already"
        click.echo(f"{edition.module.slug} {publication.sha256[:12]} {state}")


def _publish(editions: list[Edition]) -> list[tuple[Edition, records.Publication]]:
    try:
        with writing():
            return [(edition, records.publish(edition, clock.now())) for edition in editions]
    except records.NameTaken as taken:
        raise click.ClickException(f"{taken} Nothing is published.") from taken


def _slug_of(path: Path) -> str:
    """What the module is called that a source, or a picture in its folder, belongs to."""
    in_a_folder = path.resolve().parent.parent == settings().modules_folder.resolve()
    return path.resolve().parent.name if in_a_folder else path.stem


def _all_programmes() -> list[Path]:
    return sorted(settings().programmes_folder.glob(f"*{PROGRAMME}"))


def _all_slugs() -> list[str]:
    return slugs(settings().modules_folder, settings().quizzes_folder)


def _problems_of(slug: str) -> tuple[Problem, ...]:
    try:
        sources = read_sources(settings().modules_folder, settings().quizzes_folder, slug)
    except SourceProblems as found:
        return found.problems
    return check(sources, _published_quiz(slug))


def _published_quiz(slug: str) -> Quiz | None:
    """What is published, where there is a database to ask: sources can be checked without one."""
    return records.current_quiz(slug) if inspect(db.engine).has_table("editions") else None


def _show(slug: str | None) -> str:
    return slug or ""
