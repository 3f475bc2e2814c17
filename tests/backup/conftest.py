from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.database import writing
from app.models import Organisation, Person
from tests.backup.sites import Site, new_site
from tests.databases import Databases, SqliteDatabases
from tests.factories import OrganisationFactory, PersonFactory, record

NewSite = Callable[..., Site]


@dataclass(frozen=True, slots=True)
class Northgate:
    """A site with one organisation whose log has three entries, each of another person."""

    site: Site
    organisation_id: int
    person_ids: tuple[int, ...]

    def add_entries(self, number: int) -> None:
        with self.site.inside(), writing():
            for _ in range(number):
                record(self.person_ids[0], date(2026, 11, 9))


@pytest.fixture
def site(databases: Databases, migrated: str, tmp_path: Path) -> NewSite:
    """Makes empty databases of the kind that this run tests on."""
    return lambda revision=None: new_site(databases, tmp_path, revision, migrated)


@pytest.fixture
def sqlite_site(tmp_path: Path) -> Iterator[NewSite]:
    """Makes empty SQLite databases, whatever this run tests on."""
    with SqliteDatabases(tmp_path, "sqlite") as made:
        yield lambda revision=None: new_site(made, tmp_path, revision)


@pytest.fixture
def northgate(site: NewSite) -> Northgate:
    made = site("head")
    with made.inside():
        organisation: Organisation = OrganisationFactory(name="Northgate")
        people: list[Person] = [PersonFactory(organisation=organisation, name=name) for name in ("Ann", "Bo", "Cy")]
        person_ids = tuple(person.id for person in people)
        with writing():
            for number, person_id in enumerate(person_ids, start=1):
                record(person_id, date(2026, 11, number))
        return Northgate(made, organisation.id, person_ids)


@pytest.fixture
def file(northgate: Northgate, tmp_path: Path) -> Path:
    """A backup of Northgate."""
    target = tmp_path / "northgate.zip"
    result = northgate.site.flask("backup", target)
    assert result.exit_code == 0, result.output
    return target
