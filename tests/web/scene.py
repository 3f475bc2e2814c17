"""What there is to reach: attempts, certificates and a picture, at the addresses that the matrix names."""

import hashlib
from dataclasses import dataclass

from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import Asset, Person
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import complete
from tests.journeys import HALF_RIGHT, begin, sit

PICTURE = b"a picture, as far as anybody needs to know"


@dataclass(frozen=True, slots=True)
class Scene:
    """The ids in the matrix's addresses."""

    attempt: str
    done: str
    number: str
    token: str
    asset: str

    def address(self, pattern: str) -> str:
        return pattern.format(
            attempt=self.attempt, done=self.done, number=self.number, token=self.token, asset=self.asset
        )


def add_picture() -> str:
    """Store a picture; returns its name in addresses."""
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    with writing():
        db.session.add(Asset(sha256=sha256, media_type="image/png", data=PICTURE))
    return f"{sha256}.png"


def set_scene(app: Flask, owner: Person) -> Scene:
    """An attempt handed in, one that is open, and a certificate, all of `owner`; and a picture."""
    client = StrictClient(app).sign_in(owner)
    done = sit(client, HALF_RIGHT).path.split("/")[2]
    attempt = begin(client).path.split("/")[2]
    certificate = complete(owner, course="another-course", title="Another course")
    return Scene(attempt, done, certificate.number, certificate.token, add_picture())


def client_of(app: Flask, cast: Cast, role: str) -> StrictClient:
    client = StrictClient(app)
    return client if role == "anonymous" else client.sign_in(getattr(cast, role))
