"""Two exchanges are read at once: neither reading waits for the other."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from tests.exchanges import simulated
from workbench.history import Store
from workbench.model.exchange import Exchange, Inspection

WAIT_S = 20.0


def test_an_exchange_can_be_read_while_another_one_is_being_read() -> None:
    plain = simulated(1)
    second_is_read = threading.Event()

    def read_late(exchange: Exchange) -> Inspection:
        assert second_is_read.wait(WAIT_S), "the other reading waited"
        return plain.read(exchange)

    first, second = replace(plain, read=read_late), replace(plain)
    thread = threading.Thread(target=lambda: first.inspection)
    thread.start()

    def read_second() -> None:
        assert second.inspection is not None
        second_is_read.set()

    other = threading.Thread(target=read_second)
    other.start()
    other.join(WAIT_S)
    thread.join(WAIT_S)
    assert second_is_read.is_set()
    assert first.inspection is first.inspection
    assert first.inspection == second.inspection


def test_deleting_while_answers_are_read_comes_to_an_end(tmp_path: Path) -> None:
    """What is deleted is read once more, with the history held; what is shown looks into it."""
    with Store.open(tmp_path / "history.sqlite3") as store:
        store.insert_many([simulated(n) for n in range(1, 61)])
        shown = threading.Thread(
            target=lambda: [store.get(id_).findings for id_ in range(31, 61)], daemon=True
        )
        gone = threading.Thread(
            target=lambda: [store.delete([id_]) for id_ in range(1, 31)], daemon=True
        )
        shown.start()
        gone.start()
        for thread in (shown, gone):
            thread.join(60)
            assert not thread.is_alive()
        assert store.kept() == 30
