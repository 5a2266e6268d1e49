"""Two answers: how they lead on, the errors they name, their headers."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.comparing.values import both, differ, keyed, url_differences
from workbench.inspection.findings.request_parameters import meant_by
from workbench.inspection.stability import header_nature, without_nonce
from workbench.model.comparison import Difference, Nature
from workbench.model.exchange import Exchange
from workbench.model.response import FieldErrors, Response


def answer_differences(
    before: Exchange, after: Exchange, changed: frozenset[str]
) -> Iterator[Difference]:
    """Failure, status, kind of redirect, target of a Location, the page's own words."""
    refused = _refused_parameter(before.errors, after.errors, changed)
    institution = "institution_id" if "institution_id" in changed else None
    yield from differ("answer", "failure", _failure(before), _failure(after))
    yield from differ("answer", "status", _status(before), _status(after), because=refused)
    yield from differ(
        "answer", "leads on by", before.redirect.kind, after.redirect.kind, because=refused
    )
    # Where both lead on by a form, its action says it.
    if not before.redirect.kind == after.redirect.kind == "form":
        yield from url_differences(
            "answer",
            "target",
            before.redirect.target,
            after.redirect.target,
            institution,
            "state" if "state" in changed else None,
        )
    one, other = before.page, after.page
    if one is None or other is None:
        yield from differ("answer", "page", _present(one), _present(other), because=refused)
        return
    words = "lang" if "lang" in changed else institution
    yield from differ("answer", "title", one.title, other.title, because=words)
    yield from differ("answer", "heading", one.h1, other.h1, because=words)
    yield from differ("answer", "submits itself", _told(one.auto_submit), _told(other.auto_submit))


def error_differences(
    before: FieldErrors, after: FieldErrors, changed: frozenset[str]
) -> Iterator[Difference]:
    """Field by field; ids to quote are new each time."""
    one = {field: " | ".join(messages) for field, messages in before.fields}
    other = {field: " | ".join(messages) for field, messages in after.fields}
    for field in dict.fromkeys((*one, *other)):
        meant = meant_by(field) if field else None
        because = meant if meant in changed else None
        yield from differ(
            "errors", field or "message", one.get(field), other.get(field), because=because
        )
    yield from differ("errors", "code", before.code, after.code)
    yield from differ("errors", "title", before.title, after.title)
    yield from differ("errors", "trace", before.trace, after.trace, "volatile")


def header_differences(before: Response | None, after: Response | None) -> Iterator[Difference]:
    """By name, letter case aside; cookies by their own names, their values kept back."""
    if before is None or after is None:
        return
    one, other = _plain_headers(before), _plain_headers(after)
    for name, field, left, right in both(keyed(one), keyed(other)):
        nature: Nature = header_nature(name)
        if nature == "stable" and left is not None and right is not None:
            nature = "volatile" if without_nonce(left) == without_nonce(right) else "stable"
        yield from differ("headers", field, left, right, nature)
    cookies = keyed(_cookies(before)), keyed(_cookies(after))
    for _, field, left, right in both(*cookies):
        yield from differ("headers", f"cookie {field}", left, right)


def _plain_headers(response: Response) -> list[tuple[str, str]]:
    return [
        (name.lower(), value)
        for name, value in response.headers
        if name.lower() not in ("set-cookie", "location")
    ]


def _cookies(response: Response) -> list[tuple[str, str]]:
    """Name and attributes of each cookie; the attributes' values of time are left out."""
    found: list[tuple[str, str]] = []
    for line in response.all_headers("Set-Cookie"):
        pair, *attributes = line.split(";")
        kept = sorted(
            attribute.strip().lower()
            for attribute in attributes
            if not attribute.strip().lower().startswith(("expires", "max-age"))
        )
        found.append((pair.partition("=")[0].strip(), "; ".join(kept)))
    return found


def _refused_parameter(
    before: FieldErrors, after: FieldErrors, changed: frozenset[str]
) -> str | None:
    """The changed parameter that one of the answers names as wrong."""
    for field, _ in (*after.fields, *before.fields):
        meant = meant_by(field) if field else None
        if meant in changed:
            return meant
    return None


def _failure(exchange: Exchange) -> str | None:
    failure = exchange.failure
    return f"{failure.kind} ({failure.cause})" if failure is not None else None


def _status(exchange: Exchange) -> str | None:
    response = exchange.response
    return None if response is None or response.status is None else str(response.status)


def _present(page: object) -> str | None:
    return None if page is None else "a page"


def _told(submits: bool | None) -> str:
    return {True: "yes", False: "no", None: "cannot be told"}[submits]
