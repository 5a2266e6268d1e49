"""What the app asks of the command line: its verbs, their options, and how they read their words.

The command line stands above the app and gives it this; so there is one table of commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from workbench.service.composing import Given
    from workbench.service.workbench import Workbench


class Flag(NamedTuple):
    """One option of a command: its name, what it takes ("" for nothing), what it means."""

    name: str
    takes: str
    help: str


class Taken(NamedTuple):
    """What a command takes: its options, and what its other words are (`ID`, `FILTER`, `FILE`)."""

    flags: tuple[Flag, ...]
    words: tuple[str, ...]


class Commands(Protocol):
    """The command line's side."""

    @property
    def names(self) -> Mapping[str, str]:
        """Each command and what it does."""

    def taken(self, name: str) -> Taken:
        """What a command takes."""

    def parse(self, name: str, words: Sequence[str]) -> argparse.Namespace:
        """The words read as that command reads them; raises `InputError` in its own words."""

    def explain(self, name: str) -> str:
        """The help of a command."""

    def given(self, options: argparse.Namespace) -> Given:
        """What the options of `authorize` give."""

    def select(self, workbench: Workbench, words: Sequence[str]) -> tuple[Sequence[int], str]:
        """The ids that a filter or ids mean, and what the words were taken for."""

    def line(self, words: Sequence[str]) -> list[str]:
        """The program and its arguments that run these words as a process of their own."""
