"""Walks past every page in every state worth a look. Each yields the name of what is on the screen."""

from collections.abc import Callable, Iterator

from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.browser.steps import COURSE, SHORT_COURSE, pass_test, sit_test, start_test

MANAGER, LEAD = "manager@demo.example", "lead@demo.example"
LONG_NAME = "Gwenllian-Angharad Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-Ŵynne ap Gruffydd o'r Gelli"
LONG_TEAM = "Adran Gwasanaethau Cymdeithasol, Tai a Chymunedau Cynaliadwy"

Walk = Callable[[Reader], Iterator[str]]


def signed_out(reader: Reader) -> Iterator[str]:
    reader.go("/sign-in")
    yield "sign-in"
    reader.press("Sign in")
    expect(reader.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    yield "sign-in with a problem"
    for path in ("/help", "/privacy", "/accessibility", "/verify", "/verify/unknown", "/nowhere"):
        reader.go(path)
        yield path


def learner(reader: Reader) -> Iterator[str]:
    reader.sign_in(reader.site.new_person(LONG_NAME, team=LONG_TEAM))
    yield "training, nothing done"
    for path in (
        COURSE,
        f"{COURSE}/print",
        f"{COURSE}/quiz",
        "/help",
        "/account",
        "/account/password",
        "/account/looks",
        "/account/record",
        "/team",
    ):
        reader.go(path)
        yield path
    reader.go("/account/password")
    reader.press("Change password")
    yield "password with a problem"
    reader.go(COURSE)
    lessons = reader.page.locator(".govuk-task-list__link").evaluate_all("links => links.map(each => each.pathname)")
    for path in lessons[:-1]:
        reader.go(path)
        yield path


def sitter(reader: Reader) -> Iterator[str]:
    reader.sign_in(reader.site.new_person(LONG_NAME))
    attempt = start_test(reader, SHORT_COURSE)
    yield "question"
    reader.press("Continue")
    expect(reader.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    yield "question with a problem"
    questions = range(2, len(reader.site.answers(attempt)) + 1)
    for position in questions:
        reader.go(f"/attempts/{attempt}/questions/{position}")
        yield f"question {position}"
    reader.go(f"/attempts/{attempt}/check")
    yield "check, nothing answered"
    reader.press("Hand in")
    yield "check with gaps"
    reader.go(f"/attempts/{attempt}/questions/1")
    sit_test(reader, attempt, wrong=frozenset(questions))
    yield "check, all answered"
    reader.press("Hand in")
    reader.heading("Not passed this time")
    yield "result, not passed"
    pass_test(reader)
    yield "result, passed"
    reader.page.locator(".waymark-passed__button").click()
    reader.heading("Certificate")
    yield "certificate"
    reader.page.goto(reader.page.locator(".waymark-address a").inner_text())
    yield "verify"
    reader.go("/training")
    yield "training, done"
    reader.go(SHORT_COURSE)
    yield "module, passed"


def manager(reader: Reader) -> Iterator[str]:
    reader.site.new_person(LONG_NAME, team="Repairs")
    reader.sign_in(MANAGER)
    yield "training of a manager"
    for path in ("/team", "/team?show=soon"):
        reader.go(path)
        yield path
    for path in ("/log", "/log?from=2100-01-01", "/log?from=2026-02-01&to=2026-01-01"):
        reader.go(path)
        yield path
    if reader.page.viewport_size == {"width": 360, "height": 800}:
        reader.page.get_by_role("button", name="Menu").click()
        yield "menu open"


def lead(reader: Reader) -> Iterator[str]:
    reader.site.new_person(LONG_NAME, team=LONG_TEAM)
    reader.sign_in(LEAD)
    for path in ("/log?entries=all", "/log?as_at=2026-01-31", "/log/1", "/log/1/correct", "/log/1/withdraw"):
        reader.go(path)
        yield path
    reader.go("/log/1/correct")
    reader.press("Record the correction")
    yield "correction with problems"
    for path in (
        "/log/import",
        "/log/recognise",
        "/people",
        "/people?name=Gwenllian",
        "/people/1",
        "/courses",
        "/reminders",
        "/reminders/sent",
    ):
        reader.go(path)
        yield path
    for path in ("/coverage", "/coverage?on=2000-01-01", "/coverage?on=2199-01-01"):
        reader.go(path)
        yield path
    reader.go("/coverage")
    for path in reader.page.locator("main tbody a").evaluate_all(
        "links => links.slice(0, 1).map(each => each.pathname)"
    ):
        for view in ("", "?by=role", "?by=month", "/people"):
            reader.go(f"{path}{view}")
            yield f"coverage of one requirement {view}"
    reader.go("/sessions/new")
    reader.press("Save the session")
    yield "session with problems"
    reader.go("/sessions")
    yield "sessions"
    for path in reader.page.locator("main tbody a").evaluate_all("links => links.map(each => each.pathname)"):
        reader.go(path)
        yield path


def stranger(reader: Reader) -> Iterator[str]:
    """Somebody in an organisation where nothing has happened yet."""
    reader.sign_in(reader.site.new_stranger())
    yield "training, nothing to do"
    for path in ("/team", "/log", "/help"):
        reader.go(path)
        yield f"{path} without data"


WALKS: dict[str, Walk] = {
    "signed out": signed_out,
    "learner": learner,
    "sitter": sitter,
    "manager": manager,
    "lead": lead,
    "stranger": stranger,
}
