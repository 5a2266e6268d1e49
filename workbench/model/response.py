"""An answer as read from its bytes: tolerant, complete, and honest about what was odd."""

from __future__ import annotations

from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in the bytes that a strict reader would refuse or silently mend.

    `code` is a stable short name (`obs-fold`, `bare-lf`, `truncated`, `bytes-after-end`, ...),
    `text` says it in words, `line` is the head line it stands on (1 = status line), or None.
    """

    code: str
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer. `body` is after transfer and content decoding; `text` is None where the
    bytes are no text. `headers` keep order, duplicates and letter case. `head_bytes` is the length
    of the final head including its blank line, `wire_bytes` all that came. `interim` are the heads
    of 1xx answers before this one; `trailers` the fields after a chunked body. `head_at` and
    `body_at` are where head and body begin in the bytes that came.
    """

    http_version: str
    status: int | None
    reason: str
    headers: tuple[Pair, ...] = field(repr=False)
    media_type: str | None
    charset: str | None
    body: bytes = field(repr=False)
    text: str | None = field(repr=False)
    wire_bytes: int
    head: str = field(repr=False)
    oddities: tuple[Oddity, ...] = ()
    interim: tuple[str, ...] = field(default=(), repr=False)
    trailers: tuple[Pair, ...] = field(default=(), repr=False)
    head_at: int = 0
    body_at: int = 0

    def header(self, name: str) -> str | None:
        """The first header of that name, letter case aside."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that name in order, letter case aside."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    def has_oddity(self, *codes: str) -> bool:
        """Whether any of these oddities was seen."""
        return any(oddity.code in codes for oddity in self.oddities)


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """The errors an answer names: field -> messages in order, `""` being the whole request."""

    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    code: str | None = None
    title: str | None = None
    trace: str | None = None
    shape: str | None = None

    def __bool__(self) -> bool:
        return bool(self.fields)
