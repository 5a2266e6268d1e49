"""A history that an earlier version wrote is opened, used, and brought up to date by a reindex.

`histories/` holds files as those versions wrote them, packed; they are never made anew.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.exchanges import simulated
from workbench.errors import HistoryError
from workbench.history import Store
from workbench.history.migrations import MIGRATIONS
from workbench.model.progress import silent

HISTORIES = Path(__file__).parent / "histories"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history of format 1: two like answers with one state and one REF (1 and 5), a refusal, a
    Location, a call that failed."""
    file = tmp_path / "history.sqlite3"
    file.write_bytes(gzip.decompress((HISTORIES / "format-1.sqlite3.gz").read_bytes()))
    file.chmod(0o600)
    return file


def _format(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        number: int = raw.execute("PRAGMA user_version").fetchone()[0]
        return number


def test_it_is_opened_as_it_is_and_a_copy_stays_beside_it(path: Path) -> None:
    assert _format(path) == 1
    with Store.open(path) as store:
        assert store.wants_reindex
        assert [row.id for row in store.summaries()] == [5, 4, 3, 2, 1]
        assert list(store.ids("label:bad")) == [2]
        assert store.get(2).note == "look"
        assert store.check(silent) == []
    assert _format(path) == len(MIGRATIONS)
    assert _format(path.with_name(f"{path.name}.format1.backup")) == 1


def test_what_is_shown_looks_back_before_any_reindex(path: Path) -> None:
    with Store.open(path) as store:
        told = {found.id for found in store.get(5).findings}
    assert {"page.ref-reused", "request.state-reused"} <= told


def test_new_exchanges_are_judged_by_the_old_ones(path: Path) -> None:
    with Store.open(path) as store:
        kept = store.insert(simulated(6, state="the-state-of-the-first-call-1", instance="toolbox"))
        assert "request.state-reused" in {found.id for found in kept.findings}
        assert list(store.ids("finding:request.state-reused")) == [6]
        store.delete([1])
        assert store.kept() == 5


def test_a_reindex_judges_the_old_ones_by_those_before_them(path: Path) -> None:
    with Store.open(path) as store:
        assert store.reindex(silent) == 5
        assert not store.wants_reindex
        assert list(store.ids("finding:request.state-reused")) == [5]
        assert list(store.ids("finding:page.ref-reused")) == [5]
        row = store.rows([5])[0]
        severities = [found.severity for found in store.get(5).findings]
        assert (row.errors, row.warnings) == (
            severities.count("error"),
            severities.count("warning"),
        )
        assert store.check(silent) == []
        after = store.insert(simulated(7, instance="toolbox", scenario="server-error"))
        assert "change.kind" in {found.id for found in after.findings}


def test_one_that_cannot_be_written_says_what_to_do(path: Path) -> None:
    path.chmod(0o400)
    with pytest.raises(HistoryError, match="older format and read-only"):
        Store.open(path)
