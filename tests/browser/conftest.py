"""Chromium in front of a real server. Without Chromium these tests are skipped, but not where CI=true."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.reader import Reader, Readers
from tests.browser.site import Site, prepare, serve

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--lang=en-GB"]
LOOKS = {
    "wide": {"width": 1280, "scripts": True},
    "narrow": {"width": 360, "scripts": True},
    "wide without scripts": {"width": 1280, "scripts": False},
    "narrow without scripts": {"width": 360, "scripts": False},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="draw docs/screenshots again")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        missing = "*** NO CHROMIUM: the browser tests are NOT run. Install it with: bash tests/install_browser ***"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
    yield started
    started.close()


@pytest.fixture(scope="session")
def remembering_browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    """One that keeps whole pages in memory for Back, as people's browsers do and tests' usually do not."""
    started = playwright.chromium.launch(
        executable_path=chromium, args=SWITCHES, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield started
    started.close()


@pytest.fixture(scope="session")
def prepared(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database to start from, made once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    database = folder / "prepared.db"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            making = folder / "being-prepared.db"
            prepare(making)
            making.rename(database)
    return database


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server for the tests of one file."""
    with serve(prepared, tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture
def readers(browser: Browser, site: Site) -> Iterator[Readers]:
    """Opens browsers, each with cookies of its own, and complains at the end of what went on in them unseen."""
    opened = Readers(browser, site)
    yield opened
    opened.close()
    opened.check()


@pytest.fixture(params=LOOKS)
def reader(readers: Readers, request: pytest.FixtureRequest) -> Reader:
    """Somebody with a wide or a narrow screen, with and without scripts."""
    return readers.open(**LOOKS[request.param])


@pytest.fixture(params=["narrow", "wide without scripts"])
def either(readers: Readers, request: pytest.FixtureRequest) -> Reader:
    """Somebody with scripts or without, where the width does not matter."""
    return readers.open(**LOOKS[request.param])


@pytest.fixture(params=["wide", "narrow"])
def scripted(readers: Readers, request: pytest.FixtureRequest) -> Reader:
    """Somebody whose browser runs scripts."""
    return readers.open(**LOOKS[request.param])
