"""Every form of every page is read as a real Chromium submits it: entries, action, method, enctype.

What Chromium says is kept beside the pages, and asked again here, so that it cannot grow old.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings

from tests.browser_pages import RULES, BrowserPage, expected, made_up, pages
from tests.browser_pages.__main__ import read_all
from tests.browser_pages.score import our_forms, our_page, tables
from tests.chromium import DOCUMENT, Chromium
from workbench.inspection.legacy_sending import in_query
from workbench.model.page import Form

DOCS = Path(__file__).parent.parent / "docs" / "browser.md"
# More of them, and others each time: WORKBENCH_TEST_EXAMPLES=5000
SAME_EACH_TIME = "WORKBENCH_TEST_EXAMPLES" not in os.environ
EXAMPLES = int(os.environ.get("WORKBENCH_TEST_EXAMPLES", "300"))
PAGES = pages()
# Where we differ, and why that stays.
KNOWN = {
    "controls: textarea wrapped hard": "where lines break depends on the font and the window",
    "controls: color": "CSS's names and functions of colours are not read",
    "owners: deep": "Chromium stops nesting at 512 elements and loses the form's controls there",
    "owners: misnested link moves a control out of a table": "moved elements lose their form",
    "owners: form nested by way of a select": "Chromium closes both forms with one end tag",
    "owners: frameset after a template": "our parser lets the frameset replace the body",
    "owners: frameset after a reference to NUL": "the standard ignores this one, Chromium does not",
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


@pytest.mark.parametrize("kind", dict.fromkeys(page.kind for page in PAGES), ids=str)
def test_chromium_still_says_so(chromium: Chromium, kind: str) -> None:
    now = read_all(chromium, [page for page in PAGES if page.kind == kind])
    assert {key: page for key, page in now.items() if page != EXPECTED[key]} == {}


def sent_pages() -> list[BrowserPage]:
    """Pages whose body is more than its entry list: in another encoding, with line ends, with a
    direction. They post one form."""
    words = ("_charset_", "newline", "carriage", "dirname", "reference", "emoji", "control char")
    return [
        page
        for page in PAGES
        if EXPECTED[page.key].forms
        and (
            (
                page.kind in ("encodings", "methods")
                and b"_charset_" in page.body.replace(b"\0", b"")
            )
            or (page.kind == "controls" and any(word in page.name for word in words))
        )
    ]


def body_of(form: Form) -> bytes:
    """The body that our entries make, in the encoding that they tell (WHATWG URL,
    `application/x-www-form-urlencoded` serialising)."""
    named = [entry.value for entry in form.inputs if entry.name.lower() == "_charset_"]
    label = named[0].lower() if named and form.inputs[-1].hidden else "utf-8"
    return "&".join(
        "=".join(
            _escaped(re.sub("\r\n?|\n", "\r\n", part), label) for part in (entry.name, entry.value)
        )
        for entry in form.inputs
    ).encode("ascii")


def _escaped(text: str, label: str) -> str:
    if label == "utf-8":
        return quote_plus(text, safe="*-._").replace("~", "%7E")
    return re.sub(
        "%(?![0-9A-F]{2})|[^%]",
        lambda letter: quote_plus(letter[0], safe="*-._%").replace("~", "%7E"),
        in_query(text.replace("%", "%25"), label),
    )


@pytest.mark.parametrize("page", sent_pages(), ids=lambda page: page.key)
def test_the_body_is_the_one_that_chromium_sends(chromium: Chromium, page: BrowserPage) -> None:
    """`new FormData` knows nothing of the form's encoding and of line ends in a body."""
    read = our_page(page)
    assert read is not None
    (form,) = read.forms
    assert body_of(form) == chromium.submitted(
        page.body, url=page.url, headers={"Content-Type": page.content_type}
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=SAME_EACH_TIME,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(made_up.PAGES)
def test_any_page_is_read_as_chromium_reads_it(chromium: Chromium, text: str) -> None:
    told = chromium.forms_of_text(text)
    page = BrowserPage("made up", "now", text.encode("utf-8"), url=DOCUMENT)
    assert our_forms(page) == list(told.forms)


@settings(
    max_examples=max(20, EXAMPLES // 15),
    deadline=None,
    derandomize=SAME_EACH_TIME,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(made_up.VALUES)
def test_any_value_is_sanitised_as_chromium_does_it(chromium: Chromium, text: str) -> None:
    told = chromium.forms_of_text(text)
    page = BrowserPage("made up", "values", text.encode("utf-8"), url=DOCUMENT)
    assert our_forms(page) == list(told.forms)
