"""`workbench findings`: the catalogue of what the workbench can find."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from workbench.cli.output import add_language_option
from workbench.errors import InputError
from workbench.service.catalogue import CATALOGUE, explained, in_both_languages, search
from workbench.service.documents import to_json
from workbench.service.telling import SEVERITY_LETTERS, headed, language_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from workbench.service.catalogue import Rule
    from workbench.service.telling import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which finding, or which words."""
    parser.add_argument("id", nargs="?", metavar="ID", help="explain this finding")
    parser.add_argument(
        "--search",
        metavar="WORDS",
        help="the ten findings that fit these words best, English or French, such as those of a "
        "screenshot",
    )
    parser.add_argument(
        "--severity", choices=("error", "warning", "info"), help="only those of this severity"
    )
    add_language_option(parser)
    parser.add_argument("--json", action="store_true", help="one finding a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """List, search or explain."""
    language = language_of(options.language)
    for rule in _chosen(options):
        if options.json:
            print(to_json(in_both_languages(rule)))
        elif options.id:
            _explain(rule, language)
        else:
            title = explained(rule, language).title
            print(f"{SEVERITY_LETTERS[language][rule.severity]} {rule.id:<40} {title}")
    return 0


def _explain(rule: Rule, language: Language) -> None:
    words = explained(rule, language)
    print(f"{headed(rule.id, words.title, language)} ({words.severity})")
    print(f"  {words.explanation}")
    for heading, said in words.lines:
        print(f"  {headed(heading, said, language)}")


def _chosen(options: argparse.Namespace) -> Sequence[Rule]:
    if options.id:
        return [_named(options.id)]
    rules: Sequence[Rule] = CATALOGUE
    if options.search is not None:
        rules = search(options.search)
        if not rules:
            raise InputError(f"no finding speaks of {options.search!r}", "try fewer or other words")
    if options.severity:
        rules = [rule for rule in rules if rule.severity == options.severity]
        if not rules:
            raise InputError(
                f"none of what was found is of severity {options.severity}", "leave --severity out"
            )
    return rules


def _named(id: str) -> Rule:
    for rule in CATALOGUE:
        if rule.id == id:
            return rule
    close = get_close_matches(id, [rule.id for rule in CATALOGUE], n=1, cutoff=0.4)
    hint = f"did you mean {close[0]!r}?" if close else "`workbench findings` lists them"
    raise InputError(f"no finding {id!r}", hint)
