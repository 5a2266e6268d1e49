"""`python tests/benchmarks/bench_history.py [--rows N] [--folder F]`: what a history costs.

It fills a history with simulator exchanges and prints, each as a ratio against a named peer of the
same run: bytes on the disk for an exchange (peer: the raw bytes of its capture), the first page of
filtered lists and their counts (peer: SQLite's own `SELECT ... ORDER BY id DESC LIMIT 50` on the
same file), opening, and one durable insert (peer: one row of the same size in a bare SQLite table).

The first 3,000 exchanges are read and indexed as every one is. The others have captures of their
own (the simulator's answer, all ids fresh, packed alike) but take their rows and index terms from
one of the 3,000, with every term that only one of those had replaced by a fresh one of its kind:
so the file has the size and the index the shape that reading each would give, in a tenth of the
time. A folder that already holds such a history is measured without filling it again.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.exchanges import START, simulated
from workbench.history import Store, packing, tokens
from workbench.history.keeping import Keeper
from workbench.history.preparing import Prepared, prepare
from workbench.history.splitting import split
from workbench.model.exchange import Exchange
from workbench.simulator import answer

TEMPLATES = 3_000
GROUP = 5_000
RUNS = 40
MIX = ("form",) * 16 + ("location", "both", "bad-lang", "server-error")
RETURNS = ("https://app.example.com/callback", "https://paywithmybank.com/start/external/callback")
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Template(NamedTuple):
    """An exchange that was read, with what others like it take over."""

    exchange: Exchange
    prepared: Prepared
    scenario: str
    state: str
    shared: frozenset[str]
    unique: tuple[str, ...]


def templates(random: Random, store: Store) -> list[Template]:
    """Read, index and keep the first exchanges, as ever."""
    made: list[tuple[Exchange, Prepared, str, str]] = []
    for seed in range(TEMPLATES):
        scenario = random.choice(MIX)
        state = str(UUID(int=random.getrandbits(128), version=4))
        exchange = simulated(
            seed,
            scenario=scenario,
            institution_id=random.choice(("14", "42", "77", "112", "204")),
            state=state,
            lang=random.choice(("en", "fr", None)),
            tag=random.choice((None, f"TCK-{random.randrange(1, 1000)}")),
            redirect_uri=random.choice(RETURNS),
            started_at=when(seed, 1_000_000),
            ms=round(min(random.lognormvariate(2.5, 1.2), 900), 3),
        )
        made.append((exchange, prepare(exchange), scenario, state))
    store.insert_many(
        replace(exchange, labels=("watch",) if at % 300 == 0 else ())
        for at, (exchange, *_) in enumerate(made)
    )
    common = Counter(term for _, prepared, *_ in made for term in prepared.terms)
    return [
        Template(
            exchange,
            prepared,
            scenario,
            state,
            frozenset(term for term in prepared.terms if common[term] > 1)
            - set(tokens.day_terms(prepared.started_at or 0)),
            tuple(term for term in prepared.terms if common[term] == 1),
        )
        for exchange, prepared, scenario, state in made
    ]


def when(row: int, rows: int) -> datetime:
    """Exchanges of ninety days, ending now."""
    return START + timedelta(days=90) * (row / rows - 1)


def like(template: Template, random: Random, row: int, rows: int) -> tuple[Prepared, int]:
    """Another exchange of the same kind, and the raw bytes of its capture."""
    state = str(UUID(int=random.getrandbits(128), version=4))
    capture = template.exchange.capture
    sent = capture.sent.replace(template.state.encode(), state.encode())
    url = capture.url.replace(template.state, state)
    target = sent.split(b" ", 2)[1].decode()
    headers = [("Host", "127.0.0.1:4001")]
    received = answer(target, scenario=template.scenario, headers=headers, rng=random)
    jitter = random.uniform(0.8, 1.2)
    timing = replace(
        capture.timing,
        first_byte=round((capture.timing.first_byte or 0) * jitter, 3),
        total=round((capture.timing.total or 0) * jitter, 3),
    )
    started = when(row, rows)
    new = replace(capture, url=url, sent=sent, received=received, started_at=started, timing=timing)
    uuid = UUID(int=random.getrandbits(128), version=4)
    micros = packing.micros(started)
    raw = packing.payload(new, template.exchange.context)
    dictionary, packed = packing.pack(raw)
    fresh = {
        term[0] + "".join(random.choices(LETTERS, k=len(term) - 1)) for term in template.unique
    }
    return Prepared(
        exchange=template.exchange,
        uuid=uuid.bytes,
        started_at=micros,
        derived=template.prepared.derived._replace(
            url_values=split(url)[1],
            micros=round((timing.total or 0) * 1000),
            bytes=len(received),
        ),
        terms=template.shared | fresh | set(tokens.day_terms(micros or 0)) | {"u" + uuid.hex[:8]},
        hash=packing.hash_of(raw, uuid.bytes, micros, 1),
        dictionary=dictionary,
        packed=packed,
    ), len(sent) + len(received)


def fill(path: Path, rows: int) -> float:
    """Fill a history; the answer is the mean raw size of a capture."""
    random = Random(20261124)
    with Store.open(path) as store:
        known = templates(random, store)
        raw = sum(len(t.exchange.capture.sent) + len(t.exchange.capture.received) for t in known)
        connection = store._main()
        connection.execute("PRAGMA synchronous = OFF")  # for filling only
        keeper = Keeper(connection)
        started = time.perf_counter()
        for first in range(TEMPLATES, rows, GROUP):
            last = min(first + GROUP, rows)
            group = [like(random.choice(known), random, row, rows) for row in range(first, last)]
            raw += sum(size for _, size in group)

            def write(group: list[tuple[Prepared, int]] = group) -> None:
                for one, _ in group:
                    keeper.write(one)

            keeper.transact(write)
            if (last - TEMPLATES) % 50_000 == 0:
                pace = (last - TEMPLATES) / (time.perf_counter() - started)
                print(f"  {last:,} exchanges, {pace:,.0f} a second", file=sys.stderr, flush=True)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("INSERT OR REPLACE INTO setting VALUES ('bench_raw', ?)", (raw / rows,))
        return raw / rows


def timed(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Milliseconds of each run."""
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return took


