"""From the first word about a session to its certificate."""

import csv
import io
from datetime import date

from flask import Flask

from app.extensions import db
from app.ledger.verification import verify_log
from app.models import Organisation
from tests.cast import Cast
from tests.client import StrictClient
from tests.factories import member_of
from tests.registers.teaching import entries, mark_all, rows, set_up, sign


def test_a_session_from_setting_it_up_to_the_certificate(app: Flask, cast: Cast, trainer: StrictClient) -> None:
    people = [member_of(cast.team, name=f"Member {n}", email=f"member{n}@example.org") for n in range(1, 4)]
    page = set_up(trainer, is_accredited="yes", accreditation="The Board")
    assert page.heading == "Short module, 16 November 2026"
    assert "Nobody is on the register yet." in page.words
    assert "By The Board" in page.words

    page = trainer.get(page.link("Add people"))
    emails = "\n".join(each.email or "" for each in people)
    page = trainer.press(page, "Add to the register", emails=emails)
    assert "3 people are added." in page.words
    assert "Mark how each person attended" in page.words
    assert not page.document.xpath("//input[@type='radio'][@checked]")

    marks = {f"attended-{people[0].id}": "full", f"attended-{people[1].id}": "part"}
    page = trainer.press(page, "Save the register", **marks)
    assert "Mark how each person attended" in page.words
    page = trainer.press(page, "Save the register", **{f"attended-{people[2].id}": "absent"})
    assert "The register can be signed." in page.words

    path = page.path
    page = trainer.get(page.link("Go on to sign"))
    assert "It makes 1 entry in the training log, and 1 certificate." in page.words
    assert "1 person attended in part and gets none." in page.words
    assert "1 person did not come." in page.words
    page = trainer.press(page, "Sign the register", name=" Tara  Trainer ", confirm="y")
    assert page.path == path
    (entry,) = entries()
    assert rows(page) == [
        ["Member 1 member1@example.org", "In full", str(entry.sequence)],
        ["Member 2 member2@example.org", "In part", "None"],
        ["Member 3 member3@example.org", "Did not come", "None"],
    ]
    assert "Signed by Tara Trainer Signed on 16 November 2026 at 09:30" in page.words

    assert (entry.course, entry.course_title, entry.level) == ("short", "Short module", 1)
    assert (entry.method, entry.edition, entry.evidence) == ("in person", "", "Folder 12")
    assert (entry.completed_on, entry.valid_until) == (date(2026, 11, 16), date(2027, 11, 16))
    assert (entry.person_id, entry.recorded_by_id) == (people[0].id, cast.trainer.id)
    assert verify_log(cast.organisation.id).broken_at is None

    learner = StrictClient(app).sign_in(people[0])
    page = learner.get("/training")
    assert "Completed on 16 November 2026 · valid until 16 November 2027" in page.words
    assert "Passed on" not in page.words
    assert learner.get(page.link("Certificate")).heading == "Certificate"


def test_the_file_holds_what_the_page_shows(cast: Cast, trainer: StrictClient) -> None:
    page = trainer.press(
        trainer.get(f"{set_up(trainer).path}/people"), "Add to the register", emails=cast.learner.email
    )
    page = mark_all(trainer, page.path)
    page = sign(trainer, page.path)
    response = trainer.fetch(page.link("Download"))
    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="register-2026-11-16-{page.path.rsplit("/", 1)[1]}.csv"'
    (row,) = csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig")))
    assert (row["name"], row["email"], row["attended"]) == ("Lena Learner", cast.learner.email, "full")
    assert (row["entry"], row["entry_state"]) == (str(entries()[0].sequence), "")
    assert (row["course_id"], row["held_on"], row["accredited_by"]) == ("short", "2026-11-16", "")
    assert (row["signed_by"], row["signed_at"]) == ("Tara Trainer", "2026-11-16T09:30:00+00:00")


def test_a_course_elsewhere_can_be_completed_for_good(cast: Cast, lead: StrictClient, trainer: StrictClient) -> None:
    page = lead.press(lead.get("/courses/new"), "Save", title="Champions’ day", level="3", valid_months="")
    assert rows(page) == [["Champions’ day", "3", "For good", "Yes"]]
    page = set_up(trainer, course="champions-day", method="external", held_on="2026-11-02")
    trainer.press(trainer.get(f"{page.path}/people"), "Add to the register", emails=cast.learner.email)
    mark_all(trainer, page.path)
    sign(trainer, page.path)
    (entry,) = entries()
    assert (entry.course, entry.level, entry.method, entry.valid_until) == ("champions-day", 3, "external", None)


def test_the_day_is_one_in_the_organisations_own_time_zone(cast: Cast, trainer: StrictClient) -> None:
    """At half past nine in London it is tomorrow already in Kiritimati."""
    organisation = db.session.get_one(Organisation, cast.organisation.id)
    organisation.time_zone = "Pacific/Kiritimati"
    db.session.commit()
    page = set_up(trainer, held_on="2026-11-16")
    assert "Register to be signed" in page.words
    assert "To be held" in set_up(trainer, held_on="2026-11-17").words
