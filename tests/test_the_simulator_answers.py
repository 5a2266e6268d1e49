"""The simulator: what it answers, over real sockets, and what it refuses."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gzip
import http.client
import json
import re
import socket
import time
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.shipped import sample_responses
from workbench.simulator import MARK, SCENARIOS, Scenario, Simulator, answer, running

PATH = "/v3/oauth/authorize"
TWELVE = [
    "REF",
    "allowInteraction",
    "scope",
    "provider_id",
    "response_type",
    "connectionId",
    "redirect_uri",
    "state",
    "resumePath",
    "lang",
    "client_id",
    "reauth",
]
FRESH = {"REF", "state", "resumePath"}
RETURN = "https://app.example.com/callback?from=bank"
STATE = "k7Qm2vX9tR4bZ8nW1cY6pL"


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found.get("type") == "hidden":
            self.hidden.append((found["name"], found["value"]))


def inputs(page: bytes) -> dict[str, str]:
    reader = _Inputs()
    reader.feed(page.decode())
    assert len(dict(reader.hidden)) == len(reader.hidden)
    return dict(reader.hidden)


def opened(state: str) -> dict[str, str]:
    content: dict[str, str] = json.loads(zlib.decompress(base64.b64decode(state), -15))
    return content


def target(**params: str) -> str:
    return f"{PATH}?{urlencode(params)}"


def body_of(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[2]


def without_date(raw: bytes) -> bytes:
    return re.sub(rb"(?im)^date:[^\r]*", b"", raw)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as base_url:
        yield int(base_url.rpartition(":")[2])


@pytest.fixture
def client(port: int) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield connection
    connection.close()


def get(
    client: http.client.HTTPConnection, url: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    client.request("GET", url, headers={"Accept": "text/plain", **headers})
    response = client.getresponse()
    return response, response.read()


def exchange(port: int, request: bytes) -> bytes:
    """All that comes back for raw bytes, until the simulator closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(request)
        return b"".join(iter(lambda: wire.recv(65536), b""))


# The documented answers


def test_the_answer_is_a_302_with_the_page_and_its_twelve_inputs(
    client: http.client.HTTPConnection,
) -> None:
    response, page = get(client, target(institution_id="42"))
    assert response.status == 302
    assert response.headers["Location"] is None
    found = inputs(page)
    documented = inputs((sample_responses() / "documented-page.html").read_bytes())
    assert list(found) == TWELVE == list(documented)
    for name in ("allowInteraction", "scope", "response_type", "client_id", "reauth", "lang"):
        assert found[name] == documented[name]


def test_all_around_the_values_is_the_documented_page_to_the_byte(port: int) -> None:
    def emptied(page: bytes) -> bytes:
        return re.sub(rb' value="[^"]*"/>', b"", page)

    documented = (sample_responses() / "documented-page.html").read_bytes()
    assert emptied(body_of(answer(target()))) == emptied(documented)


def test_ref_state_and_resume_path_are_fresh_each_time_and_the_rest_is_not(
    client: http.client.HTTPConnection,
) -> None:
    pages = [inputs(get(client, target(institution_id="42", state=STATE))[1]) for _ in range(20)]
    for name in TWELVE:
        assert len({page[name] for page in pages}) == (20 if name in FRESH else 1), name


def test_the_fresh_values_have_the_shapes_of_the_documented_ones() -> None:
    found = inputs(body_of(answer(target(recipientId="somebody"))))
    assert re.fullmatch(r"[0-9A-F]{60}", found["REF"])
    assert re.fullmatch(r"/as/[A-Za-z0-9]{5}/resume/as/authorization\.ping", found["resumePath"])
    assert re.fullmatch(r"dc-[a-z0-9]{25}", found["client_id"])
    assert found["connectionId"] == found["client_id"]


def test_the_state_carries_what_the_caller_sent(client: http.client.HTTPConnection) -> None:
    _, page = get(client, target(redirect_uri=RETURN, state=STATE))
    content = opened(inputs(page)["state"])
    assert list(content) == ["i", "r", "s"]
    assert content["r"] == RETURN
    assert content["s"] == STATE
    assert UUID(content["i"]).version == 4


