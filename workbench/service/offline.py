"""Reading without calling and without storing: bytes, files, one pasted URL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from workbench.errors import InputError
from workbench.inspection.reading import read
from workbench.interop import Reading, read_file
from workbench.model.capture import Capture
from workbench.model.request import AUTHORIZE_PATH, DEFAULT_INSTANCE, instance_url
from workbench.service.exchange import Exchange

DOCUMENTED_URL = instance_url(DEFAULT_INSTANCE) + AUTHORIZE_PATH
MAX_FILE_BYTES = 64 * 1024 * 1024


def inspect(data: bytes, url: str | None = None) -> Exchange:
    """Read the bytes of one whole HTTP response, or of a page, as an exchange; stored nowhere.

    `url` is the document's own URL (default: the documented endpoint). Raises `InputError` when
    the bytes are nothing that can be read, or hold more than one exchange.
    """
    captures = tuple(read_file(data, "the given bytes", url=url).captures)
    if len(captures) != 1:
        raise InputError(
            f"these bytes hold {len(captures)} exchanges, not one", "use `workbench inspect FILE`"
        )
    return as_exchange(captures[0])


def inspect_url(url: str) -> Exchange:
    """Read one pasted URL (an authorize request or a callback) without fetching it."""
    text = url.strip()
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise InputError(f"the URL cannot be read: {error}", "check what was pasted") from None
    if not parts.scheme or not parts.hostname:
        raise InputError(f"{text[:80]!r} is no absolute URL", "it begins with https://")
    return as_exchange(
        Capture(
            url=text,
            sent=b"",
            received=b"",
            started_at=None,
            wire="none",
            wire_notes=("a pasted URL: nothing was sent and no answer is known",),
        )
    )


def is_url(argument: str) -> bool:
    """Whether an argument is a pasted URL and not a file."""
    return argument.lower().startswith(("http://", "https://"))


def read_path(name: str, data: bytes | None, *, url: str | None, everything: bool) -> Reading:
    """Read a file (or `data`, for standard input) by its content; raises `InputError`."""
    return read_file(load(name) if data is None else data, name, url=url, everything=everything)


def load(name: str) -> bytes:
    """The bytes of a file; `InputError` says which file and why it cannot be read."""
    path = Path(name).expanduser()
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{name} is larger than 64 MiB", "cut it to the entries that matter")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}", "check the path") from None


def as_exchange(capture: Capture, *, uuid: str | None = None) -> Exchange:
    """An imported capture as an exchange that is not stored yet."""
    return Exchange(capture=capture, read=read, uuid=uuid, origin="import")


def as_exchanges(captures: Iterable[Capture]) -> Iterable[Exchange]:
    """Each capture as an exchange."""
    return map(as_exchange, captures)


def now() -> datetime:
    """The present, UTC."""
    return datetime.now(UTC)
