import logging
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, text

from app.database import writing
from app.documents.keys import KEY_FILE, KeyFolder
from app.extensions import db
from app.factory import create_app
from app.models import SigningKeyRecord
from app.web.settings import settings
from app.web.signing import KeyFault, prepare_key, register_first_key, registered_keys, signing_key
from tests.conftest import settings_for
from tests.databases import Databases

Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(scope="module")
def another_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the key of somebody else."""
    folder = tmp_path_factory.mktemp("other") / "keys"
    KeyFolder(folder).make_first()
    return folder


@pytest.fixture
def folder(app: Flask, tmp_path: Path, change_settings: Callable[..., None]) -> Path:
    """The run's key, in a folder that a test may change."""
    made = tmp_path / "keys"
    shutil.copytree(settings().keys_folder, made)
    change_settings(keys_folder=made)
    return made


def swap(folder: Path, other: Path) -> None:
    shutil.copy(other / KEY_FILE, folder / KEY_FILE)


def states() -> dict[str, bool]:
    """Whether each key signs."""
    return {key.id: key.retired_at is None for key in registered_keys()}


def forget_keys() -> None:
    with writing():
        db.session.execute(delete(SigningKeyRecord))


def start(app: Flask) -> None:
    """As a process of its own would, which holds no connection yet."""
    db.session.rollback()
    prepare_key(app)


def test_the_keys_are_listed(flask: Command, folder: Path) -> None:
    result = flask("keys", "list")
    assert result.exit_code == 0
    assert result.stdout == f"{signing_key().id}  made on 2026-11-16  signs\n"


def test_a_rotation_retires_the_old_key(flask: Command, folder: Path) -> None:
    old = signing_key().id
    result = flask("keys", "rotate")
    assert result.exit_code == 0, result.output
    new = signing_key().id
    assert new != old
    assert f"{new} signs from now on" in result.stdout
    assert states() == {old: False, new: True}
    assert f"{old}  made on 2026-11-16  retired on 2026-11-16" in flask("keys", "list").stdout


def test_a_swapped_key_signs_nothing_and_is_told(flask: Command, folder: Path, another_folder: Path) -> None:
    before = states()
    swap(folder, another_folder)
    with pytest.raises(KeyFault, match="but the database signs with"):
        signing_key()
    for command in ("list", "rotate"):
        result = flask("keys", command)
        assert result.exit_code == 1
        assert "flask keys adopt" in result.stderr
    assert states() == before


def test_a_lost_key_signs_nothing_and_no_other_is_made_by_itself(flask: Command, folder: Path) -> None:
    (folder / KEY_FILE).unlink()
    for command in ("list", "rotate"):
        result = flask("keys", command)
        assert result.exit_code == 1
        assert "There is no signing key" in result.stderr
    register_first_key()
    assert not (folder / KEY_FILE).exists()


def test_another_key_is_adopted_when_somebody_says_so(flask: Command, folder: Path, another_folder: Path) -> None:
    old = signing_key().id
    swap(folder, another_folder)
    new = KeyFolder(folder).current().id
    assert flask("keys", "adopt", input="n\n").exit_code == 1
    assert states() == {old: True}
    result = flask("keys", "adopt", input="y\n")
    assert result.exit_code == 0, result.output
    assert states() == {old: False, new: True}
    assert signing_key().id == new


def test_after_a_loss_a_new_key_is_made(flask: Command, folder: Path) -> None:
    old = signing_key().id
    shutil.rmtree(folder)
    assert flask("keys", "adopt", "--yes").exit_code == 0
    assert states() == {old: False, signing_key().id: True}


def test_an_old_database_learns_of_the_keys_since(flask: Command, folder: Path) -> None:
    """As after the restore of a backup from before a rotation."""
    old = signing_key().id
    flask("keys", "rotate")
    middle = signing_key().id
    flask("keys", "rotate")
    newest = signing_key().id
    with writing():
        db.session.execute(delete(SigningKeyRecord).where(SigningKeyRecord.key_id != old))
        db.session.execute(text("UPDATE signing_keys SET retired_at = NULL"))
    assert flask("keys", "list").exit_code == 1
    assert flask("keys", "adopt", "--yes").exit_code == 0
    assert states() == {old: False, middle: False, newest: True}


def test_a_retired_key_is_not_taken_back(flask: Command, folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("yesterday"))
    old = signing_key().id
    flask("keys", "rotate")
    swap(folder, folder.with_name("yesterday"))
    before = states()
    result = flask("keys", "adopt", "--yes")
    assert result.exit_code == 1
    assert f"{old} was retired and will not sign again" in result.stderr
    assert states() == before


def test_a_key_that_others_can_read_signs_nothing(flask: Command, folder: Path) -> None:
    signing_key()
    (folder / KEY_FILE).chmod(0o644)
    result = flask("keys", "list")
    assert result.exit_code == 1
    assert "Others on this machine can read" in result.stderr


def test_the_first_start_makes_and_registers_a_key(
    app: Flask, tmp_path: Path, change_settings: Callable[..., None]
) -> None:
    forget_keys()
    change_settings(keys_folder=tmp_path / "keys")
    with pytest.raises(KeyFault, match="knows no signing key yet"):
        signing_key()
    start(app)
    made = signing_key().id
    start(app)
    assert states() == {made: True}


def test_two_machines_that_start_at_once_agree_on_one_key(app: Flask, tmp_path: Path) -> None:
    """Each with a folder of its own: the other has none yet, and is told to copy it rather than to make one."""
    forget_keys()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    machines = [create_app(settings_for(url, keys_folder=tmp_path / name)) for name in ("one", "two")]
    with ThreadPoolExecutor() as both:
        list(both.map(prepare_key, machines))
    [key] = registered_keys()
    folders = [tmp_path / name / KEY_FILE for name in ("one", "two")]
    assert [path.exists() for path in folders].count(True) == 1
    assert key.id in {KeyFolder(path.parent).current().id for path in folders if path.exists()}


def test_a_server_starts_without_its_key_and_says_so(
    app: Flask, folder: Path, another_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    swap(folder, another_folder)
    with caplog.at_level(logging.ERROR):
        start(app)
    assert "NOTHING CAN BE SIGNED. The key in" in caplog.text


def test_before_the_database_is_prepared_no_key_is_made(
    databases: Databases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = create_app(settings_for(databases.create("no_schema_yet"), keys_folder=tmp_path / "keys"))
    prepare_key(made)
    assert caplog.text == ""
    assert not (tmp_path / "keys").exists()


def test_a_database_that_does_not_answer_is_no_reason_not_to_start(caplog: pytest.LogCaptureFixture) -> None:
    prepare_key(create_app(settings_for("sqlite:////nonexistent/folder/waymark.db")))
    assert "could not look for the signing key" in caplog.text


def test_the_private_half_is_never_in_the_database(app: Flask) -> None:
    for certificate in db.session.scalars(select(SigningKeyRecord.certificate)):
        assert "PRIVATE" not in certificate
