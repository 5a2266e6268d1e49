"""What a finding rests on is pointed at: part, line and column, and the bytes of the wire."""

from __future__ import annotations

import gzip
import re
from html import unescape
from pathlib import Path
from time import perf_counter
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.finding_cases import CASES, Case
from tests.finding_cases.building import HOST, PAGE, PATH, alone, answer, asked, page, pasted
from workbench.inspection.evidence import part_text, place_of
from workbench.inspection.reading import read
from workbench.inspection.written_markup import written_tags
from workbench.model.capture import Capture
from workbench.model.exchange import Exchange
from workbench.model.finding import Place
from workbench.shipped import sample_responses

# What no bytes say: how a call failed, its times, its connection, and what was not sent.
_NOWHERE = re.compile(r"failure|timing_ms\..*|tls\..*")
_INPUT = re.compile(r"forms\[(\d+)\]\.([A-Za-z_]+)(?:\[(\d+)\])?")


def _text(exchange: Exchange, place: Place) -> str:
    text = part_text(exchange, place.part)
    assert text is not None
    return text[place.start : place.end]


def _at(exchange: Exchange, path: str) -> str:
    place = place_of(exchange, path)
    assert place is not None, path
    return _text(exchange, place)


def _raw(exchange: Exchange, place: Place) -> bytes | None:
    if place.raw_start is None:
        return None
    side = exchange.capture.sent if place.part == "request" else exchange.capture.received
    return side[place.raw_start : place.raw_end]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_finding_points_at_what_it_speaks_of(case: Case) -> None:
    for exchange in (case.fires, case.silent):
        for finding in exchange.findings:
            place = place_of(exchange, finding.evidence)
            if place is None:
                assert _has_no_place(exchange, finding.evidence), finding.evidence
            else:
                _assert_holds(exchange, finding.evidence, place)


def _has_no_place(exchange: Exchange, path: str) -> bool:
    if _NOWHERE.fullmatch(path):
        return True
    if path.startswith("request.params."):
        return exchange.request.param(path.removeprefix("request.params.")) is None
    return path == "response.body" and exchange.response is not None and not exchange.response.text


def _assert_holds(exchange: Exchange, path: str, place: Place) -> None:
    text = _text(exchange, place)
    assert text
    raw = _raw(exchange, place)
    assert raw is None or text in (raw.decode("utf-8", "replace"), raw.decode("latin-1"))
    if path.startswith("request.params."):
        name, _, value = text.partition("=")
        assert path.startswith(f"request.params.{unquote(name)[:80]}")
        assert unquote(value) in [v for n, v in exchange.request.params if n == unquote(name)] or (
            place.part == "request" and not exchange.capture.sent
        )
    elif match := re.fullmatch(r"(request|response)\.headers\[(\d+)\]", path):
        side = exchange.request if match[1] == "request" else exchange.response
        assert side is not None
        name, value = side.headers[int(match[2])]
        assert text.startswith(name)
        assert " ".join(text.partition(":")[2].split()) == " ".join(value.split())
    elif path == "response.status":
        assert exchange.response is not None
        assert text == str(exchange.response.status)
    elif path == "response.location":
        assert text == exchange.redirect.location
    elif match := _INPUT.fullmatch(path):
        form = exchange.page.forms[int(match[1])] if exchange.page else exchange.form
        values = form.all(match[2])
        if values:
            assert values[int(match[3] or 0)] in unescape(text)
            assert f'name="{match[2]}"' in text
    elif path.startswith("errors."):
        assert path.removeprefix("errors.") in text
    elif path == "page.title":
        assert exchange.page is not None
        assert unescape(text).strip() == exchange.page.title


def test_the_documented_page_is_pointed_at_by_line_and_column() -> None:
    exchange = asked(answer())
    lines = PAGE.split("\n")
    place = place_of(exchange, "forms[0].lang")
    assert place is not None
    assert lines[place.line - 1][place.column - 1 :].startswith('<input type="hidden" name="lang"')
    state = place_of(exchange, "decoded[0].value.r")
    assert state is not None
    assert _text(exchange, state) == exchange.form["state"]
    assert lines[state.line - 1][state.column - 1 :].startswith(exchange.form["state"])


