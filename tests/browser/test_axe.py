"""WCAG 2.2 AA as far as a machine can tell, on every page in every state, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.reader import Readers
from tests.browser.walks import WALKS, Walk

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AS_IT_SHOULD_BE = (
    ("region", 'class="govuk-back-link"'),  # GOV.UK: the way back is before the main part, so that skipping skips it
    ("landmark-unique", "waymark-box--key-point"),  # the page for paper has what to remember of every lesson
)

OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
def test_no_page_has_a_barrier_that_axe_finds(readers: Readers, walk: Walk, width: int) -> None:
    """The policy against foreign scripts would keep axe out as well, so these pages go without it."""
    reader = readers.open(width=width, bypass_csp=True)
    found = {name: faults for name in walk(reader) if (faults := faults_of(reader.page))}
    assert not found, found


def faults_of(page: Page) -> list[str]:
    """What axe finds, closed parts opened first."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in violations
        for node in each["nodes"]
        if not any(each["id"] == rule and mark in node["html"] for rule, mark in AS_IT_SHOULD_BE)
    ]
