"""Bytes changed at random, by a seeded generator: the same seed gives the same inputs for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

_LONGEST = 64 * 1024
_MOST_KEPT = 400
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"4294967296", b"9" * 30, b"1e999", b"NaN", b"0x7f")
_BYTES = (b"\0", b"\r", b"\n", b"\r\n", b"\x1b[2J", b"\x7f", b"\x9b", b"\xff", b"\xc3\xa9")
_LETTERS = (b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xef\xbb\xbf", b"\xfe\xff")
_MARKS = (b'"', b"'", b"<", b">", b"&", b"%", b"\\", b";", b":", b"=", b"{", b"}", b"[", b"(", b")")
_TOKENS = (*_NUMBERS, *_BYTES, *_LETTERS, *_MARKS)

Change = Callable[[Random, bytearray, "Pool"], None]


class Pool:
    """Inputs that new ones are made from: the seeds, and some of those made before."""

    def __init__(self, seeds: tuple[bytes, ...], tokens: tuple[bytes, ...] = ()) -> None:
        self.inputs = list(seeds)
        self.tokens = (*_TOKENS, *tokens, *tokens)


def made_up(seeds: tuple[bytes, ...], seed: int, tokens: tuple[bytes, ...] = ()) -> Iterator[bytes]:
    """The seeds themselves, then inputs made from them, without end."""
    random = Random(seed)
    pool = Pool(seeds, tokens)
    yield from seeds
    while True:
        changed = bytearray(random.choice(pool.inputs))
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            random.choice(_CHANGES)(random, changed, pool)
        made = bytes(changed[:_LONGEST])
        if random.random() < 0.05:
            if len(pool.inputs) < len(seeds) + _MOST_KEPT:
                pool.inputs.append(made)
            else:
                pool.inputs[random.randrange(len(seeds), len(pool.inputs))] = made
        yield made


def mutated(data: bytes, seed: int, tokens: tuple[bytes, ...] = ()) -> bytes:
    """One input changed: what a fuzzer that keeps its own inputs asks for."""
    random = Random(seed)
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 4))):
        random.choice(_CHANGES)(random, changed, Pool((data,), tokens))
    return bytes(changed)


def _span(random: Random, data: bytearray, longest: int = 64) -> slice:
    start = random.randrange(len(data) + 1)
    return slice(start, start + random.randrange(longest))


def _flip(random: Random, data: bytearray, _: Pool) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _set(random: Random, data: bytearray, _: Pool) -> None:
    if data:
        data[random.randrange(len(data))] = random.randrange(256)


def _insert(random: Random, data: bytearray, pool: Pool) -> None:
    at = random.randrange(len(data) + 1)
    data[at:at] = random.choice(pool.tokens)


def _replace(random: Random, data: bytearray, pool: Pool) -> None:
    data[_span(random, data, 8)] = random.choice(pool.tokens)


def _delete(random: Random, data: bytearray, _: Pool) -> None:
    del data[_span(random, data)]


def _repeat(random: Random, data: bytearray, _: Pool) -> None:
    span = _span(random, data)
    times = random.choice((2, 3, 50, 400))
    data[span] = data[span] * times


def _move(random: Random, data: bytearray, _: Pool) -> None:
    piece = data[_span(random, data)]
    at = random.randrange(len(data) + 1)
    data[at:at] = piece


def _splice(random: Random, data: bytearray, pool: Pool) -> None:
    other = random.choice(pool.inputs)
    at, cut = random.randrange(len(data) + 1), random.randrange(len(other) + 1)
    data[at:] = other[cut:]


def _cut(random: Random, data: bytearray, _: Pool) -> None:
    del data[random.randrange(len(data) + 1) :]


_CHANGES: tuple[Change, ...] = (
    _flip,
    _set,
    _insert,
    _insert,
    _replace,
    _delete,
    _repeat,
    _move,
    _splice,
    _cut,
)
