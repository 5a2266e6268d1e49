"""`python -m tests.benchmarks.bench_app [--rounds N] [--history FILE] [--peers FOLDER]`: the app.

Everything is measured from outside, on a real pseudo-terminal of 120x40: what is written there is
what a terminal would draw. Printed are the first useful frame with a million exchanges (peers of
the same run, in turn: a bare Textual app with a header, an input, an empty table and a footer; and
mitmproxy, harlequin and posting opening empty, where `FOLDER/bin` has them or `--install` may put
them there), the time from a key to the frame that shows what it did while a million rows scroll
and while an answer of 16 MiB is read, and the memory with a million exchanges against that with
none. The figures are medians and 95th percentiles; a busy machine raises them, hence the load that
is printed with them.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.long_history import long_history
from tests.benchmarks.measuring import interleaved, report
from tests.exchanges import answered, simulated
from workbench.history import Store

ROWS = 1_000_000
SIZE = (120, 40)
PATIENCE_S = 60.0
BARE = "a bare Textual app"
# What each shows when it is up, and how it is started.
PEERS = {
    "mitmproxy": (b"Load flows", ["--listen-host", "127.0.0.1", "-p", "0"]),
    "harlequin": (b"Query Editor", ["--locale", "C"]),
    "posting": (b"Collection", []),
}
BARE_APP = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header, Input

class Bare(App):
    def compose(self):
        yield Header()
        yield Input(placeholder="a line to type in")
        yield DataTable()
        yield Footer()

Bare().run()
"""
ROWS_APP = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header, Input

class Rows(App):
    AUTO_FOCUS = "DataTable"
    def compose(self):
        yield Header()
        yield Input()
        yield DataTable(cursor_type="row")
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.styles.height = 10
        table.add_columns("id", "time", "st", "institution", "lang", "leads to", "ms", "!")
        for id in range(1_000_000, 999_000, -1):
            table.add_row(str(id), "11-24 10:00", "302", "42", "fr", "ob.example/api", "12", "i6")

