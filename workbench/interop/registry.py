"""The two tables of formats, and the values that pass between a format and the rest.

A format is one function in one file. An importer yields what it finds and raises nothing but
`Unreadable`; an exporter yields chunks and never sees an exchange, only what may leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.model.capture import Capture


class Unreadable(Exception):  # noqa: N818
    """The content looked like this format and is not; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes (UTF-8 where they were UTF-16, without a byte order mark).

    `url` is the document's own URL as the caller says; `notes` tell what was undone already.
    """

    data: bytes
    url: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange found. `request_known` is False where the file has the answer alone, so that
    nobody can say whether it is authorize traffic."""

    capture: Capture
    request_known: bool = True


@dataclass(frozen=True, slots=True)
class RequestAlone:
    """A request without an answer: nothing to keep."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the file that could not be read, in words; the rest goes on."""

    text: str


Found = Entry | RequestAlone | Problem
Import = Callable[[Source], Iterator[Found]]
LooksLike = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that can be read. `looks_like` judges the content in O(n); the lower the `rank`,
    the earlier it is asked: the more a format asks of the content, the lower its rank."""

    name: str
    rank: int
    looks_like: LooksLike
    read: Import


@dataclass(frozen=True, slots=True)
class Leaving:
    """One exchange as it may leave: its document, masked or not. `sent` and `received` are the
    bytes of the wire, there only where secrets were asked for."""

    document: Mapping[str, object]
    sent: bytes | None = None
    received: bytes | None = None


Export = Callable[[Iterable[Leaving]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that can be written; `help` is one line for people, `suffix` that of its files."""

    name: str
    help: str
    suffix: str
    write: Export


IMPORTERS: list[Importer] = []
EXPORTERS: dict[str, Exporter] = {}


def importer(name: str, rank: int, looks_like: LooksLike) -> Callable[[Import], Import]:
    """Register an import format; the first that the content looks like and that can read it is
    taken."""

    def register(read: Import) -> Import:
        IMPORTERS.append(Importer(name, rank, looks_like, read))
        IMPORTERS.sort(key=lambda entry: entry.rank)
        return read

    return register


def exporter(name: str, help_line: str, suffix: str) -> Callable[[Export], Export]:
    """Register an export format by its name."""

    def register(write: Export) -> Export:
        EXPORTERS[name] = Exporter(name, help_line, suffix, write)
        return write

    return register
