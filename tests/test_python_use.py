"""The workbench as a library: scripts, running loops, threads."""

from __future__ import annotations

import asyncio
import socket
import threading
from pathlib import Path

import pytest

import workbench
from workbench import (
    AuthorizeRequest,
    InputError,
    NetworkError,
    Workbench,
    WorkbenchError,
    inspect,
)
from workbench.shipped import sample_responses


def ask(url: str, **more: str) -> AuthorizeRequest:
    return AuthorizeRequest(base_url=url, institution_id="42", **more)  # type: ignore[arg-type]


def test_a_script_calls_and_reads(tmp_path: Path, simulator: str) -> None:
    with Workbench(tmp_path / "h.sqlite3") as wb:
        exchange = wb.authorize(ask(simulator, lang="fr"))
        assert exchange.form["lang"] == "fr"
        assert exchange.redirect.target == "https://ob.flinksapp.com/api/v1/agentless"
        assert exchange.raw.startswith(b"HTTP/1.1 302")
        assert exchange.to_dict()["schema"] == "workbench.exchange/1"
        assert wb.get("last").to_dict() == exchange.to_dict()
        with pytest.raises(KeyError, match=r"inputs: .*scope"):
            exchange.form["scopes"]


async def test_the_blocking_twin_works_inside_a_running_loop(
    tmp_path: Path, simulator: str
) -> None:
    with Workbench(tmp_path / "h.sqlite3") as wb:
        first = wb.authorize(ask(simulator))
        second = await wb.authorize_async(ask(simulator))
        assert (first.id, second.id) == (1, 2)
        await wb.aclose()


async def test_many_calls_go_at_once(tmp_path: Path, simulator: str) -> None:
    wb = Workbench(tmp_path / "h.sqlite3")
    answers = await asyncio.gather(*(wb.authorize_async(ask(simulator)) for _ in range(20)))
    assert sorted(a.id or 0 for a in answers) == list(range(1, 21))
    assert len({a.form["REF"] for a in answers}) == 20
    await wb.aclose()


def test_threads_share_one_workbench(tmp_path: Path, simulator: str) -> None:
    with Workbench(tmp_path / "h.sqlite3") as wb:
        threads = [threading.Thread(target=lambda: wb.authorize(ask(simulator))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wb.kept() == 8


def test_a_history_is_sliced_and_walked(tmp_path: Path, simulator: str) -> None:
    with Workbench(tmp_path / "h.sqlite3") as wb:
        for lang in ("en", "fr", "en", "xx9"):
            wb.authorize(ask(simulator, lang=lang))
        assert len(wb.history()) == 4
        assert [e.id for e in wb.history("lang:en")] == [3, 1]
        assert wb.history()[0].id == 4
        assert [e.id for e in wb.history()[1:3]] == [3, 2]
        assert repr(wb.history("status:302")) == "<History 'status:302': 3 exchanges>"


def test_a_network_failure_is_an_exchange_or_on_request_an_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with Workbench(tmp_path / "h.sqlite3") as wb:
        exchange = wb.authorize(ask(url))
        assert exchange.failure is not None
        assert exchange.response is None
        with pytest.raises(NetworkError) as raised:
            wb.authorize(ask(url), check=True)
        assert raised.value.message
        assert raised.value.hint
        assert wb.kept() == 2


def test_errors_are_one_family(tmp_path: Path) -> None:
    with Workbench(tmp_path / "h.sqlite3") as wb, pytest.raises(InputError) as raised:
        wb.get(12)
    assert isinstance(raised.value, WorkbenchError)
    assert "12" in raised.value.message
    with pytest.raises(InputError):
        AuthorizeRequest(instance="a", base_url="https://b.example")


def test_bytes_are_inspected_offline() -> None:
    exchange = inspect((sample_responses() / "302-form.http").read_bytes())
    assert (exchange.id, exchange.uuid, exchange.origin) == (None, None, "import")
    assert len(exchange.form) == 12
    page = (sample_responses() / "documented-page.html").read_bytes()
    alone = inspect(page, url="https://toolbox-api.private.fin.ag/v3/oauth/authorize")
    assert alone.response is not None
    assert alone.response.status is None
    assert alone.form == exchange.form


def test_what_shows_itself_is_redacted(tmp_path: Path, simulator: str) -> None:
    with Workbench(tmp_path / "h.sqlite3") as wb:
        exchange = wb.authorize(ask(simulator, state="my-very-own-state-1234567890"))
    shown = repr(exchange)
    assert "302 Found" in shown
    assert exchange.form["REF"] not in shown
    assert exchange.form["state"] not in shown
    assert "my-very-own-state-1234567890" not in shown


def test_the_public_names_are_all_there() -> None:
    for name in workbench.__all__:
        assert getattr(workbench, name) is not None
    assert set(workbench.__all__) <= set(dir(workbench))
    with pytest.raises(AttributeError):
        workbench.nothing  # noqa: B018
