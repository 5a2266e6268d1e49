"""A page alone, as saved from a browser or pasted: the bytes are its body; head and status are
unknown and stay so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.interop.origins import own_url
from workbench.interop.registry import Entry, Found, Source, importer
from workbench.model.capture import Capture

HEAD_UNKNOWN = "the status line and the headers: the file holds the page alone"

_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|form|title|meta|script|input|div|p|h1|link)\b",
    re.IGNORECASE,
)


def looks_like(data: bytes) -> bool:
    """A tag or a comment comes first, and one that makes a page comes early."""
    return data.lstrip()[:1] == b"<" and _PAGE.search(data, 0, 64 * 1024) is not None


@importer("an HTML page", 90, looks_like)
def read_html_page(source: Source) -> Iterator[Found]:
    """The one page."""
    url, note = own_url(source.url)
    yield Entry(
        Capture(
            url=url,
            sent=b"",
            received=source.data,
            started_at=None,
            wire="rebuilt",
            wire_notes=(HEAD_UNKNOWN, note),
        ),
        request_known=False,
    )
