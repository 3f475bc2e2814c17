"""Whatever is sent in a form: never a fault, always a valid page, nothing wrong is stored."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Answer, Attempt
from tests.cast import Cast
from tests.client import StrictClient
from tests.corpus.texts import CONTROL, STRANGE
from tests.journeys import begin
from tests.web.scene import client_of

FIELDS = {
    "/sign-in": ("email", "password", "next"),
    "/account/password": ("current", "new", "again"),
    "/modules/short": ("slug",),
    "/modules/short/lessons/first-part": ("lesson",),
    "/modules/short/quiz": ("slug", "attempt_id"),
    "{question}": ("option", "then"),
    "{check}": ("without",),
}


@pytest.fixture
def learner(app: Flask, cast: Cast) -> StrictClient:
    return client_of(app, cast, "learner")


def assert_sound(client: StrictClient, response: TestResponse) -> None:
    """No fault; a page is valid; a redirect stays here."""
    assert response.status_code < 500, response.status
    if response.status_code in {301, 302, 303, 308}:
        assert response.headers["Location"].startswith("/")
        assert not response.headers["Location"].startswith("//")
    elif response.mimetype == "text/html":
        client.page_of(response)


def addresses(client: StrictClient) -> dict[str, str]:
    question = begin(client).path
    return {"{question}": question, "{check}": f"{question.rsplit('/', 2)[0]}/check"}


@pytest.mark.parametrize("form", FIELDS)
def test_strange_texts_in_every_field(form: str, learner: StrictClient) -> None:
    path = addresses(learner).get(form, form)
    client = StrictClient(learner.app) if form == "/sign-in" else learner
    token = client.token()
    texts = [text for text in STRANGE if text not in {"1", "2", "3"}][:: 6 if form == "/sign-in" else 1]
    for text in texts:
        response = client.send("POST", path, data={"csrf_token": token, **dict.fromkeys(FIELDS[form], text)})
        assert_sound(client, response)
    if form == "{question}":
        assert db.session.scalar(select(Answer)) is None
    assert db.session.scalar(select(Attempt.handed_in_at)) is None


@pytest.mark.parametrize("form", FIELDS)
def test_control_characters_in_every_field_are_refused(form: str, learner: StrictClient) -> None:
    path = addresses(learner).get(form, form)
    token = learner.token()
    for field in FIELDS[form]:
        for text in CONTROL:
            response = learner.send("POST", path, data={"csrf_token": token, field: text})
            assert response.status_code == 400, (field, text)
            assert learner.page_of(response).heading == "We could not read what was sent"
    assert db.session.scalar(select(Answer)) is None


READS = ("/sign-in", "/training", "/log", "/log.csv", "/log.xlsx", "/team", "/team.csv", "/help", "{question}")
BROKEN_QUERIES = ("page=%", "page=%ff", "page=%zz", "=", "&&&", "a" * 3_000, "page=1&page=2", "team[]=1", "page=%F0%28")
PARAMETERS = ("next", "page", "course", "team", "from", "to", "show", "then", "lang", "q", "")


@pytest.mark.parametrize("path", READS)
def test_strange_texts_in_every_parameter(path: str, app: Flask, cast: Cast) -> None:
    role = "anonymous" if path == "/sign-in" else "learner" if path in {"/training", "{question}"} else "manager"
    client = client_of(app, cast, role)
    path = begin(client).path if path == "{question}" else path
    for text in STRANGE[::2]:
        query = "&".join(f"{quote(name)}={quote(text[:1_500])}" for name in PARAMETERS)
        assert_sound(client, client.send("GET", f"{path}?{query}"))
    for text in CONTROL:
        response = client.send("GET", f"{path}?page={quote(text)}")
        assert response.status_code == 400
    for query in BROKEN_QUERIES:
        assert_sound(client, client.send("GET", f"{path}?{query}"))


OPTIONS = {
    "not on the paper": ["4"],
    "zero": ["0"],
    "negative": ["-1"],
    "a key": ["a"],
    "several where one is asked": ["1", "2"],
    "one of several not there": ["1", "9"],
    "very many": ["1"] * 15_000 + ["2"],
    "all numbers": [str(n) for n in range(1, 10_000)],
    "blank": [""],
    "with a blank": [" 1"],
    "a sum": ["1+1"],
    "arabic": ["١"],
    "full width": ["１"],
    "a float": ["1.0"],
}


@pytest.mark.parametrize("values", OPTIONS.values(), ids=OPTIONS)
def test_options_that_are_not_on_the_paper(values: list[str], learner: StrictClient) -> None:
    page = begin(learner)
    while page.document.xpath("//input[@type='checkbox']"):
        page = learner.get(page.link("Skip for now"))
    form = page.form("Continue")
    refused = learner.page_of(learner.post(form.action, form.fields | {"option": values}, expect=400))
    assert "Choose one of the answers on this page" in refused.words
    assert db.session.scalar(select(Answer)) is None


REFUSALS = {"This page was open for too long", "That is too large", "We could not read what was sent"}
BODIES = {
    "json": (b'{"option": ["1"]}', "application/json", {400}),
    "json array": (b"[1,2,3]", "application/json", {400}),
    "broken json": (b"{", "application/json", {400}),
    "nothing": (b"", "application/x-www-form-urlencoded", {400}),
    "half a pair": (b"option", "application/x-www-form-urlencoded", {400}),
    "broken escapes": (b"option=%zz%ff&csrf_token=%00", "application/x-www-form-urlencoded", {400}),
    "no boundary": (b"--x\r\n\r\n", "multipart/form-data", {400}),
    "broken multipart": (b"--x\r\nContent-Disposition: form-data\r\n", "multipart/form-data; boundary=x", {400}),
    "xml": (
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        "text/xml",
        {400},
    ),
    "plain": (b"option=1", "text/plain", {400}),
    "odd charset": (b"option=1", "application/x-www-form-urlencoded; charset=utf-7", {400}),
    "huge": (b"option=1&" * 111_112, "application/x-www-form-urlencoded", {413}),
    "huge and unknown": (b"x" * 1_000_001, "application/octet-stream", {400, 413}),
    "huge file": (
        b"--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n" + b"x" * 1_000_000 + b"\r\n--x--",
        "multipart/form-data; boundary=x",
        {413},
    ),
}


@pytest.mark.parametrize(("body", "kind", "expected"), BODIES.values(), ids=BODIES)
def test_bodies_that_are_no_form(body: bytes, kind: str, expected: set[int], learner: StrictClient) -> None:
    for path in (begin(learner).path, "/modules/short/quiz", "/account/password", "/sign-in"):
        response = learner.send("POST", path, data=body, content_type=kind)
        assert response.status_code in expected, path
        assert learner.page_of(response).heading in REFUSALS
    assert db.session.scalar(select(Answer)) is None


def test_an_answer_beside_a_file_is_still_an_answer(learner: StrictClient) -> None:
    """As multipart, which no page of ours sends."""
    page = begin(learner)
    fields = page.form("Continue").fields
    learner.post(page.path, {"csrf_token": fields["csrf_token"][0], "option": "1"}, content_type="multipart/form-data")
    assert db.session.scalar(select(Answer.position)) == 1