def high(took: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]


def filters(store: Store) -> Iterator[tuple[str, str]]:
    """What people ask for: a name and a filter."""
    exchange = next(
        store.get(row.id) for row in store.rows(range(1, 200)) if row.redirect_kind == "form"
    )
    middle = (START - timedelta(days=45)).strftime("%Y-%m-%d")
    after = (START - timedelta(days=44)).strftime("%Y-%m-%d")
    yield "newest", ""
    yield "status, nearly all", "status:302"
    yield "status, few", "status:5xx"
    yield "institution", "institution:42"
    yield "institution and language", "institution:42 lang:fr"
    yield "tag", "tag:TCK-77"
    yield "tag, beginning", "tag:TCK-7*"
    yield "state, one row", f"state:{exchange.request.param('state')}"
    yield "REF by name, one row", f"form.REF:{exchange.form['REF']}"
    yield "REF as a word, one row", exchange.form["REF"]
    yield "word in nearly every page", "agentless"
    yield "word beginning, nearly all", "agent"
    yield "word beginning, one letter", "a"
    yield "ticket as words", "TCK-77"
    yield "input by name, all forms", "form.response_type:code"
    yield "header by name", "header.content-type:application/json"
    yield "target's host", "host:ob.flinksapp.com"
    yield "redirect_uri's host", "redirect_uri:app.example.com"
    yield "a day in the middle", f"since:{middle} until:{after}"
    yield "a day and a status", f"since:{middle} until:{after} status:400"
    yield "slow ones", "ms:>500"
    yield "big and slow", "ms:>100 size:>2k"
    yield "not 302", "-status:302"
    yield "or, not, parentheses", "(lang:fr OR tag:TCK-77) -institution:42 kind:form"
    yield "field errors", "has:error lang:fr"
    yield "severity", "severity:error institution:204"
    yield "label, rare", "label:watch"
    yield "nothing", "institution:42 header.server:nothing-like-it"


def main() -> int:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure((given.folder or Path(temporary)) / f"history-{given.rows}.sqlite3", given.rows)
    return 0


