"""Two answers: how they lead on, the errors they name, their headers."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.inspection.comparing.cookies import cookie_attributes, cookie_name, cookie_value
from workbench.inspection.comparing.kinds import ratio
from workbench.inspection.comparing.leaves import location_read_alike
from workbench.inspection.comparing.values import (
    Keyed,
    both,
    differ,
    keyed,
    masked_differences,
    url_differences,
)
from workbench.inspection.findings.request_parameters import meant_by
from workbench.inspection.stability import (
    HEADERS_READ_ELSEWHERE,
    header_nature,
    presence_nature,
    without_nonce,
    words_nature,
)
from workbench.model.comparison import Difference, Nature
from workbench.model.exchange import Exchange
from workbench.model.page import Page, Redirect
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
        state = "state" if "state" in changed else None
        read = location_read_alike(before, after)
        one, other = _targets(before.redirect, after.redirect)
        yield from url_differences("answer", "target", one, other, institution, state, read)
    left, right = before.page, after.page
    if left is None or right is None:
        yield from differ("answer", "page", _present(left), _present(right), because=refused)
    else:
        yield from _page_differences(left, right, "lang" if "lang" in changed else institution)
    yield from _body_differences(before.response, after.response)


def _targets(before: Redirect, after: Redirect) -> tuple[str | None, str | None]:
    """Where both lead: without the query where one hands on by a form what the other has there."""
    one, other = before.target, after.target
    if one is None or other is None or before.kind == after.kind:
        return one, other
    return one.partition("?")[0], other.partition("?")[0]


def _page_differences(before: Page, after: Page, because: str | None) -> Iterator[Difference]:
    for field, left, right in (
        ("title", before.title, after.title),
        ("heading", before.h1, after.h1),
    ):
        nature = words_nature(left or "", right or "")
        yield from differ("answer", field, left, right, nature, because)
    yield from differ(
        "answer", "submits itself", _told(before.auto_submit), _told(after.auto_submit)
    )


def _body_differences(before: Response | None, after: Response | None) -> Iterator[Difference]:
    """That the bytes differ; what it means is said elsewhere."""
    if before is None or after is None or before.body == after.body:
        return
    one, other = len(before.body), len(after.body)
    note = ratio(str(one), str(other)) if one != other else "as long, other bytes"
    yield Difference("answer", "body", f"{one:,} bytes", f"{other:,} bytes", "derived", note=note)


def error_differences(
    before: FieldErrors, after: FieldErrors, changed: frozenset[str]
) -> Iterator[Difference]:
    """Field by field; ids to quote are new each time."""
    one = {field: " | ".join(messages) for field, messages in before.fields}
    other = {field: " | ".join(messages) for field, messages in after.fields}
    for field in dict.fromkeys((*one, *other)):
        meant = meant_by(field) if field else None
        because = meant if meant in changed else None
        left, right = one.get(field), other.get(field)
        there = left is not None and right is not None
        nature = words_nature(left or "", right or "") if there else "stable"
        yield from differ("errors", field or "message", left, right, nature, because)
    yield from differ("errors", "code", before.code, after.code)
    yield from differ(
        "errors", "title", before.title, after.title,
        words_nature(before.title or "", after.title or ""),
    )  # fmt: skip
    yield from differ("errors", "trace", before.trace, after.trace, "volatile")


def header_differences(before: Response | None, after: Response | None) -> Iterator[Difference]:
    """By name, letter case aside; cookies by their own names, their values kept back."""
    if before is None or after is None:
        return
    one, other = keyed(_plain_headers(before)), keyed(_plain_headers(after))
    for name, field, left, right in both(one, other):
        if left is None or right is None:
            yield from differ("headers", field, left, right, presence_nature(name))
            continue
        nature: Nature = header_nature(name)
        if nature == "stable" and without_nonce(left) == without_nonce(right):
            nature = "volatile"
        yield from differ("headers", field, left, right, nature, note=ratio(left, right))
    yield from _cookie_differences(before, after)


def _plain_headers(response: Response) -> list[tuple[str, str]]:
    return [
        (name.lower(), value)
        for name, value in response.headers
        if name.lower() not in HEADERS_READ_ELSEWHERE
    ]


def _cookie_differences(before: Response, after: Response) -> Iterator[Difference]:
    for _, field, left, right in both(_cookies(before), _cookies(after)):
        yield from differ(
            "headers",
            f"cookie {field}",
            None if left is None else cookie_attributes(left),
            None if right is None else cookie_attributes(right),
        )
        if left is not None and right is not None:
            one, other = cookie_value(left), cookie_value(right)
            yield from masked_differences("headers", f"cookie {field} value", one, other)


def _cookies(response: Response) -> Keyed:
    """The lines of `Set-Cookie` by the name of the cookie."""
    lines = response.all_headers("Set-Cookie")
    return keyed((cookie_name(line), line) for line in lines)


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
