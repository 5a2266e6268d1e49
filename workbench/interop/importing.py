"""`read_file`: bytes of a file, of any known format, to captures.

The format is found by content. Filtering to authorize traffic and counting stand here, once for
all formats. Nothing outside the given bytes is ever opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.errors import InputError
from workbench.interop import formats as formats
from workbench.interop.curl_output import without_meter
from workbench.interop.origins import is_authorize
from workbench.interop.registry import IMPORTERS, Entry, Problem, RequestAlone, Source, Unreadable
from workbench.model.capture import MIB, Capture

MAX_BYTES = 64 * MIB
_MOST_PROBLEMS = 100

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF8_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: captures in file order, requests without an answer, entries that are no
    authorize traffic, and parts that could not be read, in words."""

    captures: tuple[Capture, ...]
    requests: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = ()


def read_file(
    data: bytes, name: str, *, url: str | None = None, everything: bool = False
) -> Reading:
    """Read a file's bytes; `name` is for messages only, `url` names the document's own URL where
    the file does not, `everything` keeps what is no authorize traffic too.

    Raises `InputError` when the bytes are in no known format or larger than 64 MiB.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"{name} is larger than 64 MiB", "cut it to the entries that matter")
    source = _text_source(data, url)
    if not source.data.strip():
        raise InputError(f"{name} is empty", "nothing was read")
    tried: list[str] = []
    for format_ in IMPORTERS:
        if not format_.looks_like(source.data):
            continue
        try:
            return _gathered(list(format_.read(source)), source, everything)
        except Unreadable as error:
            tried.append(f"{format_.name}: {error}")
    known = ", ".join(format_.name for format_ in IMPORTERS)
    if tried:
        raise InputError(f"{name} cannot be read ({'; '.join(tried)})", f"readable are {known}")
    raise InputError(f"{name} is in no known format", f"tried by content: {known}")


def _gathered(found: list[Entry | RequestAlone | Problem], source: Source, every: bool) -> Reading:
    captures: list[Capture] = []
    problems: list[str] = []
    requests = skipped = 0
    for item in found:
        if isinstance(item, RequestAlone):
            requests += 1
        elif isinstance(item, Problem):
            problems.append(item.text)
        elif every or not item.request_known or is_authorize(item.capture.url):
            captures.append(_noted(item.capture, source.notes))
        else:
            skipped += 1
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        problems[_MOST_PROBLEMS:] = [f"and {more:,} more"]
    return Reading(tuple(captures), requests, skipped, tuple(problems))


def _noted(capture: Capture, notes: tuple[str, ...]) -> Capture:
    if not notes:
        return capture
    return replace(capture, wire="rebuilt", wire_notes=(*notes, *capture.wire_notes))


def _text_source(data: bytes, url: str | None) -> Source:
    """The bytes without a byte order mark and without curl's progress meter; UTF-16, as some
    shells save a transcript, as UTF-8."""
    wide = _UTF16.get(data[:2])
    if wide is not None:
        text = data[2:].decode(wide, "replace")
        note = "the bytes: the file is a UTF-16 text, as some shells save what a program prints"
        return Source(without_meter(text.encode("utf-8", "replace")), url, (note,))
    if data.startswith(_UTF8_BOM):
        return Source(without_meter(data[3:]), url)
    return Source(without_meter(data), url)
