"""Small pages as an answer would bring them, read as the workbench reads them."""

from __future__ import annotations

from workbench.inspection.page import read_page
from workbench.inspection.response import read_response
from workbench.model.page import Form, Page
from workbench.model.response import Response

URL = "https://asp.example.com/v3/oauth/authorize?institution_id=42"


def answer(
    body: str | bytes, *, status: int = 200, headers: tuple[str, ...] = (), kind: str = "text/html"
) -> Response:
    """An answer with that body; `headers` are whole lines."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", *headers, "", ""]
    response = read_response("\r\n".join(lines).encode() + content)
    assert response is not None
    return response


def page(body: str, *, url: str = URL, kind: str = "text/html; charset=utf-8") -> Page:
    """The page in that body."""
    read = read_page(answer(body, kind=kind), url)
    assert read is not None
    return read


def pairs(form: Form) -> list[tuple[str, str]]:
    """What the form would submit, as names and values."""
    return [(entry.name, entry.value) for entry in form]


def submitted(body: str) -> list[list[tuple[str, str]]]:
    """What each form of the page would submit."""
    return [pairs(form) for form in page(body).forms]
