"""Reading a whole history again: `reindex` with all cores against one plain loop of BeautifulSoup
on html.parser over the same bodies, both in seconds on the clock; and the memory that it takes."""

from __future__ import annotations

import argparse
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bs4 import BeautifulSoup

from tests.benchmarks.bench_history import fill
from workbench.history import Store
from workbench.model.progress import silent

ROWS = 100_000
GOAL = 3.0
# The loop is measured on so many bodies, spread over the history, before and after each reindex.
BODIES = 10_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="make the history here, or take the one there")
    parser.add_argument("--reindex", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reindex:
        print(json.dumps(reindexed(options.reindex)))
        return 0
    logging.disable()  # what BeautifulSoup says of bytes that are no text
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "history.sqlite3"
        if not path.exists():
            fill(path, options.rows)
        for _ in range(options.rounds):
            measure(path)
    return 0


def measure(path: Path) -> None:
    """One reindex between two loops, each in a process of its own or alone."""
    bodies, rows = sample(path)
    before = loop(bodies)
    command = [sys.executable, "-m", "tests.benchmarks.bench_reindex", "--reindex", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    after = loop(bodies)
    scale = rows / len(bodies)
    wall = (before[0] + after[0]) / 2 * scale
    cpu = (before[1] + after[1]) / 2 * scale
    print(f"{rows:,} exchanges, {sum(map(len, bodies)) / len(bodies):,.0f} bytes of body each")
    print(f"BeautifulSoup(body, 'html.parser')   {wall:8.1f} s   ({cpu:.1f} s of a core)")
    print(
        f"reindex                              {found['wall']:8.1f} s   "
        f"({found['cpu']:.1f} s of a core, {found['own']:.1f} s of it where it is written)"
    )
    print(
        f"  {wall / found['wall']:.2f} times its speed, goal {GOAL:.0f}; "
        f"on two idle cores it would be {2 * cpu / found['cpu']:.2f}"
    )
    print(
        f"  at most {found['memory']:.0f} MiB where it is written, "
        f"{found['readers']:.0f} MiB in each process that reads"
    )


def sample(path: Path) -> tuple[list[bytes], int]:
    """Bodies spread over a history, and how many exchanges it holds."""
    with Store.open(path, must_exist=True) as store:
        ids = store.ids(descending=False)
        every = max(1, len(ids) // BODIES)
        received = (store.get(id_).capture.received for id_ in ids[::every])
        return [one.partition(b"\r\n\r\n")[2] for one in received], len(ids)


def loop(bodies: list[bytes]) -> tuple[float, float]:
    """Seconds on the clock and of a core for all bodies."""
    clock, core = time.perf_counter(), time.process_time()
    for body in bodies:
        BeautifulSoup(body, "html.parser")
    return time.perf_counter() - clock, time.process_time() - core


def reindexed(path: Path) -> dict[str, float]:
    """What a reindex takes: seconds on the clock and of all cores, MiB at its peak."""
    with Store.open(path, must_exist=True) as store:
        clock = time.perf_counter()
        store.reindex(silent)
        wall = time.perf_counter() - clock
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime
    return {
        "wall": wall,
        "own": seconds,
        "cpu": seconds + others.ru_utime + others.ru_stime,
        "memory": own_peak(),
        "readers": others.ru_maxrss / 1024,
    }


def own_peak() -> float:
    """The most memory that this process ever had, in MiB. What `getrusage` says of it counts the
    process that started it as well."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) / 1024


if __name__ == "__main__":
    sys.exit(main())
