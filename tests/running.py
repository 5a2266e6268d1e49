"""Runs the real command in a real process, with a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "workbench")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


class Person:
    """Somebody at a prompt: a home folder, a history, an environment."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.history = home / "kept" / "history.sqlite3"
        self.config = home / "config.toml"
        clean = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")
        }
        self.environment = {
            **clean,
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "WORKBENCH_HISTORY": str(self.history),
            "WORKBENCH_CONFIG": str(self.config),
            "PYTHONUTF8": "1",
            **environment,
        }

    def run(self, *arguments: str, stdin: bytes | None = None, timeout: float = 60) -> Ended:
        """Run `workbench ARGUMENTS` to its end."""
        done = subprocess.run(
            (*COMMAND, *arguments),
            input=stdin if stdin is not None else b"",
            capture_output=True,
            env=self.environment,
            cwd=self.home,
            timeout=timeout,
            check=False,
        )
        ended = Ended(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
        assert "Traceback" not in ended.err, ended.err
        return ended

    def ok(self, *arguments: str, stdin: bytes | None = None) -> Ended:
        """Run a command that must end with 0."""
        ended = self.run(*arguments, stdin=stdin)
        assert ended.code == 0, (arguments, ended)
        return ended

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command that goes on by itself."""
        return subprocess.Popen(
            (*COMMAND, *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            cwd=self.home,
        )

    @contextlib.contextmanager
    def simulator(self, *arguments: str) -> Iterator[str]:
        """`workbench simulate --port 0`; yields its base URL."""
        process = self.start("simulate", "--port", "0", *arguments)
        assert process.stdout is not None
        try:
            line = process.stdout.readline().decode().strip()
            assert line.startswith("listening on http://127.0.0.1:"), line
            yield line.removeprefix("listening on ")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
