"""`python docs/train_dictionary.py NUMBER`: make a compression dictionary of the history.

Only answers of the simulator are trained on, never captures: a dictionary is shipped and outlives
`delete`. It varies everything that differs between two calls, over every scenario and both ways a
client writes its head. A published dictionary is never made again: give the next number.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

import zstandard

from workbench import history
from workbench.history.packing import payload
from workbench.inspection.origin import origin_of
from workbench.model.capture import Capture, Timing
from workbench.model.exchange import Context
from workbench.model.request import AuthorizeRequest
from workbench.simulator import SCENARIOS, answer

SAMPLES = 4_000
DICTIONARY_BYTES = 64 * 1024


def simulated_capture(random: Random, scenario: str | None = None, port: int = 0) -> Capture:
    """One call as the client would have captured it from the simulator, all ids fresh."""
    request = AuthorizeRequest(
        base_url=f"http://127.0.0.1:{port or random.randrange(1024, 65536)}",
        institution_id=random.choice(("14", "42", "77", "112", "204")),
        redirect_uri=random.choice(_RETURNS),
        state=random.choice(
            (str(UUID(int=random.getrandbits(128), version=4)), random.randbytes(16).hex())
        ),
        lang=random.choice(("en", "fr", None)),
        tag=random.choice((None, f"TCK-{random.randrange(1, 10000)}")),
    )
    authority = request.base_url.partition("://")[2]
    target = request.url.partition(authority)[2]
    headers = [("Host", authority), *request.headers]
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    received = answer(target, scenario=scenario, headers=headers, rng=random)
    first = random.uniform(0.4, 40)
    fresh = random.random() < 0.5
    return Capture(
        url=request.url,
        sent="\r\n".join(lines).encode("ascii"),
        received=received,
        started_at=datetime.fromtimestamp(random.randrange(1_700_000_000, 1_900_000_000), UTC),
        timing=Timing(
            dns=round(random.uniform(0.05, 2), 3) if fresh else None,
            connect=round(random.uniform(0.05, 2), 3) if fresh else None,
            first_byte=round(first, 3),
            total=round(first + random.uniform(0.05, 3), 3),
        ),
        peer=f"{authority}",
    )


_RETURNS = (
    "https://app.example.com/callback",
    "https://paywithmybank.com/start/external/callback",
    "https://localhost:3000/oauth/return",
    None,
)


def samples(random: Random, count: int) -> Iterator[bytes]:
    """Payloads as they are packed, most of them the documented page, the rest of every kind."""
    names = [scenario.name for scenario in SCENARIOS]
    for at in range(count):
        scenario = None if at % 2 else names[at // 2 % len(names)]
        capture = simulated_capture(random, scenario)
        assert origin_of(capture) == "simulator" or not capture.received
        yield payload(capture, Context())


def main(arguments: list[str]) -> int:
    """Write dictionary NUMBER (the one argument) into the package; refuse one that exists."""
    if len(arguments) != 1 or not arguments[0].isdigit():
        print("usage: python docs/train_dictionary.py NUMBER", file=sys.stderr)
        return 2
    path = Path(history.__file__).parent / "dictionaries" / f"{arguments[0]}.zdict"
    if path.exists():
        print(f"{path} exists; histories may need it: give the next number", file=sys.stderr)
        return 2
    random = Random(20261124)  # the same dictionary each time
    kept: list[bytes | bytearray | memoryview] = list(samples(random, SAMPLES))
    path.write_bytes(zstandard.train_dictionary(DICTIONARY_BYTES, kept, level=12).as_bytes())
    print(f"{path}: {path.stat().st_size:,} bytes from {len(kept):,} simulator answers")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
