"""The file itself: how it is found, made, opened, migrated, and what is said when it cannot be.

Nothing here knows what an exchange is. A file that is not ours, newer than us or damaged is told
by its first page and left exactly as it is; one that cannot be written opens for reading.
Whatever SQLite raises becomes `HistoryError` with the file's name, in `translated`. The file is
never opened but through SQLite: to close it otherwise would drop the locks of the whole process.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic, sleep

from workbench.errors import HistoryError
from workbench.history.migrations import APPLICATION_ID, MIGRATIONS, PAGE_SIZE, Migration

BUSY_SECONDS = 5.0
_NEWER = "update authorize-workbench, or name another file with --history"
_OTHER = "name another file with --history"


def open_database(
    path: str, *, must_exist: bool = False, migrations: Sequence[Migration] = MIGRATIONS
) -> tuple[sqlite3.Connection, bool, tuple[str, ...]]:
    """Open the history at `path`, making file and folder where there are none: the connection,
    whether it can only be read, and what to tell a person.

    Raises `HistoryError` for what is no history, is newer, is damaged, or may not be opened.
    """
    with translated(path):
        try:
            exists = _look(path, len(migrations))
        except OSError as error:
            raise _unopenable(path, error) from None
        if not exists:
            if must_exist:
                raise HistoryError(f"there is no history at {path}", _OTHER)
            try:
                _make(path, migrations)
            except OSError as error:
                raise _unopenable(path, error) from None
        notices = list(_tighten(path))
        read_only = not _writable(path)
        connection = _connect(path, read_only, notices)
        try:
            _prepare(connection, path, migrations, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection, read_only, tuple(notices)


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn what SQLite raises into a `HistoryError` that names the file and what to do."""
    try:
        yield
    except sqlite3.ProgrammingError as error:
        if "closed database" not in str(error):
            raise
        raise HistoryError(f"the history {path} is closed", "open it again") from None
    except sqlite3.DatabaseError as error:
        raise _explained(path, error) from error


def _explained(path: str, error: sqlite3.DatabaseError) -> HistoryError:
    code = getattr(error, "sqlite_errorname", "") or ""
    for prefix, message, hint in _WORDS:
        if code.startswith(prefix):
            return HistoryError(message.format(path=path), hint)
    return HistoryError(f"the history {path} cannot be used: {error}", "see `workbench check`")


# SQLite's error name begins with -> what is said, what to do.
_WORDS = (
    (
        "SQLITE_BUSY",
        "the history {path} is locked by another program",
        f"waited {BUSY_SECONDS:.0f} s; close what holds it, then try again",
    ),
    ("SQLITE_LOCKED", "the history {path} is locked", "try again"),
    ("SQLITE_FULL", "the disk that holds the history {path} is full", "free some space"),
    ("SQLITE_IOERR", "the history {path} cannot be read or written", "check its disk"),
    (
        "SQLITE_READONLY",
        "the history {path} is read-only",
        "allow writing, or name another with --history",
    ),
    ("SQLITE_CANTOPEN", "the history {path} cannot be opened", "check its folder's permissions"),
    ("SQLITE_PERM", "the history {path} may not be opened", "check its permissions"),
    ("SQLITE_NOTADB", "{path} is no history: not an SQLite file, or a damaged one", _OTHER),
    (
        "SQLITE_CORRUPT",
        "the history {path} is damaged",
        "`workbench check` names what is lost; keep a copy before anything else",
    ),
    ("SQLITE_INTERRUPT", "the search was stopped", "ask for less, or wait for it"),
)


def _look(path: str, known_version: int) -> bool:
    """Whether a history is there; raises for what must not be touched."""
    try:
        facts = os.stat(path)
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(facts.st_mode):
        raise HistoryError(f"{path} is a folder, not a history", "name a file in it")
    if not stat.S_ISREG(facts.st_mode):
        raise HistoryError(f"{path} is no ordinary file", _OTHER)
    if facts.st_size == 0:
        return True  # made by somebody who has not written yet
    application, version = _marks(path)
    if application == APPLICATION_ID:
        _refuse_newer(path, version, known_version)
    elif application or version or _has_tables(path):
        raise HistoryError(
            f"{path} is an SQLite file of another program", f"it was left as it is; {_OTHER}"
        )
    return True


def _marks(path: str) -> tuple[int, int]:
    """The application and version that the file itself names, its log and its locks left alone.

    To read past the locks may meet a file that another process is just making, so what is called
    damaged is so behind the locks as well.
    """
    try:
        return _written_marks(path, "ro&immutable=1")
    except sqlite3.DatabaseError:
        pass
    try:
        return _written_marks(path, "ro")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        raise HistoryError(
            f"{path} is no history: not an SQLite file, or a damaged one",
            f"it was left as it is; {_OTHER}",
        ) from error


def _written_marks(path: str, mode: str) -> tuple[int, int]:
    connection = sqlite3.connect(_uri(path, mode), uri=True, timeout=BUSY_SECONDS)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    finally:
        connection.close()
    return application, version


def _has_tables(path: str) -> bool:
    """Whether a file without an application's mark holds anything (one being made does not)."""
    connection = sqlite3.connect(_uri(path, "ro"), uri=True)
    try:
        row = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        mark = connection.execute("PRAGMA application_id").fetchone()
    finally:
        connection.close()
    return bool(row[0]) and mark[0] != APPLICATION_ID


