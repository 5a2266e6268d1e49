"""Answers made to choke a reader, by name; and one of them read wholly, with what that cost.

`python -m tests.hostile_pages` measures all of them, each in a process of its own, and prints a
table; with a name it measures that one, here, and prints JSON.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypedDict

N = 100_000
MIB = 1 << 20
_URL = "https://bank.example/v3/oauth/authorize?institution_id=42&state=abc"


class Cost(TypedDict):
    """What a whole reading cost: seconds of CPU, peak memory in MB, and the seconds of its parts;
    and what was read: why the page was cut, the ids of its findings."""

    seconds: float
    megabytes: float
    bytes: int
    cut: str | None
    findings: list[str]
    parts: dict[str, float]


def page(body: str | bytes, *, head: str = "", kind: str = "text/html") -> bytes:
    """An answer with that body."""
    content = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{head}\r\n".encode() + content


def form(inside: str) -> bytes:
    """A page with one form."""
    return page(f"<form action=https://asp.example.com/ method=post>{inside}</form>")


def _located(url: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {url}\r\n\r\n".encode()


def _headed(lines: str, body: str = "<form></form>") -> bytes:
    return page(body, head=lines)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _layers(count: int) -> str:
    value = b'{"a":"b"}'
    for _ in range(count):
        value = base64.b64encode(value)
    return value.decode()


def _values(value: str, count: int) -> bytes:
    return form("".join(f"<input type=hidden name=n{i} value='{value}'>" for i in range(count)))


def _json(text: str, status: int = 400) -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n\r\n{text}".encode()


def _cookies(count: int) -> str:
    return "".join(f"Set-Cookie: c{i}=v{i}; Path=/; Secure\r\n" for i in range(count))


def _deflated(data: bytes) -> str:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return _b64(packed.compress(data) + packed.flush())


_FORMS = "".join(
    f"<form id=f{i}>" + "".join(f"<input name=n{k} value=v>" for k in range(1000)) + "</form>"
    for i in range(1000)
)

PAGES: dict[str, Callable[[], bytes]] = {
    # The table of what must be survived.
    "100,000 nested div": lambda: page("<div>" * N),
    "1,000,000 unclosed p": lambda: page("<p>" * 10 * N),
    "1,000,000 hidden inputs": lambda: form("<input type=hidden name=a value=b>" * 10 * N),
    "1,000,000 hidden inputs, names differ": lambda: form(
        "".join(f"<input type=hidden name=n{i} value=v{i}>" for i in range(10 * N))
    ),
    "200,000 inputs": lambda: form("<input name=a value=b>" * 2 * N),
    "99,000 inputs, names differ": lambda: form(
        "".join(f"<input type=hidden name=n{i} value=v{i}>" for i in range(99_000))
    ),
    "5,000,000 &amp;": lambda: form("<input name=a value='" + "&amp;" * 50 * N + "'>"),
    "5,000,000 &amp; in text": lambda: page("<p>" + "&amp;" * 50 * N),
    "one value of 64 MiB": lambda: form("<input name=a value='" + "x" * (64 * MIB - 300) + "'>"),
    "state of 64 MiB": lambda: form(
        "<input type=hidden name=state value='" + "QUJD" * (16 * MIB - 100) + "'>"
    ),
    "200,000 attributes": lambda: page(
        "<div " + " ".join(f"a{i}" for i in range(2 * N)) + "><form><input name=a></form>"
    ),
    "200,000 attributes of an input": lambda: form(
        "<input name=a " + " ".join(f"a{i}=b" for i in range(2 * N)) + ">"
    ),
    "200,000 comments begun": lambda: page("<!--" * 2 * N),
    "2,000,000 <": lambda: page("<" * 20 * N),
    # The parser's own multiplications.
    "formatting, 5,000 open": lambda: page(
        "<p>" + "".join(f"<b id={i}>" for i in range(5000)) + "<p>x" * 50_000
    ),
    "adoption agency": lambda: page("<a><b><i><div>" * 20_000 + "</b></a></i>" * 20_000),
    "adoption agency, deep": lambda: page("<b>" * 8 + "<div>" * 400 + "</b><p>" * 40_000),
    "foster parenting": lambda: page("<table>" + "<b><tr><td>" * 30_000 + "x<b>" * 30_000),
    "text in a table": lambda: page("<table>" + "<tr>x" * 60_000),
    "nested tables": lambda: page("<table><tr><td>" * 40_000),
    "nested select": lambda: form("<select name=a>" * N),
    "nested forms": lambda: page("<form><div>" * N),
    "nested buttons": lambda: form("<button name=a>" * N),
    "misnested end tags": lambda: page("<span>" * N + "</x>" * N),
    "end tags only": lambda: page("</p>" * 4 * N),
    "headings nested": lambda: page("<h1><div>" * 250 + "x" * 20 * N),
    "frameset": lambda: page("<frameset>" * N),
    "svg": lambda: page("<svg>" + "<g>" * N),
    "math and back": lambda: page("<math><mi><p>" * 40_000),
    "templates": lambda: page("<template>" * N),
    "templates side by side": lambda: page("<template><input></template>" * 50_000),
    # Long runs inside one token.
    "unclosed attribute": lambda: page("<form><input name=a value='" + "x<>" * 20 * N),
    "unclosed attributes of many tags": lambda: page("<input name=a value=" * N),
    "unclosed tags": lambda: page("<input " * 3 * N),
    "attribute runs": lambda: page("<input" + " a='b'" * 50_000 + " <input a=" * 50_000),
    "tag name of 16 MB": lambda: page("<" + "a" * 16 * MIB),
    "entities begun": lambda: page("<p>" + "&" * 40 * N),
    "numeric entities": lambda: form("<input name=a value='" + "&#x41;" * 20 * N + "'>"),
    "newlines": lambda: form("\n" * 200 * N + "<input name=a value=b>" + "\r\n" * 50 * N),
    "CR LF and controls": lambda: form("\r\n<input name=a value=b>" * 60_000),
    "NUL bytes": lambda: page(b"<p>" + b"\0" * 50 * N),
    "spaces": lambda: form(" " * 300 * N + "<input name=a value=b>"),
    # What hangs together.
    "100,000 options": lambda: form("<select name=a>" + "<option>x" * N + "</select>"),
    "100,000 selected": lambda: form(
        "<select multiple name=a>" + "<option selected value=x>y" * N + "</select>"
    ),
    "optgroups": lambda: form("<select name=a>" + "<optgroup><option>x" * 50_000),
    "options whose texts repeat": lambda: page(
        "<form><select name=a></select>" + "<option><div>" * 250 + "x" * 20 * N
    ),
    "scripts in options": lambda: form(
        "<select name=a>" + "<option>" + "<script>x</script>" * 40_000 + "y"
    ),
    "1,000 forms of 1,000": lambda: page(_FORMS),
    "90 forms of 1,000": lambda: page(_FORMS[: len(_FORMS) * 9 // 100]),
    "60,000 forms": lambda: page("<form></form>" * 60_000),
    "form= owners": lambda: page(
        "".join(f"<form id=f{i}></form>" for i in range(5000))
        + "".join(f"<input name=a form=f{i % 5000}>" for i in range(90_000))
    ),
    "labels and ids": lambda: page(
        "<form>" + "".join(f"<label for=i{i}>x</label><input id=i{i}>" for i in range(60_000))
    ),
    "submit named everywhere": lambda: page(
        "<form id=f>" + "<div>" * 400 + "<img name=submit form=g>" * 50_000
    ),
    "submit images in many forms": lambda: page(
        "<form><img name=submit></form>" * 300 + "<object name=submit>" * 2000
    ),
    "named submit, many forms": lambda: page(
        "<form><input name=a></form>" * 20_000 + "<img name=submit>" * 20_000
    ),
    "dirname and dir": lambda: page(
        "<form>" + "<div dir=x>" * 400 + "<input dirname=d name=a value=b>" * 40_000
    ),
    "dir=auto": lambda: form("<input dir=auto dirname=d name=a value='" + "1" * 100 * N + "'>"),
    "fieldsets": lambda: form("<fieldset disabled><legend>" * 20_000 + "<input name=a>"),
    "radio buttons": lambda: form("<input type=radio name=a value=b checked>" * 99_000),
    "number and date inputs": lambda: form(
        "<input type=number name=a value=1e5><input type=date name=b value=2026-01-01>" * 45_000
    ),
    "emails": lambda: form("<input type=email multiple name=a value='" + "a, " * 20 * N + "'>"),
    "one colour": lambda: form("<input type=color name=a value='" + "#" * 100 * N + "'>"),
    "textareas": lambda: form("<textarea name=a>x</textarea>" * 90_000),
    "one textarea of 32 MB": lambda: form("<textarea name=a>" + "x\n" * 16 * MIB),
    "actions of 1 kB": lambda: page(f"<form action='/{'a' * 1000}'></form>" * 20_000),
    "base and resources": lambda: page(
        "<base href=https://asp.example.com/>" + "<img src=/a.png>" * N
    ),
    "resources that differ": lambda: page(
        "".join(f"<img src=https://h{i}.example/{i}.png>" for i in range(N))
    ),
    "metas": lambda: page("<meta name=a content=b>" * N),
    "policies": lambda: page(
        "<meta http-equiv=content-security-policy content=\"form-action 'self'\">" * 40_000
        + "<form></form><script>document.forms[0].submit()</script>"
    ),
    "refresh of blanks": lambda: page("<meta http-equiv=refresh content='" + " " * N + "x'>"),
    "noscript": lambda: page("<noscript>" + "<input>" * N + "</noscript>"),
    "iframes": lambda: page("<iframe srcdoc='<script>x</script>'></iframe>" * 50_000),
    # Code.
    "handlers": lambda: page("<p onclick=a>" * N),
    "handlers of one element": lambda: page(
        "<body " + " ".join(f"on{i}=f()" for i in range(N)) + "><form></form>"
    ),
    "onload handlers": lambda: page("<form></form>" + "<svg onload=f()>" * 50_000),
    "script of 16 MB": lambda: page("<form></form><script>" + "a=b+c;" * (16 * MIB // 6)),
    "script of braces": lambda: page("<form></form><script>" + "{" * 2 * N + "</script>"),
    "script of parentheses": lambda: page("<form></form><script>" + "(" * 2 * N + "</script>"),
    "script of brackets": lambda: page("<form></form><script>" + "[" * 2 * N + "</script>"),
    "script of dots": lambda: page(
        "<form></form><script>" + "document.x." * 20_000 + "submit(</script>"
    ),
    "script of assignments": lambda: page(
        "<form></form><script>" + "a = b = " * 30_000 + "{</script>"
    ),
    "script of functions": lambda: page(
        "<form></form><script>" + "function a(){" * 20_000 + "</script>"
    ),
    "script of calls": lambda: page(
        "<form></form><script>function a(){" + "b();" * 60_000 + "}a()</script>"
    ),
    "script that doubles": lambda: page(
        "<form></form><script>var s='x';"
        + "s=s+s;" * 5000
        + "function f(){f();f()}f();document.forms[0].submit()</script>"
    ),
    "script that loops": lambda: page(
        "<form></form><script>while(true){for(;;){a()}}"
        "for(var i=0;i<1e9;i++)document.forms[0].submit()</script>"
    ),
    "function tree": lambda: page(
        "<form></form><script>"
        + "".join(f"function f{i}(){{f{i + 1}();f{i + 1}();}}" for i in range(2000))
        + "f0()</script>"
    ),
    "timers": lambda: page(
        "<form></form><script>" + "setTimeout('setTimeout(f,0)',0);" * 5000 + "</script>"
    ),
    "ternaries": lambda: page("<form></form><script>a" + "?b" * 50_000 + ":c" * 50_000),
    "operators": lambda: page("<form></form><script>a=" + "!" * N + "1" + "+-" * 50_000 + "1"),
    "regular expressions": lambda: page("<form></form><script>" + "/a/.test(b)/" * 20_000),
    "template strings": lambda: page("<form></form><script>" + "`${" * 50_000),
    "one long name": lambda: page("<form></form><script>" + "a" * 250_000 + "{</script>"),
    "string unclosed": lambda: page("<form></form><script>'" + "\\" * 250_000),
    "comments unclosed": lambda: page("<form></form><script>" + "/*" * 120_000),
    "100,000 scripts": lambda: page("<form></form>" + "<script>a()</script>" * N),
    "jquery calls": lambda: page(
        "<form></form><script src=jquery.js></script><script>" + "$(function(){" * 8000
    ),
    "selectors": lambda: page(
        "<form>" + "<input name=a>" * 20_000 + "</form><script>"
        + "document.querySelectorAll('form input[name=a]');" * 2500
        + "</script>"
    ),
    # Errors and JSON.
    "JSON 100,000 deep": lambda: _json("[" * N),
    "JSON 100,000 deep, closed": lambda: _json('{"a":' * N + "1" + "}" * N),
    "JSON of 10 MB": lambda: _json(
        json.dumps({"errors": {f"f{i}": ["must not be empty"] for i in range(2 * N)}})
    ),
    "JSON list of 10 MB": lambda: _json("[" + "1," * 50 * N + "1]"),
    "JSON integer": lambda: _json('{"error":' + "1" * 10 * N + "}"),
    "JSON string of 32 MB": lambda: _json('{"error_description":"' + "x" * 32 * MIB + '"}'),
    "JSON, keys repeat": lambda: _json("{" + '"error":"x",' * 3 * N + '"a":1}'),
    "error page of 32 MB": lambda: b"HTTP/1.1 500 X\r\nContent-Type: text/html\r\n\r\n"
    + b"<p>stack trace at com.example.Thing.method(Thing.java:12)\n" * 600_000,
    "error text of 32 MB": lambda: b"HTTP/1.1 500 X\r\nContent-Type: text/plain\r\n\r\n"
    + b"error: at com.example.Thing\n" * 1_200_000,
    "error body of markup": lambda: b"HTTP/1.1 400 X\r\nContent-Type: text/html\r\n\r\n"
    + b"<li>field-name: must not be empty</li>" * N,
    "callback errors": lambda: _located(
        "https://app.example.com/cb?" + "error=x&error_description=y&" * 5000
    ),
    # Head.
    "5,000 Set-Cookie": lambda: _headed(_cookies(5000)),
    "100,000 Set-Cookie": lambda: _headed(_cookies(N)),
    "one Set-Cookie of 16 MB": lambda: _headed("Set-Cookie: a=" + "x;" * 8 * MIB + "\r\n"),
    "100,000 headers": lambda: _headed("".join(f"X-H{i}: value\r\n" for i in range(N))),
    "100,000 equal headers": lambda: _headed("X-H: value\r\n" * N),
    "100,000 folded lines": lambda: _headed("X-H: value\r\n" + " more\r\n" * N),
    "100,000 interim answers": lambda: b"HTTP/1.1 100 Continue\r\n\r\n" * N + page("<form></form>"),
    "blank lines": lambda: b"\r\n" * 30 * N + page("<form></form>"),
    "header of 16 MB": lambda: _headed("X: " + "a" * 16 * MIB + "\r\n"),
    "header of controls": lambda: _headed("X: " + "\x1b\x07" * 10 * N + "\r\n"),
    "policy of 1 MB": lambda: _headed(
        "Content-Security-Policy: form-action " + "https://a.example " * 60_000 + "\r\n"
    ),
    "policies of many directives": lambda: _headed(
        "Content-Security-Policy: " + "form-action 'self';" * 60_000 + "\r\n"
    ),
    "1,000 policies": lambda: _headed("Content-Security-Policy: form-action 'self'\r\n" * 1000),
    "Cache-Control of 1 MB": lambda: _headed("Cache-Control: " + "no-store, " * N + "\r\n"),
    "HSTS of 1 MB": lambda: _headed(
        "Strict-Transport-Security: " + "max-age=1; " * N + "\r\n"
    ),
    "Via and Server of 1 MB": lambda: _headed(
        "Via: " + "1.1 a, " * N + "\r\nServer: " + "a/1 (b) " * N + "\r\n"
    ),
    "Content-Type of 1 MB": lambda: b"HTTP/1.1 200 X\r\nContent-Type: text/html"
    + b"; a=b" * 2 * N + b"\r\n\r\n<form></form>",
    "Content-Length list": lambda: _headed("Content-Length: " + "13, " * N + "13\r\n"),
    "Content-Encoding list": lambda: _headed("Content-Encoding: " + "identity, " * N + "\r\n"),
    "Transfer-Encoding list": lambda: _headed("Transfer-Encoding: " + "x, " * N + "\r\n"),
    "Dates": lambda: _headed("Date: Tue, 24 Nov 2026 10:00:00 GMT\r\n" * 20_000),
    "Link of 1 MB": lambda: _headed("Link: " + "</a>; rel=preload, " * 50_000 + "\r\n"),
    # Addresses and values.
    "Location of 100 kB": lambda: _located("https://app.example.com/" + "a" * N),
    "Location of 10 MB query": lambda: _located(
        "https://app.example.com/?" + "a=b&" * (10 * MIB // 4)
    ),
    "Location of 1 MB path": lambda: _located("https://app.example.com/" + "../a/" * 2 * N),
    "Location of percents": lambda: _located("https://app.example.com/?state=" + "%25" * 3 * N),
    "Location of hosts": lambda: _located("https://" + "a." * N + "example.com/"),
    "Location of @": lambda: _located("https://" + "a@" * N + "example.com/"),
    "Location of xn--": lambda: _located("https://" + "xn--a." * 20_000 + "com/"),
    "Location of non-ASCII host": lambda: _located("https://" + "é." * 20_000 + "com/"),
    "20,000 Locations": lambda: b"HTTP/1.1 302 X\r\n"
    + b"".join(b"Location: https://a.example/%d\r\n" % i for i in range(20_000)) + b"\r\n",
    "1,000,000 scopes": lambda: form(
        "<input type=hidden name=scope value='" + "accounts " * 10 * N + "'>"
    ),
    "1,000,000 scopes that differ": lambda: form(
        "<input type=hidden name=scope value='" + " ".join(f"s{i}" for i in range(10 * N)) + "'>"
    ),
    "action of 10 MB query": lambda: page(
        "<form action='https://app.example.com/?" + "a=b&amp;" * (10 * MIB // 4) + "'></form>"
    ),
    "redirect_uri of 1 MB": lambda: form(
        "<input name=redirect_uri value='https://a.example/" + "a" * MIB + "'>"
    ),
    "60 values of 64 KiB": lambda: _values(_b64(b'{"a":"' + b"x" * 48_000 + b'"}'), 60),
    "60 values of layers": lambda: _values(_layers(20), 60),
    "90,000 decodable values": lambda: _values(_b64(b'{"a":"b","c":[1,2,3]}'), 90_000),
    "60 random values": lambda: _values(
        _b64(b"".join(zlib.crc32(b"%d" % i).to_bytes(4, "big") for i in range(12_000))), 60
    ),
    "60 percent values": lambda: _values("%25" * 21_000, 60),
    "60 hex values": lambda: _values("7b" * 32_000, 60),
    "60 deep JSON values": lambda: _values("[" * 60_000, 60),
    "60 JSON lists": lambda: _values("[" + "1," * 30_000 + "1]", 60),
    "60 JSON lists of strings": lambda: _values(
        "[" + ",".join('"eyJhIjoiYiJ9eyJhIjoiYiJ9"' for _ in range(2300)) + "]", 60
    ),
    "60 query values": lambda: _values("a=b&amp;" * 12_000, 60),
    "60 JWTs": lambda: _values(
        "eyJhbGciOiJub25lIn0." + _b64(b'{"a":"' + b"x" * 45_000 + b'"}').rstrip("=") + ".x", 60
    ),
    "60 SAML values": lambda: _values(_b64(b"<samlp:Response " + b"ID='x' " * 6000 + b">"), 60),
    "60 inflating values": lambda: _values(_deflated(b"\0" * 16 * MIB), 60),
    "60 gzip bombs": lambda: _values(_b64(gzip.compress(b"\0" * 16 * MIB)), 60),
    "60 inflating to text": lambda: _values(_deflated(b"a" * 250_000), 60),
    # Codings and charsets.
    "gzip bomb of 64 MiB": lambda: page(
        gzip.compress(b"\0" * 70 * MIB), head="Content-Encoding: gzip\r\n"
    ),
    "gzip bomb of inputs": lambda: page(
        gzip.compress(b"<form>" + b"<input name=a value=b>" * 2_900_000),
        head="Content-Encoding: gzip\r\n",
    ),
    "gzip twice": lambda: page(
        gzip.compress(gzip.compress(b" " * 70 * MIB)), head="Content-Encoding: gzip, gzip\r\n"
    ),
    "gzip members": lambda: page(
        gzip.compress(b"") * 50_000, head="Content-Encoding: gzip\r\n"
    ),
    "gzip damaged": lambda: page(
        gzip.compress(b"<p>" * 10 * N)[:-2000] + b"\xff" * 2000, head="Content-Encoding: gzip\r\n"
    ),
    "one-byte chunks": lambda: page(
        b"1\r\nx\r\n" * 5 * N + b"0\r\n\r\n", head="Transfer-Encoding: chunked\r\n"
    ),
    "chunk extensions": lambda: page(
        (b"1;" + b"a" * 1000 + b"\r\nx\r\n") * 10_000 + b"0\r\n\r\n",
        head="Transfer-Encoding: chunked\r\n",
    ),
    "100,000 trailers": lambda: page(
        b"0\r\n" + b"X-T: v\r\n" * N + b"\r\n", head="Transfer-Encoding: chunked\r\n"
    ),
    "not UTF-8, 16 MB": lambda: page(b"\xff" * 16 * MIB, kind="text/html; charset=utf-8"),
    "C1 of windows-1252": lambda: page(b"\x81" * 4 * MIB, kind="text/html; charset=windows-1252"),
    "not Shift_JIS": lambda: page(b"\x81" * 4 * MIB, kind="text/html; charset=shift_jis"),
    "not gb18030": lambda: page(b"\xff" * 4 * MIB, kind="text/html; charset=gb18030"),
    "not ISO-2022-JP": lambda: page(b"\x1b$B\xff" * MIB, kind="text/html; charset=iso-2022-jp"),
    "UTF-16 of surrogates": lambda: page(
        b"\x00\xd8" * 4 * MIB, kind="text/html; charset=utf-16le"
    ),
    "UTF-8 beyond the BMP": lambda: form("<input name=a value='" + "\U0001f600" * 3 * MIB + "'>"),
    "prescan of metas": lambda: page(b"<meta charset=" * 40_000),
    "text of 64 MiB": lambda: page(b"x" * (64 * MIB - 300), kind="text/plain"),
    "bytes of 64 MiB": lambda: page(
        b"\0\1" * (32 * MIB - 300), kind="application/octet-stream"
    ),
    "nothing HTTP, 64 MiB": lambda: b"\x15\x03" + b"x" * (64 * MIB - 300),
}  # fmt: skip


class _Read(NamedTuple):
    cut: str | None
    findings: list[str]
    parts: dict[str, float]


def read_wholly(received: bytes) -> _Read:
    """All that any view asks of an answer; `parts` are the seconds of each."""
    from workbench.document.exchange import exchange_document
    from workbench.history.preparing import prepare
    from workbench.inspection.comparison import compare
    from workbench.inspection.reading import read
    from workbench.inspection.summary import summary_lines
    from workbench.model.capture import Capture
    from workbench.model.exchange import Exchange

    parts: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        started = process_time()
        done = work()
        parts[name] = round(process_time() - started, 3)
        return done

    def whole() -> object:
        return exchange.inspection

    sent = f"GET {_URL[20:]} HTTP/1.1\r\nHost: bank.example\r\n\r\n".encode()
    exchange = Exchange(Capture(_URL, sent, received, None, wire="exact"), read)
    timed("reading", whole)
    timed("keeping", partial(prepare, exchange))
    timed("summary", partial(summary_lines, exchange, places=True))
    timed("document", partial(exchange_document, exchange))
    timed("comparison", partial(compare, exchange, exchange))
    return _Read(
        exchange.page.cut if exchange.page else None,
        [finding.id for finding in exchange.findings],
        parts,
    )


def cost_here(name: str) -> Cost:
    """Read one of `PAGES` wholly in this process."""
    received = PAGES[name]()
    started = process_time()
    read = read_wholly(received)
    seconds = process_time() - started
    peak = _peak_kib()
    return Cost(
        seconds=round(seconds, 2),
        megabytes=round(peak / 1024, 1),
        bytes=len(received),
        cut=read.cut,
        findings=read.findings,
        parts=read.parts,
    )


def _peak_kib() -> int:
    """The most memory this process held since it began. `ru_maxrss` would do, were it not handed
    down from the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1])


