"""A reindex reads with several processes and comes to the same as one; it can be stopped, survives
the death of a process, and others write meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.exchanges import refused, simulated
from workbench.errors import HistoryError
from workbench.history import Store, readers, reindexing
from workbench.model.exchange import Exchange
from workbench.model.progress import Progress, silent

# What is wrong with the history of these tests for good.
LEFT = [
    "exchange 20: its bytes are damaged and cannot be unpacked",
    "1 exchanges are not in the word index: run `workbench reindex`",
]
SCENARIOS = ("form", "form", "location", "both", "bad-lang", "access-denied")


@pytest.fixture
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "REINDEXED_AT_ONCE", 7)


@pytest.fixture
def _several(monkeypatch: pytest.MonkeyPatch, _small_windows: None) -> None:
    monkeypatch.setattr(readers, "WORTH_STARTING", 0)
    monkeypatch.setattr(readers, "cores", lambda: 3)


def varied(count: int) -> Iterator[Exchange]:
    """Exchanges of many kinds, some of which the past has something to say about."""
    for seed in range(count):
        if seed % 13 == 5:
            yield refused(seed)
            continue
        one = simulated(
            seed,
            scenario=SCENARIOS[seed % len(SCENARIOS)],
            institution_id=("42", "14", None)[seed % 3],
            state="the-same-state-again" if seed % 11 == 3 else None,
            lang=(None, "fr", "en")[seed % 3],
        )
        yield replace(one, labels=("seen",) if seed % 5 == 0 else ())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history whose derived columns and word index are lost, one exchange damaged."""
    path = tmp_path_factory.mktemp("kept") / "history.sqlite3"
    with Store.open(path) as store:
        store.insert_many(varied(90))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "UPDATE exchange SET status = 1, kind = 0, target = NULL, shape = NULL, errors = 99, "
            "facts = NULL, judged = NULL, url_values = NULL WHERE id % 4"
        )
        raw.execute("UPDATE wire SET packed = x'00' WHERE id = 20")
        raw.execute("INSERT INTO term (term) VALUES ('delete-all')")
        raw.commit()
    return path


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(kept, tmp_path / "history.sqlite3"))


def derived(path: Path) -> tuple[list[object], list[object], list[object]]:
    """All that is derived: rows with their texts, what the index holds of each row, the words."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, term, instance)")
        rows = raw.execute(
            "SELECT e.id, r.method, r.pattern, r.instance, r.institution, r.lang, e.url_values, "
            "e.status, e.kind, t.text, e.target_values, f.text, e.micros, e.bytes, e.errors, "
            "e.warnings, e.infos, s.text, g.text, j.text FROM exchange AS e "
            "JOIN request AS r ON r.id = e.request LEFT JOIN text AS t ON t.id = e.target "
            "LEFT JOIN text AS f ON f.id = e.failure LEFT JOIN text AS s ON s.id = e.shape "
            "LEFT JOIN text AS g ON g.id = e.facts LEFT JOIN text AS j ON j.id = e.judged "
            "ORDER BY e.id"
        )
        held = raw.execute("SELECT term, doc FROM temp.held ORDER BY term, doc")
        words = raw.execute("SELECT word FROM word ORDER BY word")
        return rows.fetchall(), held.fetchall(), words.fetchall()


def reader_processes() -> list[int]:
    """The processes of ours that read."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue
        if parent == os.getpid() and b"reader_process" in command:
            found.append(int(entry.name))
    return found


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


@pytest.mark.usefixtures("_small_windows")
def test_several_processes_come_to_the_same_as_one(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copy(path, tmp_path / "other.sqlite3"))
    with Store.open(path) as store:
        assert store.reindex(silent) == 90
    monkeypatch.setattr(readers, "WORTH_STARTING", 0)
    monkeypatch.setattr(readers, "cores", lambda: 3)
    seen: set[int] = set()
    with Store.open(other) as store:
        assert store.reindex(lambda _: seen.update(reader_processes())) == 90
        assert store.count("finding:request.state-reused") > 0
        assert store.check(silent) == LEFT
    assert derived(path) == derived(other)
    if sys.platform == "linux":
        assert len(seen) == 3
        assert reader_processes() == []


@pytest.mark.usefixtures("_several")
def test_a_second_reindex_changes_nothing(path: Path) -> None:
    with Store.open(path) as store:
        store.reindex(silent)
        first = derived(path)
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("CREATE TABLE touched (id INTEGER)")
            raw.execute(
                "CREATE TRIGGER touching AFTER UPDATE ON exchange "
                "BEGIN INSERT INTO touched VALUES (new.id); END"
            )
            raw.commit()
            store.reindex(silent)
            assert raw.execute("SELECT count(*) FROM touched").fetchone() == (0,)
    assert derived(path) == first


