"""Somebody at a browser, whose every request and complaint is written down."""

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.site import PASSWORD, Site

PATIENCE = 15_000  # milliseconds; the machine may be busy
REFUSALS = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d ")
"""Chromium's note of an answer such as 400 for a form with a problem, which is as it should be."""

expect.set_options(timeout=PATIENCE)


class Reader:
    """One browser with cookies of its own and one page in it."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.email = ""
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: self.requests.append(request))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSALS.match(message.text):
            self.complaints.append(f"{message.text} at {message.page.url if message.page else ''}")

    def go(self, path: str) -> Page:
        self.page.goto(self.site.url + path)
        return self.page

    def sign_in(self, email: str) -> Page:
        self.go("/sign-in")
        self.fill_in_sign_in(email)
        expect(self.page.locator("h1")).to_have_text("My training")
        return self.page

    def fill_in_sign_in(self, email: str) -> None:
        self.email = email
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")

    def press(self, name: str) -> None:
        """Press the button of that name in the page's own content."""
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow the link of that name in the page's own content."""
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def heading(self, text: str | re.Pattern[str]) -> None:
        """Wait until the page has this heading."""
        expect(self.page.locator("h1")).to_have_text(text)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.url)


class Readers:
    """All the browsers of one test."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._opened: list[Reader] = []

    def open(self, *, width: int = 1280, scripts: bool = True, **more: Any) -> Reader:
        context = self._browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            locale="en-GB",
            reduced_motion="reduce",
            **more,
        )
        reader = Reader(context, self._site)
        self._opened.append(reader)
        return reader

    def close(self) -> None:
        for reader in self._opened:
            reader.context.close()

    def check(self) -> None:
        """Nothing was asked of another place, and no page complained: of scripts, or of the security policy."""
        own = (self._site.url + "/", self._site.neutral)
        elsewhere = [each.url for reader in self._opened for each in reader.requests if not each.url.startswith(own)]
        assert not elsewhere, elsewhere
        complaints = [complaint for reader in self._opened for complaint in reader.complaints]
        assert not complaints, complaints