def measure(path: Path, rows: int) -> None:
    """Print the figures of the history at `path`, filling it first where it is not there."""
    if not path.exists():
        print(f"filling {path} with {rows:,} exchanges", file=sys.stderr)
        fill(path, rows)
    size = path.stat().st_size
    with sqlite3.connect(path) as plain:
        raw = plain.execute("SELECT value FROM setting WHERE name = 'bench_raw'").fetchone()[0]
        free = plain.execute("PRAGMA freelist_count").fetchone()[0] * 8192
        peer = timed(
            lambda: plain.execute("SELECT * FROM exchange ORDER BY id DESC LIMIT 50").fetchall()
        )
    plain.close()
    print(f"{rows:,} exchanges, SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]}")
    print(
        f"on disk: {size / rows:.0f} bytes an exchange ({free / rows:.0f} of them free), "
        f"{size / rows / raw:.2f} x the raw capture of {raw:.0f}"
    )
    yardstick = statistics.median(peer)
    print(f"peer: SELECT ... ORDER BY id DESC LIMIT 50: p50 {yardstick:.3f} ms")
    print(
        f"{'first page of 50':32}{'p50':>9}{'p95':>9}{'max':>9}{'x peer':>8}{'count':>11}{'in':>9}"
    )
    opening = timed(lambda: Store.open(path).close(), 20)
    everything: list[float] = []
    with Store.open(path) as store:
        for name, text in filters(store):
            took = timed(lambda text=text: store.summaries(text))  # type: ignore[misc]
            everything += took
            started = time.perf_counter()
            counted = store.count(text)
            counting = (time.perf_counter() - started) * 1000
            print(
                f"{name:32}{statistics.median(took):7.2f}ms{high(took):7.2f}ms{max(took):7.2f}ms"
                f"{statistics.median(took) / yardstick:8.1f}{counted:11,}{counting:7.0f}ms"
            )
        print(
            f"all of them: p50 {statistics.median(everything):.2f} ms, "
            f"p95 {high(everything):.2f} ms, max {max(everything):.2f} ms"
        )
        for sort in ("id", "time", "institution", "target"):
            took = timed(lambda sort=sort: store.ids(sort=sort), 3)  # type: ignore[misc]
            print(f"ids of all, by {sort}: {statistics.median(took):.0f} ms")
        inserting(store, path)
    print(f"opening: p50 {statistics.median(opening):.2f} ms, p95 {high(opening):.2f} ms")
    print(
        f"a new process that lists once: {first_list(path):.0f} ms, python itself {bare():.0f} ms"
    )


def inserting(store: Store, path: Path) -> None:
    """One durable insert of an exchange that was read, against one bare row of its packed size."""
    exchanges = [simulated(10_000_000 + seed) for seed in range(200)]
    for exchange in exchanges:
        exchange.inspection  # noqa: B018 - read before the clock runs
    bare = sqlite3.connect(path.with_name("bare.sqlite3"), isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, packed BLOB)")
    packed = [prepare(exchange).packed for exchange in exchanges]
    theirs, ours, thinking = [], [], []
    for exchange, blob in zip(exchanges, packed, strict=True):
        started = time.perf_counter()
        bare.execute("INSERT INTO bare (packed) VALUES (?)", (blob,))
        between, thought = time.perf_counter(), time.thread_time()
        store.insert(exchange)
        thinking.append((time.thread_time() - thought) * 1000)
        ours.append((time.perf_counter() - between) * 1000)
        theirs.append((between - started) * 1000)
    bare.close()
    print(
        f"one durable insert: p50 {statistics.median(ours):.2f} ms, "
        f"{statistics.median(thinking):.2f} ms of it computing; "
        f"a bare row {statistics.median(theirs):.2f} ms, "
        f"{statistics.median(ours) / statistics.median(theirs):.2f} x"
    )


def first_list(path: Path) -> float:
    """Milliseconds of a process that opens the history and lists once, the best of five."""
    code = (
        "from pathlib import Path; from workbench.history import Store; "
        f"Store.open(Path({str(path)!r})).summaries('institution:42 lang:fr')"
    )
    return min(timed(lambda: subprocess.run([sys.executable, "-c", code], check=True), 5))


def bare() -> float:
    """Milliseconds of a Python that does nothing."""
    return min(timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5))


if __name__ == "__main__":
    sys.exit(main())
