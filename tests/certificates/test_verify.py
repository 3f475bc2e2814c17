"""The public check: the same for everybody, signed in or not."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.database import writing
from app.extensions import db
from app.models import Certificate, Person
from tests.client import Page, StrictClient
from tests.factories import complete
from tests.web.test_matrix import without_secrets


def check(app: Flask, certificate: Certificate) -> Page:
    return StrictClient(app).get(f"/verify/{certificate.token}")


def test_a_valid_certificate(app: Flask, certificate: Certificate) -> None:
    page = check(app, certificate)
    assert page.heading == "This certificate is valid"
    rows = {row.findtext("dt"): row.findtext("dd") for row in page.document.xpath("//dl/div")}
    assert rows == {
        "Initials": "S. Ŵ. a. G.",
        "Training": "Short module",
        "Completed": "2 November 2026",
        "Valid until": "2 November 2027",
        "Certificate number": certificate.number,
    }
    assert "Checked on 16 November 2026." in page.words


def test_it_says_no_more_than_that(app: Flask, certificate: Certificate, owner: Person) -> None:
    text = check(app, certificate).text
    for secret in ("Siân", "Gwŷnn", owner.email, owner.reference, certificate.organisation_name, str(owner.salt)):
        assert secret not in text


def test_nobody_finds_or_keeps_it(app: Flask, certificate: Certificate) -> None:
    response = check(app, certificate).response
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_on_its_last_day_it_is_valid_and_then_not(app: Flask, certificate: Certificate) -> None:
    for day, heading in ((2, "This certificate is valid"), (3, "This certificate has run out")):
        with time_machine.travel(datetime(2027, 11, day, 12, tzinfo=UTC), tick=False):
            assert check(app, certificate).heading == heading


def test_a_newer_one_replaces_it(app: Flask, certificate: Certificate, owner: Person) -> None:
    newer = complete(owner, date(2026, 11, 3))
    assert check(app, certificate).heading == "This certificate has been replaced by a newer one"
    assert check(app, newer).heading == "This certificate is valid"


def test_one_that_does_not_run_out(app: Flask, owner: Person) -> None:
    page = check(app, complete(owner, valid_until=None))
    assert page.heading == "This certificate is valid"
    assert "It does not run out" in page.words


UNKNOWN = ["x", "A" * 32, "a" * 200, "..", "-", "%27", "{number}", "{token}x", "%C3%A9" * 16, "{lower}", "a%20b"]


def test_every_unknown_code_is_the_same_to_look_at(app: Flask, certificate: Certificate) -> None:
    token, number = certificate.token, certificate.number
    pages = []
    for pattern in UNKNOWN:
        code = pattern.format(number=number, token=token, lower=token.swapcase())
        if code != "..":
            pages.append(StrictClient(app).get(f"/verify/{code}", expect=404))
    assert {page.heading for page in pages} == {"Certificate not found"}
    assert len({without_secrets(page.text) for page in pages}) == 1
    assert not any(code in page.text for page in pages for code in (token, number))


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ann", "A."),
        ("  Ann   Lee ", "A. L."),
        ("O'Brien-Smith", "O."),
        ("<b>Ann</b> Lee", "<. L."),
        ("محمد علي", "م. ع."),
        ("李 小龙", "李. 小."),
        ("e\u0301mile Z", "é. Z."),
    ],
)
def test_initials(name: str, initials: str, app: Flask, certificate: Certificate) -> None:
    with writing():
        db.session.execute(update(Certificate).values(name=name))
    page = check(app, certificate)
    assert page.document.xpath("string(//dd)") == initials
    assert "<b>Ann" not in page.text


def test_who_is_signed_in_sees_the_same(app: Flask, certificate: Certificate, owner: Person) -> None:
    page = StrictClient(app).sign_in(owner).get(f"/verify/{certificate.token}")
    assert page.words == check(app, certificate).words
