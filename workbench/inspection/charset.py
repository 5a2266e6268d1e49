"""Text from bytes as a browser makes it: BOM, then the head's charset, then what the page says of
itself, then the default (WHATWG HTML "determining the character encoding", WHATWG Encoding).

Labels are those of the Encoding standard; utf-7 is none of them. No lone surrogate gets out: what
cannot be read becomes U+FFFD and is counted.
"""

from __future__ import annotations

import re
from functools import lru_cache

import webencodings

from workbench.inspection import legacy_text
from workbench.model.response import Oddity

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_PRESCAN_BYTES = 1024
_LONGEST_HEAD = 65_536
# Of encodings whose errors Python handles one by one no more is read: far above any real page.
_LONGEST_LEGACY = 1024 * 1024
_HTML_DEFAULT = "windows-1252"
_TEXT_DEFAULT = "utf-8"
# Names that the Encoding standard does not write in lower case; `iso-...` ones are all capitals.
_WRITTEN = {
    "utf-8": "UTF-8",
    "utf-16le": "UTF-16LE",
    "utf-16be": "UTF-16BE",
    "ibm866": "IBM866",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "gbk": "GBK",
    "big5": "Big5",
    "euc-jp": "EUC-JP",
    "shift_jis": "Shift_JIS",
    "euc-kr": "EUC-KR",
    "iso-8859-8-i": "ISO-8859-8-I",
}
# As the tokenizer reads them: comments, elements whose contents are text, declarations and what is
# taken for one, tags; a tag that never ends takes the rest with it.
_PRESCAN = re.compile(
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rb"|<(script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\t\n\f\r />])"
    rb".*?(?:</\1(?=[\t\n\f\r />])|\Z)"
    rb"|<[!?][^>]*|</[^a-z>][^>]*"
    rb"|<(/?[a-z][^\t\n\f\r />]*+)"
    rb"((?:[\t\n\f\r /]+|[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    rb"(?:\"[^\"]*\"|'[^']*'|[^\t\n\f\r >\"'][^\t\n\f\r >]*|(?=>))|(?![\t\n\f\r ]*=)))*+)>"
    rb"|</?[a-z].*",
    re.IGNORECASE | re.DOTALL,
)
# What does not end the head while its charset is looked for; an end tag of the others does.
_HEAD_PARTS = frozenset(
    b"meta link base object noscript /meta /link /base /object /noscript".split()
)
_HEAD_STARTS = _HEAD_PARTS | {b"html", b"head"}
_HEAD_TEXTS = frozenset({b"script", b"style", b"title"})
_ATTRIBUTE = re.compile(
    rb"([^\t\n\f\r />][^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*"
    rb"(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >\"'][^\t\n\f\r >]*))?)?"
)
_CONTENT_CHARSET = re.compile(
    r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE
)


def read_text(
    body: bytes, header_charset: str | None, html: bool, oddities: list[Oddity]
) -> tuple[str, str]:
    """The text without its BOM, and the name of the encoding in lower case.

    `header_charset` is the label in the Content-Type; `html` says that the page's own `<meta>`
    counts and that the default is windows-1252, else UTF-8.
    """
    for mark, marked in _BOMS:
        if body.startswith(mark):
            if header_charset is not None and encoding_of(header_charset) not in (None, marked):
                said = header_charset[:40]
                oddities.append(
                    Oddity("charset-conflict", f"the BOM says {marked}, the head {said!r}")
                )
            return _decoded(body[len(mark) :], marked, oddities), marked
    name = _named(header_charset, oddities) or (_from_page(body, oddities) if html else None)
    if name is None:
        name = _HTML_DEFAULT if html else _TEXT_DEFAULT
    return _decoded(body, name, oddities), name


@lru_cache(maxsize=256)
def encoding_of(label: str) -> str | None:
    """The encoding's name in lower case for a label of the Encoding standard, None for others."""
    found = webencodings.lookup(label)
    return None if found is None else str(found.name).lower()


def standard_name(name: str) -> str:
    """The name of an encoding as the Encoding standard writes it, which is how `_charset_` is
    sent."""
    return _WRITTEN.get(name) or (name.upper() if name.startswith("iso-") else name)


def meta_charset(body: bytes) -> str | None:
    """The label that the page names in a `<meta>`: in its first 1024 bytes, or further on as long
    as its head goes on. The standard's prescan stops at 1024 bytes and looks into titles and
    scripts; browsers do not (Chromium's HTMLMetaCharsetParser), and they decide."""
    head = body[:_LONGEST_HEAD]
    if b"meta" not in head and b"meta" not in head.lower():
        return None
    in_head = True
    for match in _PRESCAN.finditer(head):
        if not in_head and match.start() >= _PRESCAN_BYTES:
            return None
        text, name = match[1], match[2]
        if text is not None:
            in_head = in_head and text.lower() in _HEAD_TEXTS
        elif name is not None:
            lowered = name.lower()
            label = _meta_label(match[3]) if lowered == b"meta" else None
            if label is not None and encoding_of(label) is not None:
                return label
            in_head = in_head and lowered in _HEAD_STARTS
    return None


def _meta_label(attributes: bytes) -> str | None:
    """The label that a `<meta>` names. Of attributes that are there twice the last counts, other
    than in the tree: so does Chromium."""
    label: str | None = None
    is_pragma, needs_pragma = False, True
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        lowered = name.lower()
        value = (double or single or bare).decode("latin-1")
        if lowered == b"http-equiv":
            is_pragma = is_pragma or value.lower() == "content-type"
        elif lowered == b"charset":
            label, needs_pragma = value, False
        elif lowered == b"content" and label is None:
            match = _CONTENT_CHARSET.search(value)
            label = (
                "" if match is None else next(part for part in match.groups() if part is not None)
            )
    return label if label and (is_pragma or not needs_pragma) else None


def _named(label: str | None, oddities: list[Oddity]) -> str | None:
    if label is None:
        return None
    name = encoding_of(label)
    if name is None:
        oddities.append(Oddity("unknown-charset", f"the charset {label[:40]!r} is unknown"))
    return name


def _from_page(body: bytes, oddities: list[Oddity]) -> str | None:
    label = meta_charset(body)
    if label is None:
        return None
    name = encoding_of(label)
    # A page that could be prescanned is no UTF-16 (WHATWG HTML, prescan step "charset").
    if name in ("utf-16le", "utf-16be"):
        oddities.append(
            Oddity("charset-conflict", f"the page calls itself {name}, it is read as utf-8")
        )
        return "utf-8"
    return "windows-1252" if name == "x-user-defined" else name


def _decoded(body: bytes, name: str, oddities: list[Oddity]) -> str:
    if name == "utf-8":
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            text = body.decode("utf-8", "replace")
            own = body.count(b"\xef\xbf\xbd")
            _tell_replaced(text.count("\ufffd") - own, name, oddities)
            return text
    if name == "windows-1252" and body.isascii():
        return body.decode("ascii")
    if len(body) > _LONGEST_LEGACY and not legacy_text.is_quick(name):
        body = body[:_LONGEST_LEGACY]
        oddities.append(Oddity("decoded-limit", f"of a body in {name} the first MiB is read"))
    text = legacy_text.decoded(body, name)
    if "\ufffd" in text:
        _tell_replaced(text.count("\ufffd"), name, oddities)
    return text


def _tell_replaced(count: int, name: str, oddities: list[Oddity]) -> None:
    if count > 0:
        oddities.append(
            Oddity("replaced-characters", f"{count} places that are no valid {name}, shown as �")
        )


def bom_length(body: bytes) -> int:
    """How many bytes of byte order mark a body begins with."""
    return next((len(mark) for mark, _ in _BOMS if body.startswith(mark)), 0)


def encoded(text: str, name: str) -> bytes | None:
    """The bytes of a text in the encoding of that name, without a BOM; None where it has none."""
    return legacy_text.written(text, name)
