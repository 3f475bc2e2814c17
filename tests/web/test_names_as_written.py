"""A name is shown as its owner writes it, on every page where it stands, and is never markup."""

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Certificate, Organisation, Person, Team
from tests.cast import make_cast
from tests.client import StrictClient
from tests.factories import HelpServiceFactory, LocalDetailFactory, complete

NAMES = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "closing": "</td></table></main><h1>Bad</h1>",
    "comment": "<!-- Ann -->",
    "entity": "Ann &amp; &lt;b&gt; Lee",
    "template": "{{ 7 * 7 }} {% raw %} %(name)s {0} ${x}",
    "right to left": "محمد علي",
    "override": "Ann \u202egnihtemos",
    "accents": "Siân Ŵyn ap Gwŷnn Ñandú Łukasz Đỗ",
    "combining": "A\u0301nn Le\u0302e",
    "han": "李小龙",
    "emoji": "Ann 👩‍👩‍👧 Lee",
    "apostrophes": "O'Neil “Ann” D’Arcy-Smith",
    "long": "Wolfeschlegelsteinhausenbergerdorff " * 5,
    "one word": "x" * 200,
    "formula": '=HYPERLINK("http://evil.example","Ann")',
}


@pytest.fixture(params=NAMES.values(), ids=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param).strip()


def shown(client: StrictClient, path: str) -> str:
    """What can be read on a page, after it passed every check of the client."""
    page = client.get(path)
    assert not page.document.xpath("//main//script | //main//*[@onmouseover] | //h1[text()='Bad']")
    assert not page.document.xpath("//a[contains(@href, 'evil')]")
    return " ".join(page.document.text_content().split())


def test_a_person_and_their_team(name: str, app: Flask, published: object) -> None:
    cast = make_cast()
    certificate = complete(cast.learner)
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(name=name))
        db.session.execute(update(Team).where(Team.id == cast.team.id).values(name=name))
        db.session.execute(update(Certificate).values(name=name))
    written = " ".join(name.split())
    learner = StrictClient(app).sign_in(cast.learner)
    assert written in shown(learner, "/account")
    assert written in shown(learner, f"/certificates/{certificate.number}")
    shown(StrictClient(app), f"/verify/{certificate.token}")
    manager = StrictClient(app).sign_in(cast.manager)
    assert shown(manager, "/team").count(written) >= 2
    assert shown(manager, "/log").count(written) >= 2


def test_an_organisation_and_its_own_words(name: str, app: Flask, published: object) -> None:
    cast = make_cast()
    organisation_id = cast.organisation.id
    LocalDetailFactory(organisation_id=organisation_id, name="pathway.safeguarding", value=name)
    LocalDetailFactory(organisation_id=organisation_id, name="pathway.lead", value=name)
    HelpServiceFactory(organisation_id=organisation_id, name=name, phone="1", audience=name, is_local=True)
    with writing():
        db.session.execute(update(Organisation).where(Organisation.id == organisation_id).values(name=name))
    client, written = StrictClient(app).sign_in(cast.learner), " ".join(name.split())
    assert shown(client, "/help").count(written) >= 3
    assert shown(client, "/modules/short").count(written) >= 2
    assert written in shown(client, "/modules/short/lessons/first-part")
    assert written in shown(client, "/modules/short/print")


def test_what_was_typed_comes_back_as_typed(name: str, app: Flask) -> None:
    client = StrictClient(app)
    typed = " ".join(name.split())[:200]
    form = client.get("/sign-in").form("Sign in")
    page = client.page_of(client.submit(form, expect=400, email=typed, password=""))
    assert page.document.xpath("string(//input[@name='email']/@value)") == typed


def test_the_check_finds_markup() -> None:
    """The check itself: this name would be found if it were not escaped."""
    document = html.document_fromstring(f"<main>{NAMES['script']}</main>")
    assert document.xpath("//main//script")
