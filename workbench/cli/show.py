"""`workbench show`: one exchange, or a part of it exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.answering import (
    document_text,
    print_findings,
    print_parts,
    print_summary,
    raw_bytes,
)
from workbench.cli.opening import open_workbench
from workbench.cli.output import add_language_option, write_bytes
from workbench.service.telling import language_of

if TYPE_CHECKING:
    import argparse

_TEXT_PARTS = ("head", "body", "form", "decoded")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which exchange, and which part."""
    parser.add_argument(
        "id", metavar="ID", help="12, last, last-2, good, or a uuid's first 8 characters or more"
    )
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--json", action="store_true", help="the whole exchange as JSON")
    part.add_argument("--raw", action="store_true", help="the response bytes exactly as received")
    part.add_argument("--request", action="store_true", help="the request bytes as sent")
    for name, text in (
        ("head", "the head, as received"),
        ("body", "the body after decoding"),
        ("form", "the form and what it would submit"),
        ("decoded", "opaque values decoded"),
        ("findings", "what is wrong and what to do"),
    ):
        part.add_argument(f"--{name}", action="store_true", help=text)
    add_language_option(parser)
    parser.add_argument("--secrets", action="store_true", help="do not mask the auth key")
    parser.add_argument(
        "--yes", action="store_true", help="write bytes to a terminal without asking"
    )


def run(options: argparse.Namespace) -> int:
    """Show it."""
    with open_workbench(options) as workbench:
        exchange = workbench.get(options.id)
        if options.json:
            print(document_text(workbench, exchange, secrets=options.secrets))
        elif options.raw:
            write_bytes(raw_bytes(exchange), asked=options.yes)
        elif options.request:
            sent = exchange.capture.sent
            write_bytes(sent if options.secrets else workbench.mask_key(sent), asked=options.yes)
        elif chosen := tuple(name for name in _TEXT_PARTS if getattr(options, name)):
            print_parts(exchange, chosen)
        else:
            language = language_of(options.language, workbench)
            if options.findings:
                print_findings(exchange, language)
            else:
                print_summary(workbench, exchange, language, no_color=options.no_color)
    return 0
