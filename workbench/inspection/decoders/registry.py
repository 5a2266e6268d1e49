"""The decoders: three short registries that the chain walks in order.

A *recogniser* names a whole text and ends a chain. A *transform* turns text or bytes into the next
text or bytes and proves nothing by itself. Decoders are small pure functions; they return None or
nothing rather than raise, and cost O(n). Order is registration order: what is certain comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from workbench.inspection.http_dates import http_date
from workbench.model.finding import Json

KIB = 1024
VALUE_LIMIT = 64 * KIB
STEP_LIMIT = 6
INFLATED_LIMIT = 256 * KIB
EXCHANGE_LIMIT = 1024 * KIB
VALUES_LIMIT = 64
JSON_DEPTH_LIMIT = 32

# No byte of a longer UTF-8 sequence is one of these.
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\r\n")

# A note that begins so says that a bound stopped the decoder and what was not shown.
STOPPED = "stopped: "


class Hint(NamedTuple):
    """What is known beside the value: its name, the request's host, the exchange's own time."""

    name: str = ""
    host: str = ""
    started: datetime | None = None
    date: str | None = None

    @property
    def now(self) -> datetime | None:
        """When the call was sent, else what the answer's Date says, else None."""
        if self.started is not None or self.date is None:
            return self.started
        return http_date(self.date)


class Proof(NamedTuple):
    """The end of a chain: what the value is. `inner` says that its strings are decoded again."""

    value: Json
    notes: tuple[str, ...] = ()
    inner: bool = False


class Step(NamedTuple):
    """One transformation done. `plain` is the least number of bytes at which printable text alone
    proves the chain, None where it never does."""

    data: str | bytes
    notes: tuple[str, ...] = ()
    plain: int | None = None
    name: str | None = None


_LONG = 64
ANY_LENGTH = range(_LONG + 1)
DIGITS = "0123456789"
HEX_DIGITS = "0123456789abcdefABCDEF"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

Recogniser = Callable[[str, Hint], Proof | None]
TextTransform = Callable[[str], Iterable[Step]]
ByteTransform = Callable[[bytes], Iterable[Step]]
Kind = Literal["recogniser", "text", "bytes"]


class Decoder(NamedTuple):
    """What people read of a decoder: its name in `steps`, its kind, and what it stands for."""

    name: str
    kind: Kind
    help: str


class _Fit(NamedTuple):
    """Which values a decoder can know at all."""

    starts: str
    lengths: range

    def takes(self, first: str, length: int) -> bool:
        return (not self.starts or first in self.starts) and length in self.lengths


class Asked(NamedTuple):
    """The decoders of text that are asked about one value, in order, each with its name."""

    recognisers: tuple[tuple[str, Recogniser], ...]
    transforms: tuple[tuple[str, TextTransform], ...]
    late: tuple[tuple[str, Recogniser], ...]


DECODERS: list[Decoder] = []
BYTE_TRANSFORMS: list[tuple[str, ByteTransform]] = []
_RECOGNISERS: list[tuple[_Fit, str, Recogniser]] = []
_LATE_RECOGNISERS: list[tuple[_Fit, str, Recogniser]] = []
_TEXT_TRANSFORMS: list[tuple[_Fit, str, TextTransform]] = []


def asked_about(text: str) -> Asked:
    """Who is asked about a value, by what can be told at a glance: how it begins, how long it is.

    Longer values than `_LONG` are all alike.
    """
    length = len(text)
    return _asked(text[:1], min(_LONG, length))


@lru_cache(maxsize=4096)
def _asked(first: str, length: int) -> Asked:
    return Asked(
        tuple((name, ask) for fit, name, ask in _RECOGNISERS if fit.takes(first, length)),
        tuple((name, ask) for fit, name, ask in _TEXT_TRANSFORMS if fit.takes(first, length)),
        tuple((name, ask) for fit, name, ask in _LATE_RECOGNISERS if fit.takes(first, length)),
    )


def recogniser(
    name: str, help: str, *, starts: str = "", lengths: range = ANY_LENGTH, late: bool = False
) -> Callable[[Recogniser], Recogniser]:
    """Register a recogniser. `starts` are the characters that what it knows can begin with, ""
    for any, and `lengths` how many characters it can have, below 64; `late` ones are asked only
    when no transform proved anything."""

    def register(function: Recogniser) -> Recogniser:
        DECODERS.append(Decoder(name, "recogniser", help))
        known = _LATE_RECOGNISERS if late else _RECOGNISERS
        known.append((_Fit(starts, lengths), name, function))
        return function

    return register


def text_transform(
    name: str, help: str, *, starts: str = ""
) -> Callable[[TextTransform], TextTransform]:
    """Register a transform of text; `starts` as for recognisers."""

    def register(function: TextTransform) -> TextTransform:
        DECODERS.append(Decoder(name, "text", help))
        _TEXT_TRANSFORMS.append((_Fit(starts, ANY_LENGTH), name, function))
        return function

    return register


def byte_transform(name: str, help: str) -> Callable[[ByteTransform], ByteTransform]:
    """Register a transform of bytes."""

    def register(function: ByteTransform) -> ByteTransform:
        DECODERS.append(Decoder(name, "bytes", help))
        BYTE_TRANSFORMS.append((name, function))
        return function

    return register


def printable(data: bytes) -> str | None:
    """The bytes as text where they are UTF-8 without control characters, else None."""
    if len(data.translate(None, _CONTROLS)) != len(data):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if text.isprintable() or all(c.isprintable() or c in "\t\r\n" for c in text):
        return text
    return None
