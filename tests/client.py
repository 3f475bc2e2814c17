"""A test client that is as strict as a careful reader: it checks every page that it fetches."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, g
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from app.database import writing
from app.extensions import db
from app.models import Person, Session
from app.web import clock
from tests.page_checks import check_page


class Page:
    """A fetched page. `form(…)` and `link(…)` are found by what a reader sees of them."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.text = response.get_data(as_text=True)
        self.document = html.fromstring(self.text)
        self.path = response.request.path

    @property
    def heading(self) -> str:
        return " ".join(self.document.xpath("string(//h1)").split())

    @property
    def words(self) -> str:
        """All that can be read on the page, in one line."""
        return " ".join(self.document.xpath("string(//main)").split())

    def link(self, text: str) -> str:
        """The address of the first link whose text begins with `text`."""
        for link in self.document.xpath("//a[@href]"):
            if " ".join(link.text_content().split()).startswith(text):
                return str(link.get("href"))
        raise AssertionError(f"no link {text!r} on {self.path}")

    def form(self, button: str) -> "Form":
        """The form whose button's text begins with `button`."""
        for form in self.document.forms:
            for control in form.xpath(".//button | .//input[@type='submit']"):
                if " ".join((control.text_content() or control.get("value", "")).split()).startswith(button):
                    return Form(form, self.path)
        raise AssertionError(f"no button {button!r} on {self.path}")


class Form:
    """A form as the page filled it in. `fields` are what a browser would send."""

    def __init__(self, element: Any, path: str) -> None:
        self.action = urljoin(path, element.get("action") or path)
        self.method = (element.get("method") or "get").lower()
        self.fields: dict[str, Any] = {}
        for name, value in element.form_values():
            self.fields.setdefault(name, []).append(value)


class StrictClient:
    """Every request states the status that it expects. Redirects are not followed: `follow` does one at a time."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http: FlaskClient = app.test_client()

    def sign_in(self, person: Person) -> "StrictClient":
        """As this person, without the detour over the sign-in page."""
        token, now = secrets.token_urlsafe(32), clock.now()
        with writing():
            db.session.add(
                Session(
                    token_hash=hashlib.sha256(token.encode()).digest(),
                    person_id=person.id,
                    device="",
                    created_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(hours=12),
                )
            )
        with self.http.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def fetch(self, path: str, *, expect: int = 200, **more: Any) -> TestResponse:
        """Any answer, unparsed."""
        _forget()
        response = self.http.get(path, buffered=True, **more)
        assert response.status_code == expect, f"GET {path}: {response.status}"
        return response

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        """Any request; the caller judges the answer."""
        _forget()
        return self.http.open(path, method=method, buffered=True, **more)

    def token(self) -> str:
        """A CSRF token for this client, as its pages carry it."""
        token = self.get("/help").document.xpath("string(//input[@name='csrf_token']/@value)")
        return str(token or self.get("/sign-in").document.xpath("string(//input[@name='csrf_token']/@value)"))

    def get(self, path: str, *, expect: int = 200, **more: Any) -> Page:
        return self._page(self.fetch(path, expect=expect, **more))

    def post(self, path: str, fields: dict[str, Any] | None = None, *, expect: int = 303, **more: Any) -> TestResponse:
        """A bare POST: as somebody without our page would send it."""
        _forget()
        response = self.http.post(path, data=fields or {}, buffered=True, **more)
        assert response.status_code == expect, f"POST {path}: {response.status} {response.get_data(as_text=True)[:300]}"
        return response

    def submit(self, form: Form, *, expect: int = 303, **fields: Any) -> TestResponse:
        """Send a page's own form with these fields filled in."""
        values = form.fields | fields
        if form.method == "get":
            return self.fetch(form.action, expect=expect, query_string=values)
        return self.post(form.action, values, expect=expect)

    def press(self, page: Page, button: str, **fields: Any) -> Page:
        """Submit a form, follow the redirect and return the next page."""
        return self.follow(self.submit(page.form(button), **fields))

    def follow(self, response: TestResponse) -> Page:
        target = urlsplit(response.headers["Location"])
        return self.get(target.path + (f"?{target.query}" if target.query else ""))

    def page_of(self, response: TestResponse) -> Page:
        """A page that came without a redirect, such as a form sent back with its problems."""
        return self._page(response)

    def _page(self, response: TestResponse) -> Page:
        db.session.rollback()
        check_page(response)
        return Page(response)


def _forget() -> None:
    """Leave nothing of the last request, or of the test, in the application context that they share."""
    db.session.rollback()
    g.__dict__.clear()
