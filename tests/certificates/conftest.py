import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.models import Certificate, Person
from app.web.settings import KEY, settings
from tests.client import StrictClient
from tests.factories import TeamFactory, complete, member_of


@pytest.fixture
def owner(app: Flask, now: object) -> Person:
    return member_of(TeamFactory(), name="Siân Ŵyn ap Gwŷnn")


@pytest.fixture
def certificate(owner: Person) -> Certificate:
    """For the short module, 2 November 2026 to 2 November 2027."""
    return complete(owner)


@pytest.fixture
def reader(client: StrictClient, owner: Person) -> StrictClient:
    return client.sign_in(owner)


@pytest.fixture
def keys_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run's key, in a folder that a test may change."""
    made = tmp_path / "keys"
    shutil.copytree(settings().keys_folder, made)
    monkeypatch.setitem(app.extensions, KEY, replace(settings(), keys_folder=made))
    return made
