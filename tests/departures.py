"""What leaves a page in a real Chromium while nobody touches it, and what at a press of its button.

`python -m tests.departures` writes both records anew: `self_submitting_pages.json` and
`guarded_pages.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Route

from tests import guarded_pages, self_submitting_pages
from tests.chromium import Chromium, Sent, running_chromium

HOST = "https://toolbox.example"
URL = f"{HOST}/authorize"
SUBMITTED = Path(__file__).with_name("self_submitting_pages.json")
GUARDED = Path(__file__).with_name("guarded_pages.json")

# Timers come two hundred times as soon, in the same order.
_SOONER = """for (const name of ['setTimeout', 'setInterval']) {
  const real = window[name];
  window[name] = (f, ms, ...more) => real(f, Math.min(ms || 0, 10000) / 200, ...more);
}"""
_PATIENCE = 10.0
# How long nothing must leave after the page was loaded, longer than its last timer: by the record,
# nothing will or something must; without a record, it is not known.
_NOTHING_WILL, _SOMETHING_MUST, _NOT_KNOWN = 0.12, 10.0, 1.0
_FORBIDS = (
    "Executing inline",
    "Evaluating a string",
    "Blocked script execution",
)
Departure = tuple[str, str, str | None]


class Watched:
    """A tab of its own, in which requests of the page are noted and answered with nothing."""

    def __init__(self, browser: Browser, scripts: Mapping[str, str]) -> None:
        context = browser.new_context(service_workers="block")
        context.add_init_script(_SOONER)
        context.route("**/*", self._answer)
        self.tab = context.new_page()
        self.tab.on("load", lambda _: self._events.append("load"))
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("dialog", Dialog.dismiss)
        self.sent: list[Sent] = []
        self.said: list[str] = []
        self._scripts = scripts
        self._events: list[str] = []
        self._shown = 0
        self._page: tuple[str, str, dict[str, str]] = ("", "", {})

    def show(
        self, page: str, headers: Mapping[str, str] | None = None, *, quiet: float = _NOT_KNOWN
    ) -> None:
        """Show a page and wait until something leaves it, or nothing has for so many seconds."""
        self._shown += 1
        url = f"{URL}?page={self._shown}"
        kind = {"Content-Type": "text/html; charset=utf-8"}
        self._page = (url, page, {**kind, **(headers or {})})
        self.sent.clear()
        self.said.clear()
        self._events.clear()
        self.tab.goto(url, wait_until="commit")
        self._until(lambda: bool(self.sent or self._events), _PATIENCE)
        self._until(lambda: bool(self.sent), quiet)

    def press(self, *, quiet: float = _NOT_KNOWN) -> None:
        """Press the page's only button, as somebody at a keyboard does."""
        self.tab.keyboard.press("Tab")
        self.tab.keyboard.press("Enter")
        self._until(lambda: bool(self.sent), quiet)

    def _until(self, done: Callable[[], bool], seconds: float) -> None:
        end = monotonic() + seconds
        while not done() and monotonic() < end:
            self.tab.wait_for_timeout(4)

    def _answer(self, route: Route) -> None:
        request = route.request
        url, page, headers = self._page
        script = self._scripts.get(urlsplit(request.url).path)
        if request.url == url and request.method == "GET":
            route.fulfill(status=200, headers=headers, body=page)
        elif script is not None:
            route.fulfill(status=200, headers={"Content-Type": "text/javascript"}, body=script)
        elif not request.is_navigation_request():
            route.abort()
        else:
            # A request of the page before has that page's address as its referrer.
            if request.headers.get("referer", url) in (url, f"{HOST}/"):
                self.sent.append(
                    Sent(
                        request.method,
                        request.url,
                        request.post_data_buffer,
                        request.headers.get("content-type"),
                        navigation=True,
                    )
                )
            route.fulfill(status=204)


@contextmanager
def watched(chromium: Chromium, scripts: Mapping[str, str]) -> Iterator[Watched]:
    """A watched tab in that browser."""
    browser = chromium.tab.context.browser
    assert browser is not None
    tab = Watched(browser, scripts)
    try:
        yield tab
    finally:
        tab.tab.context.unroute_all(behavior="ignoreErrors")
        tab.tab.context.close()


def _quiet(something: bool | None) -> float:
    if something is None:
        return _NOT_KNOWN
    return _SOMETHING_MUST if something else _NOTHING_WILL


def what_leaves(
    chromium: Chromium, names: Iterable[str], record: Mapping[str, object] | None = None
) -> dict[str, Departure | None]:
    """For pages of `self_submitting_pages`: method, path and body of what leaves first."""
    found: dict[str, Departure | None] = {}
    with watched(chromium, self_submitting_pages.SCRIPTS) as tab:
        for name in names:
            expected = None if record is None else record[name] is not None
            tab.show(self_submitting_pages.PAGES[name], quiet=_quiet(expected))
            found[name] = None
            if tab.sent:
                first = tab.sent[0]
                body = None if first.body is None else first.body.decode()
                found[name] = (first.method, first.url.removeprefix(HOST), body)
    return found


def what_is_forbidden(
    chromium: Chromium, record: Mapping[str, list[str]] | None = None
) -> dict[str, list[str]]:
    """For each page of `guarded_pages`: what the policy forbids, its "script" or its "form"."""
    found: dict[str, list[str]] = {}
    with watched(chromium, {}) as tab:
        for name, (header, policy, page) in guarded_pages.all_pages():
            leaves = None if record is None else not record[name]
            sent = None if record is None else "form" not in record[name]
            tab.show(page, {header: policy} if policy else {}, quiet=_quiet(leaves))
            forbidden: list[str] = []
            if not tab.sent:
                told = any(text.startswith(_FORBIDS) for text in tab.said)
                tab.press(quiet=_quiet(sent))
                if told or tab.sent:
                    forbidden.append("script")
                if not tab.sent:
                    forbidden.append("form")
            found[name] = forbidden
    return found


def _written(record: Mapping[str, object]) -> str:
    lines = (f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in record.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    with running_chromium() as running:
        SUBMITTED.write_text(_written(what_leaves(running, self_submitting_pages.PAGES)))
        GUARDED.write_text(_written(what_is_forbidden(running)))
