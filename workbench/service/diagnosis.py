"""What this machine gives: paths, permissions, terminal, certificates, proxies, versions.

It only looks: it makes no file, opens no connection, and prints no secret.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import ssl
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from workbench import __version__
from workbench.credentials import KEY_VARIABLE
from workbench.errors import WorkbenchError
from workbench.service.workbench import Workbench

_LIBRARIES = ("httpx", "httpcore", "beautifulsoup4", "turbohtml", "textual", "zstandard", "brotli")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


class Fact(NamedTuple):
    """One thing looked at: `ok` is False where something should be done, which `value` says."""

    topic: str
    value: str
    ok: bool = True


def diagnose(workbench: Workbench) -> Iterator[Fact]:
    """Every fact, in the order a person would ask for them."""
    yield Fact("workbench", __version__)
    yield Fact("python", f"{platform.python_version()} ({sys.executable})")
    yield from _libraries()
    yield from _settings(workbench)
    yield from _history(workbench)
    yield from _terminal()
    yield from _certificates()
    yield from _network()


def _libraries() -> Iterator[Fact]:
    for name in _LIBRARIES:
        try:
            yield Fact(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Fact(name, "missing; install the package again", ok=False)


def _settings(workbench: Workbench) -> Iterator[Fact]:
    try:
        settings = workbench.settings
    except WorkbenchError as error:
        yield Fact("configuration", str(error), ok=False)
        return
    there = "" if settings.path.exists() else " (not there; not needed)"
    yield Fact("configuration", f"{settings.path}{there}")
    yield Fact("profiles", ", ".join(sorted(settings.profiles)) or "none")
    yield Fact("auth key", f"set in {KEY_VARIABLE}" if os.environ.get(KEY_VARIABLE) else "none set")


def _history(workbench: Workbench) -> Iterator[Fact]:
    path = workbench.path
    if not path.exists():
        yield Fact("history", f"{path} (not made yet)")
        return
    yield Fact("history", f"{path}, {path.stat().st_size:,} bytes")
    yield from _permissions(path)
    try:
        yield Fact("kept", f"{workbench.kept():,} exchanges")
    except WorkbenchError as error:
        yield Fact("kept", str(error), ok=False)


def _permissions(path: Path) -> Iterator[Fact]:
    if os.name != "posix":
        return
    for what, place in (("history file", path), ("history folder", path.parent)):
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & 0o077 and what == "history file":
            yield Fact(what, f"mode {mode:04o}: others can read it; chmod 600 {place}", ok=False)
        elif mode & 0o022:
            yield Fact(
                what, f"mode {mode:04o}: others can write there; chmod 700 {place}", ok=False
            )
        else:
            yield Fact(what, f"mode {mode:04o}")


def _terminal() -> Iterator[Fact]:
    term = os.environ.get("TERM", "not set")
    kind = "a terminal" if sys.stdout.isatty() else "no terminal"
    yield Fact("terminal", f"{kind}, TERM={term}, encoding {sys.stdout.encoding}")
    if os.environ.get("NO_COLOR"):
        yield Fact("colour", "off by NO_COLOR")


def _certificates() -> Iterator[Fact]:
    paths = ssl.get_default_verify_paths()
    for name in (paths.cafile, paths.capath):
        if name:
            yield Fact("certificates", name, ok=Path(name).exists())
    yield Fact("TLS", ssl.OPENSSL_VERSION)


def _network() -> Iterator[Fact]:
    for name in _PROXIES:
        value = os.environ.get(name) or os.environ.get(name.lower())
        if value:
            shown = value if name == "NO_PROXY" else urlsplit(value).hostname or "unreadable"
            yield Fact(
                name, f"{shown} (set; this version connects directly)", ok=name == "NO_PROXY"
            )
