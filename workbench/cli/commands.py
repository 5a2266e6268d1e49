"""The table of commands: name, what it does, and the module that does it."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Protocol

    class CommandModule(Protocol):
        """What each command's module offers."""

        def add_arguments(self, parser: argparse.ArgumentParser) -> None:
            """Say what the command takes."""

        def run(self, options: argparse.Namespace) -> int:
            """Do it; returns the exit code."""


class Command:
    """One command: the module under `workbench.cli` and its one-line help."""

    __slots__ = ("help", "module")

    def __init__(self, module: str, help: str) -> None:
        self.module = module
        self.help = help


COMMANDS = {
    "authorize": Command("authorize", "send one authorize request and show what came"),
    "inspect": Command("inspect", "read a file, a pasted page or a URL; nothing is sent"),
    "history": Command("history", "list what is kept, newest first"),
    "show": Command("show", "show one exchange, or a part of it exactly"),
    "diff": Command("diff", "say what differs between two exchanges"),
    "changes": Command("changes", "list what changed and when, by institution or another field"),
    "replay": Command("replay", "send the request of an exchange again"),
    "sweep": Command("sweep", "make many calls and say who answers differently"),
    "findings": Command("findings", "list or explain what the workbench can find"),
    "label": Command("label", "put labels on an exchange or take them off"),
    "note": Command("note", "write a note on an exchange"),
    "delete": Command("delete", "delete exchanges for good"),
    "import": Command("import_", "keep the exchanges of a file"),
    "export": Command("export", "write exchanges for other tools, redacted"),
    "reindex": Command("reindex", "rebuild what is derived from the bytes"),
    "check": Command("check", "verify that the history is sound"),
    "simulate": Command("simulate", "run the simulator of the endpoint on 127.0.0.1"),
    "doctor": Command("doctor", "say what this machine gives"),
    "schema": Command("schema", "print the JSON Schema of a document"),
}


def load(name: str) -> CommandModule:
    """The module of a command of the table."""
    return import_module(f"workbench.cli.{COMMANDS[name].module}")
