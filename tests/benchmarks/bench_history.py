"""`python -m tests.benchmarks.bench_history [--rows N] [--folder F]`: what a history costs.

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
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.measuring import interleaved, report
from tests.exchanges import START, simulated
from workbench.history import Store, packing, tokens
from workbench.history.keeping import Keeper
from workbench.history.preparing import Entry, Prepared, prepare
from workbench.history.splitting import split
from workbench.inspection.trace import trace_of
from workbench.model.baseline import Trace
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
    common = Counter(term for _, prepared, *_ in made for term in prepared.entry.terms)
    return [
        Template(
            exchange,
            prepared,
            scenario,
            state,
            frozenset(term for term in prepared.entry.terms if common[term] > 1)
            - set(tokens.day_terms(prepared.started_at or 0)),
            tuple(term for term in prepared.entry.terms if common[term] == 1),
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
    entry = Entry(
        exchange=template.exchange,
        trace=Trace("simulator", ""),  # judged like its template, which is not read again
        derived=template.prepared.entry.derived._replace(
            url_values=split(url)[1],
            micros=round((timing.total or 0) * 1000),
            bytes=len(received),
        ),
        terms=template.shared | fresh | set(tokens.day_terms(micros or 0)) | {"u" + uuid.hex[:8]},
    )
    return Prepared(
        entry=entry,
        uuid=uuid.bytes,
        started_at=micros,
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


def seconds(work: Callable[[], object]) -> Callable[[], float]:
    """A way to measure: the seconds that the work takes."""

    def measured() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return measured


def high(taken: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(taken, n=20)[-1]


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
    print(f"{rows:,} exchanges, SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]}")
    with closing(sqlite3.connect(path)) as plain, Store.open(path) as store:
        storage(plain, path, rows)
        first_pages(plain, store)
        sorting(store)
        changing(store)
        looking_back(store)
        inserting(store, path)
    starting(path)


def storage(plain: sqlite3.Connection, path: Path, rows: int) -> None:
    """Bytes on the disk, against the bytes of the messages."""
    raw = plain.execute("SELECT value FROM setting WHERE name = 'bench_raw'").fetchone()[0]
    free = plain.execute("PRAGMA freelist_count").fetchone()[0] * 8192 / rows
    size = path.stat().st_size / rows
    print(f"{'request and answer as they crossed the wire':<44} {raw:9.0f} bytes   (the peer)")
    print(
        f"{'an exchange on the disk, indexed':<44} {size:9.0f} bytes   {size / raw:5.2f} times   "
        f"goal 1000 bytes; {free:.0f} of them free"
    )


def first_pages(plain: sqlite3.Connection, store: Store) -> None:
    """The newest fifty that fit each filter, in turn, and how long it takes to count them."""
    peer = "SELECT * ... ORDER BY id DESC LIMIT 50"
    statement = "SELECT * FROM exchange ORDER BY id DESC LIMIT 50"
    wanted = dict(filters(store))
    ways = {peer: seconds(lambda: plain.execute(statement).fetchall())}
    for name, text in wanted.items():
        ways[name] = seconds(lambda text=text: store.summaries(text))  # type: ignore[misc]
    taken = interleaved(ways, RUNS)
    base = taken[peer]
    print(f"{peer:<44} {statistics.median(base) * 1000:9.3f} ms   (the peer)")
    for name, text in wanted.items():
        pages = taken[name]
        ratio = statistics.median(a / b for a, b in zip(pages, base, strict=True))
        counting = seconds(lambda text=text: store.count(text))()  # type: ignore[misc]
        print(
            f"{name:<44} {statistics.median(pages) * 1000:9.3f} ms   {ratio:5.2f} times   "
            f"p95 {high(pages) * 1000:5.2f} ms   {store.count(text):9,} counted in "
            f"{counting * 1000:.0f} ms"
        )
    worst = max(wanted, key=lambda name: high(taken[name]))
    every = [page for name in wanted for page in taken[name]]
    print(
        f"all filters: p95 {high(every) * 1000:.2f} ms, goal 20; the slowest is {worst!r}: "
        f"p95 {high(taken[worst]) * 1000:.2f} ms"
    )


def sorting(store: Store) -> None:
    """The ids of all, by what a list can be sorted by, against their own order."""
    ways = {
        f"ids of all, by {sort}": seconds(lambda sort=sort: store.ids(sort=sort))  # type: ignore[misc]
        for sort in ("id", "time", "institution", "target")
    }
    report(interleaved(ways, 3), "ids of all, by id", {})


def changing(store: Store) -> None:
    """Runs of equal shape of all, by what they can be grouped by, against their ids alone."""
    ways = {"ids of all, by id": seconds(store.ids)}
    for by in ("institution_id", "host", "institution_id,lang", "tag"):
        ways[f"runs of all, by {by}"] = seconds(lambda by=by: store.change_groups(by=by))  # type: ignore[misc]
    report(interleaved(ways, 3), "ids of all, by id", {})


def looking_back(store: Store) -> None:
    """What was before one exchange, against the one row of an exchange by its id: of a new one, and
    of an old one that is shown again."""
    random = Random(7)
    keeper, rows = store._keep(), store.kept()
    connection, past = keeper.connection, keeper.past
    traces = [
        trace_of(
            simulated(
                20_000_000 + seed,
                institution_id=random.choice(("14", "42", "77", "112", "204")),
                lang=random.choice(("en", "fr", None)),
                redirect_uri=random.choice(RETURNS),
                scenario=random.choice(MIX),
            )
        )
        for seed in range(200)
    ]
    row = "SELECT * FROM exchange WHERE id = ?"
    peer = "the row of an exchange"
    taken: dict[str, list[float]] = {peer: []}
    for trace in traces:
        place = random.randrange(1, rows)
        ways: dict[str, Callable[[], object]] = {
            peer: partial(connection.execute, row, (place,)),
            "before a new one": partial(past.baseline, trace),
            "before a new one, usual ones remembered": partial(past.baseline, trace),
            "before an old one": partial(past.baseline, trace, place),
        }
        past.forget()
        for name, way in ways.items():
            taken.setdefault(name, []).append(seconds(way)())
    report(taken, peer, {})
    for name in list(taken)[1:]:
        print(f"{name + ', p95':<44} {high(taken[name]) * 1000:9.3f} ms   goal 3")


def inserting(store: Store, path: Path) -> None:
    """One durable insert of an exchange that was read, against one bare row of its packed size."""
    exchanges = [simulated(10_000_000 + seed) for seed in range(200)]
    packed = [prepare(exchange).packed for exchange in exchanges]  # read before the clock runs
    taken: dict[str, list[float]] = {"a bare durable row": [], "a durable insert": []}
    thinking: list[float] = []
    with closing(sqlite3.connect(path.with_name("bare.sqlite3"), isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, packed BLOB)")
        for exchange, blob in zip(exchanges, packed, strict=True):
            row = seconds(
                lambda blob=blob: bare.execute(  # type: ignore[misc]
                    "INSERT INTO bare (packed) VALUES (?)", (blob,)
                )
            )
            taken["a bare durable row"].append(row())
            thought = time.thread_time()
            kept = seconds(lambda exchange=exchange: store.insert(exchange))  # type: ignore[misc]
            taken["a durable insert"].append(kept())
            thinking.append(time.thread_time() - thought)
    report(taken, "a bare durable row", {})
    print(f"of a durable insert, computing: {statistics.median(thinking) * 1000:.3f} ms")


def starting(path: Path) -> None:
    """A new process that opens the history and lists once, against a Python that does nothing."""
    listing = (
        "from workbench.history import Store; "
        f"Store.open({str(path)!r}).summaries('institution:42 lang:fr')"
    )

    def process(code: str) -> Callable[[], float]:
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))

    ways = {
        "a process that does nothing": process("pass"),
        "a process that opens and lists": process(listing),
        "opening and closing": seconds(lambda: Store.open(path).close()),
    }
    report(interleaved(ways, 20), "a process that does nothing", {})


if __name__ == "__main__":
    sys.exit(main())