def test_without_a_state_the_id_is_used_twice_as_in_the_documented_example() -> None:
    content = opened(inputs(body_of(answer(PATH)))["state"])
    assert content["s"] == content["i"]
    assert content["r"].startswith("https://")


def test_the_documented_state_would_come_out_to_the_byte() -> None:
    documented = inputs((sample_responses() / "documented-page.html").read_bytes())["state"]
    content = opened(documented)
    asked = target(redirect_uri=content["r"], state=content["s"])

    class Given(Random):
        def getrandbits(self, k: int, /) -> int:
            return UUID(content["i"]).int if k == 128 else super().getrandbits(k)

    assert inputs(body_of(answer(asked, rng=Given(1))))["state"] == documented


def test_the_callback_is_on_the_host_that_was_asked(
    client: http.client.HTTPConnection, port: int
) -> None:
    found = inputs(get(client, PATH)[1])["redirect_uri"]
    callback = r"/v3/[0-9a-f-]{36}/openbanking/callback"
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}{callback}", found)
    elsewhere = answer(PATH, host="toolbox-api.private.fin.ag")
    found = inputs(body_of(elsewhere))["redirect_uri"]
    assert re.fullmatch(rf"https://toolbox-api\.private\.fin\.ag{callback}", found)


def test_an_institution_always_has_the_same_provider() -> None:
    def provider(**params: str) -> str:
        return inputs(body_of(answer(target(**params))))["provider_id"]

    assert provider() == "4003"
    assert provider(institution_id="42") == provider(institution_id="42")
    assert len({provider(institution_id=str(number)) for number in range(50)}) > 40


@pytest.mark.parametrize("lang", ["fr", "FR"])
def test_the_page_is_french_for_fr(client: http.client.HTTPConnection, lang: str) -> None:
    response, page = get(client, target(lang=lang))
    assert response.status == 302
    assert "Envoi du formulaire" in page.decode()
    assert list(inputs(page)) == TWELVE
    assert inputs(page)["lang"] == "fr"


@pytest.mark.parametrize("lang", ["en", "", "de"])
def test_the_page_is_english_otherwise(client: http.client.HTTPConnection, lang: str) -> None:
    _, page = get(client, target(lang=lang))
    assert "<title>Submit Form</title>" in page.decode()
    assert inputs(page)["lang"] == "en"


@pytest.mark.parametrize("lang", ["eng", "f", "fr-CA", "12", "éé", "x" * 300])
def test_a_lang_that_is_not_two_letters_is_the_documented_400(
    client: http.client.HTTPConnection, lang: str
) -> None:
    response, body = get(client, target(lang=lang))
    assert response.status == 400
    assert response.headers["Content-Type"].startswith("application/json")
    assert json.loads(body) == {
        "lang": ["The field Lang must be a valid ISO-639-1 two letter code."]
    }


def test_the_head_is_well_kept(client: http.client.HTTPConnection) -> None:
    response, _ = get(client, PATH)
    headers = response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"]
    assert UUID(headers["x-request-id"]).version == 4
    assert headers["Strict-Transport-Security"] is None, "means nothing over http"
    assert abs(time.time() - parsedate_to_datetime(headers["Date"]).timestamp()) < 5


@given(
    params=st.lists(
        st.tuples(
            st.sampled_from(
                ["institution_id", "redirect_uri", "state", "lang", "tag", "recipientId"]
            ),
            st.text(max_size=40),
        ),
        max_size=8,
    ),
    junk=st.text(alphabet=st.characters(blacklist_characters="#"), max_size=20),
)
def test_whatever_is_asked_the_answer_is_whole_and_carries_nothing_of_it_in_clear(
    params: list[tuple[str, str]], junk: str
) -> None:
    asked = f"{PATH}?{urlencode(params)}&{junk}"
    raw = answer(asked, scenario="csp-blocks")
    head, _, body = raw.partition(b"\r\n\r\n")
    assert int(re.findall(rb"Content-Length: (\d+)", head)[0]) == len(body)
    assert list(inputs(body)) == TWELVE
    read = dict(reversed(parse_qsl(urlsplit(asked).query, keep_blank_values=True)))
    content = opened(inputs(body)["state"])
    if read.get("state"):
        assert content["s"] == read["state"]


