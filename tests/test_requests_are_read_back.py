"""What was asked is read back from the bytes that were sent, or from the URL alone."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.inspection.request import read_params, read_request
from workbench.inspection.urls import parts, resolve
from workbench.model.capture import Capture
from workbench.model.request import AuthorizeRequest

URL = "https://toolbox-api.private.fin.ag/v3/oauth/authorize?a=1"


def test_the_bytes_that_were_sent_are_the_truth() -> None:
    sent = (
        b"POST /v3/oauth/authorize?a=%20x+y&a=&b HTTP/1.1\r\n"
        b"Host: h\r\nX-A: 1\r\nx-a: 2\r\n\r\nbody"
    )
    request = read_request(Capture(URL, sent, b"", None))
    assert (request.method, request.url, request.http_version) == ("POST", URL, "HTTP/1.1")
    assert request.params == (("a", " x+y"), ("a", ""), ("b", ""))
    assert request.headers == (("Host", "h"), ("X-A", "1"), ("x-a", "2"))
    assert request.body == b"body"


@pytest.mark.parametrize(
    "sent", [b"", b"GET /v3/oau", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0", b"\0\xff\r\n"]
)
def test_without_readable_bytes_the_url_tells(sent: bytes) -> None:
    request = read_request(Capture(URL, sent, b"", None))
    assert (request.method, request.params, request.headers) == ("GET", (("a", "1"),), ())


def test_a_request_without_its_url_gives_one_from_its_host() -> None:
    request = read_request(
        Capture("", b"GET /x?y=1 HTTP/1.1\r\nHost: a.example\r\n\r\n", b"", None)
    )
    assert request.url == "https://a.example/x?y=1"


@pytest.mark.parametrize(
    ("url", "params"),
    [
        ("https://a.example/", ()),
        ("https://a.example/?", ()),
        ("https://a.example/?a=b=c&&=d", (("a", "b=c"), ("", "d"))),
        ("https://a.example/?a=%E9%zz%", (("a", "\ufffd%zz%"),)),
        ("https://a.example/?a=1#?b=2", (("a", "1"),)),
    ],
)
def test_a_query_is_read_as_sent(url: str, params: tuple[tuple[str, str], ...]) -> None:
    assert read_params(url) == params


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=6))
def test_what_is_composed_is_read_back(params: list[tuple[str, str]]) -> None:
    params = [(n, v) for n, v in params if (n + v).isprintable()]
    asked = AuthorizeRequest(params=params)
    assert list(read_request(Capture(asked.url, b"", b"", None)).params) == params


@pytest.mark.parametrize(
    ("reference", "absolute"),
    [
        ("x", "https://a.example/b/x"),
        ("", "https://a.example/b/c?d=1"),
        ("?e", "https://a.example/b/c?e"),
        ("#f", "https://a.example/b/c?d=1#f"),
        ("//B.example:443/", "https://b.example/"),
        ("  /y\n", "https://a.example/y"),
        ("mailto:x@y", "mailto:x@y"),
        ("http://[", None),
        ("http://a b/", None),
        ("http://\ud800/", None),
    ],
)
def test_a_reference_is_resolved_as_browsers_do(reference: str, absolute: str | None) -> None:
    assert resolve(reference, "https://a.example/b/c?d=1") == absolute


def test_a_url_is_taken_apart() -> None:
    found = parts("https://user:pw@bücher.example:8443/p?q=" + quote("é") + "#f")
    assert found is not None
    assert found.host == "xn--bcher-kva.example"
    assert (found.scheme, found.username, found.password, found.port) == (
        "https",
        "user",
        "pw",
        8443,
    )
    assert (found.path, found.query, found.fragment) == ("/p", "q=%C3%A9", "f")
    assert parts("no url") is None
