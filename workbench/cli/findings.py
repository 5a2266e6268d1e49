"""`workbench findings`: the catalogue of what the workbench can find."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.service.catalogue import CATALOGUE
from workbench.service.documents import to_json
from workbench.vocabulary import SEVERITY_LETTER

if TYPE_CHECKING:
    import argparse

    from workbench.service.catalogue import Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which finding, or which words."""
    parser.add_argument("id", nargs="?", metavar="ID", help="explain this finding")
    parser.add_argument("--search", metavar="WORDS", help="findings that speak of these words")
    parser.add_argument("--json", action="store_true", help="one finding a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """List, search or explain."""
    rules = _chosen(options)
    for rule in rules:
        if options.json:
            print(to_json(rule_document(rule)))
        elif options.id:
            print(f"{rule.id}: {rule.title} ({rule.severity})")
            print(f"  {rule.explanation}\n  who must act: {rule.actor}\n  source: {rule.source}")
        else:
            print(f"{SEVERITY_LETTER[rule.severity]} {rule.id:<40} {rule.title}")
    return 0


def rule_document(rule: Rule) -> dict[str, object]:
    """One row of the catalogue as a plain object."""
    return {
        "id": rule.id,
        "severity": rule.severity,
        "title": rule.title,
        "explanation": rule.explanation,
        "actor": rule.actor,
        "source": rule.source,
    }


def _chosen(options: argparse.Namespace) -> list[Rule]:
    if options.id:
        found = [rule for rule in CATALOGUE if rule.id == options.id]
        if not found:
            close = get_close_matches(options.id, [rule.id for rule in CATALOGUE], n=1, cutoff=0.4)
            hint = f"did you mean {close[0]!r}?" if close else "`workbench findings` lists them"
            raise InputError(f"no finding {options.id!r}", hint)
        return found
    words = (options.search or "").lower().split()
    scored = [
        (sum(word in f"{r.id} {r.title} {r.explanation}".lower() for word in words), r)
        for r in CATALOGUE
    ]
    if not words:
        return [rule for _, rule in scored]
    fitting = sorted((item for item in scored if item[0]), key=lambda item: -item[0])
    if not fitting:
        raise InputError(f"no finding speaks of {options.search!r}", "try fewer or other words")
    return [rule for _, rule in fitting]
