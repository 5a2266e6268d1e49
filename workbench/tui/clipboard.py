"""Copying out of a terminal: by the system's clipboard program, by the terminal itself (OSC 52),
and into a file where neither can be. It is said which of them it was.

A program that ends well has the text; a terminal never answers, so all that is known is that it was
sent there. Both are used where both are: the one that is out of reach (a screen far away) takes
nothing from the other. In OSC 52 the text is base64, so nothing in it can end the sequence.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.service.app_state import state_path

if TYPE_CHECKING:
    from textual.app import App

# Terminals refuse longer ones, often silently (xterm takes 100,000 characters of base64).
LONGEST = 70_000
_WITHIN_S = 3.0
_FILE = "copied.txt"
_ON_SSH = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
# Terminals that do not know OSC 52, by TERM; some of them would print it.
_WITHOUT_OSC_52 = frozenset(
    {"", "dumb", "linux", "ansi", "cons25", "vt52", "vt100", "vt102", "vt220"}
)


class Program(NamedTuple):
    """A program that takes text for the system's clipboard. `variable` has to be set for it to
    reach one ("" where none is needed); `nearby` ones speak to the machine they run on, which over
    ssh is not the person's."""

    words: tuple[str, ...]
    variable: str = ""
    nearby: bool = False
    encoding: str = "utf-8"


# xclip and xsel over ssh go to the display that ssh forwards.
PROGRAMS = (
    Program(("wl-copy", "--type", "text/plain"), "WAYLAND_DISPLAY"),
    Program(("xclip", "-selection", "clipboard", "-in"), "DISPLAY"),
    Program(("xsel", "--clipboard", "--input"), "DISPLAY"),
    Program(("pbcopy",), nearby=True),
    Program(("clip.exe",), nearby=True, encoding="utf-16-le"),
)


async def copy(app: App[int] | App[object], text: str, what: str) -> str:
    """Copy, and say in words what took it: `As curl: 412 characters copied by xclip`. Raises
    nothing; where no way is left, the words say so."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    told = f"{what[:1].upper()}{what[1:]}: {len(text):,} characters"
    took = await asyncio.to_thread(_hand_over, text)
    fits = len(text.encode()) <= LONGEST
    by_terminal = fits and knows_osc_52(os.environ)
    if by_terminal:
        app.copy_to_clipboard(text)
    if took:
        return f"{told} copied by {took}"
    if by_terminal:
        return f"{told} sent to the terminal (OSC 52)"
    why = "too many for a terminal" if not fits else "this terminal has no clipboard"
    try:
        path = await asyncio.to_thread(write_down, text)
    except OSError as error:
        return f"{told} not copied: {why}, and no file can be written ({error.strerror})"
    return f"{told} written to {path}, which only you can read: {why}"


def knows_osc_52(environment: Mapping[str, str]) -> bool:
    """Whether the terminal may know OSC 52. GNU screen takes it and passes nothing on."""
    term = environment.get("TERM", "")
    program = environment.get("TERM_PROGRAM", "")
    if term in _WITHOUT_OSC_52:
        return os.name == "nt" and "WT_SESSION" in environment
    return "STY" not in environment and program != "Apple_Terminal"


def reachable(environment: Mapping[str, str]) -> tuple[Program, ...]:
    """The programs that are installed and can reach a clipboard of the person's."""
    on_ssh = any(name in environment for name in _ON_SSH)
    path = environment.get("PATH")
    return tuple(
        program
        for program in PROGRAMS
        if (not program.variable or environment.get(program.variable))
        and not (program.nearby and on_ssh)
        and shutil.which(program.words[0], path=path)
    )


def write_down(text: str) -> Path:
    """The text in a file that only its owner can read, in the state folder. There is one: the next
    copy replaces it, as on any clipboard. Raises `OSError`."""
    path = state_path().with_name(_FILE)
    beside = path.with_name(f".{_FILE}-{secrets.token_hex(6)}.part")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(text.encode())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return path


def _hand_over(text: str) -> str:
    """The name of the program that took the text, "" when none did."""
    for program in reachable(os.environ):
        try:
            # What the program prints is nothing for the screen, and one that stays to serve the
            # clipboard (xclip) must neither hold our pipes nor end with our terminal.
            ended = subprocess.run(  # noqa: S603 # a fixed table, no shell
                program.words,
                input=text.encode(program.encoding),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_WITHIN_S,
                check=False,
                start_new_session=True,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if ended.returncode == 0:
            return program.words[0]
    return ""
