"""Secrets in running text: beside their names, and by their shape.

Text may be anything: a page, JSON, a URL, header lines, a log line, a repr. Each scan goes through
it once and hands (name, value) to a function that answers with what to put in its place. Patterns
are bounded and never nest, so the cost is O(n).
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from workbench.redaction.known import MASK
from workbench.redaction.names import COOKIE_NAMES, SCHEME_NAMES, is_prose, is_secret, normal

Mask = Callable[[str, str], str]

_QUOTE = r"""(?:\\{0,8}["']|&quot;|&\#3[49];|&\#x2[27];)"""
_KEY = re.compile(
    rf"""(?:(?<![\w\\‹])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{{2}})|(?<=%25[0-9A-Fa-f]{{2}}))
        (?P<quote>{_QUOTE})?
        (?P<name>[A-Za-z_$@](?:[\w.\-\[\]$]|%5[BbDdFf]){{0,60}})
        (?P<closed>{_QUOTE})?[ \t]{{0,4}}
        (?P<sep>=>|=(?!=)|:(?!//)|,|%3[Dd]|%253[Dd])\s{{0,4}}""",
    re.VERBOSE,
)
_OPEN = re.compile(_QUOTE.replace("\\#", "#"))
_LINE = re.compile(r"[^\r\n]*")
_IN_QUOTES = re.compile(r"""[^\r\n"']*""")
_BARE = re.compile(r"""(?:[^\s&"'<>#;,]|'(?=\w)|[;,](?=[^\s]))*""")
_BARE_ENCODED = re.compile(r"""(?:(?!%26|%2526)[^\s&"'<>#;,])*""")
_JSON_BARE = re.compile(r"""[^\s,}\]"']*""")
_JSON_WORDS = frozenset({"null", "true", "false", "None", "True", "False"})
_TRAILING = ").]},;"

_URL = re.compile(r"""\b[a-z][a-z0-9+.-]{1,20}://[^\s"'<>\\`]+""", re.IGNORECASE)
_USERINFO = re.compile(r"(//)([^/?#@\s]{1,4096})@")
# Without one of these there is no name beside a value and no scheme before credentials.
_MAY_HOLD = re.compile(r"[=:,%+ .]")
_AND = re.compile(r"(&(?:amp;|#38;|#x26;)?)", re.IGNORECASE)

_TAG = re.compile(
    r"<(?P<element>input|button|option|meta|param|textarea|data)\b"
    r"(?P<attributes>(?:[^>\"']+|\"[^\"]*\"|'[^']*')*)(?P<content>>[^<]*)?",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*("[^"]*"?|'[^']*'?|[^\s"'>]+)""")

_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*(?:\.[\w-]+){0,2}")
_SCHEME = re.compile(
    r"\b(Bearer|Basic|Negotiate|DPoP)(\s+|%20|\+)([\w.~+/%-]{6,}=*)", re.IGNORECASE
)
_SCHEME_PROSE = re.compile(
    r"(?:authenti\w+|authoriz\w+|credentials?|headers?|schemes?|tokens?|values?|access)\.?$",
    re.IGNORECASE,
)
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*")


def mask_text(text: str, mask: Mask) -> str:
    """`text` with what stands beside secret names, and what looks like a secret, masked."""
    if _MAY_HOLD.search(text) is None:
        return text
    if "://" in text:
        text = _URL.sub(lambda found: mask_url(found[0], mask), text)
    if "<" in text:
        text = _TAG.sub(lambda found: _tag(found, mask), text)
    text = _beside_names(text, mask)
    return _by_shape(text, mask)


def mask_url(url: str, mask: Mask) -> str:
    """A URL with user information and secret parameters masked, in query and fragment alike; a
    parameter that holds a URL is read in the same way. The rest is untouched."""
    url = _USERINFO.sub(lambda found: f"{found[1]}{mask('userinfo', unquote(found[2]))}@", url, 1)
    head, hash_mark, fragment = url.partition("#")
    path, question, query = head.partition("?")
    path = _beside_names(path, mask)
    if "=" in query or "%3" in query:
        query = _query(query, mask)
    if "=" in fragment or "?" in fragment:
        before, asked, after = fragment.rpartition("?")
        fragment = f"{before}{asked}{_query(after, mask)}"
    return f"{path}{question}{query}{hash_mark}{fragment}"


def mask_field(name: str, value: str, mask: Mask) -> str:
    """The value of one header, parameter or input; cookies keep their names, schemes theirs."""
    known_as = normal(name)
    if not value or MASK.fullmatch(value):
        return value
    if known_as in COOKIE_NAMES:
        return _cookies(value, mask, only_first=known_as == "setcookie")
    if known_as in SCHEME_NAMES:
        scheme, space, rest = value.strip().partition(" ")
        if space and rest.strip() and scheme.isalnum():
            return f"{scheme} {mask(name, rest.strip())}"
        return mask(name, value)
    if is_secret(name):
        return mask(name, value)
    if _URL.match(value):
        return mask_url(value, mask)
    return mask_text(value, mask)


def _cookies(value: str, mask: Mask, *, only_first: bool) -> str:
    parts = value.split(";")
    masked: list[str] = []
    for index, part in enumerate(parts):
        name, equals, content = part.partition("=")
        if only_first and index:
            masked.append(part)
        elif equals:
            bare = content.strip().strip('"')
            masked.append(f"{name}={mask(name.strip() or 'cookie', bare)}" if bare else part)
        else:
            masked.append(mask("cookie", part.strip()) if part.strip() else part)
    return ";".join(masked)


def _query(query: str, mask: Mask) -> str:
    parts = _AND.split(query)
    for index in range(0, len(parts), 2):
        name, equals, value = parts[index].partition("=")
        if not value:
            continue
        plain = unquote(value)
        shown = mask_field(unquote(name.replace("+", " ")).strip(), plain, mask)
        if shown != plain:
            fixed = (
                shown if MASK.fullmatch(shown) else quote(shown, safe="/:?=‹›", errors="replace")
            )
            parts[index] = f"{name}{equals}{fixed}"
    return "".join(parts)


def _quoted(text: str) -> str:
    """Percent-encoded but for the masks in it, which stay readable."""
    pieces: list[str] = []
    last = 0
    for found in MASK.finditer(text):
        pieces += (quote(text[last : found.start()], safe="/:?=", errors="replace"), found[0])
        last = found.end()
    pieces.append(quote(text[last:], safe="/:?=", errors="replace"))
    return "".join(pieces)


def _tag(found: re.Match[str], mask: Mask) -> str:
    """One start tag: its value is masked where its name is a secret's, and a textarea's content."""
    tag, content = found[0], found["content"] or ""
    attributes = list(_ATTRIBUTE.finditer(tag, 0, len(tag) - len(content)))
    names = [
        html.unescape(_unquoted(attribute[2]))
        for attribute in attributes
        if attribute[1].lower() in ("name", "id", "property", "http-equiv")
    ]
    secret = next((name for name in names if is_secret(name)), None)
    if secret is None:
        return tag
    pieces: list[str] = []
    last = 0
    for attribute in attributes:
        written = attribute[2]
        plain = html.unescape(_unquoted(written))
        if plain and attribute[1].lower() in ("value", "content"):
            quotes = written[0] if written[0] in "\"'" else ""
            pieces += (tag[last : attribute.start(2)], quotes, mask(secret, plain), quotes)
            last = attribute.end(2)
    inner = content[1:]
    if found["element"].lower() == "textarea" and inner.strip():
        pieces += (tag[last : len(tag) - len(inner)], mask(secret, html.unescape(inner)))
        last = len(tag)
    pieces.append(tag[last:])
    return "".join(pieces)


def _unquoted(written: str) -> str:
    return written.strip("\"'") if written[:1] in ("'", '"') else written


def _beside_names(text: str, mask: Mask) -> str:
    pieces: list[str] = []
    last = at = 0
    while (found := _KEY.search(text, at)) is not None:
        at = found.end()
        name = unquote(found["name"])
        if not is_secret(name):
            # The name may itself be the value of what came before, so only the name is passed.
            at = found.end("name") if found["closed"] is None else found.start("sep")
            continue
        span = _value_span(text, found)
        if span is None or span[0] == span[1]:
            continue
        written = text[span[0] : span[1]]
        pieces += (text[last : span[0]], _masked_value(name, written, mask))
        last = at = span[1]
    if not pieces:
        return text
    pieces.append(text[last:])
    return "".join(pieces)


def _masked_value(name: str, written: str, mask: Mask) -> str:
    if normal(name) in COOKIE_NAMES or normal(name) in SCHEME_NAMES:
        return mask_field(name, written, mask)
    return written if MASK.fullmatch(written) else mask(name, unquote(written))


def _value_span(text: str, key: re.Match[str]) -> tuple[int, int] | None:
    """Where the value after a secret name stands, or None where that is no name and value."""
    start, sep, quoted = key.end(), key["sep"], key["closed"] is not None
    opened = _OPEN.match(text, start)
    if sep == ",":
        before = text[max(0, key.start() - 8) : key.start()].rstrip()[-1:]
        if not (quoted and opened and before in ("(", "[")):
            return None
    if opened and (quoted or sep != ":"):
        return opened.end(), _closing(text, opened)
    if sep == ":":
        if quoted:
            bare = _JSON_BARE.match(text, start)
            if bare is None or bare[0] in _JSON_WORDS or bare[0][:1] in ("{", "["):
                return None
            return bare.span()
        if is_prose(key["name"]):
            line_start = (
                text[max(0, key.start() - 4) : key.start()].rpartition("\n")[2].strip(" \t<>")
            )
            if normal(key["name"]) not in COOKIE_NAMES or line_start:
                return None
        shape = _IN_QUOTES if key["quote"] is not None else _LINE
        value = shape.match(text, start)
        return None if value is None else (start, start + len(value[0].rstrip()))
    shape = _BARE if sep in ("=", "=>") else _BARE_ENCODED
    value = shape.match(text, start)
    return None if value is None else (start, start + len(value[0].rstrip(_TRAILING)))


def _closing(text: str, opened: re.Match[str]) -> int:
    """Where the quoted value ends: at its own kind of quote; a value never closed is all of the
    rest, so that each character is looked at once."""
    mark, at = opened[0], opened.end()
    while (end := text.find(mark, at)) >= 0:
        if len(mark) > 1 or not _escaped(text, end, opened.end()):
            return end
        at = end + 1
    return len(text)


def _escaped(text: str, place: int, start: int) -> bool:
    """Whether an odd number of backslashes stands before the character at `place`."""
    at = place
    while at > start and text[at - 1] == "\\":
        at -= 1
    return (place - at) % 2 == 1


def _by_shape(text: str, mask: Mask) -> str:
    if "eyJ" in text:
        text = _JWT.sub(lambda found: mask("jwt", found[0]), text)
    if "PRIVATE KEY" in text:
        text = _PEM.sub(lambda found: mask("private-key", found[0]), text)
    return _SCHEME.sub(lambda found: _credentials(found, mask), text)


def _credentials(found: re.Match[str], mask: Mask) -> str:
    """Credentials after their scheme; "Basic account information" and the like is prose."""
    scheme, token = found[1].lower(), found[3]
    if _SCHEME_PROSE.match(token):
        return found[0]
    if scheme == "basic" and not _is_basic(token):
        return found[0]
    return f"{found[1]}{found[2]}{mask(scheme, token)}"


def _is_basic(token: str) -> bool:
    """Whether it is base64 of `user:password` (RFC 7617, section 2)."""
    try:
        return b":" in base64.b64decode(unquote(token), validate=True)
    except ValueError:
        return False
