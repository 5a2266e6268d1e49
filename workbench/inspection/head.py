"""The head of an HTTP message, line by line, as a tolerant reader takes it.

What lives here: splitting into lines, fields, folding, and the words for what was odd. Nothing of
status lines or bodies. One pass, O(n), never raises. A line ends at LF; one CR before it belongs
to the line end (RFC 9112 section 2.2).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.model.response import Oddity, Pair

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
# Fields without anything odd, one a line, as nearly all heads have them.
_PLAIN_FIELD = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e]*"
_PLAIN_FIELDS = re.compile(_PLAIN_FIELD + rb"(?:\n" + _PLAIN_FIELD + rb")*")
_CONTROL = re.compile(rb"[\x01-\x08\x0b-\x1f\x7f\r]")
_MAX_ODDITIES = 100
# Within so many bytes a head is split at once; a longer one line by line.
_SHORT_HEAD = 4096


class Head(NamedTuple):
    """The lines of one head without their ends. `end` is where the body begins in the bytes;
    `complete` is False when the bytes ended before the blank line."""

    lines: list[bytes]
    end: int
    complete: bool
    bare_lf: int | None


def split_head(data: bytes, start: int) -> Head:
    """The lines from `start` to the blank line, which is left out; `bare_lf` is the number of the
    first line that ended without CR, None where all were as they should be."""
    end = data.find(b"\r\n\r\n", start, start + _SHORT_HEAD)
    if end > start:
        lines = data[start:end].split(b"\r\n")
        if lines[0] and data.count(b"\n", start, end) == len(lines) - 1:
            return Head(lines, end + 4, True, None)
    lines = []
    position, size = start, len(data)
    bare_lf: int | None = None
    while position < size:
        stop = data.find(b"\n", position)
        if stop < 0:
            lines.append(data[position:])
            return Head(lines, size, False, bare_lf)
        line = data[position:stop]
        if line.endswith(b"\r"):
            line = line[:-1]
        elif bare_lf is None:
            bare_lf = len(lines) + 1
        position = stop + 1
        if not line:
            return Head(lines, position, True, bare_lf)
        lines.append(line)
    return Head(lines, size, False, bare_lf)


def read_fields(
    lines: list[bytes], oddities: list[Oddity], first_line: int = 2
) -> tuple[Pair, ...]:
    """The fields in order, letter case and duplicates kept; a folded value is joined by one blank.

    A line that is no field is left out and told in `oddities`, with its number.
    """
    together = b"\n".join(lines)
    if _PLAIN_FIELDS.fullmatch(together):
        split = [line.partition(":") for line in together.decode("ascii").split("\n")]
        return tuple([(name, value.strip(" \t")) for name, _, value in split])
    fields: list[tuple[bytes, bytes]] = []
    numbers: list[int] = []
    folds: dict[int, list[bytes]] = {}
    for number, line in enumerate(lines, first_line):
        if line[0] in b" \t":
            if not fields:
                _note(oddities, "fold-first", "a folded line with no field before it", number)
                continue
            _note(oddities, "obs-fold", "a value folded over several lines (obsolete)", number)
            folds.setdefault(len(fields) - 1, [fields[-1][1]]).append(line.strip(b" \t"))
            continue
        name, colon, value = line.partition(b":")
        if not colon:
            _note(oddities, "no-colon", f"a line without a colon: {shown(line)}", number)
            continue
        if not _TOKEN.fullmatch(name):
            name = _odd_name(name, oddities, number)
            if not name:
                continue
        fields.append((name, value.strip(b" \t")))
        numbers.append(number)
    for index, parts in folds.items():
        fields[index] = (fields[index][0], b" ".join(part for part in parts if part))
    return tuple(
        (text_of(name, oddities, number), text_of(value, oddities, number))
        for (name, value), number in zip(fields, numbers, strict=True)
    )


def text_of(raw: bytes, oddities: list[Oddity], number: int) -> str:
    """Head bytes as text: ASCII, else UTF-8 where valid, else Latin-1; tells what was odd."""
    if raw.isascii():
        if not raw.decode("ascii").isprintable():
            _tell_controls(raw, oddities, number)
        return raw.decode("ascii")
    _tell_controls(raw, oddities, number)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _note(oddities, "latin-1", "bytes that are not UTF-8, read as Latin-1", number)
        return raw.decode("latin-1")
    _note(oddities, "non-ascii", "characters beyond ASCII", number)
    return text


def eye_text(raw: bytes) -> str:
    """A whole head for people's eyes: UTF-8 where valid, line by line Latin-1 where not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_line_text(line) for line in raw.split(b"\n"))


def shown(line: bytes) -> str:
    """A line quoted for a message: at most 200 characters, control characters escaped."""
    cut = line[:200].decode("latin-1")
    return repr(cut)[1:-1] + ("..." if len(line) > 200 else "")


def _line_text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _odd_name(name: bytes, oddities: list[Oddity], number: int) -> bytes:
    stripped = name.rstrip(b" \t")
    if stripped != name:
        _note(oddities, "blank-before-colon", "a blank between name and colon", number)
    if not stripped:
        _note(oddities, "empty-name", "a line that begins with a colon", number)
    elif not _TOKEN.fullmatch(stripped):
        _note(oddities, "odd-name", f"a name that is no token: {shown(stripped)}", number)
    return stripped


def _tell_controls(raw: bytes, oddities: list[Oddity], number: int) -> None:
    if b"\0" in raw:
        _note(oddities, "nul", "a NUL byte", number)
    if b"\r" in raw:
        _note(oddities, "bare-cr", "a carriage return inside a line", number)
    if _CONTROL.search(raw.replace(b"\r", b"")):
        _note(oddities, "control-character", "a control character", number)


def _note(oddities: list[Oddity], code: str, text: str, line: int) -> None:
    """Add an oddity unless there are plenty: a hostile head must not fill the screen."""
    if len(oddities) < _MAX_ODDITIES:
        oddities.append(Oddity(code, text, line))
