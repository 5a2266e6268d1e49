"""Running a pager or an editor on a file of its own, and giving the terminal back to the app.

The file lies in a folder that only its owner enters, and is gone when the program ends. Ctrl-C
belongs to the program while it runs.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.app import SuspendNotSupported

from workbench.errors import InputError
from workbench.tui.signals import interrupts_left_alone

if TYPE_CHECKING:
    from textual.app import App


class Program(NamedTuple):
    """The words that start a program, and the variable that named it ("" when none did)."""

    words: tuple[str, ...]
    variable: str

    @property
    def name(self) -> str:
        """The program itself, without its folder."""
        return Path(self.words[0]).name


def editor(environment: Mapping[str, str] = os.environ) -> Program:
    """`VISUAL`, else `EDITOR`, else what the machine has. Raises `InputError` for none."""
    return _program(("VISUAL", "EDITOR"), ("editor", "vi", "nano"), environment)


def pager(environment: Mapping[str, str] = os.environ) -> Program:
    """`PAGER`, else `less`, else `more`. Raises `InputError` for none."""
    return _program(("PAGER",), ("less", "more"), environment)


def _program(
    variables: tuple[str, ...], usual: tuple[str, ...], environment: Mapping[str, str]
) -> Program:
    for variable in variables:
        named = environment.get(variable, "").strip()
        if named:
            try:
                words = tuple(shlex.split(named))
            except ValueError as error:
                raise InputError(
                    f"{variable} cannot be read: {error}", "check its quotes"
                ) from None
            if shutil.which(words[0]) is None:
                raise InputError(f"{variable} names {words[0]}, which is not there", "check it")
            return Program(words, variable)
    for name in usual:
        if shutil.which(name) is not None:
            return Program((name,), "")
    raise InputError("there is no such program here", f"set {variables[-1]}")


def run_on(app: App[int], program: Program, data: bytes, name: str) -> bytes:
    """Let the program have the terminal with a file of that name and content; returns what the
    file holds in the end. Raises `InputError` where that cannot be, or the program fails."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        path = Path(folder, name)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        try:
            with app.suspend(), interrupts_left_alone(app):
                code = subprocess.run([*program.words, str(path)], check=False).returncode  # noqa: S603
        except SuspendNotSupported:
            raise InputError(
                "this terminal cannot be lent to another program", "use `workbench show` instead"
            ) from None
        except OSError as error:
            raise InputError(f"{program.name} did not start: {error.strerror}") from None
        if code:
            raise InputError(f"{program.name} ended with {code}", "nothing was taken from it")
        with suppress(FileNotFoundError):
            return path.read_bytes()
        raise InputError(f"{program.name} left no file", "nothing was taken from it")
