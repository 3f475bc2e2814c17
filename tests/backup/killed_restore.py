"""`python -m tests.backup.killed_restore FILE STEP COUNT`: a restore that is killed with -9 on its way.

The process kills itself when COUNT rows or entries of STEP are done; the database cannot tell the difference.
"""

import os
import signal
import sys
from pathlib import Path

from app.backup.checking import check_backup
from app.backup.published import Published
from app.backup.restoring import restore
from app.factory import create_app
from app.web import clock


class Executioner:
    def __init__(self, step: str, count: int) -> None:
        self._step, self._left = step, count
        self._now = ""

    def begins(self, step: str, length: int) -> None:
        self._now = step

    def goes_on(self, count: int) -> None:
        if self._now.startswith(self._step):
            self._left -= count
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main(file: str, step: str, count: str) -> None:
    with create_app().app_context():
        backup = check_backup(Path(file))
        restore(backup, Published((), ()), (), clock.now(), Executioner(step, int(count)), lambda found: True)


if __name__ == "__main__":
    main(*sys.argv[1:])
