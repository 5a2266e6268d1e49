"""`python docs/train_dictionary.py NUMBER`: make a compression dictionary of the history.

Only answers of the simulator are trained on, never captures: a dictionary is shipped and outlives
`delete`. It varies everything that differs between two calls, over every scenario; one call in
five is written as if it had gone to an instance over TLS, with a made-up certificate, since the
facts of a call are packed with its bytes. A published dictionary is never made again: give the
next number.
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
from workbench.model.capture import Capture, Certificate, Timing, TlsFacts
from workbench.model.exchange import Context
from workbench.model.request import AuthorizeRequest
from workbench.simulator import SCENARIOS, answer

SAMPLES = 4_000
DICTIONARY_BYTES = 64 * 1024


def simulated_capture(random: Random, scenario: str | None = None, port: int = 0) -> Capture:
    """One call as the client would have captured it from the simulator, all ids fresh."""
    over_tls = not port and random.random() < 0.2
    request = AuthorizeRequest(
        base_url=f"https://{random.choice(_INSTANCES)}-api.private.fin.ag"
        if over_tls
        else f"http://127.0.0.1:{port or random.randrange(1024, 65536)}",
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
            tls=round(random.uniform(5, 60), 3) if over_tls else None,
            first_byte=round(first, 3),
            total=round(first + random.uniform(0.05, 3), 3),
        ),
        tls=made_up_tls(random, authority) if over_tls else None,
        peer=f"203.0.113.{random.randrange(256)}:443" if over_tls else authority,
    )


def made_up_tls(random: Random, host: str) -> TlsFacts:
    """TLS facts of a server that does not exist."""
    year = random.randrange(2024, 2030)
    links = (
        (f"CN={host}", f"CN=R{random.randrange(3, 15)},O=An Authority,C=US", (host,)),
        (f"CN=R{random.randrange(3, 15)},O=An Authority,C=US", "CN=A Root,O=An Authority,C=US", ()),
    )
    chain = tuple(
        Certificate(
            subject,
            issuer,
            names,
            datetime(year, random.randrange(1, 13), random.randrange(1, 29), tzinfo=UTC),
            datetime(year + 1, random.randrange(1, 13), random.randrange(1, 29), tzinfo=UTC),
            random.randbytes(16).hex(),
            random.randbytes(32).hex(),
        )
        for subject, issuer, names in links
    )
    cipher = random.choice(("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"))
    return TlsFacts("TLSv1.3", cipher, random.choice(("http/1.1", None)), True, host, chain)


_INSTANCES = ("toolbox", "sandbox", "production")


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
        assert b"x-workbench-simulator:" in capture.received.lower() or not capture.received
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