@given(st.text(max_size=60))
def test_any_request_target_has_an_answer(text: str) -> None:
    assert MARK.encode() in answer(text)


def test_a_header_cannot_be_smuggled_in_through_the_query() -> None:
    asked = target(redirect_uri="https://a.example/\r\nX-Own: 1", state="a\r\nX-Own: 2")
    for name in ("access-denied", "redirect-loop", "location", "form"):
        head = answer(asked, scenario=name).partition(b"\r\n\r\n")[0]
        assert b"\r\nX-Own" not in head


# Scenarios


EXPECTED = {
    "login-page": 200,
    "bad-lang": 400,
    "problem-details": 400,
    "validation-problem": 400,
    "oauth-error": 400,
    "flinks-code": 401,
    "block-page": 403,
    "rate-limited": 429,
    "server-error": 500,
    "html-error": 502,
}
NEVER_WHOLE = {"truncated", "slow-drip", "reset", "silent"}


@pytest.mark.parametrize("name", [known.name for known in SCENARIOS if known.name != "silent"])
def test_every_scenario_has_its_status_and_the_mark(name: str) -> None:
    raw = answer(target(redirect_uri=RETURN, state=STATE), scenario=name)
    head = raw.partition(b"\r\n\r\n")[0].decode("latin-1")
    assert head.split()[1] == str(EXPECTED.get(name, 302))
    assert f"\r\n{MARK}: " in head


@pytest.mark.parametrize("known", SCENARIOS, ids=lambda known: known.name)
def test_an_institution_asks_for_a_scenario_in_the_request_itself(
    known: Scenario,
) -> None:
    asked = target(institution_id=known.institution_id)
    by_institution = answer(asked, rng=Random(7))
    by_name = answer(asked, scenario=known.name, rng=Random(7))
    assert without_date(by_institution) == without_date(by_name)


@pytest.mark.parametrize(
    "name", [known.name for known in SCENARIOS if known.name not in NEVER_WHOLE]
)
def test_every_whole_answer_is_read_to_its_end_and_the_next_call_works(
    name: str, client: http.client.HTTPConnection
) -> None:
    (known,) = [known for known in SCENARIOS if known.name == name]
    for _ in range(2):
        response, _ = get(client, target(institution_id=known.institution_id))
        assert response.status == EXPECTED.get(name, 302)
        assert response.length in (0, None)
        assert response.headers[MARK]


def test_names_institutions_and_help_are_all_different() -> None:
    for words in zip(*[(k.name, k.institution_id, k.help) for k in SCENARIOS], strict=True):
        assert len(set(words)) == len(SCENARIOS)
        assert all(words)


def test_an_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean location"):
        answer(PATH, scenario="locatoin")


def test_the_same_random_source_gives_the_same_answer() -> None:
    first, second = (answer(target(state=STATE), rng=Random(3)) for _ in range(2))
    assert without_date(first) == without_date(second)


def header(raw: bytes, name: str) -> list[str]:
    head = raw.partition(b"\r\n\r\n")[0].decode("latin-1")
    return re.findall(rf"(?im)^{name}:[ \t]*([^\r\n]*)", head)


def test_location_leads_to_the_provider_with_fresh_values() -> None:
    asked = target(redirect_uri=RETURN, state=STATE)
    (first,), (second,) = (header(answer(asked, scenario="location"), "Location") for _ in "ab")
    assert first != second
    parts = urlsplit(first)
    query = parse_qs(parts.query)
    assert parts.hostname == "ob.flinksapp.com"
    assert opened(query["state"][0])["r"] == RETURN
    assert query["response_type"] == ["code"]


def test_both_has_location_and_form_and_none_has_neither() -> None:
    both = answer(PATH, scenario="both")
    assert header(both, "Location")
    assert list(inputs(body_of(both))) == TWELVE
    none = answer(PATH, scenario="none")
    assert not header(none, "Location")
    assert inputs(body_of(none)) == {}


