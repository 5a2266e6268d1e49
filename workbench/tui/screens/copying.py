"""What can be copied of an exchange: one table. The first of each kind is redacted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.clipboard import copy
from workbench.tui.screens.choose import Choose, Offer
from workbench.tui.work import start

if TYPE_CHECKING:
    from textual.screen import Screen

    from workbench.service.workbench import Workbench
    from workbench.tui.answer.reading import Answer
    from workbench.tui.safe_text import Opened


class Source(NamedTuple):
    """What is copied from."""

    workbench: Workbench
    answer: Answer
    opened: Opened | None


class Form(NamedTuple):
    """One form of copying: key, label, help, and how its text is made."""

    key: str
    label: str
    help: str
    text: Callable[[Source], str]


def _value(source: Source) -> str:
    assert source.opened is not None
    return source.workbench.redact(
        source.opened.text, source.opened.name or None, source.answer.exchange
    )


def _exact_value(source: Source) -> str:
    assert source.opened is not None
    return source.opened.text


def _summary(source: Source) -> str:
    lines = (f"{line.label}: {line.value}" for line in source.answer.summary)
    return source.workbench.redact("\n".join(lines) + "\n", of=source.answer.exchange)


def _exported(format_name: str, *, secrets: bool = False) -> Callable[[Source], str]:
    def text(source: Source) -> str:
        id_ = source.answer.exchange.id
        assert id_ is not None
        return b"".join(source.workbench.export([id_], format_name, secrets=secrets)).decode(
            "utf-8", "replace"
        )

    return text


def _raw(source: Source) -> str:
    return source.answer.exchange.raw.decode("utf-8", "surrogateescape")


def _command(source: Source) -> str:
    exchange = source.answer.exchange
    line = source.workbench.command_line(exchange.request)
    return source.workbench.redact(line, of=exchange) + "\n"


_OF_VALUE = (
    Form("value", "Value", "under the cursor, redacted", _value),
    Form("exact", "Value, exactly", "under the cursor, as it is", _exact_value),
)
OF_EXCHANGE = (
    Form("summary", "Summary for a ticket", "redacted", _summary),
    Form("curl", "As curl", "redacted", _exported("curl")),
    Form("httpie", "As HTTPie", "redacted", _exported("httpie")),
    Form("httpx", "As Python (httpx)", "redacted", _exported("httpx")),
    Form("command", "As workbench line", "redacted", _command),
    Form("http", "Request and answer", "redacted", _exported("http")),
    Form("json", "JSON", "redacted", _exported("json")),
    Form("curl-exact", "As curl, exactly", "NOT redacted", _exported("curl", secrets=True)),
    Form("httpie-exact", "As HTTPie, exactly", "NOT redacted", _exported("httpie", secrets=True)),
    Form("httpx-exact", "As Python, exactly", "NOT redacted", _exported("httpx", secrets=True)),
    Form("raw-exact", "Raw response, exactly", "NOT redacted", _raw),
)


def ask_what_to_copy(
    screen: Screen[None], workbench: Workbench, answer: Answer, opened: Opened | None
) -> None:
    """Let a person choose, copy, and say what was done."""
    forms = (*_OF_VALUE, *OF_EXCHANGE) if opened is not None else OF_EXCHANGE
    source = Source(workbench, answer, opened)

    def chosen(key: str | None) -> None:
        for form in forms:
            if form.key == key:
                copy_as(screen, form, source)

    title = f"Copy from {answer.exchange.id}"
    screen.app.push_screen(Choose(title, [Offer(f.key, f.label, f.help) for f in forms]), chosen)


def copy_as(screen: Screen[None], form: Form, source: Source) -> None:
    """Copy in that form, beside the screen, and say what was done."""

    async def work() -> None:
        text = await asyncio.to_thread(form.text, source)
        screen.notify(await copy(screen.app, text, f"{form.label}, {form.help}"), markup=False)

    start(screen, work(), "copy", exclusive=True)
