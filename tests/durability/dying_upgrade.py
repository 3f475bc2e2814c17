"""`flask db upgrade` that is killed before its n-th step: a statement or a commit. Tells how many steps it had."""

import os
import signal
import sys
from itertools import count

from flask_migrate import upgrade
from sqlalchemy import event

from app.extensions import db
from config import ROOT
from wsgi import app

steps = count(1)
last = int(sys.argv[1])


def step(*_: object) -> None:
    if next(steps) == last:
        os.kill(os.getpid(), signal.SIGKILL)


with app.app_context():
    event.listen(db.engine, "before_cursor_execute", step)
    event.listen(db.engine, "commit", step)
    upgrade(str(ROOT / "migrations"))
sys.stdout.write(str(next(steps) - 1))
