import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.extensions import db
from app.web.settings import KEY, settings
from tests.conftest import SOURCES


@pytest.fixture
def flask(app: Flask) -> Callable[..., Result]:
    """Runs `flask …` with these words, after which the session reads afresh."""
    runner = app.test_cli_runner()

    def run(*words: object, **more: object) -> Result:
        db.session.rollback()
        result = runner.invoke(args=[str(word) for word in words], **more)  # type: ignore[arg-type]
        db.session.rollback()
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def change_settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def change(**values: object) -> None:
        monkeypatch.setitem(app.extensions, KEY, replace(settings(), **values))  # type: ignore[arg-type]

    return change


@pytest.fixture
def sources(tmp_path: Path, change_settings: Callable[..., None]) -> Path:
    """A folder with the short module, in `modules` and `quizzes`, and no programme, that the commands work on."""
    folder = tmp_path / "sources"
    shutil.copytree(SOURCES, folder)
    names = ("modules", "quizzes", "programmes")
    change_settings(**{f"{name}_folder": folder / name for name in names})
    return folder
