"""What there is to reach: attempts, certificates and a picture, at the addresses that the matrix names."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Absence, Asset, Exemption, LogEntry, Person, PlanItem, Posting, TeamAlias
from app.registers import signing
from app.registers.signing import Signature
from app.rules.staff_lists.columns import Field
from app.staff_import.choices import Choices, written
from app.web import staged_files
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import CourseFactory, complete, session_by
from tests.journeys import HALF_RIGHT, begin, sit

PICTURE = b"a picture, as far as anybody needs to know"


@dataclass(frozen=True, slots=True)
class StaffScene:
    """What is kept of the owner besides training, and their team with another name of it."""

    team: int
    alias: int
    posting: int
    absence: int
    exemption: int


@dataclass(frozen=True, slots=True)
class Scene:
    """The ids in the matrix's addresses."""

    attempt: str
    done: str
    number: str
    token: str
    asset: str
    entry: int
    session: int
    signed: int
    course: int
    person: int
    staged: int
    line: int
    staff: StaffScene
    staff_list: int

    def address(self, pattern: str) -> str:
        return pattern.format(
            attempt=self.attempt,
            done=self.done,
            number=self.number,
            token=self.token,
            asset=self.asset,
            entry=self.entry,
            session=self.session,
            signed=self.signed,
            course=self.course,
            person=self.person,
            staged=self.staged,
            line=self.line,
            list=self.staff_list,
            **asdict(self.staff),
        )


def add_picture() -> str:
    """Store a picture; returns its name in addresses."""
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    with writing():
        db.session.add(Asset(sha256=sha256, media_type="image/png", data=PICTURE))
    return f"{sha256}.png"


def set_scene(app: Flask, owner: Person) -> Scene:
    """An attempt handed in, one that is open, and a certificate, all of `owner`; and a picture.

    Then two sessions with `owner` on their registers, one of them signed, and a course elsewhere.
    """
    client = StrictClient(app).sign_in(owner)
    done = sit(client, HALF_RIGHT).path.split("/")[2]
    attempt = begin(client).path.split("/")[2]
    certificate = complete(owner, course="another-course", title="Another course")
    entry = db.session.get_one(LogEntry, certificate.entry_id).sequence
    course = CourseFactory(organisation_id=owner.organisation_id, title="Another course").id
    words = {"place": "Coyote", "delivered_by": "Badgers", "is_accredited": True, "accreditation": "Aardvark"}
    session, signed = (session_by(owner, owner, **words).id for _ in range(2))
    sign_register(owner, signed)
    picture = add_picture()
    sessions = (session, signed, course)
    return Scene(
        attempt,
        done,
        certificate.number,
        certificate.token,
        picture,
        entry,
        *sessions,
        owner.id,
        stage(owner),
        plan_line(owner),
        staff_scene(owner),
        stage_list(owner),
    )


def staff_scene(owner: Person) -> StaffScene:
    """With a time away and an exemption that are long over."""
    posting = db.session.scalars(select(Posting).where(Posting.person_id == owner.id)).one()
    day, organisation_id = date(2025, 1, 6), owner.organisation_id
    days = {"person_id": owner.id, "starts_on": day, "ends_on": day}
    with writing():
        alias = TeamAlias(organisation_id=organisation_id, team_id=posting.team_id, name="r & m")
        absence, exemption = Absence(**days), Exemption(requirement="core", made_by_id=owner.id, **days)
        db.session.add_all([alias, absence, exemption])
        db.session.flush()
        return StaffScene(posting.team_id, alias.id, posting.id, absence.id, exemption.id)


def stage(owner: Person) -> int:
    """A file of one old record that waits to be imported; its id."""
    content = f"email,course,completed_on\n{owner.email},another-course-of-ours,2026-11-02\n".encode()
    with writing():
        mine = (owner.organisation_id, owner.id, staged_files.COMPLETIONS)
        return staged_files.stage(*mine, "old.csv", content, datetime(2026, 11, 2, 17, tzinfo=UTC))


def stage_list(owner: Person) -> int:
    """A list of staff with the owner and somebody new, whose columns are chosen; its id."""
    content = f"email,name,team\n{owner.email},{owner.name},\nnew@example.org,Nia New,Repairs\n".encode()
    now = datetime(2026, 11, 2, 17, tzinfo=UTC)
    choices = Choices({Field.EMAIL: 0, Field.NAME: 1, Field.TEAM: 2})
    with writing():
        mine = (owner.organisation_id, owner.id, staged_files.PEOPLE)
        list_id = staged_files.stage(*mine, "staff.csv", content, now)
        staged_files.choose(list_id, written(choices))
    return list_id


def plan_line(owner: Person) -> int:
    with writing():
        line = PlanItem(organisation_id=owner.organisation_id, year=2026, title="Coyote", progress="not-started")
        db.session.add(line)
        db.session.flush()
        return line.id


def sign_register(person: Person, session_id: int) -> None:
    register = signing.read(person.organisation_id, session_id, date.max)
    assert register is not None
    signature = Signature(person.name, person.id, register.seal)
    now = datetime(2026, 11, 2, 17, tzinfo=UTC)
    assert signing.sign(person.organisation_id, session_id, signature, date.max, now)


def client_of(app: Flask, cast: Cast, role: str) -> StrictClient:
    client = StrictClient(app)
    return client if role == "anonymous" else client.sign_in(getattr(cast, role))
