import pytest

from app.content.programmes.reading import LIMITS, MOST_REQUIREMENTS
from tests.content.programmes.sources import GOOD, changed, told, with_line

WHO = "    who: everyone\n"


def test_a_good_programme_has_no_problems() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("programme: Anywhere", "program: Anywhere", 1, '"program" is not a key here. Did you mean "programme"?'),
        ("programme: Anywhere\n", "", 1, '"programme" is missing'),
        ("programme: Anywhere", "programme:", 1, '"programme" has no value'),
        ("Anywhere", "Domestic abuse", 1, 'The word "Domestic" in "programme" would show'),
        ("Anywhere", "x" * 201, 1, "longer than 200 characters"),
        ("programme: Anywhere", "programme: [a]", 1, '"programme" must be plain text'),
        ("programme: Anywhere", "programme: &a Any", 1, "starts with & or *"),
        ("programme: Anywhere", "programme: !!str Any", 1, "starts with !"),
        ("programme: Anywhere", "---\nprogramme: Anywhere", 1, "A line `---` has no place"),
        ("programme: Anywhere", "programme: Any\twhere", 1, "There is a tab in this line"),
        ("programme: Anywhere", "programme: Any\u202ewhere", 1, "invisible control character"),
        ("programme: Anywhere", "programme: {{ organisation.name }}", 1, "must be plain text"),
        ("programme: Anywhere", "sources: []\nprogramme: Anywhere", 1, '"sources" is empty'),
        ("core:", "Core:", 4, "'Core' cannot be a requirement's key"),
        ("core:", "core_one:", 4, "cannot be a requirement's key"),
        ("core:", f"{'c' * 61}:", 4, "longer than 60 characters"),
        ("core:", "marac:", 4, "would show in browser tabs"),
        ("  refresher:", "  core:", 8, '"core" is here twice'),
        (WHO, "", 4, '"who" is missing'),
        (WHO, WHO + WHO, 6, '"who" is here twice'),
        ("    title: Level 1 for everyone\n", "", 4, '"title" is missing'),
        ("Level 1 for everyone", "Sexual harassment", 4, 'The word "Sexual" in "title"'),
        ("Level 1 for everyone", "x" * 81, 4, "longer than 80 characters"),
        ("title: Level 1 for everyone", "tittle: Level 1", 4, 'Did you mean "title"?'),
        ("    course: level-1-awareness\n", "", 4, 'Say which course in one of "course", "any of", "all of"'),
        ("course: level-1-awareness", "course: Level 1", 6, "Use its short name"),
        ("course: level-1-awareness", f"course: {'c' * 61}", 6, "Use its short name"),
        ("course: level-1-awareness", "any of: level-1-awareness", 6, '"any of" must be a list'),
        ("course: level-1-awareness", "any of: []", 6, '"any of" must be a list'),
        ("course: level-1-awareness", "all of: [{any of: []}]", 6, '"any of" must be a list'),
        ("course: level-1-awareness", "all of: [{any off: [a]}]", 6, '"any off" is not a key here'),
        ("course: level-1-awareness", "course: {course: a, by: in-person}", 6, 'Did you mean "in person"?'),
        ("course: level-1-awareness", "course: {course: a, by: []}", 6, '"by" is empty'),
        ("course: level-1-awareness", "course: {by: webinar}", 6, '"course" is missing'),
        ("course: level-1-awareness", "course: [a, b]", 6, '"course" must be plain text'),
        ("every 36 months", "every 36 moths", 7, '"renew" must be "every 36 months"'),
        ("every 36 months", "every 0 months", 7, '"renew" must be'),
        ("every 36 months", "every 241 months", 7, '"renew" must be'),
        ("every 36 months", "every 21 years", 7, '"renew" must be'),
        ("every 36 months", "every 12 months on 31 April", 7, '"renew" must be'),
        ("every 36 months", "every 12 months on 1 Foo", 7, '"renew" must be'),
        ("every 36 months", "every 18 months on 31 March", 7, "A fixed day comes once a year"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(old: str, new: str, line: int, words: str) -> None:
    found = told(changed(old, new))
    assert any(each.startswith(f"anywhere.yml:{line}: ") and words in each for each in found), found


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("any of: [a, b]", 'Say which course in one of "course", "any of", "all of", and in one of them only'),
        ("strength: mandatry", 'Did you mean "mandatory"?'),
        ("strength: must", 'Choose from "mandatory", "recommended", "available"'),
        ("due: soon", '"due" must be "30 days after joining"'),
        ("due: 2027-02-30", '"2027-02-30" is not a day from 2000 to 2100'),
        ("due: 2027-02-30, or 30 days after joining", '"2027-02-30" is not a day'),
        ("due: 1999-12-31", '"1999-12-31" is not a day from 2000 to 2100'),
        ("due: 30 days", '"due" must be'),
        ("due: 2000 days after joining", '"due" must be'),
        ("due: 2027-03-31, or soon", '"due" must be'),
        ("window: 36 months", '"window" must be shorter than the 36 months'),
        ("window: soon", '"window" must be a number of months'),
        ("active for: 37 months", '"active for" is longer than the 36 months'),
        ("from: 2027-13-01", '"2027-13-01" is not a day'),
        ("from: tomorrow", '"from" must be a day such as 2027-04-01'),
        ("managers first: 60 days", 'Add the day in "from"'),
        ("managers first: 60", '"managers first" must be a number of days'),
        ("after: refrsher", 'There is no requirement "refrsher" here. Did you mean "refresher"?'),
        ("after: nothing-like", 'There is no requirement "nothing-like" here. There are refresher.'),
        ("better after: [core]", '"better after" names core itself'),
        ("after: []", '"after" is empty'),
        ("after: [refresher, refresher]", '"refresher" is in "after" twice'),
        ("restarted by: core", '"restarted by" names core itself'),
        ("after: refresher", "core waits for refresher, which waits for core. Take one of them out"),
        ("counts too: marac-course", '"counts too" must be a list'),
        ("counts too: [{course: a, within: 0 months}]", '"within" must be "12 months" or the like'),
        ("counts too: [{course: a, within: 300 months}]", '"within" must be'),
        ("counts too: [{course: a, withn: 3 months}]", 'Did you mean "within"?'),
        (f"assumed: {'x' * 501}", "longer than 500 characters"),
        ("unheard: of", '"unheard" is not a key here. The keys are title, who, course'),
    ],
)
def test_what_is_wrong_in_a_requirement_is_told_at_its_line(line: str, words: str) -> None:
    found = told(with_line(line))
    assert any(each.startswith("anywhere.yml:4: ") and words in each for each in found), found


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("everybody", '"everybody" does not say who. Write everyone'),
        ("[{team: Repairs}]", "This is a list. Write {any: [...]}"),
        ("{}", "This says nobody"),
        ("{taem: Repairs}", '"taem" is not a condition. Did you mean "team"?'),
        ("{weather: fine}", '"weather" is not a condition. The conditions are team, role'),
        ("{team: []}", '"team" is empty'),
        ("{team: [A, A]}", '"A" is in "team" twice'),
        ("{team: {any: [A]}}", '"team" must be plain text'),
        ("{manages: maybe}", '"manages" must be yes or no'),
        ("{customer-facing: [yes]}", '"customer-facing" must be yes or no'),
        ("{kind: contractors}", 'Did you mean "contractor"?'),
        ("{any: {team: A}}", '"any" must be a list of conditions'),
        ("{all: []}", '"all" must be a list of conditions'),
        ("{line managers of: {line managers of: {team: A}}}", "cannot be inside itself"),
        ("{line managers of: {not: {any: [{line managers of: everyone}]}}}", "cannot be inside itself"),
        ("{not: nobody}", '"nobody" does not say who'),
        ("{not: " * 14 + "{team: A}" + "}" * 14, "nested too deeply"),
    ],
)
def test_what_is_wrong_in_an_audience_is_told_at_its_line(who: str, words: str) -> None:
    found = told(changed("who: everyone", f"who: {who}"))
    assert any(each.startswith("anywhere.yml:5: ") and words in each for each in found), found


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "1: The details must be lines of `key: value`"),
        ("- a\n", "1: The details must be lines of `key: value`"),
        ("programme: x\nrequirements: {}\n", '2: "requirements" is empty'),
        ("programme: x\nrequirements: [a]\n", '2: "requirements" is empty'),
        ("programme: x\nrequirements:\n  core: yes\n", '3: "core" needs lines'),
        ("programme: x\nrequirements:\n  core: {title: [\n", "4: This part cannot be read"),
        ("#" * (LIMITS.longest + 1), f"1: The details are longer than {LIMITS.longest} characters"),
        (f"{GOOD}courses: [a]\n", '14: "courses" must be lines of'),
        (f"{GOOD}courses:\n  a: b\n", '15: "a" must be written as'),
        (
            f"{GOOD}courses:\n  A: {{title: A, level: 1, valid for: no end}}\n",
            "15: 'A' cannot be a course's short name",
        ),
        (f"{GOOD}courses:\n  a: {{title: Stalking, level: 1, valid for: no end}}\n", '15: The word "Stalking"'),
        (f"{GOOD}courses:\n  a: {{title: A, level: 4, valid for: no end}}\n", '15: "level" must be a whole number'),
        (f"{GOOD}courses:\n  a: {{title: A, level: 1, valid for: ever}}\n", '15: "valid for" must be "36 months"'),
        (f"{GOOD}courses:\n  a: {{title: A, level: 1, valid for: 121 months}}\n", '15: "valid for" must be'),
        (f"{GOOD}courses:\n  a: {{title: A, level: 1}}\n", '15: "valid for" is missing'),
    ],
)
def test_what_is_wrong_around_the_requirements(source: str, words: str) -> None:
    found = told(source)
    assert any(each.startswith(f"anywhere.yml:{words}") for each in found), found


