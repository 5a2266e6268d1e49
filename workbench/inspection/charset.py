"""Text from bytes as a browser makes it: BOM, then the head's charset, then what the page says of
itself, then the default (WHATWG HTML "determining the character encoding", WHATWG Encoding).

Labels are those of the Encoding standard; utf-7 is none of them. No lone surrogate gets out: what
cannot be read becomes U+FFFD and is counted.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import webencodings

from workbench.model.response import Oddity

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_PRESCAN_BYTES = 1024
_HTML_DEFAULT = "windows-1252"
_TEXT_DEFAULT = "utf-8"
_C1_ERRORS = "workbench-c1"
# Python's codec for a name of the Encoding standard, where the tables of both differ.
_CODECS = {"shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs", "utf-16le": "utf-16-le"}

_PRESCAN = re.compile(
    rb"<!--.*?-->|<meta[\s/]([^>]*)|</?[a-z][^>]*>|<[!/?][^>]*>", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE = re.compile(
    rb"""([^\s/=>"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""", re.DOTALL
)
_CONTENT_CHARSET = re.compile(
    r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE
)


def _c1(error: UnicodeError) -> tuple[str, int]:
    """Bytes that Python's tables leave open but the Encoding standard maps to C1 controls."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    return (chr(byte) if 0x80 <= byte < 0xA0 else "\ufffd", error.start + 1)


codecs.register_error(_C1_ERRORS, _c1)


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


def meta_charset(body: bytes) -> str | None:
    """The label that the page's first 1024 bytes name in a `<meta>`, as the prescan finds it."""
    head = body[:_PRESCAN_BYTES]
    if b"meta" not in head and b"META" not in head and b"eta" not in head.lower():
        return None
    for match in _PRESCAN.finditer(head):
        if match[1] is None:
            continue
        label = _meta_label(match[1])
        if label is not None and encoding_of(label) is not None:
            return label
    return None


def _meta_label(attributes: bytes) -> str | None:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        value = (double or single or bare).decode("latin-1")
        found.setdefault(name.decode("latin-1").lower(), value)
    if "charset" in found:
        return found["charset"]
    if found.get("http-equiv", "").lower() != "content-type":
        return None
    match = _CONTENT_CHARSET.search(found.get("content", ""))
    return None if match is None else next(part for part in match.groups() if part is not None)


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
    if name == "replacement":
        # Encodings that are an attack by themselves are read as one character.
        text = "\ufffd" if body else ""
    else:
        errors = _C1_ERRORS if name.startswith(("windows-", "iso-8859-")) else "replace"
        text = _codec(name).decode(body, errors)[0]
    if "\ufffd" in text:
        _tell_replaced(text.count("\ufffd"), name, oddities)
    return text


def _codec(name: str) -> codecs.CodecInfo:
    if name in _CODECS:
        return codecs.lookup(_CODECS[name])
    info: codecs.CodecInfo = webencodings.lookup(name).codec_info
    return info


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
    try:
        return _codec(name).encode(text, "strict")[0]
    except (UnicodeError, LookupError, AttributeError):
        return None
