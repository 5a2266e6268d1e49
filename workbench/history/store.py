"""The store: one SQLite file of exchanges, for many threads and many processes.

It says "stored" only after a durable commit. Reading a list touches the narrow tables and the word
index alone; an exchange is unpacked only where it is asked for. What SQLite raises leaves here as
`HistoryError`. Searching is in `search.py`, writing in `keeping.py`, rebuilding in
`reindexing.py`, verifying in `integrity.py`; this class is the locks around them: one for what may
take long, one for the rest.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from threading import RLock

from workbench.errors import HistoryError, InputError
from workbench.history import search
from workbench.history.database import (
    connect_to_read,
    connect_to_write,
    open_database,
    translated,
)
from workbench.history.written import parameter_fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from workbench.history.filters import Completion, Condition
    from workbench.history.keeping import Keeper
    from workbench.model.baseline import Baseline, Trace
    from workbench.model.changes import ChangeGroup
    from workbench.model.exchange import Exchange, Inspection
    from workbench.model.progress import OnProgress
    from workbench.model.summary import Summary


class Store:
    """One history. Every method may raise `HistoryError`; those that take a filter `FilterError`.

    `notices` are sentences for the person who opened it; `read_only` says that nothing new can be
    kept; `wants_reindex` that a newer version indexes differently.
    """

    def __init__(self, path: str | Path, *, must_exist: bool = False) -> None:
        self.path = os.fspath(path)
        self._lock = RLock()
        self._search_lock = RLock()
        opened, self.read_only, self.notices = open_database(self.path, must_exist=must_exist)
        # Whoever comes first, a search or the rest, takes the connection that is open.
        self._unused: sqlite3.Connection | None = opened
        self._connection: sqlite3.Connection | None = None
        self._search_connection: sqlite3.Connection | None = None
        self._closed = False
        self._keeper: Keeper | None = None
        self._own_changes = 0
        self._place = _place(self.path)

    @classmethod
    def open(cls, path: str | Path, *, must_exist: bool = False) -> Store:
        """The history at `path`, made with its folder where there is none."""
        store = cls(path, must_exist=must_exist)
        if not store.read_only and os.path.isdir(f"{store.path}.spool"):
            with suppress(HistoryError):  # still locked or full: it goes on waiting
                adopted = store.adopt()
                if adopted:
                    store.notices += (f"{adopted} exchanges that had been put aside came in",)
        return store

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self.cancel()
        with self._search_lock, self._lock:
            self._closed = True
            for connection in (self._unused, self._search_connection, self._connection):
                if connection is not None:
                    connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- lists ----------------------------------------------------------------------------------

    def summaries(
        self, filter: str = "", *, limit: int = 50, before: int | None = None
    ) -> list[Summary]:
        """The newest rows that fit, newest first, with ids below `before`."""
        with self._searching() as connection:
            found = search.newest(connection, _condition(filter, connection), limit, before)
            return search.rows(connection, found)

    def rows(self, ids: Iterable[int]) -> list[Summary]:
        """The rows of these ids, in their order; those that are gone are left out."""
        with self._reading() as connection:
            return search.rows(connection, ids)

    def count(self, filter: str = "") -> int:
        """How many exchanges fit."""
        with self._searching() as connection:
            return search.count(connection, _condition(filter, connection))

    def kept(self) -> int:
        """How many exchanges the history holds."""
        return self.count()

    def ids(self, filter: str = "", *, sort: str = "id", descending: bool = True) -> array[int]:
        """The ids of all that fit, sorted by one of `search.SORTS`."""
        with self._searching() as connection:
            condition = _condition(filter, connection)
            return search.ids(connection, condition, sort, descending=descending)

    def exchanges(self, filter: str = "") -> Iterator[Exchange]:
        """All that fit, oldest first, read one by one; those deleted meanwhile are left out."""
        for id_ in self.ids(filter, descending=False):
            try:
                yield self.get(id_)
            except InputError:
                continue

    def change_groups(self, filter: str = "", by: str = "institution_id") -> list[ChangeGroup]:
        """Runs of equal shape of all that fit, for each value of a field or several
        (`institution_id,lang`); from columns alone, nothing is compared."""
        from workbench.history.grouping import chosen
        from workbench.history.runs import change_groups

        fields = chosen(by)
        with self._searching() as connection:
            return change_groups(connection, _condition(filter, connection), fields)

    def complete(self, text: str, cursor: int | None = None) -> list[Completion]:
        """What could be typed next in a filter, with values that this history holds."""
        from workbench.history.filters import complete
        from workbench.history.vocabulary import known_values

        with self._reading() as connection:
            return [*complete(text, cursor), *known_values(connection, text, cursor)]

    def cancel(self) -> None:
        """Stop what another thread is searching; it raises `HistoryError` there. Writing is never
        stopped by this."""
        if self._search_connection is not None:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                self._search_connection.interrupt()

    def version(self) -> int:
        """A number that changes when any process, or this one, has written."""
        with self._reading() as connection:
            if _place(self.path) != self._place:
                raise HistoryError(
                    f"the history {self.path} was removed or replaced while it was open",
                    "open it again",
                )
            others: int = connection.execute("PRAGMA data_version").fetchone()[0]
            return (others << 32) + self._own_changes

    # -- one exchange ---------------------------------------------------------------------------

    def get(self, id: int) -> Exchange:
        """The exchange of that id, which is judged by those before it when it is read. Raises
        `InputError` where there is none."""
        with self._reading():
            return self._judged(self._keep().get(id))

    def baseline(self, trace: Trace, before: int) -> Baseline:
        """What of the exchanges below an id a finding could speak of; also once it is closed."""
        if not self._closed:
            with self._reading():
                return self._keep().past.baseline(trace, before)
        from workbench.history.keeping import Keeper

        with translated(self.path), closing(connect_to_read(self.path)) as connection:
            return Keeper(connection).past.baseline(trace, before)

    def resolve(self, reference: str) -> int:
        """The id that `12`, `last`, `last-2`, a uuid's beginning or `good` means."""
        from workbench.history.identity import resolve

        with self._reading() as connection:
            return self.good() if reference.strip() == "good" else resolve(connection, reference)

    def good(self, like: int | None = None) -> int:
        """The newest healthy answer to the same request as `like` (default: the last one)."""
        from workbench.history.identity import resolve

        with self._reading() as connection:
            likeness = resolve(connection, "last") if like is None else like
            return self._keep().good(likeness, itself=like is None)

    def last_good(self, key: str, before: int) -> int | None:
        """The newest healthy answer to the request of that key with an id below `before`."""
        from workbench.history import alike

        with self._reading() as connection:
            return alike.last_good(connection, key, before)

    def alike(self, key: str, most: int) -> list[int]:
        """The ids of the newest exchanges of the request of that key, newest first."""
        from workbench.history import alike

        with self._reading() as connection:
            return alike.newest(connection, key, most)

    def has_uuid(self, uuid: str) -> bool:
        """Whether an exchange of that uuid is kept."""
        with self._reading() as connection:
            return search.has_uuid(connection, uuid)

    # -- writing --------------------------------------------------------------------------------

    def insert(self, exchange: Exchange) -> Exchange:
        """Keep one exchange; the answer has its id and uuid and is on the disk."""
        return self.insert_many((exchange,))[0]

    def insert_many(self, exchanges: Iterable[Exchange]) -> list[Exchange]:
        """Keep a group with one commit: all of them or, when it fails, none. What cannot be kept
        now (locked, disk full) is put aside and adopted when the history opens next."""
        from workbench.history.preparing import prepare
        from workbench.history.spool import put_aside

        prepared = [prepare(exchange) for exchange in exchanges]
        try:
            with self._writing() as keeper:
                kept = keeper.transact(lambda: [keeper.write(one) for one in prepared])
            return [self._judged(exchange) for exchange in kept]
        except HistoryError as error:
            aside = put_aside(self.path, prepared)
            if aside is None:
                raise
            raise HistoryError(
                error.message, f"it was put aside in {aside} and comes in when that is over"
            ) from error

    def adopt(self) -> int:
        """Bring in what was put aside; the answer is how many."""
        from workbench.history.spool import folder_of, waiting

        adopted = 0
        for path, exchange in waiting(self.path):
            if not self.has_uuid(str(exchange.uuid)):
                self._insert_adopted(exchange)
                adopted += 1
            path.unlink(missing_ok=True)
        with suppress(OSError):
            folder_of(self.path).rmdir()
        return adopted

    def label(self, id: int, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Add and remove labels of one exchange."""
        with self._writing() as keeper:
            keeper.transact(lambda: keeper.label(id, tuple(add), tuple(remove)))

    def label_many(
        self, ids: Iterable[int], add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> int:
        """Add and remove labels of a group with one commit; the answer is how many were there."""
        with self._writing() as keeper:
            return keeper.transact(lambda: keeper.label_many(tuple(ids), tuple(add), tuple(remove)))

    def note(self, id: int, text: str | None) -> None:
        """Set, or with None take away, the note of one exchange."""
        with self._writing() as keeper:
            keeper.transact(lambda: keeper.note(id, text))

    def delete(self, ids: Iterable[int]) -> int:
        """Delete for good; the answer is how many there were."""
        with self._writing() as keeper:
            return keeper.delete(list(ids))

    # -- looking after it -----------------------------------------------------------------------

    @property
    def wants_reindex(self) -> bool:
        """Whether the index was made by another version of the indexing code."""
        with self._searching() as connection:
            return search.wants_reindex(connection)

    def reindex(self, on_progress: OnProgress) -> int:
        """Rebuild all that is derived from the bytes; the answer is how many exchanges. Others
        may read and write meanwhile, and an end at any point leaves a sound file."""
        from workbench.history.reindexing import reindex

        return reindex(self._writing, on_progress)

    def check(self, on_progress: OnProgress) -> list[str]:
        """The problems found, one sentence each; an empty list says that it is sound."""
        from workbench.history.integrity import check

        with translated(self.path), closing(connect_to_read(self.path)) as connection:
            return check(connection, on_progress)

    # -- inside ---------------------------------------------------------------------------------

    def _judged(self, exchange: Exchange) -> Exchange:
        from workbench.history.preparing import changed

        return changed(exchange, read=self._read)

    def _read(self, exchange: Exchange) -> Inspection:
        """The reading of an exchange that is kept here. Where the past is gone, the file deleted
        or damaged, it is judged by its bytes alone."""
        from dataclasses import replace

        from workbench.inspection.reading import read
        from workbench.inspection.trace import trace_of, with_history_findings

        plain = replace(exchange, read=read)
        if exchange.id is None:
            return plain.inspection
        try:
            baseline = self.baseline(trace_of(plain), exchange.id)
        except HistoryError:
            return plain.inspection
        return with_history_findings(plain, baseline)

    def _insert_adopted(self, exchange: Exchange) -> None:
        from workbench.history.preparing import prepare

        prepared = prepare(exchange)
        with self._writing() as keeper:
            keeper.transact(lambda: keeper.write(prepared))

    def _keep(self) -> Keeper:
        if self._keeper is None:
            from workbench.history.keeping import Keeper  # loads the model and the readers

            self._keeper = Keeper(self._main())
        return self._keeper

    def _main(self) -> sqlite3.Connection:
        if self._connection is None:
            connect = connect_to_read if self.read_only else connect_to_write
            self._connection = self._take_unused() or connect(self.path)
        return self._connection

    def _take_unused(self) -> sqlite3.Connection | None:
        if self._closed:
            raise HistoryError(f"the history {self.path} is closed", "open it again")
        unused, self._unused = self._unused, None
        return unused

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, translated(self.path):
            yield self._main()

    @contextmanager
    def _searching(self) -> Iterator[sqlite3.Connection]:
        """A connection for what may take long, so that it holds up neither calls that are to be
        kept nor an exchange that is to be shown."""
        with self._search_lock, translated(self.path):
            if self._search_connection is None:
                with self._lock:
                    connection = self._take_unused() or connect_to_read(self.path)
                for name, count in (("body_holds", 2), ("pair_fits", 3), ("word_fits", 2)):
                    connection.create_function(name, count, self._reading_function(name))
                connection.create_function("parameter_fits", 4, parameter_fits)
                self._search_connection = connection
            yield self._search_connection

    @contextmanager
    def _writing(self) -> Iterator[Keeper]:
        if self.read_only:
            raise HistoryError(
                f"the history {self.path} is read-only: nothing was kept",
                "make the file and its folder writable, or name another with --history",
            )
        with self._lock, translated(self.path):
            if _place(self.path) != self._place:
                raise HistoryError(
                    f"the history {self.path} was removed or replaced while it was open: "
                    "nothing was kept",
                    "open it again",
                )
            yield self._keep()
            self._own_changes += 1

    def _reading_function(self, name: str) -> Callable[..., int]:
        """One of the SQL functions that look into an exchange itself."""

        def look(id_: int, *wanted: str) -> int:
            from workbench.history.looking import answer

            return int(answer(name, self.get, id_, *wanted))

        return look


def _condition(filter: str, connection: sqlite3.Connection) -> Condition | None:
    """What a filter asks for; None for all there is."""
    if not filter or filter.isspace():
        return None
    from workbench.history.filters import compile_filter
    from workbench.history.vocabulary import StoredWords

    return compile_filter(filter, StoredWords(connection))


def _place(path: str) -> tuple[int, int] | None:
    """Which file this is on its disk, or None when it is gone."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
