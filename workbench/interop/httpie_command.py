"""HTTPie command lines, quoted for a POSIX shell: the same request, and the redirect not followed.

HTTPie reads `:`, `;`, `=`, `@` and a backslash in an item (`=` at a value's begin is JSON, `@` a
file), writes some URLs anew and has an order of its own for headers. An item here is always
`Name: value`, with a blank, so that nothing in a value joins the colon; where HTTPie cannot send
the very bytes, a comment says what it will change. True of HTTPie 3.2 (`httpie/cli/argtypes.py`,
`httpie/client.py`) on requests 2.32 and urllib3 2.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from workbench.interop.registry import Leaving, exporter
from workbench.interop.request_again import (
    MASK,
    Pair,
    RequestAgain,
    comment_lines,
    left_out,
    request_again,
)

# --no-follow and --ignore-netrc win over what a configuration file or ~/.netrc would add.
_COMMAND = (
    *("http", "--ignore-stdin", "--ignore-netrc", "--no-follow", "--path-as-is"),
    *("--print=hb", "--"),
)
# What the session under HTTPie sends by itself; these come first, in this order.
_FIRST = ("user-agent", "accept-encoding", "accept", "connection")
_METHOD = re.compile("[A-Za-z]+")
# Targets that come through unchanged: urllib3 encodes what no path or query may hold and writes
# hexadecimal digits large; requests decodes what needs no encoding and drops an empty query.
_PLAIN = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]"
_ENCODED = r"%(?:[89A-F][0-9A-F]|[01][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[BCDE]|60|7[BCDF])"
_AS_IT_IS = re.compile(rf"/(?:{_PLAIN}|{_ENCODED})*(?:\?(?:{_PLAIN}|{_ENCODED}|\?)+)?")
_SPECIAL = frozenset(":;=@")


@exporter("httpie", "HTTPie command lines for sh, one for each request", ".sh")
def write_httpie(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """Comment lines and a command for each exchange; comments alone where none can send it."""
    for one in leaving:
        lines = _lines(request_again(one))
        yield ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _lines(request: RequestAgain) -> list[str]:
    comments = list(request.comments)
    if request.origin and not _METHOD.fullmatch(request.method):
        comments.append(f"HTTPie cannot send the method {request.method[:60]!a}")
    if not request.origin or not _METHOD.fullmatch(request.method):
        return list(comment_lines(tuple(comments)))
    items: list[str] = []
    headers: list[Pair] = []
    by_itself = _host_by_itself(request.origin)
    for name, value in request.headers:
        why = _hindrance(value)
        if why:
            comments.append(left_out(name, why))
        else:
            headers.append((name, value))
            if len(headers) > 1 or headers[0] != by_itself:
                items.append(f"{name}: {value.decode()}" if value else f"{name};")
    sent = {name.lower() for name, _ in headers}
    items += [f"{name.title()}:" for name in _FIRST if name not in sent]
    comments += _changes(request, headers)
    words = [*_COMMAND, request.method, request.origin + request.target, *items]
    return [*comment_lines(tuple(comments)), " ".join(map(shlex.quote, words))]


def _hindrance(value: bytes) -> str:
    """Why HTTPie cannot send a header's value, "" where it can."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return "HTTPie sends UTF-8 only"
    # Pairs of a backslash and a character are read from the left.
    at = text.find("\\")
    while at != -1:
        if text[at + 1 : at + 2] in _SPECIAL:
            return "HTTPie takes away a backslash before : ; = or @"
        at = text.find("\\", at + 2)
    # It cuts more off the ends of a text than the blanks that HTTP allows there.
    return "HTTPie cuts blanks off" if text != text.strip() else ""


def _host_by_itself(origin: str) -> Pair:
    """The Host header that is sent first where none is asked for; one that is asked for goes
    behind HTTPie's own headers."""
    scheme, _, authority = origin.partition("://")
    port = ":443" if scheme.lower() == "https" else ":80"
    return "Host", authority.removesuffix(port).lower().encode("ascii", "replace")


def _changes(request: RequestAgain, headers: list[Pair]) -> Iterator[str]:
    """In words, what HTTPie will send otherwise."""
    if not _AS_IT_IS.fullmatch(MASK.sub("", request.target)):
        yield "not the very bytes: HTTPie writes some characters of this URL anew"
    if request.method != request.method.upper():
        yield "not the very bytes: HTTPie writes the method in capitals"
    arriving = arriving_headers(request, headers)
    if len(arriving) > len(headers):
        yield "not the very bytes: HTTPie adds Content-Length: 0"
    if [pair for pair in arriving if pair in headers] != headers:
        yield "not the very bytes: HTTPie sends these headers in an order of its own"


def arriving_headers(request: RequestAgain, headers: list[Pair]) -> list[Pair]:
    """The headers in the order in which HTTPie sends them: Host where it stands first and is what
    it would be anyway, those of HTTPie's own, then the others, each name's values together."""
    first = headers[:1] if headers[:1] == [_host_by_itself(request.origin)] else []
    others = headers[len(first) :]
    names = dict.fromkeys((*_FIRST, *(name.lower() for name, _ in others)))
    bare = request.method.upper() not in ("GET", "HEAD", "OPTIONS")
    added = [("Content-Length", b"0")] if bare and "content-length" not in names else []
    grouped = [pair for low in names for pair in others if pair[0].lower() == low]
    return [*first, *added, *grouped]