def test_a_page_with_other_line_ends_has_the_same_lines() -> None:
    expected = place_of(asked(answer()), "forms[0].state")
    assert expected is not None
    for ends in ("\r\n", "\r"):
        exchange = asked(answer(PAGE.replace("\n", ends)))
        place = place_of(exchange, "forms[0].state")
        assert place is not None
        assert (place.line, place.column) == (expected.line, expected.column)
        assert exchange.form["state"] in _text(exchange, place)
        assert _raw(exchange, place) == _text(exchange, place).encode()


def test_a_page_in_utf_16_is_pointed_at_in_characters_and_in_bytes() -> None:
    text = page(head="<title>é € 𝄞</title>")
    exchange = asked(answer(b"\xff\xfe" + text.encode("utf-16-le")))
    place = place_of(exchange, "forms[0].lang")
    assert place is not None
    assert 'name="lang"' in _text(exchange, place)
    raw = _raw(exchange, place)
    assert raw is not None
    assert raw.decode("utf-16-le") == _text(exchange, place)


def test_bytes_that_are_no_utf_8_give_no_place_on_the_wire_after_them() -> None:
    exchange = asked(answer(PAGE.encode().replace(b"<p>", b"<p>\xe9")))
    before, behind = place_of(exchange, "page.onload"), place_of(exchange, "forms[0].lang")
    assert before is not None
    assert _raw(exchange, before) == b"javascript:document.forms[0].submit()"
    assert behind is not None
    assert behind.raw_start is None
    assert 'name="lang"' in _text(exchange, behind)


@pytest.mark.parametrize("coding", ["gzip", "chunked"])
def test_a_body_that_was_packed_has_places_in_its_text_alone(coding: str) -> None:
    body = PAGE.encode()
    if coding == "gzip":
        received = answer(gzip.compress(body, mtime=0), add=(("Content-Encoding", "gzip"),))
    else:
        chunks = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
        received = answer(chunks, add=(("Transfer-Encoding", "chunked"),), length=-1)
    exchange = asked(received)
    place = place_of(exchange, "forms[0].lang")
    assert place is not None
    assert 'name="lang"' in _text(exchange, place)
    assert (place.raw_start, place.raw_end) == (None, None)
    head = place_of(exchange, "response.headers[0]")
    assert head is not None
    assert _raw(exchange, head) == _text(exchange, head).encode()


def test_a_folded_field_is_pointed_at_as_a_whole() -> None:
    exchange = asked(answer(add=(("X-Folded", "one\r\n  two"), ("X-After", "three"))))
    assert exchange.response is not None
    names = [name for name, _ in exchange.response.headers]
    folded = _at(exchange, f"response.headers[{names.index('X-Folded')}]")
    assert folded == "X-Folded: one\r\n  two"
    assert _at(exchange, f"response.headers[{names.index('X-After')}]") == "X-After: three"


def test_lines_that_are_no_field_do_not_move_the_others() -> None:
    head = (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\n folded first\r\nno colon here\r\n"
        b": no name\nX-One : 1\r\nX-Two: \xe9t\xe9\r\nX-Three: \xc3\xa9\r\n\r\n"
    )
    exchange = asked(head)
    assert exchange.response is not None
    for index, (name, _) in enumerate(exchange.response.headers):
        place = place_of(exchange, f"response.headers[{index}]")
        assert place is not None
        assert _text(exchange, place).startswith(name)
        raw = _raw(exchange, place)
        assert raw is not None
        assert raw.startswith(name.encode())
        assert raw.decode("latin-1").endswith(("1", "\xe9", "\xa9"))


def test_a_page_alone_has_places_in_its_body() -> None:
    exchange = alone(PAGE)
    place = place_of(exchange, "forms[0].REF")
    assert place is not None
    assert _raw(exchange, place) == _text(exchange, place).encode()
    assert place_of(exchange, "response.status") is None
    assert place_of(exchange, "response.headers") is None


def test_a_pasted_url_is_pointed_at_in_the_url_itself() -> None:
    exchange = pasted("https://app.example.com/cb?x=1&loginId=5%65#state=2&state=3")
    assert _at(exchange, "request.params.loginId") == "loginId=5%65"
    assert _at(exchange, "request.params.state") == "state=2"
    assert _at(exchange, "request.params.state[1]") == "state=3"
    assert place_of(exchange, "request.method") is None