Rows().run()
"""
_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?>=<]*\$?[a-zA-Z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-Z]|.)"
)
# What a terminal answers to what programs ask: where the cursor is, what it is, which modes it has.
_ANSWERS = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"))


class Shown:
    """A program on a pseudo-terminal, and all that it has written there."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        width, height = SIZE
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.written = b""
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            cwd=environment["HOME"],
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def read(self, seconds: float) -> bytes:
        """What comes within that time."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            data = os.read(self._master, 1 << 20)
        except OSError:
            return b""
        for asked, answer in _ANSWERS:
            if asked in data:
                os.write(self._master, answer)
        self.written += data
        return data

    def until(self, seen: Callable[[bytes], bool], from_: int = 0) -> float:
        """The moment at which that is so of what was written from there on."""
        deadline = time.perf_counter() + PATIENCE_S
        while not seen(self.written[from_:]):
            if not self.read(0.5) and (
                time.perf_counter() > deadline or self._process.poll() is not None
            ):
                text = _ESCAPES.sub(b"", self.written)[-2000:].decode("utf-8", "replace")
                raise TimeoutError(f"never seen (ended with {self._process.poll()}): {text}")
        return time.perf_counter()

    def until_text(self, text: bytes, from_: int = 0) -> float:
        """The moment at which that text stands there."""
        return self.until(lambda data: text in _ESCAPES.sub(b"", data), from_)

    def settle(self, quiet_s: float = 0.4) -> None:
        """Wait until nothing more comes."""
        while self.read(quiet_s):
            pass

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def worked(self) -> float:
        """Seconds of processor time that the program has taken, to a hundredth."""
        text = Path(f"/proc/{self._process.pid}/stat").read_text()
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """The memory that is the program's own and in use (proportional set size)."""
        text = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
        assert found is not None
        return int(found[1]) / 1024

    def end(self) -> None:
        """Kill it and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)


class Bench:
    """A home for the programs, and the histories that they open."""

    def __init__(self, home: Path, million: Path) -> None:
        self.home = home
        self.million = million
        self.none = home / "none.sqlite3"
        Store.open(self.none).close()
        (home / "bare.py").write_text(BARE_APP)
        (home / "rows.py").write_text(ROWS_APP)

    @contextmanager
    def app(self, history: Path) -> Iterator[Shown]:
        """The workbench on that history."""
        with self.shown([sys.executable, "-m", "workbench", "--history", str(history)]) as shown:
            yield shown

    @contextmanager
    def shown(self, command: list[str]) -> Iterator[Shown]:
        """A program on its terminal, until the end."""
        with tempfile.TemporaryDirectory(dir=self.home) as fresh:
            environment = {
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "HOME": fresh,
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "WORKBENCH_CONFIG": f"{fresh}/no-config.toml",
                "WORKBENCH_STATE": f"{fresh}/state.json",
            }
            shown = Shown(command, environment)
            try:
                yield shown
            finally:
                shown.end()

    def first_frame(self, command: list[str], text: bytes) -> Callable[[], float]:
        """A way to measure: from the start to the frame with that text."""

        def measured() -> float:
            with self.shown(command) as shown:
                return shown.until_text(text) - shown.began

        return measured


def starting(bench: Bench, peers: Path, rounds: int) -> None:
    """The first useful frame: rows of the newest exchanges, or what a peer shows when it is up."""
    workbench = [sys.executable, "-m", "workbench", "--history"]
    newest = b"1000000"
    ways = {
        BARE: bench.first_frame([sys.executable, str(bench.home / "bare.py")], b"palette"),
        "the app, a million exchanges": bench.first_frame([*workbench, str(bench.million)], newest),
        "the app, no exchange": bench.first_frame(
            [*workbench, str(bench.none)], b"Nothing is kept here yet"
        ),
    }
    for name, (mark, more) in PEERS.items():
        program = peers / "bin" / name
        if not program.exists():
            print(f"{name} is not there: not measured")
            continue
        measure = bench.first_frame([str(program), *more], mark)
        try:
            measure()
        except TimeoutError as error:
            print(f"{name} does not come up here: not measured ({str(error)[:60]})")
            continue
        ways[f"{name}, opening empty"] = measure
    report(interleaved(ways, rounds), BARE, {"the app, a million exchanges": 1.3})


def frames(
    shown: Shown, keys: bytes, expected: Iterator[bytes], count: int, pause_s: float
) -> list[float]:
    """Seconds from each key to the frame that shows what it did; one key after the other."""
    taken: list[float] = []
    for _ in range(count):
        from_ = len(shown.written)
        wanted = next(expected)
        began = time.perf_counter()
        shown.press(keys)
        taken.append(shown.until_text(wanted, from_) - began)
        end = time.perf_counter() + pause_s
        while time.perf_counter() < end:
            shown.read(end - time.perf_counter())
    return taken


def _worked(shown: Shown, keys: bytes, expected: Iterator[bytes], count: int) -> float:
    """Seconds of processor time that each key costs the program, which no other one lengthens."""
    before = shown.worked()
    frames(shown, keys, expected, count, 0.0)
    return (shown.worked() - before) / count


def _tell(what: str, taken: list[float], goal_ms: float) -> None:
    high = statistics.quantiles(taken, n=20)[-1] * 1000
    middle = statistics.median(taken) * 1000
    print(f"{what:<44} {middle:9.3f} ms   p95 {high:6.1f} ms   goal {goal_ms:.0f}")


def scrolling(bench: Bench, count: int) -> None:
    """Key to frame while a million rows scroll: line by line, page by page, to the other end; the
    peer is a bare Textual table of a thousand rows, all of them in memory."""
    with bench.shown([sys.executable, str(bench.home / "rows.py")]) as shown:
        shown.until_text(b"palette")
        shown.settle()
        rows = _rows_on_screen(shown)
        shown.press(b"\x1b[B" * (rows - 1))
        shown.settle()
        lines = (str(ROWS - rows - n).encode() for n in range(count * 2))
        peer = frames(shown, b"\x1b[B", lines, count, 0.03)
        cost = _worked(shown, b"\x1b[B", lines, count)
        _tell("key to frame, a table of a thousand", peer, 25)
        print(f"{'processor time of that key':<44} {cost * 1000:9.3f} ms   (the peer)")
    with bench.app(bench.million) as shown:
        shown.until_text(b"1000000")
        shown.until_text(b"1,000,000 kept")
        shown.settle()
        rows = _rows_on_screen(shown)
        shown.press(b"j" * (rows - 1))
        shown.settle()
        lines = (str(ROWS - rows - n).encode() for n in range(count * 2))
        taken = frames(shown, b"j", lines, count, 0.03)
        own = _worked(shown, b"j", lines, count)
        _tell("key to frame, a line further", taken, 25)
        print(f"{'processor time of that key':<44} {own * 1000:9.3f} ms   {own / cost:5.2f} times")
        shown.press(b"g")
        shown.settle()
        pages = (str(ROWS - (rows - 1) * n).encode() for n in range(1, count * 2))
        _tell("key to frame, a page further", frames(shown, b"\x1b[6~", pages, count, 0.05), 25)
        shown.press(b"g")
        shown.settle()
        ends = (str(1 if n % 2 == 0 else ROWS).encode() for n in range(count))
        taken = [
            frames(shown, key, ends, 1, 0.4)[0] for _ in range(count // 10) for key in (b"G", b"g")
        ]
        _tell("key to frame, to the other end", taken, 100)


def _rows_on_screen(shown: Shown) -> int:
    text = _ESCAPES.sub(b"", shown.written)
    newest = ROWS
    while str(newest - 1).encode() in text:
        newest -= 1
    return ROWS - newest + 1


def reading(bench: Bench, count: int) -> None:
    """Key to frame while a 16 MiB answer is read for the Answer pane."""
    path = bench.home / "big.sqlite3"
    body = b"<p>" + b"a line of text, one of very many\n" * (16 * 2**20 // 33) + b"</p>"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(30))
        store.insert(replace(answered(head + body), origin="live"))
        store.insert_many(simulated(seed) for seed in range(30, 33))
    taken: list[float] = []
    while len(taken) < count:
        with bench.app(path) as shown:
            shown.until_text(b"34 kept")
            shown.settle()
            # Onto the big answer; it begins to be read 60 ms later, and the cursor goes on. Typing
            # in Compose is watched, since the rows' own cursor would have another answer read.
            shown.press(b"jjj")
            shown.press(b"1")
            shown.until_text(b"a number such as 42")
            time.sleep(0.06)
            end = time.perf_counter() + 2.0
            typed = 0
            while time.perf_counter() < end and typed < 14:
                letter = b"abcdefghijklmnopqrstuvwxyz"[typed : typed + 1]
                word = b"abcdefghijklmnopqrstuvwxyz"[: typed + 1]
                taken += frames(shown, letter, iter((word,)), 1, 0.03)
                typed += 1
    _tell("key to frame, 16 MiB are being read", taken, 100)


def memory(bench: Bench, rounds: int) -> None:
    """What the app holds once it stands still: with a million exchanges, and with none."""
    held: dict[str, list[float]] = {"none": [], "million": [], "scrolled": []}
    for _ in range(rounds):
        with bench.app(bench.none) as shown:
            shown.until_text(b"Nothing is kept here yet")
            shown.settle(1.5)
            held["none"].append(shown.megabytes())
        with bench.app(bench.million) as shown:
            shown.until_text(b"1,000,000 kept")
            shown.settle(1.5)
            held["million"].append(shown.megabytes())
            shown.press(b"G")
            shown.settle()
            shown.press(b"\x1b[5~" * 40)
            shown.settle(1.0)
            held["scrolled"].append(shown.megabytes())
    base = statistics.median(held["none"])
    print(f"{'memory, no exchange':<44} {base:9.1f} MB   (the peer)")
    for name, words in (("million", "a million exchanges"), ("scrolled", "the same, after paging")):
        middle = statistics.median(held[name])
        print(f"{'memory, ' + words:<44} {middle:9.1f} MB   {middle / base:5.2f} times   goal 1.40")


def install(peers: Path) -> None:
    """Put the peers into environments of their own, linked together in `peers/bin`."""
    (peers / "bin").mkdir(parents=True, exist_ok=True)
    for name in PEERS:
        link = peers / "bin" / name
        if link.exists():
            continue
        home = peers / name
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        done = subprocess.run([str(home / "bin" / "pip"), "install", "-q", name], check=False)
        if done.returncode == 0:
            link.symlink_to(home / "bin" / name)


def main() -> int:
    """Make what is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--history", type=Path, help="a history of a million, made where it is not")
    parser.add_argument("--peers", type=Path, help="a folder whose bin has the peers")
    parser.add_argument("--install", action="store_true", help="install the peers there first")
    parser.add_argument("--only", choices=("start", "scroll", "read", "memory"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        peers = given.peers or home / "peers"
        if given.install:
            install(peers)
        bench = Bench(home, long_history(given.history or home / "million.sqlite3", ROWS))
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{ROWS:,} exchanges, {os.cpu_count()} cores, load before {load}")
        parts: dict[str, Callable[[], None]] = {
            "start": lambda: starting(bench, peers, given.rounds),
            "scroll": lambda: scrolling(bench, 20 * given.rounds),
            "read": lambda: reading(bench, 7 * given.rounds),
            "memory": lambda: memory(bench, max(1, given.rounds // 4)),
        }
        for name, part in parts.items():
            if given.only in (None, name):
                part()
    return 0


if __name__ == "__main__":
    sys.exit(main())
