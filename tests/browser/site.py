"""A real server to look at: gunicorn on a database file of its own, with the demonstration in it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.request import urlopen

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import update

from app.cli.demo import NAME
from app.cli.demo import PASSWORD as DEMO_PASSWORD
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.models import Attempt, Edition, Organisation
from app.staffing.organisations import add_organisation
from app.staffing.people import NewPerson, add_person
from app.web import clock
from app.web.passwords import hash_password
from config import DEMO_SECRET, ROOT
from tests.conftest import NOW, settings_for

PASSWORD = DEMO_PASSWORD
_PASSWORD_HASH = hash_password(PASSWORD)
_numbers = count(1)
PATIENCE = 60  # seconds until the server has started


@dataclass(frozen=True, slots=True)
class Site:
    """`url` is the service; `neutral` is where its exit leads, which is another server; `app` is for looking behind."""

    url: str
    neutral: str
    app: Flask

    def new_person(self, name: str = "Ann Lee", *, team: str | None = "Repairs", manages: bool = False) -> str:
        """Somebody who has done nothing yet, 20 days in post; their email address."""
        email = f"new{next(_numbers)}@demo.example"
        with self.app.app_context(), writing():
            organisation = db.session.query(Organisation).filter_by(name=NAME).one()
            starts_on = clock.today(organisation.time_zone) - timedelta(days=20)
            add_person(organisation.id, NewPerson(name, email, _PASSWORD_HASH, team, manages=manages), starts_on)
        return email

    def new_stranger(self) -> str:
        """A manager in an organisation where nothing has happened yet; their email address."""
        email = f"stranger{next(_numbers)}@demo.example"
        with self.app.app_context(), writing():
            place = add_organisation(f"Quiet Homes {email}", "#0f5257", "Europe/London", self.neutral)
            new = NewPerson("Bo Ek", email, _PASSWORD_HASH, "Office", manages=True)
            add_person(place.id, new, clock.today(place.time_zone))
        return email

    def answers(self, attempt_id: int) -> list[list[int]]:
        """For each question of a paper, the places of the right options, counted from 1."""
        with self.app.app_context():
            attempt = db.session.get_one(Attempt, attempt_id)
            quiz = json.loads(db.session.get_one(Edition, attempt.edition_id).quiz)
            paper = json.loads(attempt.paper)
        right = {
            question["id"]: {option["key"] for option in question["options"] if option["right"]}
            for question in quiz["questions"]
        }
        return [[place for place, key in enumerate(keys, start=1) if key in right[name]] for name, keys in paper]


def prepare(database: Path) -> None:
    """The database that every site starts from: migrated, the modules published, the demonstration loaded."""
    app = create_app(_settings(database))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
    for command in (["content", "publish"], ["demo", "load"]):
        result = app.test_cli_runner().invoke(args=command)
        assert result.exit_code == 0, result.output
    with app.app_context():
        db.engine.dispose()


@contextmanager
def serve(prepared: Path, folder: Path) -> Iterator[Site]:
    """A site of its own, and the neutral place next to it."""
    database = folder / "site.db"
    shutil.copy(prepared, database)
    app = create_app(_settings(database))
    with neutral_place() as neutral, socket.create_server(("127.0.0.1", 0)) as door:
        with app.app_context(), writing():
            db.session.execute(update(Organisation).values(exit_url=neutral))
        port = door.getsockname()[1]
        with _gunicorn(database, door, port, folder / "server.log"):
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=PATIENCE) as answer:
                assert answer.status == 200
            yield Site(f"http://127.0.0.1:{port}", neutral, app)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def neutral_place() -> Iterator[str]:
    """A server that stands for the weather page, so that tests never leave this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/weather"
    server.shutdown()
    thread.join()
    server.server_close()


class _Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><html lang=en><title>Weather</title><h1>Weather</h1><p>Light rain later.</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def _gunicorn(database: Path, door: socket.socket, port: int, log: Path) -> Iterator[None]:
    """Waymark as `make run` serves it. The door is open before it starts, so that nobody has to wait and ask."""
    environment = os.environ | {
        "DEMO": "1",
        "PORT": str(port),
        "SECRET_KEY": DEMO_SECRET,
        "DATABASE_URL": f"sqlite:///{database}",
        "PRETEND_TODAY": NOW.date().isoformat(),
        "WEB_WORKERS": "2",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{door.fileno()}", "wsgi:app"]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, pass_fds=[door.fileno()], stdout=output, stderr=output
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _settings(database: Path) -> object:
    return settings_for(f"sqlite:///{database}", demo=True, pretend_today=NOW.date(), secret_key=DEMO_SECRET)