def test_too_many_requirements() -> None:
    one = "  core-{}: {{title: Core, who: everyone, course: a}}\n"
    many = "".join(one.format(number) for number in range(MOST_REQUIREMENTS + 1))
    assert told(f"programme: x\nrequirements:\n{many}") == [
        "anywhere.yml:3: There are more than 100 requirements. Make two programmes of them."
    ]


def test_every_fault_is_told_at_once() -> None:
    source = with_line("due: soon").replace("team: Repairs", "taem: Repairs").replace("every 12", "each 12")
    assert [each.split(":")[1] for each in told(source)] == ["4", "11", "13"]


def test_a_long_circle_is_told_once_from_its_first() -> None:
    lines = "".join(
        f"  {key}:\n    {{title: T, who: everyone, course: a, {waits}}}\n"
        for key, waits in [
            ("a", "after: b"),
            ("b", "restarted by: c, renew: never"),
            ("c", "after: a"),
            ("d", "after: a"),
        ]
    )
    expected = "a waits for b, which waits for c, which waits for a. Take one of them out of"
    [found] = told(f"programme: x\nrequirements:\n{lines}")
    assert found.startswith(f"anywhere.yml:4: {expected}")


def test_what_is_restarted_says_how_often_it_is_due() -> None:
    """Else it would be the certificate of what restarts it that counts."""
    found = told(changed("    renew: every 12 months\n", ""))
    assert found == ['anywhere.yml:12: Add "renew", so that it is clear for how long it counts once it is restarted.']


def test_due_before_it_begins() -> None:
    found = told(with_line("from: 2027-04-01\n    due: 2027-03-31"))
    assert found == ["anywhere.yml:5: It is due on 2027-03-31, before it begins on 2027-04-01. Change one of them."]


def test_lines_as_a_browser_sends_them_are_the_same_lines() -> None:
    assert told(with_line("due: soon").replace("\n", "\r\n"))[0].startswith("anywhere.yml:4: ")
    assert told("\ufeff" + GOOD) == []
