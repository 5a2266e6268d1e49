"""What kind of body it is: by its media type, and by its first bytes where none is given.

The signatures are those of the MIME Sniffing standard (section 7.1), with one addition: without
any media type everything that begins like a tag is taken for a page, since pages are pasted.
"""

from __future__ import annotations

import re

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_TEXT_TYPES = frozenset(
    {
        "application/json",
        "application/javascript",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/problem+json",
        "message/http",
    }
)
_MEDIA_TYPE = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+/[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
# Blanks may stand before a name, not between it and its equals sign (MIME Sniffing, 4.4).
_PARAMETER = re.compile(r"""[;]\s*([^\s=;]+)=(?:"((?:[^"\\]|\\.)*)"?|([^;]*))""", re.DOTALL)
_TAG = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x0c]*<(?:!doctype|!--|[a-z])", re.IGNORECASE)
_WIDE_TAG = (b"\xff\xfe<\0", b"\xfe\xff\0<")
# The binary data bytes of the MIME Sniffing standard.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 1445


def media_type_of(content_types: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The essence in lower case and the charset parameter of the last usable Content-Type (Fetch,
    "extract a MIME type"); a charset carries over to a later header of the same essence."""
    essence: str | None = None
    charset: str | None = None
    for line in content_types:
        for value in _split_list(line):
            found = _MEDIA_TYPE.match(value.strip())
            if found is None or found[0] == "*/*":
                continue
            lowered = found[0].lower()
            if lowered != essence:
                charset = None
            essence = lowered
            own = _parameter(value, "charset")
            charset = own if own is not None else charset
    return essence, charset


def is_html(media_type: str | None, body: bytes) -> bool:
    """Whether a browser would show the body as a page."""
    if media_type is not None:
        return media_type in _HTML_TYPES
    return _TAG.match(body) is not None or body.startswith(_WIDE_TAG)


def is_textual(media_type: str | None, body: bytes) -> bool:
    """Whether the body is text: by its type, else by its first bytes."""
    if media_type is not None and (
        media_type.startswith("text/")
        or media_type in _TEXT_TYPES
        or media_type in _HTML_TYPES
        or media_type.endswith(("+json", "+xml"))
    ):
        return True
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = body[:_SNIFFED]
    if _BINARY.search(sample):
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(sample) - 3 and len(body) > _SNIFFED
    return True


def _split_list(line: str) -> list[str]:
    if "," not in line:
        return [line]
    return re.findall(r'(?:"(?:[^"\\]|\\.)*"?|[^,"])+', line)


def _parameter(value: str, wanted: str) -> str | None:
    if "=" not in value:
        return None
    for name, quoted, plain in _PARAMETER.findall(value):
        if name.lower() == wanted:
            return re.sub(r"\\(.)", r"\1", quoted) if quoted else plain.strip()
    return None
