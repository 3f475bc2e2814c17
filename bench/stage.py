"""One database with a school in it, and both servers on it: what every measurement stands on."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench import limit_walks, walks
from bench.client import Tally, Walk, run
from bench.databases import Database, database
from bench.school import LEARNERS, School, SignedIn
from bench.servers import Server, serving

PRODUCT, LIMIT = "wsgi:app", "bench.limit_app:app"


@dataclass(frozen=True, slots=True)
class Stage:
    """Both servers on one database, with learners signed in to each; `attempts` are open ones, of one learner each."""

    database: Database
    school: School
    product: Server
    limit: Server
    learners: Sequence[SignedIn]
    attempts: Sequence[tuple[SignedIn, int]]
    cookies: Sequence[str]

    @property
    def questions(self) -> int:
        return self.school.questions


def settings_for(made: Database) -> dict[str, str]:
    """The environment of a server as in production, but for its address; what it keeps goes with its database."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": made.url,
        "PUBLIC_URL": "http://127.0.0.1",
        "PYTHONWARNINGS": "ignore",
        "KEYS_FOLDER": str(made.folder / "keys"),
        "RECORDS_FOLDER": str(made.folder / "records"),
    }


@contextmanager
def filled(kind: str) -> Iterator[tuple[Database, School, dict[str, str]]]:
    """A database of a kind with a school and the limit's tables, and the settings to serve it with."""
    with database(kind) as made:
        environment = settings_for(made)
        school = School(environment)
        yield made, school, environment


@contextmanager
def stage(kind: str) -> Iterator[Stage]:
    with filled(kind) as (made, school, environment):
        learners = school.people(LEARNERS)
        with (
            serving(PRODUCT, environment, beside=made.processes) as product,
            serving(LIMIT, environment, beside=made.processes) as limit,
        ):
            yield Stage(
                made, school, product, limit, learners, open_attempts(product, learners), limit_cookies(limit, LEARNERS)
            )


def open_attempts(server: Server, learners: Sequence[SignedIn]) -> list[tuple[SignedIn, int]]:
    found: list[tuple[SignedIn, int]] = []
    walk_once(server, [walks.begin_attempt(learner, found) for learner in learners])
    return found


def limit_cookies(server: Server, people: int) -> list[str]:
    found: list[str] = []
    walk_once(server, [limit_walks.create_tables()])
    walk_once(server, [limit_walks.sign_in(person, found) for person in range(1, people + 1)])
    return found


def walk_once(server: Server, each: Sequence[Walk]) -> Tally:
    """Walk each of these once, one after the other."""
    tally = Tally()
    for walk in each:
        tally.errors += run(server.port, iter([walk]), 1, 0.0).errors
    if tally.errors:
        raise SystemExit(f"Could not prepare the measurement: {tally.errors[0]}")
    return tally
