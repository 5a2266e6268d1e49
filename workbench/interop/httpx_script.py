"""Python scripts with httpx that send the very bytes of the request, the redirect not followed.

The target goes as an extension, since httpx would write parts of a URL anew; it stands parameter by
parameter, so that it can be read and changed. Values are Python literals made by `repr`, which
escapes whatever could not be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.interop.registry import Leaving, exporter
from workbench.interop.request_again import RequestAgain, comment_lines, request_again

# Methods for which httpx announces an empty body by itself.
_BODY_ANNOUNCED = frozenset({"POST", "PUT", "PATCH"})
_PARTS = re.compile("^[^?]+|[?&][^&]*")
_CALL = """\
with httpx.Client(follow_redirects=False, timeout=30) as client:
    response = client.send(request)
print(response.http_version, response.status_code, response.reason_phrase)
for name, value in response.headers.multi_items():
    print(f"{name}: {value}")
print()
print(response.text)
"""


@exporter("httpx", "a Python script with httpx, for each request a call", ".py")
def write_httpx(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """The import, then for each exchange comments and a call; comments alone where none can be."""
    begin = "import httpx\n"
    for one in leaving:
        yield f"{begin}\n{_script(request_again(one))}".encode("utf-8", "backslashreplace")
        begin = ""


def _script(request: RequestAgain) -> str:
    comments = list(request.comments)
    names = [name.lower() for name, _ in request.headers]
    if "host" in names[1:]:
        comments.append("not the very bytes: httpx sends Host before the other headers")
    lines = list(comment_lines(tuple(comments)))
    if not request.origin:
        return "\n".join(lines) + "\n"
    lines += [
        "request = httpx.Request(",
        f"    {_literal(request.method)},",
        f"    {_literal(request.origin + '/')},",
        "    headers=[",
        *(f"        ({_literal(name)}, {_value(value)})," for name, value in request.headers),
        "    ],",
        "    # The rest of the URL, byte for byte as it goes out.",
        f"    extensions={{{_literal('target')}: (",
        *(f"        {part}" for part in _target(request.target)),
        f"    ){'' if request.target.isascii() else '.encode()'}}},",
        ")",
    ]
    if request.method != request.method.upper():
        lines.append(f"request.method = {_literal(request.method)}")
    if request.method.upper() in _BODY_ANNOUNCED and "content-length" not in names:
        lines.append(f"del request.headers[{_literal('Content-Length')}]")
    return "\n".join(lines) + "\n" + _CALL


def _target(target: str) -> Iterator[str]:
    """The literals of a target, a parameter each; text where masks stand in it, else bytes."""
    for part in _PARTS.findall(target):
        yield _literal(part if not target.isascii() else part.encode("ascii"))


def _value(value: bytes) -> str:
    """A header's value: as text where it is UTF-8, which httpx has to be told."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return _literal(value)
    return _literal(text) if text.isascii() else f"{_literal(text)}.encode()"


def _literal(value: str | bytes) -> str:
    """A Python literal, in double quotes where that needs no escape."""
    written = repr(value)
    prefix, rest = ("b", written[1:]) if isinstance(value, bytes) else ("", written)
    return written if '"' in rest else f'{prefix}"{rest[1:-1]}"'
