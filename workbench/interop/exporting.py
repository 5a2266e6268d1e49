"""Export: exchanges to documents, documents masked, masked documents to chunks of a format.

Masking stands here, before any format sees a document, so that no format can forget it. Nothing is
held: one exchange at a time goes through.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from workbench.errors import InputError
from workbench.interop import formats as formats
from workbench.interop.registry import EXPORTERS, Leaving
from workbench.model.exchange import Exchange
from workbench.redaction import Redactor

ToDocument = Callable[[Exchange], dict[str, object]]


def exporter_names() -> tuple[str, ...]:
    """The names of all export formats, sorted."""
    return tuple(sorted(EXPORTERS))


def export_chunks(
    name: str,
    exchanges: Iterable[Exchange],
    to_document: ToDocument,
    redactor: Redactor | None,
) -> Iterator[bytes]:
    """The chunks of an export. Without a `redactor` everything leaves as it is, with the bytes of
    the wire where the format can hold them. Raises `InputError` for an unknown format."""
    format_ = EXPORTERS.get(name)
    if format_ is None:
        raise InputError(f"no export format {name!r}", f"there are {', '.join(exporter_names())}")
    return format_.write(_leaving(exchanges, to_document, redactor))


def export_to(path: Path, chunks: Iterable[bytes], force: bool = False) -> int:
    """Write chunks to a file that only its owner reads; returns the number of bytes.

    The file appears whole or not at all: it is written beside its place under a name of chance.
    Raises `InputError` when it exists and `force` is not given, or cannot be written.
    """
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path} is a folder", "name a file in it")
    if not force and (path.exists() or path.is_symlink()):
        raise InputError(f"{path} is there already", "--force overwrites it")
    beside = path.with_name(f".workbench-{secrets.token_hex(8)}.part")
    try:
        written = _write_new(beside, chunks)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "check the folder"
        ) from None
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    try:
        if force:
            beside.replace(path)
        else:
            _put_in_place(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            f"{path} cannot be written: {error.strerror}", "check the folder"
        ) from None
    return written


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be written: {error.strerror}", "check the folder")


def _write_new(path: Path, chunks: Iterable[bytes]) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    written = 0
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        for chunk in chunks:
            written += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return written


def _put_in_place(beside: Path, path: Path) -> None:
    """Rename without overwriting what may have come meanwhile: a hard link fails where a name
    exists; a file system without links gets the name by O_EXCL first."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        beside.replace(path)
        return
    beside.unlink()


def _leaving(
    exchanges: Iterable[Exchange], to_document: ToDocument, redactor: Redactor | None
) -> Iterator[Leaving]:
    for exchange in exchanges:
        document = to_document(exchange)
        if redactor is None:
            yield Leaving(document, exchange.capture.sent, exchange.capture.received)
        else:
            yield Leaving(redactor.document(document))
