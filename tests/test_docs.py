"""What the documents name is there, and what is there is named."""

import re
from pathlib import Path

import click
import pytest

from app.cli.assets import assets
from app.cli.content import content
from app.cli.demo import demo
from app.cli.log import log
from app.cli.organisations import organisation
from app.cli.people import people
from app.cli.programme import programme
from config import ROOT

README = (ROOT / "README.md").read_text()
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
SETTINGS = sorted(
    set(re.findall(r'environment(?:\.get)?[(\[]?(?:environment, )?"([A-Z_]+)"', (ROOT / "config.py").read_text()))
    | set(re.findall(r'_number\(environment, "([A-Z_]+)"', (ROOT / "config.py").read_text()))
    | set(re.findall(r'environ\.get\("([A-Z_]+)"', (ROOT / "gunicorn.conf.py").read_text()))
)
COMMANDS = [
    f"flask {group.name} {name}"
    for group in (assets, content, demo, log, organisation, people, programme)
    for name in group.list_commands(click.Context(group))
]


@pytest.mark.parametrize("target", TARGETS)
def test_the_readme_names_every_make_target(target: str) -> None:
    assert f"`make {target}`" in README


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_readme_names_every_setting(setting: str) -> None:
    assert setting in README


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    assert command in README


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|lesson:|/|#)([^)\s\"]+)", document.read_text()):
        if document.name != "writing-modules.md" or target.endswith(".md"):
            assert (document.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("made", sorted(set(re.findall(r"`make ([a-z-]+)", README))))
def test_the_readme_names_no_target_that_is_not_there(made: str) -> None:
    assert made in TARGETS
