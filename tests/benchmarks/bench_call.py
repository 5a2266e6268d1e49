"""One call against bare httpx, both on one kept-alive client and the same local server.

As with a real one, each call sends a state of its own and gets a page with a REF and a state of its
own; both are made before the clock runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import re
import sqlite3
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from uuid import UUID

import httpx

from tests.benchmarks.measuring import report
from tests.finding_cases.building import sealed
from workbench import AuthorizeRequest, Workbench
from workbench.service.composing import new_state
from workbench.shipped import sample_responses

ROUNDS = 150
EACH = 10
CALLS = (ROUNDS + 1) * EACH

WAYS = BARE, BARE_AND_ROW, OURS, READ, KEPT = (
    "bare httpx",
    "bare httpx, its answer in one durable row",
    "a call, not stored",
    "a call, not stored, and its reading",
    "a call, stored durably",
)


def fresh(answer: bytes, random: Random) -> bytes:
    """The answer with one-time values of its own."""
    head, _, body = answer.partition(b"\r\n\r\n")
    flow = str(UUID(int=random.getrandbits(128), version=4))
    values = {b"REF": f"{random.getrandbits(240):060X}", b"state": sealed({"i": flow, "s": flow})}
    for name, value in values.items():
        body = re.sub(b'(name="%s" value=)"[^"]*"' % name, rb'\1"%s"' % value.encode(), body)
    length = b"Content-Length: %d" % len(body)
    return re.sub(rb"Content-Length: \d+", length, head) + b"\r\n\r\n" + body


def serve(answer: bytes, port: Connection) -> None:
    """Give an answer to every request, on kept-alive connections."""
    random = Random(1)
    waiting = iter([fresh(answer, random) for _ in range(CALLS * len(WAYS))])

    async def on_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(next(waiting))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def forever() -> None:
        server = await asyncio.start_server(on_client, "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


async def measure(url: str, folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each way, in turn."""
    requests = {
        way: iter(
            [
                AuthorizeRequest(base_url=url, institution_id="42", lang="fr", state=new_state())
                for _ in range(CALLS)
            ]
        )
        for way in WAYS
    }
    table = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    table.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE kept (id INTEGER PRIMARY KEY, head TEXT, body BLOB)"
    )
    with contextlib.closing(table), Workbench(folder / "history.sqlite3") as workbench:
        async with httpx.AsyncClient(follow_redirects=False) as client:

            async def bare() -> None:
                url = next(requests[BARE]).url
                answer = await client.get(url, headers={"Accept": "text/plain"})
                assert answer.status_code == 302

            async def bare_and_row() -> None:
                url = next(requests[BARE_AND_ROW]).url
                answer = await client.get(url, headers={"Accept": "text/plain"})
                row = (str(answer.headers), answer.content)
                table.execute("INSERT INTO kept (head, body) VALUES (?, ?)", row)

            async def ours() -> None:
                exchange = await workbench.authorize_async(next(requests[OURS]), store=False)
                assert exchange.failure is None

            async def read() -> None:
                exchange = await workbench.authorize_async(next(requests[READ]), store=False)
                assert len(exchange.form) == 12

            async def kept() -> None:
                exchange = await workbench.authorize_async(next(requests[KEPT]))
                assert exchange.id is not None

            ways = {
                BARE: bare,
                BARE_AND_ROW: bare_and_row,
                OURS: ours,
                READ: read,
                KEPT: kept,
            }
            taken: dict[str, list[float]] = {name: [] for name in ways}
            for number in range(ROUNDS + 1):
                for name, way in ways.items():
                    start = time.perf_counter()
                    for _ in range(EACH):
                        await way()
                    if number:
                        taken[name].append((time.perf_counter() - start) / EACH)
        await workbench.aclose()
    return taken


def main() -> None:
    """Measure and print."""
    answer = (sample_responses() / "302-form.http").read_bytes()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(answer, theirs), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            taken = asyncio.run(measure(f"http://127.0.0.1:{ours.recv()}", Path(folder)))
    finally:
        server.terminate()
        server.join()
    report(taken, BARE, {OURS: 1.2, KEPT: 2.0})


if __name__ == "__main__":
    main()
