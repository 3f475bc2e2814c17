"""Every visible string goes through gettext: in another language, no English is left but what people wrote."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Domain
from lxml import html

from app.content.edition import Edition
from app.content.local_details import LOCAL_DETAILS
from app.content.programmes.reading import read_programme
from app.database import BEFORE_COMMIT
from app.documents import xlsx_file
from app.extensions import babel, db
from app.models import Organisation, Person, Team
from app.support.national_services import NATIONAL_SERVICES
from config import ROOT
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.factories import HelpServiceFactory, LocalDetailFactory, ask, complete
from tests.journeys import HALF_RIGHT, sit
from tests.web.matrix import LINES
from tests.web.pseudo_language import CLOSE, OPEN, untranslated, write_catalogue
from tests.web.scene import client_of, set_scene

NO_WORDS = re.compile(r"[\W\d_]*")
DAY = re.compile(r"\d{1,2} (Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]* \d{4}|\d\d:\d\d")
WIRED = {"waymark.settings", BEFORE_COMMIT}
"""What is no page that was drawn in the other language."""

DATA = (
    "e-learning",
    "CSV",
    "Team 1",
    "demo-password",
    "old.csv",
    "staff.csv",
    "Nia New",
    "core",
    "Coyote",
    "Training",
    "Short module",
    "r & m",
    "another-course-of-ours",
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    write_catalogue(folder)
    return folder


@pytest.fixture
def bracketed(app: Flask, catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application in the language of brackets."""
    monkeypatch.setitem(vars(babel), "domain_instance", Domain(str(catalogue)))
    for kept in [name for name in app.extensions if name.startswith("waymark.") and name not in WIRED]:
        del app.extensions[kept]
    return app


def plain(markup: str) -> list[str]:
    return [text.strip() for text in html.fragment_fromstring(markup, create_parent=True).itertext() if text.strip()]


def words_of(value: Any) -> list[str]:
    """Every text inside a module or a quiz, as it reads on a page."""
    if isinstance(value, str):
        return [value, *plain(value)] if value.strip() else []
    if isinstance(value, tuple | list):
        return [word for each in value for word in words_of(each)]
    if hasattr(value, "__dataclass_fields__"):
        return [word for name in value.__dataclass_fields__ for word in words_of(getattr(value, name))]
    return []


def written_by_people(edition: Edition) -> list[str]:
    """What may stand on a page untranslated: content, names, addresses and data."""
    found = [*DATA, *words_of(NATIONAL_SERVICES), *words_of(edition.module), *words_of(edition.quiz)]
    for source in sorted((ROOT / "programmes").glob("*.yml")):
        found += words_of(read_programme(source.read_text("utf-8"), source.name).programme)
    for person in db.session.query(Person):
        found += [person.name, person.email]
    found += [team.name for team in db.session.query(Team)] + [each.name for each in db.session.query(Organisation)]
    found += [detail.otherwise for detail in LOCAL_DETAILS.values()]
    pieces = {piece.strip() for text in found for piece in re.split(r"\n|\{\{[^}]*\}\}", text)}
    return sorted(pieces - {"", "."})


def assert_translated(page: Page, data: list[str]) -> None:
    left = []
    for line in untranslated(page.document):
        rest = DAY.sub("", line)
        for word in sorted(data, key=len, reverse=True):
            rest = rest.replace(word, "")
        if not NO_WORDS.fullmatch(rest) and not re.match(r"https?://|[2-9A-Z-]{14}$", rest):
            left.append(line)
    assert not left, f"{page.path}: not translated: {left}"


STATES_OF_A_SESSION = {"/sessions/{signed}", "/sessions/{session}/delete"}


def test_every_page_is_translated(app: Flask, cast: Cast, published: Edition, request: pytest.FixtureRequest) -> None:
    organisation_id = cast.organisation.id
    HelpServiceFactory(organisation_id=organisation_id, name="Aardvark", phone="1", audience="Badgers", is_local=True)
    LocalDetailFactory(organisation_id=organisation_id, name="pathway.lead", value="Coyote")
    ask(organisation_id)
    for person in (cast.learner, cast.manager, cast.lead):
        complete(person)
    scene = set_scene(app, cast.learner)
    bracketed = request.getfixturevalue("bracketed")
    data = [*written_by_people(published), "Aardvark", "Badgers", "Coyote", "Another course", "L. L."]
    seen = 0
    for role in ("anonymous", "learner", "manager", "lead", "colleague"):
        client = client_of(bracketed, cast, role)
        for path in sorted({line.path for line in LINES} - {"/exit"} | STATES_OF_A_SESSION):
            response = client.send("GET", scene.address(path))
            if response.mimetype == "text/html" and response.status_code != 303:
                assert_translated(client.page_of(response), data)
                seen += 1
    assert seen > 90


