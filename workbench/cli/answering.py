"""How one exchange is printed, by the commands that send, show and inspect."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from workbench.cli.output import add_language_option, colourful, paint, say, write_bytes
from workbench.errors import InputError
from workbench.service.documents import to_json
from workbench.service.safe_text import visible
from workbench.service.telling import (
    HEADINGS,
    SEVERITY_LETTERS,
    headed,
    language_of,
    place_of,
    told,
    where,
)

if TYPE_CHECKING:
    from workbench.service.exchange import Exchange
    from workbench.service.telling import Language
    from workbench.service.workbench import Workbench

EXIT_FINDING = 1
EXIT_NETWORK = 3


def add_answer_options(parser: argparse.ArgumentParser) -> None:
    """How the answer is shown."""
    shown = parser.add_argument_group("what is shown (default: the Summary)")
    shown.add_argument("--json", action="store_true", help="the whole exchange as JSON")
    shown.add_argument("--raw", action="store_true", help="the bytes exactly as received")
    shown.add_argument("--include", action="store_true", help="head and body as text")
    add_language_option(shown)
    shown.add_argument("--secrets", action="store_true", help="do not mask the auth key")
    shown.add_argument("--check", action="store_true", help="exit 1 on a finding of severity error")


def print_answer(workbench: Workbench, exchange: Exchange, options: argparse.Namespace) -> int:
    """Print a fresh answer as the options say; returns the exit code."""
    if options.json:
        print(document_text(workbench, exchange, secrets=options.secrets))
    elif options.raw:
        write_bytes(raw_bytes(exchange))
    elif options.include:
        print_parts(exchange, ("head", "body"))
    else:
        language = language_of(options.language, workbench)
        print_summary(workbench, exchange, language, no_color=options.no_color)
    if exchange.id is not None:
        say(f"kept as {exchange.id}", quiet=options.quiet)
    return exit_code(exchange, check=options.check)


def exit_code(exchange: Exchange, *, check: bool) -> int:
    """3 when the network failed, 1 when asked to check and an error was found, else 0."""
    if exchange.failure is not None:
        return EXIT_NETWORK
    if check and any(finding.severity == "error" for finding in exchange.findings):
        return EXIT_FINDING
    return 0


def document_text(workbench: Workbench, exchange: Exchange, *, secrets: bool) -> str:
    """The exchange's document on one line; the configured auth key masked unless `secrets`."""
    text = to_json(exchange.to_dict())
    return text if secrets else workbench.mask_key(text.encode()).decode()


def print_summary(
    workbench: Workbench, exchange: Exchange, language: Language, *, no_color: bool
) -> None:
    """The Summary as `label: value` lines, each finding with its place."""
    colour = colourful(no_color)
    for line in workbench.summary(exchange, language, places=True):
        label = paint(headed(line.label, "", language).rstrip(), line.severity or "label", colour)
        print(f"{label} {line.value}")


def raw_bytes(exchange: Exchange) -> bytes:
    """The response bytes; `InputError` where they are not known."""
    if exchange.capture.wire == "none":
        raise InputError(
            "the bytes of this answer are not known", "; ".join(exchange.capture.wire_notes)
        )
    return exchange.raw


def print_parts(exchange: Exchange, parts: tuple[str, ...]) -> None:
    """Head, body, form or decoded values as text for people."""
    for part in parts:
        _PARTS[part](exchange)


def _print_head(exchange: Exchange) -> None:
    if exchange.response is not None:
        for line in exchange.response.head.splitlines():
            print(visible(line))


def _print_body(exchange: Exchange) -> None:
    response = exchange.response
    if response is None:
        return
    if response.text is None:
        say(f"the body is no text: {len(response.body):,} bytes; --raw writes them")
        return
    print()
    for line in response.text.splitlines():
        print(visible(line))


def _print_form(exchange: Exchange) -> None:
    page = exchange.page
    if page is None or not page.forms:
        say("no form in this answer")
        return
    for number, form in enumerate(page.forms):
        print(f"forms[{number}]: {form.method.upper()} {visible(form.action)} ({form.enctype})")
        for control in form.inputs:
            kind = "hidden" if control.hidden else control.type
            print(f"  {visible(control.name)} [{kind}] = {visible(control.value)}")
        for left in form.left_out:
            print(f"  not sent: {visible(left.name) or '(no name)'}: {left.reason}")


def _print_decoded(exchange: Exchange) -> None:
    if not exchange.decoded:
        say("nothing in this exchange could be decoded")
    for item in exchange.decoded:
        print(f"{item.path}: {' > '.join(item.steps)}")
        value = item.value
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        for line in shown.splitlines():
            print(f"  {visible(line)}")
        for note in item.notes:
            print(f"  ({visible(note)})")


def print_findings(exchange: Exchange, language: Language) -> None:
    """Every finding: what it means, what was seen, where it stands, and who must act."""
    names = HEADINGS[language]
    if not exchange.findings:
        say(names.nothing)
    for finding in exchange.findings:
        words = told(finding, language)
        letter = SEVERITY_LETTERS[language][finding.severity]
        print(f"{letter} {headed(finding.id, visible(words.title), language)}")
        print(f"  {visible(words.explanation)}")
        if words.seen:
            print(f"  {headed(names.seen, visible(words.seen), language)}")
        place = where(place_of(exchange, finding.evidence), language)
        evidence = f"{visible(finding.evidence)}{f' ({place})' if place else ''}"
        print(f"  {headed(names.evidence, evidence, language)}")
        print(f"  {headed(names.actor, words.actor, language)}")
        print(f"  {headed(names.source, words.source, language)}")


_PARTS = {
    "head": _print_head,
    "body": _print_body,
    "form": _print_form,
    "decoded": _print_decoded,
}
