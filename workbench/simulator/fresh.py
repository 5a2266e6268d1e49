"""The values that an answer makes anew, in the shapes that the documented page shows.

REF, the sealed state and the flow id differ each time; recipient, provider and callback follow from
the request, so that two equal requests differ only where two answers of the endpoint would.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from hashlib import sha256
from random import Random
from string import ascii_letters, ascii_lowercase, digits
from urllib.parse import quote
from uuid import UUID

from workbench.simulator.asked import Asked

# Where `r` of the state points when no redirect_uri was asked for: a reserved name (RFC 2606 3).
DEFAULT_RETURN = "https://app.example.com/callback"
DOCUMENTED_RECIPIENT = "dc-patrfyrs91n711c9jlmtsru97"
DOCUMENTED_CUSTOMER = "43387ca6-0391-4c82-857d-70d95f087ecb"

_RECIPIENT_SHAPE = re.compile(r"dc-[a-z0-9]{25}")
_RECIPIENT_ALPHABET = ascii_lowercase + digits
_FLOW_ALPHABET = ascii_letters + digits
_LOOPBACK = re.compile(
    r"(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?", re.IGNORECASE
)


def is_loopback(host: str) -> bool:
    """Whether a `Host` value (with or without a port) names this machine's loopback."""
    return _LOOPBACK.fullmatch(host) is not None


def values(asked: Asked, *, state: str | None = None) -> dict[str, bytes]:
    """The inputs that change from answer to answer, by lower-case name.

    Each is safe in an attribute as it stands: what a caller wrote is only in the sealed state.
    `state` replaces that where a scenario has its own.
    """
    random = asked.random
    recipient = recipient_id(asked).encode()
    return {
        "ref": reference(random).encode(),
        "provider_id": provider_id(asked.institution_id).encode(),
        "connectionid": recipient,
        "client_id": recipient,
        "redirect_uri": callback(asked.host).encode(),
        "state": (sealed_state(asked) if state is None else state).encode(),
        "resumepath": resume_path(random).encode(),
        "lang": b"fr" if asked.french else b"en",
    }


def reference(random: Random) -> str:
    """A REF: 30 bytes as upper-case hex."""
    return f"{random.getrandbits(240):060X}"


def resume_path(random: Random) -> str:
    """A resumePath with a flow id of five letters and digits."""
    flow = "".join(random.choices(_FLOW_ALPHABET, k=5))
    return f"/as/{flow}/resume/as/authorization.ping"


def request_id(random: Random) -> str:
    """A version 4 UUID."""
    return str(UUID(int=random.getrandbits(128), version=4))


def sealed_state(asked: Asked, *, return_to: str | None = None) -> str:
    """The hidden state: base64 of raw DEFLATE (RFC 1951) of compact JSON with `i`, `r` and `s`.

    Level and settings are those that reproduce the documented value to the byte.
    """
    identity = request_id(asked.random)
    text = json.dumps(
        {
            "i": identity,
            "r": return_to or asked.redirect_uri or DEFAULT_RETURN,
            "s": asked.state or identity,
        },
        separators=(",", ":"),
    )
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    return b64encode(squeeze.compress(text.encode()) + squeeze.flush()).decode()


def recipient_id(asked: Asked) -> str:
    """The Data Recipient's id: the documented one, the one asked for, or one derived from it."""
    wanted = asked.recipient_id
    if not wanted:
        return DOCUMENTED_RECIPIENT
    if _RECIPIENT_SHAPE.fullmatch(wanted):
        return wanted
    number = int.from_bytes(sha256(wanted.encode(errors="replace")).digest(), "big")
    letters = []
    for _ in range(25):
        number, index = divmod(number, len(_RECIPIENT_ALPHABET))
        letters.append(_RECIPIENT_ALPHABET[index])
    return "dc-" + "".join(letters)


def provider_id(institution_id: str) -> str:
    """The provider that stands for an institution: the documented 4003 where none was asked for,
    else a number from 4000 to 4999 that is always the same for the same institution."""
    if not institution_id:
        return "4003"
    return str(4000 + zlib.crc32(institution_id.encode(errors="replace")) % 1000)


def callback(host: str) -> str:
    """The callback of the endpoint on this host; http only where the host is loopback."""
    scheme = "http" if is_loopback(host) else "https"
    authority = quote(host, safe="[]:", errors="replace")
    return f"{scheme}://{authority}/v3/{DOCUMENTED_CUSTOMER}/openbanking/callback"
