"""A process that dies at any moment loses nothing that it said was stored.

`WORKBENCH_KILL_ROUNDS=200` makes it the long test.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.exchanges import simulated
from workbench.history import Store
from workbench.history.search import with_uuid
from workbench.model.progress import silent

ROUNDS = int(os.environ.get("WORKBENCH_KILL_ROUNDS", "20"))

WRITER = """
import sys
from itertools import count
from pathlib import Path
from tests.exchanges import simulated
from workbench.history import Store

store = Store.open(Path(sys.argv[1]))
for seed in count(int(sys.argv[2])):
    if seed % 7:
        kept = [store.insert(simulated(seed))]
    else:
        kept = store.insert_many(simulated(seed * 1000 + n) for n in range(5))
    for one in kept:
        print(one.id, one.uuid, flush=True)
    if seed % 5 == 0:
        store.note(kept[0].id, f"noted {seed}")
"""

REINDEXER = """
import sys
from pathlib import Path
from workbench.history import Store, reindexing

reindexing.REINDEXED_AT_ONCE = 3
Store.open(Path(sys.argv[1])).reindex(lambda progress: print(progress.done, flush=True))
"""


def killed_after(lines: int, code: str, *arguments: str) -> list[str]:
    """Start a process, kill it after it has printed so many lines; the answer is all it printed."""
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    printed = [child.stdout.readline() for _ in range(lines)]
    child.send_signal(signal.SIGKILL)
    printed += child.stdout.read().splitlines(keepends=True)
    child.stdout.close()
    child.wait()
    return [line for line in printed if line.endswith("\n")]


def test_what_was_said_to_be_stored_is_there_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    random = Random(20261124)
    said: dict[int, str] = {}
    for number in range(ROUNDS):
        for line in killed_after(random.randrange(1, 20), WRITER, str(path), str(number * 10_000)):
            number_said, uuid = line.split()
            said[int(number_said)] = uuid
        with Store.open(path, must_exist=True) as store:
            assert store.check(silent) == []
            for id_, uuid in said.items():
                found = with_uuid(store._main(), uuid.replace("-", ""), 2)
                assert [row[0] for row in found] == [id_]
            assert store.kept() == store.count("status:302 agentless") >= len(said)
    assert len(said) >= ROUNDS


def test_a_reindex_that_is_killed_leaves_a_sound_history(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(60))
        rows = store.summaries(limit=100)
    random = Random(3)
    for _ in range(3):
        assert killed_after(random.randrange(1, 19), REINDEXER, str(path))
        with Store.open(path) as store:
            assert store.check(silent) == []
            assert store.summaries("agentless", limit=100) == rows
            store.label(2, ["kept"])
            assert store.count("label:kept") == 1
            store.label(2, remove=["kept"])
    with Store.open(path) as store:
        assert store.reindex(silent) == 60
        assert store.check(silent) == []
        assert store.summaries(limit=100) == rows


MAKING = """
import sys
from workbench.history import Store
print("ready", flush=True)
Store.open(sys.stdin.readline().strip())
"""


def test_a_kill_while_a_history_is_made_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    for number in range(24):
        path = tmp_path / str(number) / "history.sqlite3"
        maker = subprocess.Popen(
            [sys.executable, "-c", MAKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert maker.stdin is not None
        assert maker.stdout is not None
        assert maker.stdout.readline() == "ready\n"
        maker.stdin.write(f"{path}\n")
        maker.stdin.flush()
        written = 8192 * (number % 8)  # killed a little later each time
        while maker.poll() is None and _bytes_in(path.parent) <= written:
            pass
        maker.kill()
        maker.communicate()
        with Store.open(path) as store:
            assert store.kept() == 0
            assert store.check(silent) == []


def _bytes_in(folder: Path) -> int:
    """The bytes of all files there; they may come and go meanwhile."""
    found = 0
    with suppress(FileNotFoundError):
        for entry in os.scandir(folder):
            found += entry.stat().st_size
    return found
