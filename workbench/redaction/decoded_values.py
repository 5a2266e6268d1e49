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

# Steps that only take apart what is readable as it stands: a secret in it is masked in place.
_TRANSPARENT = frozenset({"url", "query", "percent", "form", "scope-list"})

_STEP = re.compile(r"([^.\[\]]+)|\[(\d{1,9})\]")
_DECODED = re.compile(r"decoded\[(\d{1,9})\]\.value")
_HEADER = re.compile(r"response\.headers\[(\d{1,9})\]")
_LONGEST_PATH = 2000


def hidden_entries(entries: list[Tree]) -> list[bool]:
    """For each decoded value whether it came out of a secret: by its name, by being a token, or
    by what it was decoded from (which always stands before it)."""
    hidden: list[bool] = []
    for entry in entries:
        path, steps = _path(entry), _steps(entry)
        parent = _parent(path)
        inherited = parent is not None and parent < len(hidden) and hidden[parent]
        hidden.append(inherited or "jwt" in steps or is_secret(_place(path, entries)[0]))
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
        entry = entries[index]
        if hidden[index]:
            continue
        clear = index not in tainted and _value(entry) == _value(shown[index])
        if clear or all(step in _TRANSPARENT for step in _steps(entry)):
            continue
        path = _path(entry)
        parent = _parent(path)
        if parent is None:
            for name, value in _sources(path, document):
                scope.mask(name, value)
            continue
        called, source = _place(path, entries)
        if isinstance(source, str) and source:
            scope.mask(called, source)
        tainted.add(parent)


def _place(path: str, entries: list[Tree]) -> tuple[str, Tree]:
    """The name of the value at a path and, where it lies in a decoded value, the value: the second
    of a `[name, value]` pair is called by the first."""
    steps = _STEP.findall(path[-_LONGEST_PATH:])
    names = [name for name, _ in steps if name]
    parent = _DECODED.match(path)
    if parent is None or int(parent[1]) >= len(entries):
        return (names[-1] if names else path), None
    name = names[-1] if names else ""
    tree = _value(entries[int(parent[1])])
    for key, number in _STEP.findall(path[parent.end() : _LONGEST_PATH]):
        if key and isinstance(tree, dict):
            name = str(key)
            tree = tree.get(name)
        elif number and isinstance(tree, list) and int(number) < len(tree):
            if len(tree) == 2 and int(number) == 1 and isinstance(tree[0], str):
                name = tree[0]
            tree = tree[int(number)]
        else:
            return name, None
    return name, tree


def _sources(path: str, document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The values that may stand at this path, with their names."""
    wanted = _place(path, [])[0]
    header = _HEADER.match(path)
    for place, (name, value) in enumerate(_headers(document)):
        if (header is not None and place == int(header[1])) or (
            path == "response.location" and normal(name) == "location"
        ):
            yield name, value
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


def _value(entry: Tree) -> Tree:
    return entry.get("value") if isinstance(entry, dict) else entry


def _steps(entry: Tree) -> list[Tree]:
    steps = entry.get("steps") if isinstance(entry, dict) else None
    return steps if isinstance(steps, list) else []


def _path(entry: Tree) -> str:
    return str(entry.get("path", "")) if isinstance(entry, dict) else ""


def _parent(path: str) -> int | None:
    found = _DECODED.match(path)
    return int(found[1]) if found else None
