"""A changed name changes no certificate; its owner may ask for one in the new name."""

from flask import Flask
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.models import Certificate, Person
from tests.client import StrictClient
from tests.factories import PersonFactory


def rename(owner: Person, name: str = "Siân Newname") -> None:
    with writing():
        db.session.get_one(Person, owner.id).name = name


def certificates() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_who_keeps_their_name_is_not_asked(reader: StrictClient, certificate: Certificate) -> None:
    page = reader.get(f"/certificates/{certificate.number}")
    assert "Your name has changed" not in page.words
    reader.post(f"/certificates/{certificate.number}/new-name", {"csrf_token": reader.token()})
    assert certificates() == 1


def test_a_certificate_in_the_new_name_beside_the_old(
    reader: StrictClient, certificate: Certificate, owner: Person, app: Flask
) -> None:
    number, token = certificate.number, certificate.token
    rename(owner)
    old = reader.get(f"/certificates/{number}")
    assert "Siân Ŵyn ap Gwŷnn" in old.words
    new = reader.press(old, "Get it in my new name")
    assert "Siân Newname" in new.words
    assert new.link("See the certificate that this one took the place of") == f"/certificates/{number}"
    again = reader.get(f"/certificates/{number}")
    assert "Siân Ŵyn ap Gwŷnn" in again.words
    assert again.link("See the certificate that took its place") == new.path
    assert reader.get("/training").link("Certificate") == new.path
    public = StrictClient(app).get(f"/verify/{token}")
    assert public.heading == "This certificate has been replaced by a newer one"
    assert "S. N." not in public.words
    assert "S. Ŵ. a. G." in public.words


def test_pressing_twice_makes_one(reader: StrictClient, certificate: Certificate, owner: Person) -> None:
    rename(owner)
    path = f"/certificates/{certificate.number}"
    first, second = (reader.get(path).form("Get it") for _ in range(2))
    one, other = reader.submit(first).headers["Location"], reader.submit(second).headers["Location"]
    assert one == other
    assert certificates() == 2


def test_the_old_one_keeps_its_pdf(reader: StrictClient, certificate: Certificate, owner: Person) -> None:
    rename(owner)
    reader.press(reader.get(f"/certificates/{certificate.number}"), "Get it in my new name")
    assert reader.fetch(f"/certificates/{certificate.number}.pdf").mimetype == "application/pdf"


def test_nobody_else_can_ask_for_it(certificate: Certificate, owner: Person, app: Flask) -> None:
    rename(owner)
    stranger = StrictClient(app).sign_in(PersonFactory(organisation_id=owner.organisation_id))
    fields = {"csrf_token": stranger.token()}
    stranger.post(f"/certificates/{certificate.number}/new-name", fields, expect=404)
    assert certificates() == 1


def test_a_name_without_a_typeface_is_noted(reader: StrictClient, certificate: Certificate, owner: Person) -> None:
    rename(owner, "প্রিয়া")
    reader.press(reader.get(f"/certificates/{certificate.number}"), "Get it in my new name")
    query = select(Certificate.is_unprintable).where(Certificate.replaces_id.is_not(None))
    assert list(db.session.scalars(query)) == [True]