def _refuse_newer(path: str, version: int, known: int) -> None:
    if version > known:
        raise HistoryError(
            f"the history {path} was written by a newer version (format {version}, this one "
            f"knows {known})",
            _NEWER,
        )


def _make(path: str, migrations: Sequence[Migration]) -> None:
    """A history that only its owner can read, in a folder of the same kind.

    It is made whole under another name, so that neither another process nor an end at any moment
    ever leaves half of one at `path`. Where a file cannot have two names it is made in its place,
    by whoever opens it.
    """
    _make_folder(os.path.dirname(os.path.abspath(path)))
    unfinished = f"{path}.{os.urandom(6).hex()}.new"
    _make_empty(unfinished)
    try:
        connection = connect_to_write(unfinished)
        try:
            _prepare(connection, unfinished, migrations, read_only=False)
        finally:
            connection.close()
        os.link(unfinished, path)
    except FileExistsError:
        pass  # another process was first
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with suppress(FileExistsError):
            _make_empty(path)
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.unlink(unfinished + end)


_NO_LINKS = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def _make_empty(path: str) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def _make_folder(folder: str) -> None:
    if not os.path.exists(folder):
        _make_folder(os.path.dirname(folder))
        with suppress(FileExistsError):  # another process was first
            os.mkdir(folder, 0o700)
        os.chmod(folder, 0o700)  # the umask may have taken more, or an odd one less


_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


def _tighten(path: str) -> Iterator[str]:
    """Take away what others may do with the file, where it is ours to do so."""
    if os.name != "posix":
        return
    for name in (path, f"{path}-wal", f"{path}-shm"):
        try:
            facts = os.stat(name)
        except FileNotFoundError:
            continue
        if facts.st_mode & 0o077 and facts.st_uid == os.geteuid():
            with suppress(FileNotFoundError):  # another process has just closed the history
                os.chmod(name, facts.st_mode & 0o700)
            yield f"{name} could be read by others; now by its owner only"


def _writable(path: str) -> bool:
    """Whether somebody may write there; its mode counts for those whom no mode holds off too."""
    return bool(os.stat(path).st_mode & 0o222) and os.access(path, os.W_OK)


def connect_to_read(path: str) -> sqlite3.Connection:
    """A connection that cannot write, for work that should not hold up the others."""
    changing = _writable(os.path.dirname(os.path.abspath(path)))
    return _connected(path, "ro" if changing else "ro&immutable=1")


def connect_to_write(path: str) -> sqlite3.Connection:
    """A connection to a history that was opened before."""
    connection = _connected(path, "rw")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _connect(path: str, read_only: bool, notices: list[str]) -> sqlite3.Connection:
    if not read_only:
        return connect_to_write(path)
    notices.append(f"{path} is read-only: nothing new can be kept in it")
    wal = f"{path}-wal"
    folder = os.path.dirname(os.path.abspath(path))
    if not os.access(folder, os.W_OK) and os.path.exists(wal) and os.stat(wal).st_size:
        notices.append(f"{wal} is not read: what was written last may be missing")
    return connect_to_read(path)


def _connected(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        _uri(path, mode),
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    connection.execute("PRAGMA cache_size = -32000")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _uri(path: str, mode: str) -> str:
    """The path as SQLite's URI; `urllib` is spared, which lists would wait for."""
    name = os.path.abspath(path).replace(os.sep, "/")
    for letter in "%?#":
        name = name.replace(letter, f"%{ord(letter):02x}")
    return f"file:///{name.lstrip('/')}?mode={mode}"


def _prepare(
    connection: sqlite3.Connection,
    path: str,
    migrations: Sequence[Migration],
    *,
    read_only: bool,
) -> None:
    version = _version(connection)
    _refuse_newer(path, version, len(migrations))
    if read_only:
        if version < len(migrations):
            raise HistoryError(
                f"the history {path} is of an older format and read-only",
                "make it writable, so that it can be brought up to date",
            )
        return
    if version == 0:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    _enter_wal(connection)
    if 0 < version < len(migrations):
        _back_up(connection, path, version)
    for number, migration in enumerate(migrations[version:], version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < number:  # another process may have been quicker
                migration(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    if version == 0:
        connection.execute("PRAGMA wal_checkpoint")  # so that the file says at once what it is


def _enter_wal(connection: sqlite3.Connection) -> None:
    """SQLite refuses the switch at once, without the wait that it was told, while another process
    makes it."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.005)
        else:
            return


def _version(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _back_up(connection: sqlite3.Connection, path: str, version: int) -> None:
    """A copy beside the file, before a format changes; an older copy of that name stays."""
    copy = f"{path}.format{version}.backup"
    if os.path.exists(copy):
        return
    with suppress(FileExistsError):  # another process was first
        _make_empty(copy)
    target = sqlite3.connect(copy)
    try:
        connection.backup(target)
    finally:
        target.close()


def _unopenable(path: str, error: OSError) -> HistoryError:
    return HistoryError(
        f"the history {path} cannot be opened: {error.strerror or error}",
        "check the folder and its permissions, or name another with --history",
    )
