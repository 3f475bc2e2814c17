"""Requirements as sentences: a table of cases."""

from dataclasses import dataclass

import pytest
from flask import Flask

from app.assignments.words.sentences import notes, sentence
from app.content.programmes.reading import read_programme

TITLES = {"one": "Level 1", "two": "Level 2", "brief": "Refresher"}


@dataclass(frozen=True, slots=True)
class Case:
    """Lines of a requirement, with the sentence that they come to."""

    source: str
    says: str


LEVEL_1 = "must do Level 1 within 30 days of joining, and again when the certificate runs out."

CASES = (
    Case("who: everyone, course: one", f"Everyone {LEVEL_1}"),
    Case(  # as training leads asked for it
        "who: {any: [{team: Repairs}, {line managers of: {team: Repairs}}]},"
        " course: {course: one, by: [in person, webinar]}, renew: every 36 months",
        "Everyone in Repairs and their line managers must do Level 1 in person, or by webinar, within 30 days of"
        " joining, and again every 36 months.",
    ),
    Case(
        "who: {manages: yes}, course: one, strength: recommended, due: 1 day after starting, renew: every month",
        "Everyone who manages people should do Level 1 within 1 day of starting work here, and again every month.",
    ),
    Case(
        "who: {team: [Repairs, Income, ASB], customer-facing: no}, course: one, strength: available, due: any time,"
        " renew: never",
        "Everyone in Repairs, Income or ASB who does not work with customers may do Level 1 once, at any time.",
    ),
    Case(
        "who: {kind: [agency, contractor]}, any of: [one, {course: two, by: e-learning}], due: 2027-03-31,"
        " renew: every 12 months on 29 February",
        "Everyone who is an agency worker or a contractor must do Level 1 or Level 2 as e-learning by 31 March 2027,"
        " and again every 12 months by 29 February.",
    ),
    Case(
        "who: {organisation: Homes North}, all of: [one, {any of: [two, brief]}],"
        " due: '2027-03-31, or 0 days after joining', renew: every 24 months from expiry",
        "Everyone at Homes North must do Level 1 and either Level 2 or Refresher by 31 March 2027, or on the day they"
        " join, and again every 24 months from when it was due.",
    ),
    Case(
        "who: {line managers of: {team: Repairs, manages: no}}, course: one",
        f"The line managers of everyone in Repairs who does not manage people {LEVEL_1}",
    ),
    Case(
        "who: {any: [{role: Caretaker}, {all: [{manages: yes}, {team: ASB}]}]}, course: one",
        f"Everyone who has the role Caretaker or (manages people and is in ASB) {LEVEL_1}",
    ),
    Case(
        "who: {not: {any: [{team: Repairs}, {line managers of: {team: Repairs}}, {role: Clerk}]}}, course: one",
        "Everyone who is not in Repairs, is not the line manager of anyone in Repairs and does not have the role Clerk"
        f" {LEVEL_1}",
    ),
    Case(
        "who: {not: {team: Repairs, manages: yes}}, course: one",
        f"Everyone who is not in Repairs or does not manage people {LEVEL_1}",
    ),
    Case(
        "who: {not: {kind: volunteer}}, course: gone",
        f"Everyone who is not a volunteer {LEVEL_1}".replace("Level 1", "gone"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[each.source[:40] for each in CASES])
def test_a_requirement_is_one_sentence(case: Case, app: Flask) -> None:
    read = read_programme(f"programme: P\nrequirements:\n  it: {{title: It, {case.source}}}\n", "x")
    assert sentence(read.programme.requirements[0], TITLES) == case.says


def test_the_rest_is_said_below_it(app: Flask) -> None:
    source = """programme: P
requirements:
  core: {title: Core, who: everyone, course: one, from: 2027-04-01, managers first: 60 days}
  brief:
    title: Brief
    who: everyone
    course: brief
    renew: every 12 months
    window: 2 months
    active for: 6 months
    after: core
    better after: [core]
    restarted by: core
    counts too: [two, {course: one, within: 12 months}]
"""
    programme = read_programme(source, "x").programme
    core, brief = (notes(each, programme, TITLES) for each in programme.requirements)
    assert core == ["It begins on 1 April 2027.", "Managers go first: everybody else has 60 days more."]
    assert brief == [
        "It can be done again from 2 months before it is due.",
        "Done early, it still lasts at least 6 months.",
        "It waits until this is done: Core.",
        "It is best done after: Core.",
        "It begins when this is done, which also starts its time anew: Core.",
        "Level 2 counts too.",
        "Level 1 counts too, if it was done no more than 12 months before they joined.",
    ]
