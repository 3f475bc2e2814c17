"""Being in one partnership opens nothing else: every page and every file, as everybody of the other organisation."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Person
from tests.cast import Cast
from tests.web.matrix import LINES
from tests.web.scene import client_of, set_scene

Crowd = Callable[[int], None]

GETS = [line for line in LINES if line.route.startswith("GET ") and line.path != "/exit"]
OURS = ("coordinator", "lead", "manager", "trainer", "admin", "learner")


def words_of(data: bytes) -> str:
    """What can be read in an answer, also in what is packed."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def tells_of_them(cast: Cast) -> list[str]:
    """Names, addresses and teams of the other organisation."""
    theirs = select(Person.name, Person.email).where(Person.organisation_id == cast.other_team.organisation_id)
    return [cast.other_team.name, *(word for row in db.session.execute(theirs).tuples() for word in row if word)]


@pytest.mark.parametrize("role", OURS)
def test_no_answer_names_anybody_of_a_partner(role: str, app: Flask, together: Cast, crowded: Crowd) -> None:
    crowded(12)
    scene, theirs = set_scene(app, together.learner), tells_of_them(together)
    client = client_of(app, together, role)
    seen = []
    for path in (scene.address(line.path) for line in GETS):
        response = client.send("GET", path)
        found = words_of(response.get_data())
        assert [word for word in theirs if word in found] == [], path
        seen.append(response.status_code)
    assert seen.count(200) > 15, "nothing was seen"


@pytest.mark.parametrize("path", ["/people/{id}", "/people/{id}/change", "/people/{id}/absences", "/people/{id}/post"])
def test_a_partners_people_are_not_there(path: str, app: Flask, together: Cast) -> None:
    for role in ("lead", "coordinator", "manager"):
        client = client_of(app, together, role)
        assert client.send("GET", path.format(id=together.other_learner.id)).status_code in {403, 404}


def test_the_words_would_be_found(app: Flask, together: Cast, crowded: Crowd) -> None:
    crowded(12)
    theirs = tells_of_them(together)
    found = words_of(client_of(app, together, "other_lead").send("GET", "/log.csv").get_data())
    assert [word for word in theirs if word in found]
