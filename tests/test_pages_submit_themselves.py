"""Whether a page submits itself, and which of its forms, is told as Chromium does it.

The records beside the tables of pages are what Chromium did; a test does it again.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.chromium import Chromium
from tests.departures import GUARDED, HOST, SUBMITTED, URL, what_is_forbidden, what_leaves
from tests.guarded_pages import all_pages
from tests.pages import page
from tests.self_submitting_pages import PAGES, UNTOLD
from workbench.inspection.reading import read
from workbench.inspection.summary import summary_lines
from workbench.model.capture import Capture
from workbench.model.exchange import Exchange

LEFT: dict[str, list[str | None] | None] = json.loads(SUBMITTED.read_text())
FORBIDDEN: dict[str, list[str]] = json.loads(GUARDED.read_text())
PARTS = 4
UNTOLD_NAMES = {f"untold: {name}" for name in UNTOLD}
# Requests that are no form's: addresses that a script goes to.
_ADDRESSES = ("/elsewhere",)
# The button that is pressed adds its own entry, which is none of the form's; and a control that
# comes after the script is not yet there.
_OTHER_ENTRIES = {
    "way: click, an image",
    "way: hidden, clicked",
    "way: hidden, but by a control that comes later",
}


@pytest.mark.parametrize("part", range(PARTS))
def test_chromium_does_what_is_on_record(chromium: Chromium, part: int) -> None:
    names = list(PAGES)[part::PARTS]
    found = what_leaves(chromium, names, LEFT)
    assert {name: left and list(left) for name, left in found.items()} == {
        name: LEFT[name] for name in names
    }


def test_chromium_forbids_what_is_on_record(chromium: Chromium) -> None:
    assert what_is_forbidden(chromium, FORBIDDEN) == FORBIDDEN


def test_the_records_hold_every_page_and_no_other() -> None:
    assert list(LEFT) == list(PAGES)
    assert list(FORBIDDEN) == [name for name, _ in all_pages()]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in UNTOLD_NAMES])
def test_a_page_is_told_to_submit_as_chromium_submits_it(name: str) -> None:
    told = page(PAGES[name], url=URL)
    left = LEFT[name]
    submits = left is not None and left[1] not in _ADDRESSES
    assert told.auto_submit is submits
    if left is None or not submits:
        assert (told.submits, told.how, told.submit_codes) == (None, None, ())
        return
    assert told.submits is not None
    form = told.forms[told.submits]
    body = urlencode([(entry.name, entry.value) for entry in form])
    method, where, sent = left
    assert where is not None
    if method == "GET":
        assert HOST + where == f"{form.action}?{body}"
    else:
        assert HOST + where == form.action
        assert sent == (body or None) or name in _OTHER_ENTRIES


@pytest.mark.parametrize("name", sorted(UNTOLD_NAMES))
def test_what_only_a_browser_knows_is_said_to_be_unknown(name: str) -> None:
    told = page(PAGES[name], url=URL)
    assert (told.auto_submit, told.submits) == (None, None)


@pytest.mark.parametrize(("name", "guarded"), all_pages(), ids=lambda value: str(value)[:60])
def test_a_policy_is_told_to_forbid_what_chromium_forbids(
    name: str, guarded: tuple[str, str, str]
) -> None:
    header, policy, markup = guarded
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8"]
    lines += [f"{header}: {policy}"] if policy else []
    received = ("\r\n".join([*lines, "", ""]) + markup).encode()
    exchange = Exchange(Capture(URL, b"", received, None), read, origin="import")
    found = {finding.id for finding in exchange.findings}
    told = [
        what
        for what, identifier in (
            ("script", "response.csp-blocks-auto-submit"),
            ("form", "response.csp-blocks-form"),
        )
        if identifier in found
    ]
    assert told == FORBIDDEN[name]
    if told:
        summary = "\n".join(line.value for line in summary_lines(exchange))
        assert "blank page" in summary
