"""The key that signs: a file outside the database, whose public half is registered inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from app.database import writing
from app.documents.keys import KEY_FILE, KeyFolder, KeyMissing, KeyUnusable, SigningKey
from app.extensions import db
from app.models import SigningKeyRecord
from app.web import clock
from app.web.settings import settings

KEPT = "waymark.signing_key"


class KeyFault(Exception):
    """Nothing can be signed. The message tells an administrator why, and what to do."""


@dataclass(frozen=True, slots=True)
class RegisteredKey:
    """A key that the database knows. `certificate` is PEM; `retired_at` is None for the one that signs."""

    id: str
    certificate: str
    made_at: datetime
    retired_at: datetime | None


def signing_key() -> SigningKey:
    """The key of the folder, if it is the one that the database has for signing; raises KeyFault."""
    current = _current(registered_keys())
    if current is None:
        raise KeyFault("The database knows no signing key yet. Start the server again, or run: flask keys adopt")
    key = _key_in_folder()
    if key.certificate_pem != current.certificate:
        raise KeyFault(
            f"The key in {settings().keys_folder} is {key.id}, but the database signs with {current.id}. "
            f"Put {current.id} back from a backup. If it is lost, or {key.id} is to sign now, run: flask keys adopt"
        )
    return key


def registered_keys() -> list[RegisteredKey]:
    """Every key there has been, the oldest first."""
    records = SigningKeyRecord.__table__.c
    query = select(records.key_id, records.certificate, records.made_at, records.retired_at)
    return [RegisteredKey(*row) for row in db.session.execute(query.order_by(records.made_at, records.key_id))]


def trusted_certificates() -> dict[str, str]:
    """Key id to certificate (PEM) of every key that has ever signed here."""
    return {key.id: key.certificate for key in registered_keys()}


def prepare_key(app: Flask) -> None:
    """See to it that there is a key when the server starts; where there cannot be one, say so and start all the same.

    What needs no signature goes on working. A database without tables is left alone: somebody is about to make them.
    """
    with app.app_context():
        try:
            _prepare()
        finally:
            db.session.remove()
            db.engine.dispose()


def _prepare() -> None:
    try:
        if not inspect(db.session.connection()).has_table(SigningKeyRecord.__tablename__):
            return
        register_first_key()
        signing_key()
    except KeyFault as fault:
        current_app.logger.error("NOTHING CAN BE SIGNED. %s", fault)
    except OperationalError as error:
        current_app.logger.warning("could not look for the signing key: %s", error)


def register_first_key() -> None:
    """Make a key and register it, where the database knows none. Of several machines, one does. Raises KeyFault."""
    if registered_keys():
        return
    with writing():
        _lock()
        if not registered_keys():
            try:
                _register(KeyFolder(settings().keys_folder).make_first(), clock.now())
            except KeyUnusable as problem:
                raise KeyFault(str(problem)) from problem


def rotate_key() -> SigningKey:
    """A new key signs from now on. Raises KeyFault where the one before it is not as it should be."""
    with writing():
        _lock()
        signing_key()
        try:
            key = KeyFolder(settings().keys_folder).rotate()
        except (KeyMissing, KeyUnusable) as problem:
            raise KeyFault(str(problem)) from problem
        _register(key, clock.now())
    return key


def adopt_key() -> SigningKey:
    """Sign with the folder's key from now on, whatever the database signed with; with a new one where there is none.

    Certificates that only the folder knows are registered too. Raises KeyFault.
    """
    folder = KeyFolder(settings().keys_folder)
    try:
        key, certificates = folder.make_first(), folder.certificates()
    except KeyUnusable as problem:
        raise KeyFault(str(problem)) from problem
    with writing():
        _lock()
        known = {each.id: each for each in registered_keys()}
        if key.id in known and known[key.id].retired_at:
            raise KeyFault(
                f"{key.id} was retired and will not sign again. Put the newest key back from a backup, or move "
                f"{settings().keys_folder / 'key.pem'} away and run this again: then a new key is made."
            )
        now = clock.now()
        _register(key, now)
        for key_id, pem in certificates.items():
            if key_id not in known and key_id != key.id:
                db.session.add(SigningKeyRecord(key_id=key_id, certificate=pem, made_at=now, retired_at=now))
    return key


def _register(key: SigningKey, now: datetime) -> None:
    """`key` signs, and no other."""
    for record in db.session.scalars(select(SigningKeyRecord).where(SigningKeyRecord.retired_at.is_(None))):
        if record.key_id != key.id:
            record.retired_at = now
    if db.session.get(SigningKeyRecord, key.id) is None:
        db.session.add(SigningKeyRecord(key_id=key.id, certificate=key.certificate_pem, made_at=now))


def _current(keys: Iterable[RegisteredKey]) -> RegisteredKey | None:
    return next((key for key in keys if key.retired_at is None), None)


def _key_in_folder() -> SigningKey:
    """Read again when its file has changed; checking it takes a third of a second."""
    path = settings().keys_folder
    try:
        state = (path / KEY_FILE).stat()
        mark = state.st_ino, state.st_mtime_ns, state.st_ctime_ns
    except OSError:
        mark = None
    kept: dict[object, SigningKey] = current_app.extensions.setdefault(KEPT, {})
    if mark is None or (path, mark) not in kept:
        try:
            key = KeyFolder(path).current()
        except (KeyMissing, KeyUnusable) as problem:
            raise KeyFault(str(problem)) from problem
        kept.clear()
        kept[path, mark] = key
    return kept[path, mark]


def _lock() -> None:
    """One at a time, on every machine. SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE"))
