"""Text is read in the encoding a browser would choose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import answer
from workbench.inspection.response import from_page
from workbench.model.response import Response


def codes(response: Response) -> set[str]:
    return {oddity.code for oddity in response.oddities}


@pytest.mark.parametrize(
    ("kind", "body", "charset", "text"),
    [
        ("text/html; charset=utf-8", "é".encode(), "utf-8", "é"),
        ("text/html; charset=UTF8", "é".encode(), "utf-8", "é"),
        ('text/html; Charset="iso-8859-1"', b"\xe9\x80", "windows-1252", "é€"),
        ("text/html;charset=latin1;x=y", b"\xe9", "windows-1252", "é"),
        ("text/html", b"\xe9", "windows-1252", "é"),
        ("text/html", b"\x81", "windows-1252", "\x81"),
        ("text/html", b"<meta charset=utf-8>\xc3\xa9", "utf-8", "<meta charset=utf-8>é"),
        (
            "text/html",
            b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=shift_jis'>\x82\xa0",
            "shift_jis",
            "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=shift_jis'>あ",
        ),
        (
            "text/html",
            b"<!-- <meta charset=utf-8> -->\xe9",
            "windows-1252",
            "<!-- <meta charset=utf-8> -->é",
        ),
        (
            "text/html",
            b"<p>" + b" " * 1024 + b"<meta charset=utf-8>\xe9",
            "windows-1252",
            "<p>" + " " * 1024 + "<meta charset=utf-8>é",
        ),
        ("text/html", b"<meta charset=utf-16>\xc3\xa9", "utf-8", "<meta charset=utf-16>é"),
        ("text/html; charset=iso-8859-1", b"\xef\xbb\xbf\xc3\xa9", "utf-8", "é"),
        ("text/html", "é<".encode("utf-16"), "utf-16le", "é<"),
        ("text/html; charset=utf-16be", "é".encode("utf-16-be"), "utf-16be", "é"),
        ("text/html; charset=bogus-9", b"\xe9", "windows-1252", "é"),
        (
            "text/html; charset=bogus-9",
            b"<meta charset=utf-8>\xc3\xa9",
            "utf-8",
            "<meta charset=utf-8>é",
        ),
        ("text/html; charset=utf-7", b"+ADw-", "windows-1252", "+ADw-"),
        ("application/json", "é".encode(), "utf-8", "é"),
        ("application/problem+json", "é".encode(), "utf-8", "é"),
        ("text/plain", "é".encode(), "utf-8", "é"),
        ("text/plain; charset=windows-1251", b"\xe9", "windows-1251", "й"),
    ],
)
def test_the_encoding_is_the_one_a_browser_chooses(
    kind: str, body: bytes, charset: str, text: str
) -> None:
    response = answer(body, kind=kind)
    assert (response.charset, response.text) == (charset, text)


@pytest.mark.parametrize(
    ("kind", "body", "odd"),
    [
        ("text/html; charset=bogus-9", b"x", "unknown-charset"),
        ("text/html; charset=iso-8859-1", b"\xef\xbb\xbfx", "charset-conflict"),
        ("text/html; charset=utf-8", b"x\xffy\xe9", "replaced-characters"),
        ("text/html; charset=utf-16le", b"\x00\xd8x\x00", "replaced-characters"),
    ],
)
def test_what_is_odd_about_the_encoding_is_named(kind: str, body: bytes, odd: str) -> None:
    assert codes(answer(body, kind=kind)) == {odd}


def test_replacement_characters_are_counted_but_not_those_that_were_sent() -> None:
    response = answer(b"\xff \xc3 \xef\xbf\xbd", kind="text/html; charset=utf-8")
    (oddity,) = response.oddities
    assert oddity.text.startswith("2 places")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("application/octet-stream", b"\0\1\2"),
        ("application/pdf", b"%PDF-1.7\n\xff\xfe\xfa"),
    ],
)
def test_bytes_that_are_no_text_stay_bytes(kind: str, body: bytes) -> None:
    response = answer(body, kind=kind)
    assert (response.text, response.charset, response.body) == (None, None, body)


def test_the_last_content_type_counts() -> None:
    response = answer(b"\xe9", kind="text/plain", headers=("Content-Type: text/html; charset=x",))
    assert response.media_type == "text/html"


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=60),
    st.sampled_from(
        [
            "utf-8",
            "utf-16le",
            "gbk",
            "big5",
            "shift_jis",
            "euc-kr",
            "windows-874",
            "iso-8859-8-i",
            "koi8-u",
            "x-user-defined",
            "iso-2022-jp",
            "macintosh",
            "replacement",
            "hz-gb-2312",
            "gb18030",
            "euc-jp",
        ]
    ),
)
def test_no_text_ever_holds_a_lone_surrogate(body: bytes, label: str) -> None:
    for response in (answer(body, kind=f"text/html; charset={label}"), from_page(body)):
        if response.text is not None:
            response.text.encode("utf-8")