def test_two_locations_differ() -> None:
    first, second = header(answer(PATH, scenario="two-locations"), "Location")
    assert first != second


def test_access_denied_comes_back_to_the_caller_with_its_state() -> None:
    asked = target(redirect_uri=RETURN, state=STATE)
    (back,) = header(answer(asked, scenario="access-denied"), "Location")
    assert back.startswith(RETURN + "&error=access_denied")
    assert parse_qs(urlsplit(back).query)["state"] == [STATE]


def test_redirect_loop_leads_to_the_request_itself() -> None:
    asked = target(institution_id="9106", state=STATE)
    assert header(answer(asked), "Location") == [asked]


def test_wrong_return_leads_to_another_site_than_asked_for() -> None:
    asked = target(redirect_uri=RETURN, state=STATE)
    content = opened(inputs(body_of(answer(asked, scenario="wrong-return")))["state"])
    assert content["r"] != RETURN
    assert content["s"] == STATE


def test_broken_is_a_page_whose_own_script_is_forbidden() -> None:
    raw = answer(PATH, scenario="broken")
    assert "script-src 'self'" in header(raw, "Content-Security-Policy")[0]
    assert b'onload="javascript:document.forms[0].submit()"' in raw
    assert list(inputs(body_of(raw))) == TWELVE


def test_missing_inputs_lacks_ref_and_resume_path() -> None:
    found = inputs(body_of(answer(PATH, scenario="missing-inputs")))
    assert set(TWELVE) - set(found) == {"REF", "resumePath"}


def test_a_damaged_state_does_not_decode() -> None:
    state = inputs(body_of(answer(PATH, scenario="state-damaged")))["state"]
    assert len(state) % 4 == 1
    # Which step notices depends on where the cut falls: base64, DEFLATE, UTF-8 or JSON.
    with pytest.raises((ValueError, zlib.error)):
        opened(state)


def test_a_cached_answer_is_the_same_for_the_same_request() -> None:
    asked = target(state=STATE)
    first, second = (answer(asked, scenario="cacheable") for _ in range(2))
    assert body_of(first) == body_of(second)
    assert "public" in header(first, "Cache-Control")[0]


def test_gzip_and_chunks_hold_the_same_page(port: int) -> None:
    for name, unpack in (("gzip", gzip.decompress), ("chunked", bytes), ("http10", bytes)):
        (known,) = [known for known in SCENARIOS if known.name == name]
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        _, body = get(client, target(institution_id=known.institution_id, lang="fr"))
        assert inputs(unpack(body))["lang"] == "fr"
        client.close()


def test_the_id_to_quote_is_the_same_in_head_and_body() -> None:
    raw = answer(PATH, scenario="server-error")
    assert header(raw, "x-request-id") == [json.loads(body_of(raw))["traceId"]]


# Delivery


def test_a_truncated_answer_ends_before_its_length() -> None:
    with running(scenario="truncated") as base_url:
        client = http.client.HTTPConnection(base_url.removeprefix("http://"), timeout=10)
        client.request("GET", PATH)
        with pytest.raises(http.client.IncompleteRead):
            client.getresponse().read()
        client.close()


