"""How the command line speaks: data on standard output, words for people on standard error.

Everything from the wire passes `visible` before it is shown to people; colour only on a terminal.
"""

from __future__ import annotations

import os
import sys

from workbench.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_COLOURS = {"error": "31;1", "warning": "33", "info": "36", "label": "2"}


def add_language_option(parser: argparse._ActionsContainer) -> None:
    """`--language`: in which language findings are told."""
    parser.add_argument(
        "--language",
        choices=("en", "fr"),
        help="tell findings in English or French (default: the configuration's, else English)",
    )


def prepare_output() -> None:
    """A terminal or file that cannot take a character gets an escape instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def finish_output(code: int) -> int:
    """Write out what is buffered, so that a full disk or closed pipe is noticed here."""
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def say(text: str, *, quiet: bool = False) -> None:
    """A sentence for people, on standard error."""
    if not quiet:
        print(text, file=sys.stderr)


def fail(message: str, hint: str = "") -> None:
    """One clear message: what happened, then what to do."""
    from workbench.service.safe_text import visible

    print(f"workbench: {visible(message)}", file=sys.stderr)
    if hint:
        print(f"  {visible(hint)}", file=sys.stderr)


def colourful(no_color: bool) -> bool:
    """Whether standard output takes colour: a terminal, unless NO_COLOR; FORCE_COLOR wins."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, kind: str, colour: bool) -> str:
    """The text in the colour of its kind, where there is colour."""
    code = _COLOURS.get(kind)
    return f"\x1b[{code}m{text}\x1b[0m" if colour and code else text


def write_bytes(data: bytes, *, asked: bool = False) -> None:
    """Bytes exactly as they are. To a terminal only after asking; else with controls visible."""
    if sys.stdout.isatty() and not asked and not _confirmed_bytes():
        from workbench.service.safe_text import visible

        lines = data.decode("utf-8", "backslashreplace").splitlines()
        print("\n".join(visible(line) for line in lines))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _confirmed_bytes() -> bool:
    return sys.stdin.isatty() and confirm(
        "These bytes may hold control sequences. Write them to this terminal as they are?"
    )


def confirm(question: str) -> bool:
    """Ask on standard error; only a clear yes counts. `InputError` where nobody can answer."""
    if not sys.stdin or not sys.stdin.isatty():
        raise InputError(f"{question} Nobody can be asked here", "give --yes to go on")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "o", "oui")


def progress_line(done: int, total: int | None, what: str) -> None:
    """Moving progress, on a terminal only."""
    if sys.stderr.isatty():
        share = f"{done:,} of {total:,}" if total else f"{done:,}"
        print(f"\r\x1b[K{what}: {share}", end="", file=sys.stderr, flush=True)


def end_progress() -> None:
    """Take the progress line away."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
