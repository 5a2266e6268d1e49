"""The shape of an answer: a short fingerprint over all that is stable, nothing volatile.

Two answers of one shape differ in nothing that a person would call news of the other side; a new
shape is a change there. Of what is unknown (inputs, leaves, names in a query, headers) the name is
in and the value is out, since it may be one flow's own. The connection (TLS) and the request are
no part of the answer. What is in here is what `comparison` calls stable, value for value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from workbench.inspection.comparing.cookies import cookie_attributes, cookie_name
from workbench.inspection.comparing.leaves import is_opaque, leaves
from workbench.inspection.comparing.values import LONGEST_LIST
from workbench.inspection.stability import (
    HEADERS_READ_ELSEWHERE,
    SECURITY_HEADERS,
    STABLE_INPUTS,
    path_shape,
    presence_nature,
    steps_shape,
    without_nonce,
    words_shape,
)
from workbench.inspection.written_url import read_pairs, split
from workbench.model.exchange import Inspection
from workbench.model.finding import Decoded
from workbench.model.page import Form, Page
from workbench.model.response import Response

_INDEX = re.compile(r"\[\d+\]")


def fingerprint(inspection: Inspection) -> str:
    """8 hex characters."""
    digest = sha256()
    for part in _parts(inspection):
        # The length first: no choice of values makes two lists of parts look alike.
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(encoded))
        digest.update(encoded)
    return digest.hexdigest()[:8]


def _parts(inspection: Inspection) -> Iterator[str]:
    response = inspection.response
    yield f"status {response.status if response else None}"
    yield f"kind {inspection.redirect.kind}"
    yield f"target {_address(inspection.redirect.target)}"
    if response is not None:
        yield from _headers(response)
    if inspection.page is not None:
        yield from _page(inspection.page)
    for field, _ in inspection.errors.fields:
        yield f"error {field}"
    if inspection.errors.code is not None:
        yield f"error code {inspection.errors.code}"
    for decoded in inspection.decoded:
        if decoded.path.startswith("forms[") and is_opaque(decoded):
            yield _leaves(decoded)


def _page(page: Page) -> Iterator[str]:
    yield f"title {words_shape(page.title or '')}"
    yield f"heading {words_shape(page.h1 or '')}"
    yield f"submits {page.auto_submit} {page.submits}"
    for form in page.forms:
        yield from _form(form)


def _leaves(decoded: Decoded) -> str:
    names = sorted({_INDEX.sub("[]", leaf) for leaf in leaves(decoded.value)})
    return f"decoded {decoded.path} {' > '.join(steps_shape(decoded.steps))} {names}"


def _headers(response: Response) -> Iterator[str]:
    stable: dict[str, list[str]] = {}
    for name, value in response.headers:
        lowered = name.lower()
        if presence_nature(lowered) == "stable" and lowered not in HEADERS_READ_ELSEWHERE:
            told = without_nonce(value) if lowered in SECURITY_HEADERS else ""
            stable.setdefault(lowered, []).append(told)
    for name in sorted(stable):
        yield f"header {name} {stable[name]}"
    cookies = [
        (cookie_name(at), cookie_attributes(at)) for at in response.all_headers("Set-Cookie")
    ]
    yield f"cookies {sorted(cookies)}"


def _form(form: Form) -> Iterator[str]:
    yield f"form {form.method} {form.enctype} {_address(form.action)}"
    for entry in form.inputs:
        yield f"input {entry.name}{_value(entry.name, entry.value)}"


def _value(name: str, value: str) -> str:
    """What of a value by that name is stable; nothing where the name is not known."""
    if name == "scope" and len(value) <= LONGEST_LIST:
        return f" {sorted(set(value.split()))}"
    if name == "resumePath":
        return f" {path_shape(value)}"
    return f" {value}" if name in STABLE_INPUTS or name == "scope" else ""


def _address(url: str | None) -> str:
    if url is None:
        return "none"
    parts = split(url)
    # By name, as they are compared; values of one name keep their order.
    pairs = sorted(read_pairs(parts.query), key=lambda pair: pair[0])
    query = [f"{name}{_value(name, value)}" for name, value in pairs]
    place = f"{parts.scheme} {parts.host} {parts.port} {path_shape(parts.path)}"
    return f"{place} {query} {parts.userinfo is not None} {parts.fragment is not None}"
