"""`Redactor`: what every exit calls. It holds the known values and the key of its pseudonyms.

A mask such as `‹state:3f2a91c4›` carries the name under which the value was found and a digest of
the value, keyed at random for each redactor: equal values are seen to be equal within one export,
and nobody can find a value by trying. One call is two steps: mask by name and shape, remembering
what was masked; then look for all that is remembered or known, in any encoding.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

from workbench.redaction.documents import mask_document
from workbench.redaction.known import MASK, KnownValues
from workbench.redaction.messages import mask_message
from workbench.redaction.names import label
from workbench.redaction.running_text import mask_field, mask_text, mask_url
from workbench.redaction.scope import Scope

Pair = tuple[str, str]


class Redactor:
    """Masks secrets; every method returns something new and never raises.

    `known_secrets` are values that are masked wherever they stand, however short; empty ones are
    ignored. `Bearer KEY` counts as `KEY` too.
    """

    def __init__(self, known_secrets: Iterable[str] = ()) -> None:
        self._key = secrets.token_bytes(32)
        known: dict[str, str] = {}
        for value in known_secrets:
            bare = value.strip()
            scheme, space, rest = bare.partition(" ")
            if space and scheme.lower() in ("bearer", "basic", "token"):
                bare = rest.strip()
            if bare:
                known[bare] = self.pseudonym("secret", bare)
        self._masks: dict[str, str] = known
        self._known = KnownValues(known)

    def __repr__(self) -> str:
        return "Redactor()"

    def pseudonym(self, name: str, value: str) -> str:
        """The mask of a value: its name and 32 bits of HMAC-SHA-256; a mask stays as it is."""
        if MASK.fullmatch(value):
            return value
        digest = hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"‹{label(name)}:{digest.hexdigest()[:8]}›"

    def text(self, text: str) -> str:
        """Running text of any kind: a page, JSON, a log line, an error message, a repr."""
        scope = self._scope()
        return scope.finish(mask_text(self._known.replace(text), scope.mask))

    def pair(self, name: str, value: str) -> str:
        """The value of one header, parameter or form input, by its name."""
        scope = self._scope()
        return scope.finish(mask_field(name, self._known.replace(value), scope.mask))

    def headers(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Pairs with their values masked; names, order and duplicates stay."""
        scope = self._scope()
        masked = [
            (name, mask_field(name, self._known.replace(value), scope.mask))
            for name, value in pairs
        ]
        return [(name, scope.finish(value)) for name, value in masked]

    def url(self, url: str) -> str:
        """A URL, absolute or relative, with secret parameters and user information masked."""
        scope = self._scope()
        return scope.finish(mask_url(self._known.replace(url), scope.mask))

    def document(self, document: Mapping[str, object]) -> dict[str, object]:
        """An exchange as JSON (`workbench.exchange/1`), masked through and through; raw bytes are
        left out, since they cannot be masked without ceasing to be raw."""
        return mask_document(document, self._scope(), self._known)

    def knowing(self, document: Mapping[str, object]) -> Redactor:
        """A redactor with the same pseudonyms that also knows every secret of this exchange, for
        text that speaks of it: its Summary, its report, a part of it on the clipboard."""
        scope = self._scope()
        mask_document(document, scope, self._known)
        wiser = Redactor()
        wiser._key = self._key
        wiser._masks = {**scope.searched(), **self._masks}
        wiser._known = KnownValues(wiser._masks)
        return wiser

    def message(self, message: bytes) -> bytes:
        """An HTTP/1 message, request or response: head and decoded body as UTF-8 text. A body
        that is no text is left out and said to be."""
        scope = self._scope()
        return mask_message(message, scope, self._known)

    def _scope(self) -> Scope:
        return Scope(self.pseudonym, self._known)
