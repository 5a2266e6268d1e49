"""Every form of every page is read as a real Chromium submits it: entries, action, method, enctype.

What Chromium says is kept beside the pages, and asked again here, so that it cannot grow old.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.browser_pages import RULES, BrowserPage, expected, made_up, pages
from tests.browser_pages.__main__ import read_all
from tests.browser_pages.score import our_forms, tables
from tests.chromium import DOCUMENT, Chromium

DOCS = Path(__file__).parent.parent / "docs" / "browser.md"
# More of them: WORKBENCH_TEST_EXAMPLES=5000
EXAMPLES = int(os.environ.get("WORKBENCH_TEST_EXAMPLES", "300"))
PAGES = pages()
# Where we differ, and why that stays.
KNOWN = {
    "controls: textarea wrapped hard": "where lines break depends on the font and the window",
    "controls: color": "CSS's names and functions of colours are not read",
    "owners: deep": "Chromium stops nesting at 512 elements and loses the form's controls there",
    "actions: host with a blank": "the URL standard refuses such a host, Chromium does not",
    "actions: base that cannot be parsed": "the HTML standard goes on with the page's own URL",
}
EXPECTED = expected()


def test_there_are_enough_pages_of_each_kind() -> None:
    assert sum(page.kind not in RULES for page in PAGES) >= 80
    assert len(PAGES) > 300
    assert [page.key for page in PAGES] == list(EXPECTED)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_page_is_read_as_chromium_reads_it(page: BrowserPage) -> None:
    agrees = our_forms(page) == list(EXPECTED[page.key].forms)
    assert agrees is (page.key not in KNOWN), (our_forms(page), EXPECTED[page.key].forms)


def test_the_tables_in_the_docs_are_what_is_measured() -> None:
    assert tables() in DOCS.read_text(encoding="utf-8")


def test_chromium_still_says_so(chromium: Chromium) -> None:
    now = read_all(chromium)
    assert {key: page for key, page in now.items() if page != EXPECTED[key]} == {}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(made_up.PAGES)
def test_any_page_is_read_as_chromium_reads_it(chromium: Chromium, text: str) -> None:
    told = chromium.forms_of_text(text)
    page = BrowserPage("made up", "now", text.encode("utf-8"), url=DOCUMENT)
    assert our_forms(page) == list(told.forms)
