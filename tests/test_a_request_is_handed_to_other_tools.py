"""A request that is copied as HTTPie or as Python arrives as the very bytes of the original: real
programs run what was copied, against a real server, and what reaches it is compared."""

from __future__ import annotations

import asyncio
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.wire_server import WireServer, answering_always
from workbench.capture import Client
from workbench.document.exchange import exchange_document
from workbench.inspection.reading import read
from workbench.interop import export_chunks
from workbench.interop.httpie_command import arriving_headers
from workbench.interop.registry import Leaving
from workbench.interop.request_again import request_again
from workbench.model.capture import Capture
from workbench.model.exchange import Exchange
from workbench.model.request import AuthorizeRequest
from workbench.redaction import Redactor

# Whoever follows this asks once more.
REDIRECT = (
    b"HTTP/1.1 302 Found\r\nLocation: /followed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)
HTTP = Path(sys.executable).with_name("http")
# Runs many command lines in one process, since starting takes longer than calling.
MANY = """
import json, sys
from httpie.core import main
for words in json.load(sys.stdin):
    main(words)
"""
HOSTILE = [
    "it's",
    '"quoted"',
    "$(touch pwned) ${HOME} $HOME",
    "`touch pwned`",
    "line\nbreak\r\n; touch pwned",
    "nul\0nul",
    "-o pwned",
    "--offline",
    "@/etc/passwd",
    ":=1",
    "=x",
    ":=@/etc/passwd",
    "=@/etc/passwd",
    "a=b==c;d:e",
    "a;b|c&d>pwned<f",
    "\\ back \\' slash \\n",
    "!history !!",
    "[1-9]{a,b}",
    "é中 \u202e",
    "%00%2F%",
    "#fragment ?x=1&y=2 + ~",
    "",
    "'\\''\"'\"'",
    '"""',
    "~/x *",
]


def kept(requests: Sequence[AuthorizeRequest]) -> list[Exchange]:
    """Real calls, with the bytes that were really sent."""

    async def calls() -> list[Exchange]:
        client = Client()
        try:
            return [Exchange(await client.send(request), read) for request in requests]
        finally:
            await client.aclose()

    return asyncio.run(calls())


def copied(name: str, exchanges: Sequence[Exchange], *, secrets: bool = True) -> str:
    redactor = None if secrets else Redactor()
    return b"".join(export_chunks(name, exchanges, exchange_document, redactor)).decode()


def run(words: Sequence[str], folder: Path, *, given: str = "") -> str:
    """Run a program in an empty folder, without anything of ours in its environment."""
    ran = subprocess.run(
        words,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=folder,
        env={"PATH": f"{HTTP.parent}:/usr/bin:/bin", "HOME": str(folder), "NO_PROXY": "*"},
    )
    assert ran.returncode == 0, ran.stderr
    assert not list(folder.glob("**/pwned"))
    return ran.stdout


def commands(script: str) -> list[list[str]]:
    """The command lines of a script as the words that a shell would make of them."""
    lines = [line for line in script.split("\n") if line and not line.startswith("# ")]
    return [shlex.split(line) for line in lines]


def fields(message: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Request line, and headers in order."""
    head, _, rest = message.partition(b"\r\n\r\n")
    assert rest == b""
    first, *lines = head.split(b"\r\n")
    split = [line.partition(b":") for line in lines]
    return first, [(name.decode(), value.strip(b" ")) for name, _, value in split]


def hostile_request(base: str, value: str) -> AuthorizeRequest:
    in_header = "".join(c for c in value if c >= " ").strip()
    return AuthorizeRequest(
        base_url=base,
        institution_id=["42", "", value],
        state=value,
        tag=value,
        extra=[(value or "empty", value), ("a=b", ""), ("a=b", "again")],
        headers=[("X-Odd-CASE", in_header), ("-x", f"@{in_header}"), ("X-Odd-CASE", "again")],
    )


# Python


def test_python_sends_the_very_bytes_of_every_hostile_value(tmp_path: Path) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        asked = [hostile_request(server.url, value) for value in HOSTILE]
        exchanges = kept(asked)
        before = list(server.requests)
        assert len(before) == len(HOSTILE)
        server.requests.clear()
        path = tmp_path / "again.py"
        path.write_text(copied("httpx", exchanges), encoding="utf-8")
        printed = run([sys.executable, path.name], tmp_path)
        assert server.requests == before
        assert printed.count("HTTP/1.1 302 Found\n") == len(HOSTILE)
        assert [p.name for p in tmp_path.iterdir()] == ["again.py"]


ODD = (
    "/v3/oauth/authorize?a=%2f%41%7e&b='x'&c=$(id)&d=`id`",
    "/a/../b/./c//d?x=[1]{2}",
    "//double/v3/oauth/authorize?&&a&=b&?c?",
    "/v3/oauth/authorize?",
    '/x?a="b"&c=\\&d=!!&e=*&f=%zz%',
    "/-o?@x=:=y",
    "",
    "?a=1#fragment",
)


def test_python_sends_a_url_as_it_stands(tmp_path: Path) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        asked = [
            AuthorizeRequest(url=server.url + tail, without_headers=["User-Agent", "Accept"])
            for tail in ODD
        ]
        asked += [
            AuthorizeRequest(base_url=server.url, method=method, lang="fr")
            for method in ("POST", "HEAD", "get", "PUT", "PURGE-IT")
        ]
        asked.append(AuthorizeRequest(url=server.url.replace("//", "//user:pass@") + "/v3?a=1"))
        asked.append(
            AuthorizeRequest(base_url=server.url, headers=[("Host", "x:1"), ("X", "caf\udce9")])
        )
        exchanges = kept(asked)
        before = list(server.requests)
        server.requests.clear()
        run([sys.executable, "-c", copied("httpx", exchanges)], tmp_path)
        assert server.requests == before


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
HEADER_VALUES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x7f", min_codepoint=32),
    max_size=20,
).map(lambda text: text.strip(" \t"))
NAMES = st.text("ABCabc-_.!#$%&'*+^`|~09", min_size=1, max_size=8).map(lambda name: f"x{name}")
PAIRS = st.lists(st.tuples(VALUES, VALUES), max_size=5)
HEADERS = st.lists(st.tuples(NAMES, HEADER_VALUES), max_size=5)
WITHOUT = st.sets(st.sampled_from(["User-Agent", "Accept", "Accept-Encoding"]))
REQUESTS = st.lists(st.tuples(PAIRS, HEADERS, WITHOUT), min_size=1, max_size=25)
# Each example starts a program: what fails is shown as it was drawn.
PROGRAMS_RUN = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
Drawn = list[tuple[list[tuple[str, str]], list[tuple[str, str]], set[str]]]


def drawn_requests(base: str, drawn: Drawn) -> list[AuthorizeRequest]:
    return [
        AuthorizeRequest(base_url=base, params=params, headers=headers, without_headers=without)
        for params, headers, without in drawn
    ]


@PROGRAMS_RUN
@given(REQUESTS)
def test_python_sends_the_very_bytes_of_any_request(
    tmp_path_factory: pytest.TempPathFactory, drawn: Drawn
) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        exchanges = kept(drawn_requests(server.url, drawn))
        before = list(server.requests)
        server.requests.clear()
        script = copied("httpx", exchanges)
        run([sys.executable, "-"], tmp_path_factory.mktemp("python"), given=script)
        assert server.requests == before


def test_masks_are_told_and_the_request_is_otherwise_the_same() -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        asked = AuthorizeRequest(
            base_url=server.url,
            institution_id="42",
            state="s3cret-state-value-1234",
            headers=[("flinks-auth-key", "Bearer k3y-k3y-k3y-k3y")],
        )
        (exchange,) = kept([asked])
    for name in ("httpie", "httpx"):
        masked, exact = copied(name, [exchange], secrets=False), copied(name, [exchange])
        assert "s3cret-state-value-1234" not in masked
        assert "k3y-k3y" not in masked
        assert "‹state:" in masked
        assert "# ‹...› stands for what was masked" in masked
        assert "s3cret-state-value-1234" in exact
        assert "Bearer k3y-k3y-k3y-k3y" in exact
        assert "‹" not in exact


@settings(max_examples=100, deadline=None)
@given(
    st.text(),
    st.sampled_from(["GET", "post"]) | st.text(),
    st.lists(st.tuples(NAMES | st.text(), st.text()), max_size=4),
)
def test_whatever_a_file_said_the_script_is_calls_alone(
    url: str, method: str, headers: list[tuple[str, str]]
) -> None:
    """No text of a document gets out of its literal or its comment."""
    import ast

    request = {"method": method, "url": f"http://{url}", "headers": [list(h) for h in headers]}
    document: dict[str, object] = {
        "id": f"1\n{url}",
        "started_at": f"{method}\nimport os",
        "request": request,
    }
    exchange = Exchange(Capture("http://x/", b"", b"", None), read)
    script = b"".join(export_chunks("httpx", [exchange], lambda _: document, None)).decode()
    body = ast.parse(script).body
    called = (ast.Import, ast.Assign, ast.Delete, ast.With, ast.For, ast.Expr)
    assert [node for node in body if not isinstance(node, called)] == []
    assert len([node for node in body if isinstance(node, ast.Import)]) == 1
    assert len([node for node in body if isinstance(node, ast.Expr)]) in (0, 3)
    shell = b"".join(export_chunks("httpie", [exchange], lambda _: document, None)).decode()
    assert len(commands(shell)) <= 1
    for words in commands(shell):
        assert words[:2] == ["http", "--ignore-stdin"]
        assert words.index("--") == 6


def test_what_cannot_be_called_leaves_comments_alone() -> None:
    exchange = Exchange(Capture("http://x/", b"", b"", None), read)
    for url in ("", "not a url", "ftp://x/", "http://", "http://a@/", "/v3/oauth/authorize"):
        document: dict[str, object] = {"request": {"method": "GET", "url": url, "headers": []}}
        for name in ("httpie", "httpx"):
            chunks = export_chunks(name, [exchange], lambda _, d=document: d, None)  # type: ignore[misc]
            text = b"".join(chunks).decode()
            assert "# its URL cannot be called" in text
            assert "http --" not in text
            assert "request =" not in text


# curl


def test_curl_sends_no_authorization_for_user_information_in_a_url(tmp_path: Path) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        url = server.url.replace("//", "//user:pass@") + "/v3/oauth/authorize?a=1#part"
        exchanges = kept([AuthorizeRequest(url=url)])
        before = list(server.requests)
        server.requests.clear()
        run(["sh", "-c", copied("curl", exchanges)], tmp_path)
        assert server.requests == before


# HTTPie


def told_apart(script: str) -> list[tuple[str, list[str]]]:
    """For each exchange of a script: its comments, and the words of its command."""
    parts = script.split("# exchange")[1:]
    return [(part, next(iter(commands("# " + part)), [])) for part in parts]


def assert_arrived(exchange: Exchange, comments: str, before: bytes, after: bytes) -> None:
    """What HTTPie sent is what was sent, but for what the comments say."""
    line, headers = fields(before)
    new_line, new_headers = fields(after)
    assert (new_line == line) == ("URL anew" not in comments and "capitals" not in comments)
    leaving = Leaving(exchange_document(exchange), exchange.capture.sent)
    sendable = [
        pair for pair in headers if f"header {pair[0]!a}" not in comments or pair in new_headers
    ]
    assert new_headers == arriving_headers(request_again(leaving), sendable)
    if "not the very bytes" not in comments and "left out" not in comments:
        assert (new_line, new_headers) == (line, headers)


def test_httpie_sends_every_hostile_value(tmp_path: Path) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        asked = [hostile_request(server.url, value) for value in HOSTILE]
        exchanges = kept(asked)
        before = list(server.requests)
        server.requests.clear()
        script = copied("httpie", exchanges)
        told = told_apart(script)
        run([sys.executable, "-c", MANY], tmp_path, given=json.dumps([words for _, words in told]))
        for exchange, (comments, _), sent, came in zip(
            exchanges, told, before, server.requests, strict=True
        ):
            assert "left out" not in comments
            assert_arrived(exchange, comments, sent, came)


def test_a_shell_runs_the_line_and_the_program_sends_the_very_bytes(tmp_path: Path) -> None:
    """HTTPie's own order is the original's here, so that nothing may differ."""
    with WireServer(answering_always(REDIRECT)) as server:
        values = ["$(touch pwned)`touch pwned`'\"", "a\nb; touch pwned", ":=@/etc/passwd"]
        asked = [
            AuthorizeRequest(
                base_url=server.url,
                state=value,
                extra=[(value, ""), ("b", value), ("b", "")],
                headers=[("X-a", value.partition("\n")[2] or value), ("-y", "@=")],
                without_headers=["Accept-Encoding", "Accept"],
            )
            for value in values
        ]
        exchanges = kept(asked)
        before = list(server.requests)
        server.requests.clear()
        script = copied("httpie", exchanges)
        assert "not the very bytes" not in script
        assert script.count("\n") == 2 * len(values)
        path = tmp_path / "again.sh"
        path.write_text(script)
        for shell in ("sh", "bash"):
            run([shell, path.name], tmp_path)
            assert server.requests == before
            server.requests.clear()


def test_httpie_says_what_it_cannot_send(tmp_path: Path) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        asked = [AuthorizeRequest(url=server.url + tail) for tail in ODD]
        asked += [
            AuthorizeRequest(base_url=server.url, method=method, lang="fr")
            for method in ("POST", "HEAD", "get", "OPTIONS")
        ]
        odd_values = ("a\\=b", "a\\\\=b\\", "\\", "caf\udce9", "\u00a0x", "a\\\\\\:b")
        asked += [
            AuthorizeRequest(base_url=server.url, headers=[("X-Odd", value), ("X-B", "1")])
            for value in odd_values
        ]
        asked.append(AuthorizeRequest(url=server.url.replace("//", "//user:pass@") + "/v3?a=1"))
        exchanges = kept(asked)
        before = list(server.requests)
        server.requests.clear()
        told = told_apart(copied("httpie", exchanges))
        run([sys.executable, "-c", MANY], tmp_path, given=json.dumps([words for _, words in told]))
        for exchange, (comments, _), sent, came in zip(
            exchanges, told, before, server.requests, strict=True
        ):
            assert_arrived(exchange, comments, sent, came)
        left_out = [
            value for value, (c, _) in zip(odd_values, told[-7:], strict=False) if "left out" in c
        ]
        assert left_out == ["a\\=b", "caf\udce9", "\u00a0x", "a\\\\\\:b"]


@PROGRAMS_RUN
@given(REQUESTS)
def test_httpie_sends_any_request_but_for_what_it_says(
    tmp_path_factory: pytest.TempPathFactory, drawn: Drawn
) -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        exchanges = kept(drawn_requests(server.url, drawn))
        before = list(server.requests)
        server.requests.clear()
        told = told_apart(copied("httpie", exchanges))
        words = json.dumps([words for _, words in told])
        run([sys.executable, "-c", MANY], tmp_path_factory.mktemp("httpie"), given=words)
        for exchange, (comments, _), sent, came in zip(
            exchanges, told, before, server.requests, strict=True
        ):
            assert_arrived(exchange, comments, sent, came)


def test_a_method_that_httpie_cannot_send_is_said() -> None:
    with WireServer(answering_always(REDIRECT)) as server:
        asked = AuthorizeRequest(base_url=server.url, method="PURGE-IT")
        text = copied("httpie", kept([asked]))
    assert "# HTTPie cannot send the method 'PURGE-IT'" in text
    assert commands(text) == []
