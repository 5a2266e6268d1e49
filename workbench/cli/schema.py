"""`workbench schema`: the published JSON Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.service.documents import schema_names, schema_text

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which schema."""
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="exchange, summary, comparison or changes"
    )


def run(options: argparse.Namespace) -> int:
    """Print one schema, or the names of all."""
    if options.name is None:
        print("\n".join(schema_names()))
    else:
        print(schema_text(options.name), end="")
    return 0
