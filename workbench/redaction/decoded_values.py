"""Opaque values and what was decoded from them hide together.

Out of a secret come secrets only; and a value whose content holds a secret is one itself, since
anybody can decode it again. Paths are those of the contract: `forms[0].state`,
`request.params.x`, `response.headers[3]`, `response.location`, `decoded[0].value.r`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.redaction.names import is_secret, normal
from workbench.redaction.scope import Scope

Tree = object

_LAST = re.compile(r"([^.\[\]]+)(?:\[\d+\])*$")
_DECODED = re.compile(r"decoded\[(\d{1,9})\]")
_HEADER = re.compile(r"response\.headers\[(\d{1,9})\]")
_LEAST = 6


def hidden_entries(entries: list[Tree]) -> list[bool]:
    """For each decoded value whether it came out of a secret: by its name, by being a token, or
    by what it was decoded from (which always stands before it)."""
    hidden: list[bool] = []
    for entry in entries:
        path, steps = _path(entry), entry.get("steps") if isinstance(entry, dict) else None
        parent = _parent(path)
        inherited = parent is not None and parent < len(hidden) and hidden[parent]
        token = isinstance(steps, list) and "jwt" in steps
        hidden.append(inherited or token or is_secret(last_name(path)))
    return hidden


def learn_sources(
    entries: list[Tree], masked: object, document: Mapping[str, object], scope: Scope
) -> None:
    """Remember as secret every opaque value whose content was masked in part (`masked` is
    `entries` after masking); later entries first, since they are decoded from earlier ones."""
    shown = masked if isinstance(masked, list) else []
    hidden = hidden_entries(entries)
    tainted: set[int] = set()
    for index in range(min(len(entries), len(shown)) - 1, -1, -1):
        if hidden[index]:
            continue
        entry, after = entries[index], shown[index]
        before_value = entry.get("value") if isinstance(entry, dict) else entry
        after_value = after.get("value") if isinstance(after, dict) else after
        if index not in tainted and before_value == after_value:
            continue
        path = _path(entry)
        parent = _parent(path)
        if parent is not None:
            tainted.add(parent)
        else:
            for name, value in _sources(path, document):
                scope.mask(name, value)


def last_name(path: str) -> str:
    """The name a path ends in: `state` of `forms[0].state[1]`."""
    found = _LAST.search(path[-200:])
    return found[1] if found else path


def _sources(path: str, document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The values that may stand at this path, with their names."""
    wanted = last_name(path)
    header = _HEADER.match(path)
    for place, (name, value) in enumerate(_headers(document)):
        if header is not None and place == int(header[1]):
            yield name, value
        elif path.startswith("response.location") and normal(name) == "location":
            pieces = re.split(r"[?&#=]", value)
            yield from ((wanted, p) for p in pieces if len(p) >= _LEAST and "/" not in p)
    for name, value in _fields(document):
        if name == wanted and value:
            yield name, value


def _fields(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Every name with a text in the request and the forms, however it is written."""
    rest: list[Tree] = [document.get("request"), document.get("page")]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            name, value = part.get("name"), part.get("value")
            if isinstance(name, str) and isinstance(value, str):
                yield name, value
            rest += part.values()
        elif isinstance(part, list | tuple):
            if len(part) == 2 and isinstance(part[0], str) and isinstance(part[1], str):
                yield part[0], part[1]
            rest += part


def _headers(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    response = document.get("response")
    headers = response.get("headers") if isinstance(response, dict) else None
    for pair in headers if isinstance(headers, list) else []:
        if isinstance(pair, list | tuple) and len(pair) == 2:
            yield str(pair[0]), str(pair[1])


def _path(entry: Tree) -> str:
    return str(entry.get("path", "")) if isinstance(entry, dict) else ""


def _parent(path: str) -> int | None:
    found = _DECODED.match(path)
    return int(found[1]) if found else None