def test_a_reset_connection_gives_900_bytes_and_then_an_error() -> None:
    with running(scenario="reset") as base_url:
        address = ("127.0.0.1", int(base_url.rpartition(":")[2]))
        with socket.create_connection(address, timeout=10) as wire:
            wire.sendall(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            got = b""
            while len(got) < 900:
                got += wire.recv(65536)
            assert len(got) == 900
            with pytest.raises(ConnectionResetError):
                wire.recv(65536)


def test_a_slow_answer_drips() -> None:
    with running(scenario="slow-drip") as base_url:
        address = ("127.0.0.1", int(base_url.rpartition(":")[2]))
        with socket.create_connection(address, timeout=10) as wire:
            wire.sendall(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            started = time.monotonic()
            got = b""
            while len(got) < 48:
                got += wire.recv(65536)
            assert time.monotonic() - started > 0.4
            assert len(got) < 200


async def test_a_silent_simulator_reads_the_request_and_ends_with_stop(
    caplog: pytest.LogCaptureFixture,
) -> None:
    simulator = Simulator()
    base_url = await simulator.start(scenario="silent")
    reader, writer = await asyncio.open_connection("127.0.0.1", int(base_url.rpartition(":")[2]))
    writer.write(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.2)
    assert simulator.requests_seen == 1
    await simulator.stop()
    with contextlib.suppress(ConnectionError):
        assert await reader.read() == b""
    writer.close()
    assert not caplog.records


@pytest.mark.parametrize("given", [{"scenario": "slow-drip"}, {"latency_s": 60.0}])
async def test_stop_does_not_wait_for_an_answer_under_way(
    given: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    simulator = Simulator()
    base_url = await simulator.start(**given)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(base_url.rpartition(":")[2]))
    writer.write(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    while not simulator.requests_seen:  # noqa: ASYNC110 - it offers a counter, no event
        await asyncio.sleep(0)
    await asyncio.wait_for(simulator.stop(), 2)
    with contextlib.suppress(ConnectionError):
        await asyncio.wait_for(reader.read(), 2)
    writer.close()
    assert not caplog.records


def test_latency_is_waited_before_the_answer() -> None:
    with running(latency_s=0.2) as base_url:
        client = http.client.HTTPConnection(base_url.removeprefix("http://"), timeout=10)
        started = time.monotonic()
        get(client, PATH)
        assert time.monotonic() - started >= 0.2
        client.close()


# The server


async def test_requests_are_counted_and_connections_kept() -> None:
    simulator = Simulator()
    base_url = await simulator.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(base_url.rpartition(":")[2]))
    one = f"GET {PATH}?state=%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    writer.write((one % 1 + one % 2).encode())  # both at once: answered in order
    for number in (1, 2):
        head = await reader.readuntil(b"\r\n\r\n")
        (length,) = header(head, "Content-Length")
        body = await reader.readexactly(int(length))
        assert opened(inputs(body)["state"])["s"] == str(number)
    assert simulator.requests_seen == 2
    writer.close()
    await simulator.stop()
    await simulator.stop()


def test_connection_close_is_honoured(port: int) -> None:
    got = exchange(
        port, f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    )
    assert header(got, "Connection") == ["close"]
    assert got.endswith(b"</html>\n")


def test_the_absolute_form_of_a_request_target_works(port: int) -> None:
    asked = f"GET http://127.0.0.1:{port}{PATH}?state=abc HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    got = exchange(port, (asked + "Connection: close\r\n\r\n").encode())
    assert opened(inputs(body_of(got))["state"])["s"] == "abc"


def test_it_listens_on_127_0_0_1_and_nowhere_else(port: int) -> None:
    for elsewhere in ("127.0.0.2", "::1"):
        with pytest.raises(OSError, match=r"refused|assign|unreachable|not supported"):
            socket.create_connection((elsewhere, port), timeout=2)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_a_host_that_is_not_loopback_is_refused(port: int, host: str) -> None:
    got = exchange(port, f"GET {PATH} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert got.startswith(b"HTTP/1.1 403 ")
    assert body_of(got) == b""
    assert header(got, MARK)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "LOCALHOST", "[::1]:99"])
def test_a_loopback_host_is_welcome(client: http.client.HTTPConnection, host: str) -> None:
    assert get(client, PATH, Host=host)[0].status == 302


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil"])
def test_a_script_of_another_site_is_refused(
    client: http.client.HTTPConnection, origin: str
) -> None:
    response, body = get(client, PATH, Origin=origin)
    assert (response.status, body) == (403, b"")
    assert response.headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_other_methods_are_refused(client: http.client.HTTPConnection, method: str) -> None:
    client.request(method, PATH, body=b"a=b" if method == "POST" else None)
    response = client.getresponse()
    body = response.read()
    assert response.status == 405
    assert response.headers["Allow"] == "GET"
    assert response.headers[MARK]
    if method == "HEAD":
        assert body == b""
    else:
        assert "GET only" in json.loads(body)["simulator"]
    assert get(client, PATH)[0].status == 302, "the connection is still good"


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/v3/oauth", PATH + "/more", "*"])
def test_other_paths_are_not_simulated(client: http.client.HTTPConnection, path: str) -> None:
    response, body = get(client, path)
    assert response.status == 404
    assert response.headers[MARK]
    assert json.loads(body)


@pytest.mark.parametrize(
    "junk",
    [
        b"GET /\r\n\r\n",
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nBroken\r\n\r\n",
    ],
)
def test_what_is_no_request_gets_a_400_and_the_door(port: int, junk: bytes) -> None:
    got = exchange(port, junk)
    assert got.startswith(b"HTTP/1.1 400 ")
    assert header(got, MARK)
    assert header(got, "Connection") == ["close"]


@pytest.mark.parametrize(("size", "pieces"), [(70_000, 1), (70_000, 7), (1_000_000, 1)])
def test_a_request_over_64_kib_is_refused(port: int, size: int, pieces: int) -> None:
    request = f"GET {PATH}?state={'x' * size} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        step = -(-len(request) // pieces)
        for start in range(0, len(request), step):
            wire.sendall(request[start : start + step])
        assert wire.recv(65536).startswith(b"HTTP/1.1 431 ")


def test_a_state_of_60_kb_is_still_answered(client: http.client.HTTPConnection) -> None:
    response, page = get(client, target(state="x" * 60_000))
    assert response.status == 302
    assert opened(inputs(page)["state"])["s"] == "x" * 60_000


async def test_a_head_that_does_not_come_is_given_up() -> None:
    simulator = Simulator(request_seconds=0.2)
    base_url = await simulator.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(base_url.rpartition(":")[2]))
    writer.write(b"GET / HTTP/1.1\r\nHo")
    got = await asyncio.wait_for(reader.read(), 5)
    assert got.startswith(b"HTTP/1.1 408 ")
    writer.close()
    await simulator.stop()
    assert simulator.requests_seen == 0


