from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from app.content.edition import Edition
from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.durability.disk import CannotMount, Disk, own_disk
from tests.durability.school import School, open_school

FIGURES = pytest.StashKey[list[str]]()


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a drill is: `make drills` makes it long, the test suite keeps it short."""

    learners: int
    people: int
    kills: int
    kills_while_migrating: int
    restarts: int
    editions: int
    locked_for: tuple[int, ...]


SHORT = Scale(learners=6, people=150, kills=4, kills_while_migrating=2, restarts=1, editions=3, locked_for=(0,))
LONG = Scale(
    learners=50, people=4000, kills=100, kills_while_migrating=40, restarts=10, editions=21, locked_for=(5, 30, 120)
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--drills", action="store_true", help="make the durability drills long, and tell their figures")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--drills", False) and config.stash[FIGURES]:
        terminalreporter.section(f"drills on {config.getoption('--database')}")
        for line in config.stash[FIGURES]:
            terminalreporter.line(line)


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> Scale:
    return LONG if request.config.getoption("--drills", False) else SHORT


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tell a figure at the end of `make drills`."""
    stash = request.config.stash
    return lambda line: stash.setdefault(FIGURES, []).append(f"{request.node.originalname}: {line}")


@pytest.fixture
def school(databases: Databases, migrated: str, short_edition: Edition, scale: Scale) -> School:
    return open_school(databases, short_edition, scale.people, migrated)


@pytest.fixture
def postgresql(databases: Databases) -> PostgresDatabases:
    if not isinstance(databases, PostgresDatabases):
        pytest.skip("about PostgreSQL")
    return databases


@pytest.fixture
def on_sqlite(databases: Databases) -> None:
    if not isinstance(databases, SqliteDatabases):
        pytest.skip("about SQLite")


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk of the test's own, which can fail; the test is skipped, loudly, where none can be mounted."""
    with ExitStack() as stack:
        try:
            disk = stack.enter_context(own_disk(megabytes=256))
        except CannotMount as reason:
            pytest.skip(f"*** {reason}: a disk that fails cannot be made here, so that is NOT tested. Try as root. ***")
        yield disk


@pytest.fixture
def on_disk(disk: Disk, databases: Databases) -> Iterator[Databases]:
    """Databases on that disk."""
    with type(databases)(disk.folder, "disk") as on_disk:
        yield on_disk


@pytest.fixture
def school_on_disk(on_disk: Databases, short_edition: Edition, scale: Scale) -> School:
    return open_school(on_disk, short_edition, scale.people)
