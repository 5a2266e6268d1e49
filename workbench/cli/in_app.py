"""The commands as the app's command line offers them: the same table, the same parsers, the same
words when something is wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from workbench.cli.commands import COMMANDS
from workbench.cli.main import command_parser
from workbench.errors import InputError
from workbench.tui.command.commands import Flag, Taken

if TYPE_CHECKING:
    from workbench.service.composing import Given
    from workbench.service.workbench import Workbench

# Said once for the whole app, at its start.
_OF_THE_APP = frozenset(
    {"--help", "--history", "--no-color", "--debug", "--quiet", "--verbose", "-h", "-q", "-v"}
)


class _Raising(argparse.ArgumentParser):
    """A parser that raises what it would print before it ended the program."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{self.prog}: error: {message}", "--help explains it")


class AppCommands:
    """The commands on one history."""

    def __init__(self, history: Path) -> None:
        self._history = history

    @property
    def names(self) -> Mapping[str, str]:
        """Each command and what it does."""
        return {name: command.help for name, command in COMMANDS.items()}

    def taken(self, name: str) -> Taken:
        """What a command takes."""
        flags: list[Flag] = []
        words: list[str] = []
        parser = command_parser(name, _Raising)
        for action in parser._actions:  # noqa: SLF001 # argparse has no public listing
            takes = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
            if not action.option_strings:
                words.append(takes)
            flags += [
                Flag(flag, takes, action.help or "")
                for flag in action.option_strings
                if flag not in _OF_THE_APP
            ]
        return Taken(tuple(flags), tuple(words))

    def parse(self, name: str, words: Sequence[str]) -> argparse.Namespace:
        """The words read as that command reads them."""
        return command_parser(name, _Raising).parse_args(list(words))

    def explain(self, name: str) -> str:
        """The help of a command."""
        return command_parser(name, _Raising).format_help()

    def given(self, options: argparse.Namespace) -> Given:
        """What the options of `authorize` give."""
        from workbench.cli.request_options import given_of

        return given_of(options)

    def select(self, workbench: Workbench, words: Sequence[str]) -> tuple[Sequence[int], str]:
        """The ids that a filter or ids mean."""
        from workbench.cli.selection import select

        return select(workbench, list(words))

    def line(self, words: Sequence[str]) -> list[str]:
        """The program as it runs here, on the same history, without colour."""
        name, *rest = words
        # The folder of the package, since the program may run from a checkout.
        start = (
            f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
            "from workbench.__main__ import main; sys.exit(main())"
        )
        own = ["--history", str(self._history), "--no-color"]
        return [sys.executable, "-c", start, name, *own, *rest]
