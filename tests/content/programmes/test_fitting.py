from app.content.programmes.fitting import Fit, fit
from tests.content.programmes.sources import GOOD, changed, read, with_line

THERE = {
    "courses": ["level-1-awareness", "level-1-refresher"],
    "teams": ["repairs", "dlo"],
    "roles": ["plumber"],
    "organisations": ["anywhere council"],
}


def fitted(source: str) -> Fit:
    made = read(source)
    return fit(made.programme, made.lines, **THERE)


def told(source: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    found = fitted(source)
    return [(each.line, each.message) for each in found.problems], [
        (each.line, each.message) for each in found.warnings
    ]


def who(written: str) -> str:
    return changed("who: everyone", f"who: {written}")


def test_what_fits() -> None:
    assert fitted(GOOD) == Fit((), ())
    assert fitted(who("{team: [' dlo', REPAIRS], role: Plumber, organisation: Anywhere  Council}")) == Fit((), ())


def test_a_course_that_is_not_there() -> None:
    assert told(changed("level-1-refresher", "level-1-refreshr")) == (
        [(11, 'There is no course "level-1-refreshr". Did you mean "level-1-refresher"?')],
        [],
    )


def test_a_course_nowhere_near() -> None:
    problems, _ = told(with_line("counts too: [zzz]"))
    assert problems == [(4, 'There is no course "zzz". Make it on the page "Courses", or add it to "courses".')]


def test_a_course_that_comes_with_the_programme() -> None:
    source = changed("level-1-refresher", "new-one")
    assert told(f"{source}courses:\n  new-one: {{title: New, level: 1, valid for: no end}}\n") == ([], [])


def test_a_team_that_is_not_there_wherever_it_is_named() -> None:
    expected = [(5, 'There is no team "Repiars". Did you mean "repairs"?')]
    for written in ("{team: Repiars}", "{not: {team: Repiars}}", "{line managers of: {any: [{team: Repiars}]}}"):
        assert told(who(written)) == (expected, [])


def test_an_organisation_that_is_not_there() -> None:
    assert told(who("{organisation: Nowhere}"))[0] == [(5, 'There is no organisation "Nowhere". Check its name.')]


def test_a_role_that_nobody_holds_is_only_a_warning() -> None:
    assert told(who("{role: [Plumbr, Poet]}")) == (
        [],
        [
            (5, 'Nobody holds the role "Plumbr" now. Did you mean "plumber"?'),
            (5, 'Nobody holds the role "Poet" now. It binds who holds it later.'),
        ],
    )
