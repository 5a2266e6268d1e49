"""Every answer is read as far as its bytes go, and what was odd is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.inspection import response as response_module
from workbench.inspection.response import MAX_HEAD_LINES, from_page, read_response
from workbench.model.response import Response
from workbench.shipped import sample_responses

H = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n"
PAGE = b"<html><title>x</title></html>"


def read(received: bytes, method: str = "GET") -> Response:
    response = read_response(received, method=method)
    assert response is not None
    return response


def codes(response: Response) -> set[str]:
    return {oddity.code for oddity in response.oddities}


def test_a_well_formed_answer_is_read_without_a_word() -> None:
    answer = H + b"set-cookie: a=1\r\nSet-Cookie:  b=2 \r\nX-Empty:\r\n\r\n" + PAGE
    response = read(answer)
    assert (response.http_version, response.status, response.reason) == ("HTTP/1.1", 302, "Found")
    assert response.headers == (
        ("Content-Type", "text/html"),
        ("set-cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("X-Empty", ""),
    )
    assert response.head == answer[: -len(PAGE)].decode()
    assert (response.body, response.text) == (PAGE, PAGE.decode())
    assert (response.media_type, response.wire_bytes) == ("text/html", len(answer))
    assert response.oddities == ()


@pytest.mark.parametrize("sample", sorted(sample_responses().glob("302-form*.http")), ids=str)
def test_every_sample_with_a_form_is_read(sample: object) -> None:
    assert read(sample.read_bytes()).status == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("line", "status", "reason", "odd"),
    [
        (b"HTTP/1.1 302", 302, "", set()),
        (b"HTTP/1.1 302 ", 302, "", set()),
        (b"HTTP/1.0 302 Moved  twice", 302, "Moved  twice", set()),
        (b"HTTP/1.1  302 Found", 302, "Found", {"status-line"}),
        (b"http/1.1 302 Found", 302, "Found", {"status-line"}),
        (b"HTTP/2 302", 302, "", {"status-line"}),
        (b"HTTP/1.2 302 Found", 302, "Found", {"status-line"}),
        (b"ICY 200 OK", 200, "OK", {"status-line"}),
        (b"HTTP/1.1 3020 x", None, "x", {"status-line"}),
        (b"HTTP/1.1 30", None, "", {"status-line"}),
        (b"HTTP/1.1 abc", None, "", {"status-line"}),
        (b"HTTP/1.1 099 x", 99, "x", {"status-range"}),
        (b"HTTP/1.1 600 x", 600, "x", {"status-range"}),
        (b"HTTP/1.1 999 x", 999, "x", {"status-range"}),
        (b"HTTP/1.1 200 \x1b[2J", 200, "\x1b[2J", {"control-character"}),
        (b"HTTP/1.1 302 Trouv\xc3\xa9", 302, "Trouvé", {"non-ascii"}),
        (b"HTTP/1.1 302 Trouv\xe9", 302, "Trouvé", {"latin-1"}),
    ],
)
def test_a_status_line_is_read_whatever_it_looks_like(
    line: bytes, status: int | None, reason: str, odd: set[str]
) -> None:
    response = read(line + b"\r\nX-A: 1\r\n\r\nbody")
    assert (response.status, response.reason) == (status, reason)
    assert codes(response) == odd
    assert response.headers == (("X-A", "1"),)
    assert response.body == b"body"


@pytest.mark.parametrize(
    ("lines", "headers", "odd", "line"),
    [
        (b"X-A: 1\r\n  two\r\n\t three\r\n", [("X-A", "1 two three")], "obs-fold", 3),
        (b" lost\r\nX-A: 1\r\n", [("X-A", "1")], "fold-first", 2),
        (b"X-A: 1\nX-B: 2\r\n", [("X-A", "1"), ("X-B", "2")], "bare-lf", 2),
        (b"X-A: a\rb\r\n", [("X-A", "a\rb")], "bare-cr", 2),
        (b"X-A: a\0b\r\n", [("X-A", "a\0b")], "nul", 2),
        (b"X-A: a\x1b[31mb\r\n", [("X-A", "a\x1b[31mb")], "control-character", 2),
        (b"X-A: caf\xc3\xa9\r\n", [("X-A", "café")], "non-ascii", 2),
        (b"X-A: caf\xe9\r\n", [("X-A", "café")], "latin-1", 2),
        (b"X-A : 1\r\n", [("X-A", "1")], "blank-before-colon", 2),
        (b"no colon here\r\nX-A: 1\r\n", [("X-A", "1")], "no-colon", 2),
        (b": 1\r\nX-A: 1\r\n", [("X-A", "1")], "empty-name", 2),
        (b"X A: 1\r\n", [("X A", "1")], "odd-name", 2),
    ],
)
def test_an_odd_header_is_shown_and_named_with_its_line(
    lines: bytes, headers: list[tuple[str, str]], odd: str, line: int
) -> None:
    response = read(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\nbody")
    assert list(response.headers) == headers
    assert [o.line for o in response.oddities if o.code == odd][:1] == [line]
    assert response.body == b"body"


def test_interim_answers_are_listed_before_the_final_one() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    response = read(b"HTTP/1.1 100 Continue\r\n\r\n" + hints + H + b"\r\n" + PAGE)
    assert response.status == 302
    assert response.interim == ("HTTP/1.1 100 Continue\r\n\r\n", hints.decode())
    assert codes(response) == {"interim"}


def test_blank_lines_after_an_interim_answer_are_skipped() -> None:
    response = read_response(b"HTTP/1.1 100 Continue\r\n\r\n\r\nHTTP/1.1 204 None\r\n\r\n")
    assert response is not None
    assert response.status == 204
    assert codes(response) == {"interim", "blank-lines-first"}
    alone = read_response(b"HTTP/1.1 100 Continue\r\n\r\n\r\n")
    assert alone is not None
    assert "no-final" in codes(alone)


def test_only_interim_answers_are_said_to_be_no_answer() -> None:
    response = read(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert response.status == 100
    assert codes(response) == {"no-final"}


def test_a_switch_of_protocols_has_no_body() -> None:
    response = read(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\x00\x01")
    assert (response.status, response.body) == (101, b"")
    assert codes(response) == {"body-not-allowed"}


@pytest.mark.parametrize(
    ("first", "odd"),
    [
        (b"\r\n\r\n", "blank-lines-first"),
        (b"\n", "blank-lines-first"),
        (b"\xef\xbb\xbf", "junk-first"),
        (b"junk\r\n", "junk-first"),
    ],
)
def test_what_stands_before_the_status_line_is_passed_over(first: bytes, odd: str) -> None:
    response = read(first + H + b"\r\n" + PAGE)
    assert response.status == 302
    assert codes(response) == {odd}
    assert response.head.startswith("HTTP/1.1 302")


@pytest.mark.parametrize(
    ("received", "looks_like"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "TLS"),
        (b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64", "HTTP/2"),
        (b"<html><p>hello</p></html>", "a page without a head"),
        (b"220 mail.example.com ESMTP\r\n", "FTP or SMTP"),
    ],
)
def test_bytes_that_are_no_http_are_named_for_what_they_look_like(
    received: bytes, looks_like: str
) -> None:
    response = read(received)
    assert response.status is None
    assert response.body == received
    (oddity,) = response.oddities
    assert oddity.code == "not-http"
    assert looks_like in oddity.text


@pytest.mark.parametrize("received", [b"", b"\r\n", b"\r\n\n\r\n"])
def test_nothing_is_no_answer(received: bytes) -> None:
    assert read_response(received) is None


@pytest.mark.parametrize(
    ("received", "status", "headers"),
    [
        (b"HTT", None, ()),
        (b"HTTP/1.1 30", None, ()),
        (b"HTTP/1.1 302 Fou", 302, ()),
        (H + b"X-A: 1", 302, (("Content-Type", "text/html"), ("X-A", "1"))),
    ],
)
def test_a_head_that_was_cut_is_shown_as_far_as_it_came(
    received: bytes, status: int | None, headers: tuple[tuple[str, str], ...]
) -> None:
    response = read(received)
    assert (response.status, response.headers) == (status, headers)
    assert "truncated-head" in codes(response)
    assert response.head == received.decode()


FRAMING = {
    "length": (b"Content-Length: 5", b"hello", b"hello", set()),
    "length repeated alike": (b"Content-Length: 5, 5", b"hello", b"hello", set()),
    "length too small": (b"Content-Length: 5", b"hello13bytes!", b"hello", {"bytes-after-end"}),
    "length too big": (b"Content-Length: 50", b"hello", b"hello", {"truncated"}),
    "length negative": (b"Content-Length: -1", b"hello", b"hello", {"bad-length"}),
    "length with a sign": (b"Content-Length: +5", b"hello", b"hello", {"bad-length"}),
    "length absurd": (b"Content-Length: 1" + b"0" * 30, b"hello", b"hello", {"bad-length"}),
    "lengths that differ": (
        b"Content-Length: 5\r\nContent-Length: 3",
        b"hello",
        b"hello",
        {"length-conflict"},
    ),
    "no length": (b"X: y", b"until the end", b"until the end", set()),
    "chunked": (b"Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n", b"hello", set()),
    "chunked, odd case": (b"transfer-encoding: CHUNKED", b"1\r\nx\r\n0\r\n\r\n", b"x", set()),
    "chunked, leading zeros": (
        b"Transfer-Encoding: chunked",
        b"005\r\nhello\r\n0\r\n\r\n",
        b"hello",
        set(),
    ),
    "chunked and length": (
        b"Content-Length: 3\r\nTransfer-Encoding: chunked",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"hello",
        {"length-and-chunked"},
    ),
    "chunk extensions": (
        b"Transfer-Encoding: chunked",
        b'5;a="b;c"\r\nhello\r\n0;z\r\n\r\n',
        b"hello",
        {"chunk-extension"},
    ),
    "chunk lines with LF": (
        b"Transfer-Encoding: chunked",
        b"5\nhello\n0\n\n",
        b"hello",
        {"chunk-bare-lf"},
    ),
    "bad chunk size": (
        b"Transfer-Encoding: chunked",
        b"2\r\nhe\r\nZZ\r\nllo",
        b"he",
        {"bad-chunk-size"},
    ),
    "negative chunk size": (b"Transfer-Encoding: chunked", b"-5\r\nhello", b"", {"bad-chunk-size"}),
    "giant chunk size": (
        b"Transfer-Encoding: chunked",
        b"F" * 17 + b"\r\nhello",
        b"",
        {"bad-chunk-size"},
    ),
    "big chunk size": (
        b"Transfer-Encoding: chunked",
        b"FFFFFFFFFF\r\nhello",
        b"hello",
        {"truncated"},
    ),
    "chunk longer than it says": (
        b"Transfer-Encoding: chunked",
        b"5\r\nabcdeXX0\r\n\r\n",
        b"abcde",
        {"bad-chunk-end"},
    ),
    "no last chunk": (b"Transfer-Encoding: chunked", b"5\r\nhello\r\n", b"hello", {"truncated"}),
    "cut in a size line": (
        b"Transfer-Encoding: chunked",
        b"5\r\nhello\r\n5",
        b"hello",
        {"truncated"},
    ),
    "bytes after the last chunk": (
        b"Transfer-Encoding: chunked",
        b"1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"x",
        {"bytes-after-end"},
    ),
    "identity": (b"Transfer-Encoding: identity", b"hello", b"hello", {"transfer-coding"}),
}


@pytest.mark.parametrize("case", FRAMING, ids=str)
def test_a_body_ends_where_its_framing_says(case: str) -> None:
    header, rest, body, odd = FRAMING[case]
    response = read(b"HTTP/1.1 200 OK\r\n" + header + b"\r\n\r\n" + rest)
    assert response.body == body
    assert codes(response) == odd


def test_trailers_are_listed() -> None:
    response = read(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"1\r\nx\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n"
    )
    assert response.trailers == (("X-Sum", "1"), ("X-Sum", "2"))
    assert codes(response) == {"trailers"}


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_what_may_have_no_body_has_none(method: str, status: int) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 5\r\n\r\n".encode()
    assert read(head, method).oddities == ()
    response = read(head + b"hello", method)
    assert (response.body, codes(response)) == (b"", {"body-not-allowed"})


def test_a_second_answer_is_said_to_follow() -> None:
    one = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"
    response = read(one + one)
    assert response.status == 302
    assert "a second answer" in response.oddities[0].text


def test_a_page_without_a_head_is_an_answer_without_a_status() -> None:
    response = from_page(PAGE)
    assert (response.status, response.headers, response.head) == (None, (), "")
    assert (response.body, response.text, response.oddities) == (PAGE, PAGE.decode(), ())


def test_of_a_head_of_a_hundred_thousand_lines_the_first_are_read_and_that_is_said() -> None:
    response = read(b"HTTP/1.1 200 OK\r\n" + b"X: a\x1bb\r\n" * 100_000 + b"\r\n<p>")
    assert len(response.headers) == MAX_HEAD_LINES - 1
    assert "head-limit" in codes(response)
    assert len(response.oddities) <= 102
    assert response.body == b"<p>"


def test_every_oddity_is_in_the_table() -> None:
    source = Path(response_module.__file__).parent
    used = {
        code
        for file in source.glob("*.py")
        for code in re.findall(
            r"""(?:Oddity|_note)\(\s*(?:oddities, )?"([a-z0-9-]+)\"""", file.read_text()
        )
    }
    documented = set((response_module.__doc__ or "").split())
    assert used
    assert used <= documented


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400), st.sampled_from(["GET", "HEAD"]))
@example(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "GET")
def test_no_bytes_upset_the_reader(received: bytes, method: str) -> None:
    response = read_response(received, method=method)
    assert (response is None) == (not received.strip(b"\r\n"))


SAMPLES = [sample.read_bytes() for sample in sorted(sample_responses().glob("*.http"))]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_damage_to_an_answer_upsets_the_reader(answer: bytes, data: st.DataObject) -> None:
    damaged = bytearray(answer)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        what = data.draw(
            st.sampled_from([b"", b"\0", b"\r", b"\n", b":", b" ", b"\xff", b"\x1b", b";"])
        )
        damaged[at : at + data.draw(st.integers(0, 3))] = what
        if not damaged:
            break
    response = read_response(bytes(damaged[: data.draw(st.integers(0, len(damaged)))]))
    if response is not None and response.text is not None:
        response.text.encode("utf-8")


@settings(deadline=None, max_examples=150)
@given(st.lists(st.binary(min_size=1, max_size=50), max_size=10), st.binary(max_size=10))
def test_chunks_are_joined_again(chunks: list[bytes], rest: bytes) -> None:
    wire = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    response = read(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + wire + rest)
    assert response.body == b"".join(chunks)
    assert ("bytes-after-end" in codes(response)) == bool(rest)
    assert "truncated" not in codes(response)