def test_controls_that_hold_their_value_inside_are_shown_with_it() -> None:
    extra = (
        '<textarea name="note">a &amp; b</textarea>'
        '<select name="bank"><option>1<option selected>42</select><input disabled name=gone>'
    )
    exchange = asked(answer(page(extra=extra)))
    assert _at(exchange, "forms[0].note") == '<textarea name="note">a &amp; b'
    assert "selected>42" in _at(exchange, "forms[0].bank")
    assert _at(exchange, "forms[0].gone") == "<input disabled name=gone>"
    assert _at(exchange, "forms[0].action") == "https://ob.flinksapp.com/api/v1/agentless"


def test_an_input_may_be_called_like_an_attribute_of_its_form() -> None:
    exchange = asked(answer(page(extra='<input type="hidden" name="action" value="x">')))
    assert 'name="action"' in _at(exchange, "forms[0].action")


def test_markup_that_only_looks_like_a_tag_is_not_pointed_at() -> None:
    head = "<!-- <base href='/no/'> --><script>'<base href=/no/>'</script><base HREF = '/yes/'>"
    assert _at(asked(answer(page(head=head))), "page.base") == "/yes/"


@pytest.mark.parametrize(
    "page_text",
    [
        "<a b=" * 200_000,
        "<" * 1_000_000,
        "<!--" * 300_000,
        "<a b='" * 200_000,
        "<script>" * 200_000,
    ],
)
def test_a_hostile_page_is_looked_through_once(page_text: str) -> None:
    began = perf_counter()
    assert sum(1 for _ in written_tags(page_text)) < 200_001
    assert perf_counter() - began < 2


_PATHS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        (
            *("request.url", "request.method", "request.headers", "request.headers[1]"),
            *("request.params.", "request.params.state[0]", "response.status", "response.body"),
            *("response.location", "response.headers[99]", "forms[0]", "forms[0].x", "forms[9].y"),
            *("forms[0].action", "decoded[0].value.r", "decoded[99]", "errors", "errors.a/b"),
            *("page.title", "page.h1", "page.base", "page.script", "page.onload", "page.noscript"),
            *("page.refresh", "page.resources[0]", "page.resources[x]", "page.auto_submit"),
        )
    ),
)


@given(_PATHS, st.binary(max_size=300), st.binary(max_size=120))
def test_any_path_on_any_bytes_gives_a_place_inside_the_text_or_none(
    path: str, received: bytes, sent: bytes
) -> None:
    exchange = Exchange(Capture(f"https://{HOST}{PATH}?state=1", sent, received, None), read)
    place = place_of(exchange, path)
    if place is None:
        return
    text = part_text(exchange, place.part)
    assert text is not None
    assert 0 <= place.start <= place.end <= len(text)
    lines = re.split(r"\r\n|\r|\n", text[: place.start] + "|")
    inside_line_end = text[place.start - 1 : place.start + 1] == "\r\n" and place.start
    if not inside_line_end:
        assert (place.line, place.column) == (len(lines), len(lines[-1]))
    raw = _raw(exchange, place)
    if raw is not None and place.part == "body":
        assert _text(exchange, place) == raw.decode(exchange.response.charset or "")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "path", sorted(sample_responses().glob("*.h*")), ids=lambda path: path.name
)
def test_every_value_of_a_real_answer_is_found_where_it_stands(path: Path) -> None:
    data = path.read_bytes()
    exchange = asked(data) if path.suffix == ".http" else alone(data)
    for index, (name, value) in enumerate(exchange.response.headers if exchange.response else ()):
        text = _at(exchange, f"response.headers[{index}]")
        assert text.startswith(name)
        assert value.split()[:1] == text.partition(":")[2].split()[:1]
    for number, form in enumerate(exchange.page.forms if exchange.page else ()):
        before: dict[str, int] = {}
        for entry in form.inputs:
            count = before[entry.name] = before.get(entry.name, -1) + 1
            text = _at(exchange, f"forms[{number}].{entry.name}[{count}]")
            assert entry.name in text
            assert entry.value in unescape(text)
    for number, decoded in enumerate(exchange.decoded):
        assert _at(exchange, decoded.path)
        place = place_of(exchange, f"decoded[{number}].value")
        assert place is not None
        assert len(_text(exchange, place)) >= 8
    for field, _ in exchange.errors.fields:
        assert field.rsplit(".")[-1] in _at(exchange, f"errors.{field}" if field else "errors")
    for finding in exchange.findings:
        place = place_of(exchange, finding.evidence)
        if place is not None:
            _assert_holds(exchange, finding.evidence, place)
