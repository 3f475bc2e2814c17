import pytest

from app.content.programmes.fitting import fit
from app.content.programmes.reading import read_programme
from app.content.programmes.writing import write_programme
from app.rules.people import alike
from app.rules.programmes.audiences import AllOf, AnyOf, Audience, InTeam, LineManagerOf, Not, OfOrganisation
from tests.programmes.people import FOLDER, read

AUTHORITIES = ["durham", "gloucestershire", "hackney", "hartlepool", "north-yorkshire", "wokingham"]
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))
MODULES = [path.stem for path in (FOLDER.parent / "modules").glob("*.md")]


def test_the_six_authorities_and_the_usual_one_are_there() -> None:
    assert {*AUTHORITIES, "level-1"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_and_writes(name: str) -> None:
    programme = read(name).programme
    assert read_programme(write_programme(programme), name).programme == programme


def named(who: Audience, kind: type[InTeam] | type[OfOrganisation]) -> set[str]:
    match who:
        case AllOf(each) | AnyOf(each):
            return set().union(*(named(one, kind) for one in each))
        case Not(one) | LineManagerOf(one):
            return named(one, kind)
    return set(map(alike, who.names)) if isinstance(who, kind) else set()


@pytest.mark.parametrize("name", NAMES)
def test_all_its_courses_are_modules_or_come_with_it(name: str) -> None:
    made = read(name)
    teams = set().union(*(named(each.who, InTeam) for each in made.programme.requirements))
    organisations = set().union(*(named(each.who, OfOrganisation) for each in made.programme.requirements))
    fitted = fit(made.programme, made.lines, courses=MODULES, teams=teams, roles=(), organisations=organisations)
    assert fitted.problems == ()


@pytest.mark.parametrize("name", AUTHORITIES)
def test_every_assumption_is_owned(name: str) -> None:
    """Hackney says how often for the core and the refresher; the other sources give no times at all."""
    unsaid = [each.key for each in read(name).programme.requirements if not each.assumed]
    assert unsaid == (["refresher", "refresher-repairs"] if name == "hackney" else [])


@pytest.mark.parametrize("name", NAMES)
def test_every_course_that_comes_with_it_is_used(name: str) -> None:
    programme = read(name).programme
    used = {option.course for each in programme.requirements for group in each.groups for option in group}
    used |= {each.course for requirement in programme.requirements for each in requirement.equivalents}
    assert {each.slug for each in programme.courses} <= used


def test_the_usual_one_needs_nothing_but_the_modules() -> None:
    made = read("level-1")
    assert made.programme.courses == ()
    assert fit(made.programme, made.lines, courses=MODULES, teams=(), roles=(), organisations=()).problems == ()
