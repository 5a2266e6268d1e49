"""How many of the pages each reader gets wholly right: ours, and BeautifulSoup as a careful
developer would use it, on each of its own parsers."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, dammit
from bs4.element import Tag

from tests.browser_pages import RULES, BrowserPage, expected, pages
from tests.chromium import FormRead
from workbench import inspect
from workbench.model.page import Page

BEGIN, END = "<!-- scores -->", "<!-- /scores -->"
Reader = Callable[[BrowserPage], list[FormRead]]
_BUTTONS = ("submit", "button", "reset", "image")
_ENCTYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


def our_page(page: BrowserPage) -> Page | None:
    """The page as the workbench reads it."""
    head = b"HTTP/1.1 200 OK\r\n"
    if page.content_type:
        head += b"Content-Type: " + page.content_type.encode() + b"\r\n"
    head += b"Content-Length: %d\r\n\r\n" % len(page.body)
    return inspect(head + page.body, url=page.url).page


def our_forms(page: BrowserPage) -> list[FormRead]:
    """What the workbench reads of a page's forms."""
    read = our_page(page)
    if read is None:
        return []
    return [
        FormRead(
            form.action,
            form.method,
            form.enctype,
            tuple((entry.name, entry.value) for entry in form.inputs),
        )
        for form in read.forms
    ]


# BeautifulSoup alone: it would also guess with whatever detector another package brought along.
dammit.chardet_module = None


def plain(parser: str) -> Reader:
    """A plain reading with BeautifulSoup on that parser."""

    def read(page: BrowserPage) -> list[FormRead]:
        charset = page.content_type.partition("charset=")[2].strip("\"'") or None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pages that look like XML or like file names
            try:
                soup = BeautifulSoup(page.body, parser, from_encoding=charset)
            except (LookupError, AssertionError):
                return []
        base_tag = soup.find("base", href=True)
        base = page.url
        if isinstance(base_tag, Tag):
            base = _joined(page.url, str(base_tag["href"]))
        return [_form(form, page.url, base) for form in soup.find_all("form")]

    return read


def _form(form: Tag, url: str, base: str) -> FormRead:
    action = str(form.get("action") or "")
    method = str(form.get("method") or "get").lower()
    enctype = str(form.get("enctype") or "").lower()
    entries: list[tuple[str, str]] = []
    for control in form.find_all(["input", "select", "textarea"]):
        name = control.get("name")
        if not name or control.has_attr("disabled"):
            continue
        entries += [(str(name), value) for value in _values(control)]
    return FormRead(
        _joined(base, action) if action else url,
        method if method in ("get", "post", "dialog") else "get",
        enctype if enctype in _ENCTYPES else _ENCTYPES[0],
        tuple(entries),
    )


def _values(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text()]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not control.has_attr("multiple"):
            chosen = chosen[-1:] or options[:1]
        return [str(option.get("value", option.get_text().strip())) for option in chosen]
    kind = str(control.get("type") or "text").lower()
    if kind in _BUTTONS or (kind in ("checkbox", "radio") and not control.has_attr("checked")):
        return []
    return [str(control.get("value", "on" if kind in ("checkbox", "radio") else ""))]


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return reference


READERS: dict[str, Reader] = {
    "the workbench": our_forms,
    "html.parser": plain("html.parser"),
    "lxml": plain("lxml"),
    "html5lib": plain("html5lib"),
}


def tables() -> str:
    """The scores as two Markdown tables: pages read wholly as Chromium reads them, and pages whose
    names and values alone are right."""
    told = expected()
    read = {
        name: [(page, reader(page), list(told[page.key].forms)) for page in pages()]
        for name, reader in READERS.items()
    }
    return f"{_table(read, _whole)}\nNames and values alone:\n\n{_table(read, _pairs)}"


Compared = tuple[BrowserPage, list[FormRead], list[FormRead]]


def _whole(forms: list[FormRead]) -> object:
    return forms


def _pairs(forms: list[FormRead]) -> object:
    """Names and values, but for the one control whose value no markup says."""
    return [[pair for pair in form.entries if pair[0].lower() != "_charset_"] for form in forms]


def _table(read: dict[str, list[Compared]], judged: Callable[[list[FormRead]], object]) -> str:
    groups = ("systems", *RULES)
    right = {reader: dict.fromkeys(groups, 0) for reader in read}
    count = dict.fromkeys(groups, 0)
    for name, compared in read.items():
        for page, forms, truth in compared:
            group = page.kind if page.kind in RULES else "systems"
            count[group] += name == next(iter(read))
            right[name][group] += judged(forms) == judged(truth)
    lines = [
        f"| pages | how many | {' | '.join(read)} |",
        f"| --- | ---: |{' ---: |' * len(read)}",
    ]
    lines += [
        f"| {group} | {count[group]} | {' | '.join(str(right[name][group]) for name in read)} |"
        for group in groups
    ]
    totals = " | ".join(str(sum(right[name].values())) for name in read)
    lines.append(f"| together | {sum(count.values())} | {totals} |")
    return "\n".join(lines) + "\n"


def write(place: Path) -> None:
    """Put the tables into a Markdown file, between its two marks."""
    before, _, rest = place.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    place.write_text(f"{before}{BEGIN}\n{tables()}{END}{after}", encoding="utf-8")
