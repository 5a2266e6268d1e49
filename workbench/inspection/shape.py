"""The shape of an answer: a short fingerprint over all that is stable, nothing volatile.

Two answers of one shape differ in nothing that a person would call news; a new shape is a change
of the other side. Values of unknown inputs are left out (they may be one flow's own), their names
are in.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from workbench.inspection.stability import (
    SECURITY_HEADERS,
    STABLE_INPUTS,
    header_nature,
    path_shape,
    without_nonce,
)
from workbench.inspection.written_url import pairs, split
from workbench.model.exchange import Inspection
from workbench.model.finding import Json
from workbench.model.page import Form
from workbench.model.response import Response


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
    page = inspection.page
    if page is not None:
        yield f"title {page.title}"
        yield f"submits {page.auto_submit} {page.submits}"
        for form in page.forms:
            yield from _form(form)
    for field, _ in inspection.errors.fields:
        yield f"error {field}"
    if inspection.errors.code is not None:
        yield f"error code {inspection.errors.code}"
    for decoded in inspection.decoded:
        is_json = decoded.steps[-1:] == ("json",) and isinstance(decoded.value, dict)
        if decoded.path.startswith("forms[") and is_json:
            yield f"decoded {'>'.join(decoded.steps)} {_keys(decoded.value)}"


def _keys(value: Json) -> list[str]:
    return sorted(value) if isinstance(value, dict) else []


def _headers(response: Response) -> Iterator[str]:
    stable: dict[str, list[str]] = {}
    for name, value in response.headers:
        lowered = name.lower()
        if header_nature(lowered) == "stable" and lowered != "location":
            told = without_nonce(value) if lowered in SECURITY_HEADERS else ""
            stable.setdefault(lowered, []).append(told)
    for name in sorted(stable):
        yield f"header {name} {stable[name]}"


def _form(form: Form) -> Iterator[str]:
    yield f"form {form.method} {form.enctype} {_address(form.action)}"
    for entry in form.inputs:
        if entry.name == "scope":
            yield f"input scope {sorted(set(entry.value.split()))}"
        elif entry.name == "resumePath":
            yield f"input resumePath {path_shape(entry.value)}"
        elif entry.name in STABLE_INPUTS:
            yield f"input {entry.name} {entry.value}"
        else:
            yield f"input {entry.name}"


def _address(url: str | None) -> str:
    if url is None:
        return "none"
    parts = split(url)
    names = [name for name, _ in pairs(parts.query)]
    return f"{parts.scheme} {parts.host} {parts.port} {path_shape(parts.path)} {names}"
