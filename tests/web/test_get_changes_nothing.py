import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import Model, db
from tests.cast import Cast
from tests.web.matrix import LINES
from tests.web.scene import Scene, client_of

ENDS_THE_SESSION = "/exit"
READS = sorted(line.path for line in LINES if line.route.startswith("GET") and line.path != ENDS_THE_SESSION)


NOTED = "record_views"
"""That somebody looked is written when they look: it is there for whom they looked at, and changes nothing else."""


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for when a session was last seen and who looked at whom."""
    db.session.rollback()
    found = {}
    for table in (each for each in Model.metadata.sorted_tables if each.name != NOTED):
        columns = [column for column in table.c if column.name != "seen_at"]
        found[table.name] = sorted((tuple(row) for row in db.session.execute(select(*columns))), key=repr)
    return found


@pytest.mark.parametrize("role", ["anonymous", "learner", "manager", "lead"])
def test_reading_changes_nothing(role: str, app: Flask, cast: Cast, scene: Scene) -> None:
    client = client_of(app, cast, role)
    before = all_rows()
    for path in READS:
        for method in ("GET", "HEAD", "OPTIONS"):
            client.send(method, scene.address(path))
        assert all_rows() == before, f"{path} changed something"