@pytest.mark.usefixtures("_several")
def test_others_write_while_it_reads(path: Path) -> None:
    with Store.open(path) as store, Store.open(path) as other:

        def meanwhile(progress: Progress) -> None:
            if progress.done == 14:
                other.label(3, ["early"])
                other.label(85, ["late"])
                other.note(24, "being read now")
                other.delete([4, 26, 86])
                other.insert(replace(simulated(500), labels=("fresh",)))

        store.reindex(silent)
        store.reindex(meanwhile)
        for label, id_ in (("early", 3), ("late", 85), ("fresh", 91)):
            assert [row.id for row in store.summaries(f"label:{label}")] == [id_]
        assert [row.id for row in store.summaries("has:note")] == [24]
        assert store.count() == 88
        assert store.check(silent) == LEFT


WRITER = """
import sys
from itertools import count
from pathlib import Path
from tests.exchanges import simulated
from workbench.history import Store

store = Store.open(Path(sys.argv[1]))
for seed in count(1000):
    print(store.insert(simulated(seed)).id, flush=True)
"""


@pytest.mark.usefixtures("_several")
def test_another_process_adds_exchanges_meanwhile(path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert int(writer.stdout.readline()) == 91
    with Store.open(path) as store:
        done = store.reindex(silent)
        writer.kill()
        written = [int(line) for line in writer.stdout.read().splitlines()]
        writer.communicate()
        assert done >= 91
        assert store.kept() >= max([91, *written])
        assert store.check(silent) == LEFT


@on_linux
@pytest.mark.usefixtures("_several")
def test_a_process_that_is_killed_is_replaced(path: Path) -> None:
    killed: list[int] = []

    def kill_one(_: Progress) -> None:
        if not killed:
            killed.append(reader_processes()[0])
            os.kill(killed[0], signal.SIGKILL)

    with Store.open(path) as store:
        assert store.reindex(kill_one) == 90
        assert store.count("agentless") > 0
    assert killed
    assert reader_processes() == []


@on_linux
@pytest.mark.usefixtures("_several")
def test_when_no_process_lives_the_old_index_stays_and_that_is_said(path: Path) -> None:
    over = Event()

    def kill_all() -> None:
        while not over.is_set():
            for process in reader_processes():
                os.kill(process, signal.SIGKILL)

    with Store.open(path) as store:
        store.reindex(silent)
        before = derived(path)
        thread = Thread(target=kill_all)

        def begin_killing(_: Progress) -> None:
            if thread.ident is None:
                thread.start()

        try:
            with pytest.raises(HistoryError) as raised:
                store.reindex(begin_killing)
        finally:
            over.set()
            thread.join()
        assert "again ended" in raised.value.message
        assert "still in place" in (raised.value.hint or "")
        assert derived(path) == before
        assert reader_processes() == []
        assert store.reindex(silent) == 90
    assert derived(path) == before


@pytest.mark.usefixtures("_several")
def test_where_no_process_can_be_started_this_one_reads(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for executable in ("", "/nowhere/python", shutil.which("false") or ""):
        monkeypatch.setattr(sys, "executable", executable)
        with Store.open(path) as store:
            assert store.reindex(silent) == 90
            assert store.count("agentless") > 0


INTERRUPTED = """
import sys
import workbench.cli.reindex as command
from workbench.cli.main import main
from workbench.history import readers, reindexing

reindexing.REINDEXED_AT_ONCE = 5
readers.WORTH_STARTING = 0
readers.cores = lambda: 2
command.progress_line = lambda *_: print("step", flush=True)
sys.exit(main(["--history", sys.argv[1], "reindex"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal to the group")
def test_ctrl_c_leaves_the_old_index_whole_and_no_process(path: Path) -> None:
    with Store.open(path) as store:
        store.reindex(silent)
    before = derived(path)
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "step\n"
    os.killpg(child.pid, signal.SIGINT)
    _, told = child.communicate()
    assert child.returncode == 130
    assert "Traceback" not in told
    with pytest.raises(ProcessLookupError):
        os.killpg(child.pid, 0)
    assert derived(path) == before


def test_a_script_without_a_main_guard_can_reindex(path: Path) -> None:
    script = path.with_name("script.py")
    script.write_text(
        "import sys\n"
        "from workbench.history import Store, readers, reindexing\n"
        "from workbench.model.progress import silent\n"
        "reindexing.REINDEXED_AT_ONCE, readers.WORTH_STARTING = 5, 0\n"
        "readers.cores = lambda: 2\n"
        "print(Store.open(sys.argv[1]).reindex(silent))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert done.stdout == "90\n"