MISTAKES = [
    ("/sign-in", {"email": "", "password": ""}),
    ("/sign-in", {"email": "a" * 300, "password": "x" * 300}),
    ("/sign-in", {"email": "a@example.org", "password": "wrong"}),
    ("/account/password", {"current": "", "new": "", "again": "x"}),
    ("/account/password", {"current": "x", "new": "short", "again": "short"}),
    ("/account/password", {"current": "x", "new": "x" * 300, "again": "x" * 300}),
    ("/account/password", {"current": "wrong", "new": "kettle pebble", "again": "kettle pebble"}),
    ("/account/password", {"current": "x", "new": "x" * 20, "again": "x" * 20}),
    ("/sign-in/forgotten", {"email": "somebody"}),
    ("/sign-in/forgotten", {"email": "R104"}),
    ("/modules/short", None),
]


@pytest.mark.parametrize(("path", "fields"), MISTAKES, ids=range(len(MISTAKES)))
def test_what_is_said_about_a_form_is_translated(
    path: str, fields: dict[str, str] | None, bracketed: Flask, cast: Cast, published: Edition
) -> None:
    client = client_of(bracketed, cast, "anonymous" if path.startswith("/sign-in") else "learner")
    sent = fields | {"csrf_token": client.token()} if fields is not None else {}
    response = client.send("POST", path, data=sent)
    assert response.status_code == 400
    assert_translated(client.page_of(response), [*written_by_people(published), *(fields or {"": "-"}).values()][:-1])


@pytest.mark.parametrize("query", ["from=x&to=y&team=z&course=z", "from=1800-01-01", "from=2026-02-02&to=2026-02-01"])
def test_what_is_said_about_a_filter_is_translated(
    query: str, bracketed: Flask, cast: Cast, published: Edition
) -> None:
    page = client_of(bracketed, cast, "lead").get(f"/log?{query}", expect=400)
    assert_translated(page, written_by_people(published))


def test_the_way_through_the_test_is_translated(bracketed: Flask, cast: Cast, published: Edition) -> None:
    client, data = client_of(bracketed, cast, "learner"), written_by_people(published)
    page = client.press(client.get("/modules/short/quiz"), f"{OPEN}Start the test")
    for right in HALF_RIGHT:
        assert_translated(page, data)
        refused = client.page_of(client.submit(page.form(f"{OPEN}Continue"), expect=400, option=["9"]))
        assert_translated(refused, data)
        skip = page.link(f"{OPEN}Skip for now")
        page = client.press(page, f"{OPEN}Continue", option=["1"]) if right else client.get(skip)
    assert_translated(page, data)
    warned = client.page_of(client.submit(page.form(f"{OPEN}Hand in"), expect=400))
    assert_translated(warned, data)
    assert_translated(client.press(warned, f"{OPEN}Hand in"), data)
    assert_translated(client.get("/training"), data)


def test_what_is_not_to_be_had_is_told_in_translation(
    app: Flask, cast: Cast, published: Edition, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, data = client_of(app, cast, "learner"), written_by_people(published)
    not_passed, _passed = sit(client, HALF_RIGHT), sit(client)
    bracketed = request.getfixturevalue("bracketed")
    for path in (not_passed.path, "/modules/short/quiz"):
        page = client.get(path)
        assert page.link(f"{OPEN}See your certificate")
        assert_translated(page, data)
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 0)
    assert_translated(client_of(bracketed, cast, "lead").get("/log.xlsx", expect=422), data)


def test_brackets_find_what_is_not_translated() -> None:
    """The check itself: it sees a plain sentence, in a text and in a label, and none inside brackets."""
    page = f"<title>{OPEN}a{CLOSE}</title><main aria-label='plain'>{OPEN}b <b>c{OPEN}d{CLOSE}</b>{CLOSE} left</main>"
    assert sorted(untranslated(html.document_fromstring(page))) == ["left", "plain"]


def test_a_stranger_reads_translated_pages(bracketed: Flask, published: Edition) -> None:
    client = StrictClient(bracketed)
    for path in ("/nothing", "/verify/x", "/help", "/privacy"):
        response = client.send("GET", path)
        assert_translated(client.page_of(response), written_by_people(published))
