"""Bodies are decoded as far as they go; bombs stop at the limit; lies are told."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.inspection.response import read_response
from workbench.model.response import Response

MIB = 1024 * 1024
P = b"<html><body>" + b"".join(b"<p>paragraph %d</p>" % i for i in range(60)) + b"</body></html>"
G = gzip.compress(P, mtime=0)
Z = zstandard.compress(P)


def raw_deflate(content: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(content) + stream.flush()


def encoded(coding: str, body: bytes, limit: int = 64 * MIB) -> Response:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n"
    response = read_response(head.encode() + body, decoded_limit=limit)
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", G),
        ("x-gzip", G),
        ("GZIP", G),
        ("identity", P),
        ("", P),
        ("deflate", zlib.compress(P)),
        ("deflate", raw_deflate(P)),
        ("br", brotli.compress(P)),
        ("zstd", Z),
        ("gzip, gzip", gzip.compress(G, mtime=0)),
        ("deflate, br, gzip", gzip.compress(brotli.compress(zlib.compress(P)), mtime=0)),
    ],
)
def test_every_coding_of_the_web_is_decoded(coding: str, body: bytes) -> None:
    response = encoded(coding, body)
    assert (response.body, response.text) == (P, P.decode())
    assert response.oddities == ()


@pytest.mark.parametrize(
    ("coding", "body", "shown", "odd"),
    [
        ("gzip", G + G, P + P, "coding-members"),
        ("gzip", G[:-6], P, "coding-cut"),
        ("gzip", G[:-8] + bytes(8), P, "coding-checksum"),
        ("gzip", G + b"junk", P, "coding-junk"),
        ("gzip", P, P, "coding-absent"),
        ("br", P, P, "coding-absent"),
        ("zstd", P, P, "coding-absent"),
        ("deflate", P, P, "coding-absent"),
        ("deflate", zlib.compress(P)[:-4] + bytes(4), P, "coding-checksum"),
        ("deflate", raw_deflate(P) + b"xx", P, "coding-junk"),
        ("zstd", Z + b"junk", P, "coding-junk"),
        ("zstd", Z + Z, P + P, None),
    ],
)
def test_what_is_wrong_with_compressed_data_is_told_and_the_text_shown(
    coding: str, body: bytes, shown: bytes, odd: str | None
) -> None:
    response = encoded(coding, body)
    assert response.body == shown
    assert [oddity.code for oddity in response.oddities] == ([odd] if odd else [])
    assert response.text is not None


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", G), ("deflate", zlib.compress(P)), ("br", brotli.compress(P))],
)
def test_the_beginning_of_cut_data_is_shown(coding: str, body: bytes) -> None:
    response = encoded(coding, body[: len(body) * 2 // 3])
    assert response.body
    assert P.startswith(response.body)
    assert [oddity.code for oddity in response.oddities] == ["coding-cut"]


def test_all_before_a_fault_inside_the_data_is_shown() -> None:
    content = bytes(range(256)) * 100
    size = len(content).to_bytes(2, "little")
    stored = b"\0" + size + bytes(byte ^ 255 for byte in size) + content
    # The second stored block says a length that its own check denies.
    stream = b"\x1f\x8b\x08" + bytes(6) + b"\xff" + stored + b"\0\1\2\3\4" + content
    response = encoded("gzip", stream)
    assert [oddity.code for oddity in response.oddities] == ["coding-fault"]
    assert response.body == content


@pytest.mark.parametrize(
    ("coding", "body", "odd"),
    [
        ("aes128gcm", b"\x01\x02", "unknown-coding"),
        ("gzip, gzip, gzip, gzip", G, "coding-limit"),
        ("gzip", b"\x00\x01\x02\xff", "coding-damaged"),
        ("br", b"\x8b\xff\x00\xfe" * 20, "coding-damaged"),
    ],
)
def test_what_cannot_be_decoded_is_no_text(coding: str, body: bytes, odd: str) -> None:
    response = encoded(coding, body)
    assert (response.body, response.text) == (body, None)
    assert [oddity.code for oddity in response.oddities] == [odd]


ZEROS = b"\0" * (32 * MIB)


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(ZEROS, 1, mtime=0)),
        ("deflate", zlib.compress(ZEROS, 1)),
        ("br", brotli.compress(ZEROS, quality=1)),
        ("zstd", zstandard.compress(ZEROS)),
    ],
)
def test_a_bomb_stops_at_the_limit_with_flat_memory(coding: str, bomb: bytes) -> None:
    tracemalloc.start()
    response = encoded(coding, bomb, limit=1 * MIB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.body == ZEROS[:MIB]
    assert [oddity.code for oddity in response.oddities] == ["decoded-limit"]
    assert peak < 6 * MIB


def test_a_plain_body_has_the_same_limit() -> None:
    response = encoded("identity", b"x" * 2000, limit=1000)
    assert len(response.body) == 1000
    assert [oddity.code for oddity in response.oddities] == ["decoded-limit"]


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", "br", "zstd", "raw"]))
def test_whatever_is_encoded_is_decoded_again(content: bytes, coding: str) -> None:
    encoders = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstandard.compress,
        "raw": raw_deflate,
    }
    response = encoded("deflate" if coding == "raw" else coding, encoders[coding](content))
    # Two bytes of raw data may look like zlib's header: nothing can tell them apart.
    if coding != "raw" or encoders["raw"](content)[0] & 15 != 8:
        assert response.body == content


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([("gzip", G), ("br", brotli.compress(P)), ("zstd", Z)]), st.data())
def test_no_damage_upsets_a_decoder(case: tuple[str, bytes], data: st.DataObject) -> None:
    coding, body = case
    damaged = bytearray(body)
    at = data.draw(st.integers(0, len(damaged) - 1))
    damaged[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    assert encoded(coding, bytes(damaged)).status == 200
