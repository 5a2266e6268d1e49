"""One call against bare httpx, both on one kept-alive client and the same local server."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import sqlite3
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from tests.benchmarks.measuring import report
from workbench import AuthorizeRequest, Workbench
from workbench.shipped import sample_responses

ROUNDS = 150
EACH = 10


def serve(answer: bytes, port: Connection) -> None:
    """Give the same answer to every request, on kept-alive connections."""

    async def on_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def forever() -> None:
        server = await asyncio.start_server(on_client, "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


async def measure(url: str, folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each way, in turn."""
    request = AuthorizeRequest(base_url=url, institution_id="42", lang="fr", state="s" * 22)
    table = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    table.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE kept (id INTEGER PRIMARY KEY, head TEXT, body BLOB)"
    )
    with contextlib.closing(table), Workbench(folder / "history.sqlite3") as workbench:
        async with httpx.AsyncClient(follow_redirects=False) as client:

            async def bare() -> None:
                answer = await client.get(request.url, headers={"Accept": "text/plain"})
                assert answer.status_code == 302

            async def bare_and_row() -> None:
                answer = await client.get(request.url, headers={"Accept": "text/plain"})
                row = (str(answer.headers), answer.content)
                table.execute("INSERT INTO kept (head, body) VALUES (?, ?)", row)

            async def ours() -> None:
                exchange = await workbench.authorize_async(request, store=False)
                assert exchange.failure is None

            async def read() -> None:
                exchange = await workbench.authorize_async(request, store=False)
                assert len(exchange.form) == 12

            async def kept() -> None:
                exchange = await workbench.authorize_async(request)
                assert exchange.id is not None

            ways = {
                "bare httpx": bare,
                "bare httpx, its answer in one durable row": bare_and_row,
                "a call, not stored": ours,
                "a call, not stored, and its reading": read,
                "a call, stored durably": kept,
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
    report(taken, "bare httpx", {"a call, not stored": 1.2, "a call, stored durably": 2.0})


if __name__ == "__main__":
    main()