def cost(name: str) -> Cost:
    """Read one of `PAGES` wholly in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile_pages", name],
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: Cost = json.loads(done.stdout)
    return found


def wait_here(name: str) -> float:
    """How long an event loop of this process had to wait at most, in milliseconds, while one of
    `PAGES` was read wholly in a thread beside it."""
    received = PAGES[name]()

    async def beside() -> float:
        reading = asyncio.create_task(asyncio.to_thread(read_wholly, received))
        longest = 0.0
        while not reading.done():
            started = perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, perf_counter() - started - 0.001)
        await reading
        return longest

    return round(asyncio.run(beside()) * 1000, 1)


def main(names: list[str]) -> None:
    """One name: its cost here, as JSON. None: the table of all. `--waits`: the table of how long
    an event loop waits; with a name, of that one."""
    if names[:1] == ["--waits"]:
        for name in names[1:] or PAGES:
            if names[1:]:
                print(f"{wait_here(name):8.1f} ms  {name}", flush=True)
            else:  # each in a process of its own
                subprocess.run([sys.executable, "-m", __spec__.name, "--waits", name], check=True)
        return
    if names:
        print(json.dumps(cost_here(names[0])))
        return
    print("| answer | seconds | MB | cut |\n| --- | ---: | ---: | --- |")
    for name in PAGES:
        read = cost(name)
        shown = name.replace("<", "&lt;")
        print(
            f"| {shown} | {read['seconds']:.2f} | {read['megabytes']:.0f} | {read['cut'] or ''} |"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
