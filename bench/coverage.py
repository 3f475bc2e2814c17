"""What is asked of people at scale: everybody worked out again, and the pages of managers and training leads.

Time by the clock, and CPU time of the process and those it starts, which other programs change less (PostgreSQL's own
is not in it); of requests the fastest of several.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, text, update

from app.assignments.applying import apply_programme
from app.assignments.refreshing import mark_everybody
from app.assignments.working_out import work_out_on_all_cores
from app.database import writing
from app.extensions import db
from app.models import Assignment, Person, Posting
from app.web import clock
from bench.big_council import COMPLETIONS_EACH, open_council, programme_source
from bench.school import School, SignedIn

PEOPLE, QUICK_PEOPLE = 100_000, 7_000
TIMES = 7
A_MINUTE = 60.0
PAGE_MS = 100.0
ASKS = "/coverage/asks-0"


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of CPU; `aim` is for the clock, on two cores that nothing else uses."""

    name: str
    cpu: float
    wall: float
    aim: float | None = None

    def __str__(self) -> str:
        aim = f", aim {_said(self.aim)}" if self.aim else ""
        return f"{self.name}: {_said(self.wall)}{aim}; {_said(self.cpu)} of CPU"


def _said(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"


def coverage(school: School, people: int) -> Iterator[Took]:
    """Fill a council of so many people, work everybody out, again, and after a change; then look at pages."""
    with school.app.app_context():
        today = clock.now().date()
        organisation_id = open_council(people, today)
        yield _timed(
            f"everybody of {people:,} worked out, first",
            lambda: work_out_on_all_cores(organisation_id, today),
            A_MINUTE,
        )
        with writing():
            mark_everybody(organisation_id)
        yield _timed(
            "everybody again, nothing changed", lambda: work_out_on_all_cores(organisation_id, today), A_MINUTE
        )
        _apply(organisation_id, programme_source().replace("due: 60 days", "due: 90 days"))
        _as_if_of(today - timedelta(days=1), organisation_id)
        yield _timed(
            "everybody again, due dates moved", lambda: work_out_on_all_cores(organisation_id, today), A_MINUTE
        )
        with writing():
            db.session.execute(text("ANALYZE"))
        rows = db.session.scalar(select(func.count()).select_from(Assignment))
        print(f"{rows:,} rows of assignments, {people * COMPLETIONS_EACH:,} completions", flush=True)
        manager = _manager_of_about(organisation_id, 30)
        db.session.rollback()
    yield from _pages(school, organisation_id, manager, today)


def _pages(school: School, organisation_id: int, manager: int, today: date) -> Iterator[Took]:
    lead, boss = school.lead(organisation_id), school.sign_in(manager)
    for person, path, aim in (
        (boss, "/team", PAGE_MS),
        (lead, "/coverage", PAGE_MS),
        (lead, ASKS, PAGE_MS),
        (lead, f"{ASKS}?by=role", None),
        (lead, f"{ASKS}?by=month", None),
        (lead, f"{ASKS}/people", None),
        (lead, f"/coverage?on={today - timedelta(days=1)}", None),
    ):
        yield min((_page(school, person, path, aim) for _ in range(TIMES)), key=lambda took: took.cpu)


def _page(school: School, person: SignedIn, path: str, aim: float | None) -> Took:
    def fetch() -> None:
        client = school.app.test_client(use_cookies=False)
        with closing(client.get(path, base_url="http://127.0.0.1", headers={"Cookie": person.cookie})) as answer:
            assert answer.status_code == 200, f"{path}: {answer.status}"

    return _timed(path, fetch, aim and aim / 1000)


def _timed(name: str, do: Callable[[], Any], aim: float | None) -> Took:
    cpu, start = _cpu(), time.perf_counter()
    do()
    return Took(name, _cpu() - cpu, time.perf_counter() - start, aim)


def _cpu() -> float:
    """Of this process, and of those that it started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _apply(organisation_id: int, source: str) -> None:
    with writing():
        apply_programme(organisation_id, source, clock.now())


def _as_if_of(day: date, organisation_id: int) -> None:
    """What is known of everybody was worked out on another day, so that it is closed and not written over."""
    with writing():
        mine = update(Assignment).where(Assignment.organisation_id == organisation_id)
        db.session.execute(mine.values(known_from=day))


def _manager_of_about(organisation_id: int, people: int) -> int:
    """Somebody who manages no team, and is the line manager of so many people."""
    count = func.count()
    query = select(Posting.line_manager_id, count).join(Person, Person.id == Posting.line_manager_id)
    of_a_team = select(Posting.person_id).where(Posting.manages)
    query = query.where(Person.organisation_id == organisation_id, Person.id.not_in(of_a_team))
    query = query.group_by(Posting.line_manager_id)
    return min(db.session.execute(query).tuples(), key=lambda found: abs(found[1] - people))[0] or 0
