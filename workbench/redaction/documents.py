"""Masking a JSON document: the exchange of the contract, and any tree of the same kinds.

Names come from keys, from `{"name", "value"}` and from `[name, value]` pairs. Two steps: every
leaf by its name and shape; then all that was found so, wherever else it stands in the document.
Words that the workbench writes itself (`STRUCTURE`) are never touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypeVar, cast

from workbench.redaction.decoded_values import hidden_entries, learn_sources
from workbench.redaction.known import MASK, KnownValues
from workbench.redaction.names import READABLE, is_secret, normal
from workbench.redaction.running_text import mask_field, mask_text
from workbench.redaction.scope import LEAST_LENGTH, Scope, withheld

Tree = object
Document = dict[str, object]
Exact = TypeVar("Exact", str, bytes, Document)

MASKED_KEY = "‹flinks-auth-key›"
_PRIVATE = "\ue000"

# Paths of fixed words and random identifiers: no captured text ever stands there.
STRUCTURE = frozenset(
    """
    schema id uuid started_at origin wire redirect.kind failure.kind failure.cause failure.phase
    findings.id findings.severity findings.source findings.actor response.oddities.code
    """.replace("\n", " ").split()
)
# Under these paths even the keys come from the capture, and `errors` are keyed by field names.
_CAPTURED = ("errors", "decoded.value", "callbacks", "journey")

DEEPEST = 200
TOO_DEEP = "‹withheld: nested too deep›"
_BODY_JSON_LIMIT = 1024 * 1024
_SHORT = 64
# Values sought times characters searched: a second or so; no real answer comes near it.
_MOST_COST = 1_000_000_000


def mask_document(document: Mapping[str, object], scope: Scope, known: KnownValues) -> Document:
    """The document masked; `raw` is left out."""
    walk = _Walk(scope, known, _readable_values(document))
    masked: Document = {}
    for key, value in document.items():
        if key == "decoded" and isinstance(value, list):
            masked[key] = walk.decoded(value)
        elif key != "raw":
            masked[key] = walk.tree(value, key, key, 1)
    decoded = document.get("decoded")
    if isinstance(decoded, list):
        learn_sources(decoded, masked["decoded"], document, scope)
    _response_body(document, masked, walk)
    finish = _Finish(scope, known, _all_text(masked))
    return {key: finish.tree(value, key, 1) for key, value in masked.items()}


def mask_key(what: Exact, key: str) -> Exact:
    """A document, text or bytes exact but for the configured key, masked in any encoding."""
    if not key:
        return what
    if isinstance(what, bytes):
        # Latin-1 keeps each byte, and has no place for a private character.
        octets = KnownValues({key: _PRIVATE}).replace_spelled(what.decode("latin-1"))
        return MASKED_KEY.encode().join(part.encode("latin-1") for part in octets.split(_PRIVATE))
    values = KnownValues({key: MASKED_KEY})
    if isinstance(what, str):
        return values.replace(what)
    return cast(Exact, _replaced(what, values, 1))


def _replaced(tree: Tree, values: KnownValues, depth: int) -> Tree:
    if depth > DEEPEST:
        return TOO_DEEP
    if isinstance(tree, str):
        return values.replace(tree)
    if isinstance(tree, dict):
        return {
            values.replace(str(name)): _replaced(value, values, depth + 1)
            for name, value in tree.items()
        }
    if isinstance(tree, list | tuple):
        return [_replaced(item, values, depth + 1) for item in tree]
    return tree


class _Walk:
    """The first step: every leaf by its name, its shape, and the values known beforehand."""

    def __init__(self, scope: Scope, known: KnownValues, readable: frozenset[str]) -> None:
        self._scope = scope
        self._known = known
        self._readable = readable

    def tree(self, tree: Tree, name: str, path: str, depth: int, *, secret: bool = False) -> Tree:
        """`name` is the key the tree stands under, `path` all keys; `secret` hides all leaves."""
        if depth > DEEPEST:
            return TOO_DEEP
        if isinstance(tree, dict):
            return self._mapping(tree, name, path, depth, secret=secret)
        if isinstance(tree, list | tuple):
            return [self._item(item, name, path, depth + 1, secret=secret) for item in tree]
        return self._leaf(tree, name, path, secret=secret)

    def decoded(self, entries: list[Tree]) -> list[Tree]:
        """Decoded values: all leaves of what came out of a secret are secrets."""
        masked: list[Tree] = []
        for entry, hidden in zip(entries, hidden_entries(entries), strict=True):
            if not isinstance(entry, dict):
                masked.append(self.tree(entry, "", "decoded", 1, secret=hidden))
                continue
            shown: dict[str, Tree] = {}
            for key, part in entry.items():
                inner = f"decoded.{key}"
                shown[key] = self.tree(part, key, inner, 1, secret=hidden and key == "value")
            masked.append(shown)
        return masked

    def _mapping(
        self, tree: dict[str, Tree], name: str, path: str, depth: int, *, secret: bool
    ) -> Tree:
        own = tree.get("name") if "value" in tree else None
        masked: dict[str, Tree] = {}
        for key, value in tree.items():
            called = own if key == "value" and isinstance(own, str) else str(key)
            inner = f"{path}.{key}" if len(path) < _SHORT else path
            hides = secret or (is_secret(called) and not path.startswith("errors"))
            shown = self.tree(value, called or name, inner, depth + 1, secret=hides)
            masked[self._known.replace(str(key)) if inner.startswith(_CAPTURED) else key] = shown
        return masked

    def _item(self, item: Tree, name: str, path: str, depth: int, *, secret: bool) -> Tree:
        if isinstance(item, list | tuple) and len(item) == 2 and isinstance(item[0], str):
            hides = secret or is_secret(item[0])
            return [
                self._known.replace(item[0]),
                self.tree(item[1], item[0], path, depth + 1, secret=hides),
            ]
        return self.tree(item, name, path, depth, secret=secret)

    def _leaf(self, leaf: Tree, name: str, path: str, *, secret: bool) -> Tree:
        if isinstance(leaf, bool) or leaf is None or path in STRUCTURE:
            return leaf
        if isinstance(leaf, str):
            text = self._known.replace(leaf)
            if not secret:
                return mask_field(name, text, self._scope.mask)
            if is_secret(name):
                return mask_field(name, text, self._scope.mask)
            return text if not text or leaf in self._readable else self._scope.mask(name, text)
        written = str(leaf)
        shown = self._scope.mask(name, written) if secret else self._known.replace(written)
        return leaf if shown == written else shown

    def text(self, text: str) -> str:
        """One unnamed text."""
        return mask_text(self._known.replace(text), self._scope.mask)


class _Finish:
    """The second step: what the first has found, wherever else it stands."""

    def __init__(self, scope: Scope, known: KnownValues, everything: str) -> None:
        cost = len(scope.searched()) * len(everything)
        self._withhold = scope.overflows or cost > _MOST_COST
        self._learned = KnownValues({}) if self._withhold else scope.values().among(everything)
        self._known = known.among(everything)

    def tree(self, tree: Tree, path: str, depth: int) -> Tree:
        if depth > DEEPEST + 1:
            return TOO_DEEP
        if isinstance(tree, dict):
            captured = path.startswith(_CAPTURED)
            return {
                (self._text(key) if captured else key): self.tree(
                    value, f"{path}.{key}" if len(path) < _SHORT else path, depth + 1
                )
                for key, value in tree.items()
            }
        if isinstance(tree, list):
            return [self.tree(item, path, depth + 1) for item in tree]
        if not isinstance(tree, str) or path in STRUCTURE:
            return tree
        return self._text(tree)

    def _text(self, text: str) -> str:
        if self._withhold and len(text) >= LEAST_LENGTH and not MASK.fullmatch(text):
            return withheld(text)
        return self._known.replace(self._learned.replace(text))


def _readable_values(document: Mapping[str, object]) -> frozenset[str]:
    """Values that stand readable in the request or a form: hiding them elsewhere hides nothing."""
    return frozenset(
        value for name, value in named_values(document) if value and normal(name) in READABLE
    )


def named_values(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The request's parameters and the inputs of every form, as (name, value)."""
    request, page = document.get("request"), document.get("page")
    params = request.get("params") if isinstance(request, dict) else None
    for pair in params if isinstance(params, list) else []:
        if isinstance(pair, list | tuple) and len(pair) == 2:
            yield str(pair[0]), str(pair[1])
    forms = page.get("forms") if isinstance(page, dict) else None
    for form in forms if isinstance(forms, list) else []:
        entries = form.get("inputs") if isinstance(form, dict) else None
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                yield str(entry.get("name", "")), str(entry.get("value", ""))


def _response_body(document: Mapping[str, object], masked: Document, walk: _Walk) -> None:
    """A JSON body is read, so that secrets spelled with escapes are learned; one of bytes is
    withheld, since what is not text cannot be looked through."""
    response, shown = document.get("response"), masked.get("response")
    if not isinstance(response, dict) or not isinstance(shown, dict):
        return
    body = response.get("body")
    if shown.pop("body_base64", None) is not None:
        shown["body"] = f"‹withheld: {response.get('body_bytes')} bytes that are no text›"
    if isinstance(body, str) and body.lstrip()[:1] in ("{", "[") and len(body) < _BODY_JSON_LIMIT:
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            return
        walk.tree(content, "", "body", 1)


def _all_text(tree: Tree) -> str:
    """Every text of the document in one, so that one search tells which values occur at all."""
    texts: list[str] = []
    rest: list[Tree] = [tree]
    while rest:
        part = rest.pop()
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, dict):
            rest += part.keys()
            rest += part.values()
        elif isinstance(part, list):
            rest += part
    return "\0".join(texts)
