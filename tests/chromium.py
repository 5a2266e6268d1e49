"""A real Chromium that reads pages of the tests: what it would submit, and what it does by itself.

Every request is answered here, whatever host it names: nothing leaves the machine. One browser a
test process; the fixture `chromium` in conftest starts it when a test first asks.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, Route, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
)
DOCUMENT = "https://toolbox-api.private.fin.ag/v3/oauth/authorize"

# The entry list of a form: `new FormData(form)`; where it tells its encoding, that of `submit()`,
# since only there the encoding is the form's own.
_FORMS = """() => {
  const prototype = HTMLFormElement.prototype;
  const get = (form, name) => Object.getOwnPropertyDescriptor(prototype, name).get.call(form);
  const listed = data => [...data].map(
    ([name, value]) => [name, value instanceof File ? value.name : value]);
  const elements = form => [...get(form, 'elements')];
  let submissions = 0;
  const submitted = form => {
    submissions += 1;
    let entries = [];
    const note = event => { entries = listed(event.formData); };
    form.addEventListener('formdata', note);
    prototype.submit.call(form);
    form.removeEventListener('formdata', note);
    return entries;
  };
  const found = {
    charset: document.characterSet,
    forms: [...document.forms].map(form => ({
      action: get(form, 'action'), method: get(form, 'method'), enctype: get(form, 'enctype'),
      entries: elements(form).some(e => (e.name || '').toLowerCase() === '_charset_')
        ? submitted(form) : listed(new FormData(form)),
    })),
  };
  return {...found, submissions};
}"""

_WRITE = "text => { document.open(); document.write(text); document.close(); }"


@dataclass(frozen=True, slots=True)
class FormRead:
    """One form as Chromium has it: `new FormData(form)` and the resolved action."""

    action: str
    method: str
    enctype: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page as Chromium has it, scripts on."""

    charset: str
    forms: tuple[FormRead, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that a page made."""

    method: str
    url: str
    body: bytes | None
    content_type: str | None
    navigation: bool


class Chromium:
    """One tab, used for one page after the other."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.sent: list[Sent] = []
        self._document: tuple[str, bytes, dict[str, str]] | None = None
        tab.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        request = route.request
        if self._document is not None and request.url == self._document[0]:
            _, body, headers = self._document
            self._document = None
            route.fulfill(status=200, headers=headers, body=body)
            return
        self.sent.append(
            Sent(
                request.method,
                request.url,
                request.post_data_buffer,
                request.headers.get("content-type"),
                request.is_navigation_request(),
            )
        )
        if request.is_navigation_request():
            route.fulfill(status=204)  # the page stays where it is
        else:
            route.abort()

    def open(
        self,
        page: bytes,
        *,
        url: str = DOCUMENT,
        headers: Mapping[str, str] | None = None,
        wait_until: str = "load",
    ) -> None:
        """Show a page as the answer of `url`; `headers` default to a bare `text/html`."""
        self.sent.clear()
        self._document = (
            url.partition("#")[0],
            page,
            dict(headers or {"Content-Type": "text/html"}),
        )
        self.tab.goto(url, wait_until=wait_until)  # type: ignore[arg-type]

    def forms(
        self, page: bytes, *, url: str = DOCUMENT, headers: Mapping[str, str] | None = None
    ) -> PageRead:
        """What every form of a page would submit."""
        self.open(page, url=url, headers=headers)
        return self._forms()

    def submitted(self, page: bytes, *, url: str, headers: Mapping[str, str]) -> bytes | None:
        """The body that `form.submit()` of a page's first form sends."""
        self.open(page, url=url, headers=headers)
        self.tab.evaluate("HTMLFormElement.prototype.submit.call(document.forms[0])")
        while not any(one.navigation for one in self.sent):
            self.tab.wait_for_timeout(1)
        self.tab.wait_for_load_state()
        return next(one.body for one in self.sent if one.navigation)

    def forms_of_text(self, text: str) -> PageRead:
        """The same for text that is written into a document that is open already: much quicker."""
        if self.tab.url != DOCUMENT:
            self.open(b"<!doctype html>", headers={"Content-Type": "text/html; charset=utf-8"})
        self.tab.evaluate(_WRITE, text)
        return self._forms()

    def _forms(self) -> PageRead:
        found = self.tab.evaluate(_FORMS)
        while sum(one.navigation for one in self.sent) < found["submissions"]:
            self.tab.wait_for_timeout(1)
        if found["submissions"]:
            self.tab.wait_for_load_state()
        return PageRead(
            found["charset"],
            tuple(
                FormRead(
                    form["action"],
                    form["method"],
                    form["enctype"],
                    tuple((name, value) for name, value in form["entries"]),
                )
                for form in found["forms"]
            ),
        )


@contextmanager
def running_chromium() -> Iterator[Chromium]:
    """A browser for the length of the block; the one of the system, never a downloaded one."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        message = "Chromium is needed (on Debian: apt-get install chromium)"
        raise FileNotFoundError(message)
    with sync_playwright() as playwright:
        # A window that nobody asked for is not opened, as in anybody's browser.
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=list(FLAGS),
            ignore_default_args=["--disable-popup-blocking"],
        )
        try:
            context = browser.new_context(service_workers="block")
            yield Chromium(context.new_page())
        finally:
            browser.close()
