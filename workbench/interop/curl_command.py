"""curl command lines: written so that a POSIX shell and curl send the very bytes of the request;
read as requests alone.

Each word is quoted for sh. `--globoff` keeps curl from reading brackets as ranges, `--path-as-is`
from mending paths; an empty `-H 'Name:'` takes away what curl would add by itself.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping

from workbench.interop.registry import (
    Found,
    Leaving,
    RequestAlone,
    Source,
    exporter,
    importer,
)
from workbench.interop.request_again import split_url

# What curl sends without being asked.
_CURLS_OWN = ("User-Agent", "Accept")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f]")
_COMMAND = re.compile(rb"^\s*(?:\$ )?curl(?:\.exe)?\s", re.MULTILINE)


@exporter("curl", "curl command lines for sh, one for each request", ".sh")
def write_curl(leaving: Iterable[Leaving]) -> Iterator[bytes]:
    """A comment line and a command for each exchange."""
    for one in leaving:
        yield _command(one.document).encode("utf-8", "replace")


def _command(document: Mapping[str, object]) -> str:
    request = document.get("request")
    request = request if isinstance(request, Mapping) else {}
    number = document.get("id")
    named = f" {number}" if number is not None else ""
    lines = [f"# exchange{named}, {document.get('started_at') or 'time unknown'}"]
    words = ["curl", "--globoff", "--path-as-is", "--http1.1", "--include"]
    method = str(request.get("method") or "GET")
    if method == "HEAD":
        words.append("--head")
    elif method != "GET":
        words += ["--request", method]
    headers = [(str(pair[0]), str(pair[1])) for pair in _list(request.get("headers"))]
    sent = {name.lower() for name, _ in headers}
    if "accept-encoding" in sent:
        words.append("--compressed")
    for name, value in headers:
        if not _TOKEN.fullmatch(name) or _CONTROL.search(value.replace("\t", "")):
            lines.append(f"# left out, since no command can send it: header {name[:60]!a}")
        else:
            words += ["--header", f"{name}: {value}" if value else f"{name};"]
    for name in _CURLS_OWN:
        if headers and name.lower() not in sent:
            words += ["--header", f"{name}:"]
    url = _UNSAFE_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", str(request.get("url") or ""))
    # User information would become an Authorization header that was never sent.
    words += ["--url", "".join(split_url(url)) or url]
    lines.append(" ".join(shlex.quote(word) for word in words))
    return "\n".join(lines) + "\n"


def _list(value: object) -> list[list[object]]:
    return value if isinstance(value, list) else []


def looks_like(data: bytes) -> bool:
    """A line that begins with the command."""
    return _COMMAND.match(data.lstrip()[:64]) is not None or (
        data.lstrip()[:1] == b"#" and _COMMAND.search(data) is not None
    )


@importer("curl commands", 35, looks_like)
def read_curl_commands(source: Source) -> Iterator[Found]:
    """One request for each command; a command tells no answer."""
    for _ in _COMMAND.finditer(source.data):
        yield RequestAlone()