def test_hundreds_of_open_connections_do_not_keep_another_from_its_answer(port: int) -> None:
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(400)]
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    assert get(client, PATH)[0].status == 302
    client.close()
    for wire in idle:
        wire.close()


def test_nothing_listens_any_more_after_the_block() -> None:
    with running() as base_url:
        address = ("127.0.0.1", int(base_url.rpartition(":")[2]))
        client = http.client.HTTPConnection(*address, timeout=5)
        get(client, PATH)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=2)
    client.close()


def test_a_port_in_use_is_named(port: int) -> None:
    with pytest.raises(InputError, match=f"port {port} .* in use"), running(port=port):
        pass


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"port": 70000}, "port 70000"),
        ({"port": -1}, "port -1"),
        ({"latency_s": -1.0}, "latency"),
        ({"latency_s": float("nan")}, "latency"),
        ({"scenario": "nonesuch"}, "no scenario 'nonesuch'"),
    ],
)
def test_what_cannot_be_started_says_why(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words), running(**given):
        pass


async def test_a_simulator_is_started_once() -> None:
    simulator = Simulator()
    await simulator.start()
    with pytest.raises(InputError, match="running already"):
        await simulator.start()
    await simulator.stop()


def test_an_answer_takes_well_under_a_millisecond() -> None:
    asked = target(institution_id="42", redirect_uri=RETURN, state=STATE)
    answer(asked)

    def seconds() -> float:
        started = time.perf_counter()
        for _ in range(500):
            answer(asked)
        return (time.perf_counter() - started) / 500

    assert min(seconds() for _ in range(3)) < 0.0005


def test_the_manual_lists_every_scenario() -> None:
    manual = Path(__file__).parent.parent / "docs" / "simulator.md"
    rows = re.findall(
        r"^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$", manual.read_text("utf-8"), re.MULTILINE
    )
    assert rows == [(k.name, k.institution_id, k.help) for k in SCENARIOS]


def test_a_kept_alive_connection_gets_a_thousand_answers_in_a_moment(
    client: http.client.HTTPConnection,
) -> None:
    started = time.perf_counter()
    for _ in range(1000):
        assert get(client, PATH)[0].status == 302
    assert time.perf_counter() - started < 5, "measured: 0.6 s, most of it this client's"
