"""A real pseudo-terminal for the app, and the screen that a terminal would show."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pyte

DEADLINE_S = 40.0
WORKBENCH = (sys.executable, "-m", "workbench")


class Terminal:
    """A process on a pseudo-terminal of that size, and the screen it draws."""

    def __init__(
        self,
        arguments: list[str],
        folder: Path,
        size: tuple[int, int],
        *,
        program: tuple[str, ...] = WORKBENCH,
        **more: str,
    ) -> None:
        width, height = size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.history = folder / "history.sqlite3"
        master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environment = kept | {
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "WORKBENCH_HISTORY": str(self.history),
            "WORKBENCH_CONFIG": str(folder / "no-config.toml"),
            "WORKBENCH_STATE": str(folder / "state.json"),
        }
        self.process = subprocess.Popen(
            [*program, *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=folder,
            env=environment | more,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        self._master = master
        self._is_open = True

    def read(self, seconds: float) -> bool:
        """Feed the screen with what comes; False when nothing came in that time."""
        if not self._is_ready(select.POLLIN | select.POLLHUP, seconds):
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.written += data
        # pyte draws private-mode queries as text; a terminal answers them.
        self._stream.feed(re.sub(rb"\x1b\[[?>=][0-9;]*\$?[pu]", b"", data))
        return bool(data)

    def _is_ready(self, what: int, seconds: float) -> bool:
        # Not select: many files may be open in the process of the tests.
        poll = select.poll()
        poll.register(self._master, what)
        return bool(poll.poll(seconds * 1000))

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, wanted: str) -> None:
        deadline = monotonic() + DEADLINE_S
        while wanted not in self.text():
            if monotonic() > deadline or (not self.read(0.2) and self.process.poll() is not None):
                raise AssertionError(f"never seen: {wanted!r}\n{self.text()}")

    def until_so(self, seen: Callable[[], object], what: str) -> None:
        """Read on until it is so."""
        deadline = monotonic() + DEADLINE_S
        while not seen():
            if monotonic() > deadline:
                raise AssertionError(f"never so: {what}\n{self.text()}")
            self.read(0.05)

    def press(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def feed(self, data: bytes) -> None:
        """Write much, and read what the program draws meanwhile."""
        left = memoryview(data)
        os.set_blocking(self._master, False)
        try:
            while left:
                if self._is_ready(select.POLLOUT, 0.01):
                    left = left[os.write(self._master, left[:65536]) :]
                self.read(0)
        finally:
            os.set_blocking(self._master, True)

    def resize(self, width: int, height: int) -> None:
        """The terminal's window gets another size."""
        self.screen.resize(height, width)
        self.screen.reset()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def hang_up(self) -> None:
        """The terminal's window is closed."""
        os.close(self.slave)
        os.close(self._master)
        self._is_open = False

    def end(self) -> int:
        """Wait for the end; returns the exit code."""
        deadline = monotonic() + DEADLINE_S
        while self.process.poll() is None and monotonic() < deadline:
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.wait(1)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._is_open:
            os.close(self._master)
            os.close(self.slave)
