"""`workbench doctor`: what this machine gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.opening import open_workbench
from workbench.service.diagnosis import diagnose
from workbench.service.documents import to_json
from workbench.service.safe_text import visible

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to print it."""
    parser.add_argument("--json", action="store_true", help="one fact a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Print each fact; what needs doing is marked with !"""
    with open_workbench(options) as workbench:
        for fact in diagnose(workbench):
            if options.json:
                print(to_json(fact._asdict()))
            else:
                print(f"{' ' if fact.ok else '!'} {fact.topic}: {visible(fact.value)}")
    return 0
