"""Identifiers, tokens, words and numbers stay what they are: at most one in 100,000 is misread.

Each kind of value has the readings that are right for it, mostly none; any other is a misreading.
"""

from __future__ import annotations

import base64
import random
import re
import string
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from workbench.inspection.decoders import Hint, decode

COUNT = 100_000
AT_MOST = 1
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

_LETTERS, _DIGITS = string.ascii_letters, string.digits
_URL_SAFE = _LETTERS + _DIGITS + "-_"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WORDS = re.findall(
    r"\S+",
    "account balance bank basic branch button cancel card cheque client code confirm connection "
    "consent contact continue customer daily date deposit detail device email error exchange "
    "expired field first flow form holder identity institution interest invalid invoice "
    "language last loan login mobile money month name number password payment pending phone "
    "please profile provider refresh request response resume return savings scope secure "
    "session state statement status submit success support tag time token transaction transfer "
    "type user value verify welcome year",
)
_FRENCH = re.findall(
    r"\S+",
    "votre session a expiré veuillez vous reconnecter à l'institution financière afin de "
    "poursuivre la demande d'accès au compte courant chèques épargne prêt hypothèque relevé "
    "mensuel titulaire identité numéro de téléphone courriel où été déjà façon naïve noël",
)
_TLDS = ("com", "ca", "example", "net", "org", "io", "dev", "internal")
# Names that values of forms and addresses have; none of them promises a time or a scope.
_NAMES = (
    "x",
    "state",
    "REF",
    "id",
    "code",
    "nonce",
    "tag",
    "connectionId",
    "resumePath",
    "SESSION",
)

Random = random.Random
Make = Callable[[Random], str]


def _of(alphabet: str, low: int, high: int) -> Make:
    return lambda r: "".join(r.choices(alphabet, k=r.randint(low, high)))


def _bytes(encode: Callable[[bytes], bytes], low: int, high: int, strip: bytes = b"") -> Make:
    return lambda r: encode(r.randbytes(r.randint(low, high))).rstrip(strip).decode()


def _joined(words: list[str], low: int, high: int) -> Make:
    def make(r: Random) -> str:
        chosen = r.choices(words, k=r.randint(low, high))
        style = r.randrange(7)
        if style == 0:
            return chosen[0] + "".join(word.title() for word in chosen[1:])
        if style == 1:
            return "".join(word.title() for word in chosen)
        if style == 2:
            return "_".join(chosen).upper()
        return ("", "_", "-", ".")[style - 3].join(chosen)

    return make


def _sentence(words: list[str]) -> Make:
    def make(r: Random) -> str:
        text = " ".join(r.choices(words, k=r.randint(2, 20)))
        return text.capitalize() + r.choice((".", "!", "?", "", " :", "..."))

    return make


def _number(r: Random) -> str:
    style = r.randrange(4)
    if style == 0:
        return str(r.randrange(10 ** r.randint(1, 30)))
    if style == 1:
        return f"{r.uniform(-1e6, 1e6):.{r.randint(0, 6)}f}"
    if style == 2:
        return f"${r.uniform(0, 1e6):,.2f}"
    return f"{r.randrange(10**16):016d}"


def _date(r: Random) -> str:
    moment = NOW - timedelta(seconds=r.randrange(10**9))
    pattern = r.choice(("%Y-%m-%d", "%d/%m/%Y", "%B %d, %Y", "%Y%m%d%H%M%S", "%a, %d %b %Y %H:%M"))
    return moment.strftime(pattern)


def _phone(r: Random) -> str:
    digits = f"{r.randrange(10**10):010d}"
    return r.choice(("+1{0}", "{0}", "({1}) {2}-{3}", "{1}.{2}.{3}", "1-{1}-{2}-{3}")).format(
        digits, digits[:3], digits[3:6], digits[6:]
    )


def _email(r: Random) -> str:
    user = r.choice((".", "_", "+", "")).join(r.choices(_WORDS, k=r.randint(1, 3)))
    return f"{user}{r.randrange(1000)}@{_host(r)}"


def _host(r: Random) -> str:
    labels = [r.choice(_WORDS) for _ in range(r.randint(1, 4))]
    return ".".join([*labels, r.choice(_TLDS)]) + r.choice(("", "", ":8443", "."))


def _version(r: Random) -> str:
    return ".".join(str(r.randrange(40)) for _ in range(r.randint(2, 4)))


def _address(r: Random) -> str:
    return "/" + "/".join(r.choices(_WORDS, k=r.randint(1, 6)))


def _ulid(r: Random) -> str:
    return "01" + "".join(r.choices(_CROCKFORD, k=24))


def _shape_of_uuid(r: Random) -> str:
    return str(uuid.UUID(int=r.getrandbits(128)))


# Kind -> how one is made, and the steps that read it rightly.
KINDS: dict[str, tuple[Make, frozenset[str]]] = {
    "uuid 4": (
        lambda r: str(uuid.UUID(int=r.getrandbits(128), version=4)),
        frozenset({"uuid"}),
    ),
    "of the shape of a uuid": (_shape_of_uuid, frozenset({"uuid"})),
    "uuid without dashes": (
        lambda r: uuid.UUID(int=r.getrandbits(128)).hex,
        frozenset({"hex-reference"}),
    ),
    "short hex": (_of("0123456789abcdef", 8, 31), frozenset()),
    "hex": (_of("0123456789abcdef", 32, 128), frozenset({"hex-reference"})),
    "HEX, as Java and PingFederate have it": (
        _of("0123456789ABCDEF", 32, 64),
        frozenset({"hex-reference"}),
    ),
    "recipient id": (
        lambda r: "dc-" + "".join(r.choices(string.ascii_lowercase + _DIGITS, k=25)),
        frozenset({"recipient-id"}),
    ),
    "ulid": (_ulid, frozenset({"ulid"})),
    "nanoid": (_of(_URL_SAFE, 21, 21), frozenset()),
    "base64url characters": (_of(_URL_SAFE, 8, 128), frozenset()),
    "base64 characters": (_of(_LETTERS + _DIGITS + "+/", 8, 128), frozenset()),
    "letters and digits": (_of(_LETTERS + _DIGITS, 8, 128), frozenset()),
    "letters": (_of(_LETTERS, 8, 64), frozenset()),
    "lower case and digits": (_of(string.ascii_lowercase + _DIGITS, 8, 64), frozenset()),
    "upper case and digits": (_of(string.ascii_uppercase + _DIGITS, 8, 64), frozenset()),
    "lower case": (_of(string.ascii_lowercase, 8, 64), frozenset()),
    "upper case": (_of(string.ascii_uppercase, 8, 64), frozenset()),
    "base32": (_of(string.ascii_uppercase + "234567", 16, 64), frozenset()),
    "base58": (
        _of("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 16, 64),
        frozenset(),
    ),
    "random bytes in base64": (_bytes(base64.b64encode, 8, 96), frozenset()),
    "random bytes in base64url": (_bytes(base64.urlsafe_b64encode, 8, 96, b"="), frozenset()),
    "PKCE challenge": (_bytes(base64.urlsafe_b64encode, 32, 32, b"="), frozenset()),
    "session of ASP.NET": (_of("abcdefghijklmnopqrstuvwxyz012345", 24, 24), frozenset()),
    "session of PHP": (_of(string.ascii_lowercase + _DIGITS, 26, 26), frozenset()),
    "session of Java with its node": (
        lambda r: "".join(r.choices("0123456789ABCDEF", k=32)) + f".node{r.randrange(10)}",
        frozenset(),
    ),
    "two parts with a dot": (
        lambda r: ".".join("".join(r.choices(_URL_SAFE, k=r.randint(8, 40))) for _ in range(2)),
        frozenset(),
    ),
    "three parts with dots": (
        lambda r: ".".join("".join(r.choices(_URL_SAFE, k=r.randint(8, 40))) for _ in range(3)),
        frozenset(),
    ),
    "a prefix and letters": (
        lambda r: (
            r.choice(("sk_live_", "pk_", "whsec_", "ghp_", "sess-", "cus_"))
            + "".join(r.choices(_LETTERS + _DIGITS, k=r.randint(16, 40)))
        ),
        frozenset(),
    ),
    "words": (_joined(_WORDS, 1, 6), frozenset()),
    "French words": (_joined(_FRENCH, 1, 6), frozenset()),
    "English sentences": (_sentence(_WORDS), frozenset()),
    "French sentences": (_sentence(_FRENCH), frozenset()),
    "numbers": (_number, frozenset()),
    "dates": (_date, frozenset()),
    "phone numbers": (_phone, frozenset()),
    "e-mail addresses": (_email, frozenset()),
    "hosts": (_host, frozenset()),
    "versions": (_version, frozenset()),
    "paths": (_address, frozenset()),
}


def misread(count: int, seed: int) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Kind, name, value and steps of every misreading among so many values."""
    source = random.Random(seed)
    kinds = list(KINDS.items())
    found: list[tuple[str, str, str, tuple[str, ...]]] = []
    for number in range(count):
        kind, (make, right) = kinds[number % len(kinds)]
        text, name = make(source), source.choice(_NAMES)
        chain = decode(text, Hint(name, started=NOW))
        if chain is not None and (len(chain.steps) != 1 or chain.steps[0] not in right):
            found.append((kind, name, text, chain.steps))
    return found


def test_at_most_one_value_in_a_hundred_thousand_is_misread() -> None:
    found = misread(COUNT, 20261124)
    assert len(found) <= AT_MOST, found


def test_each_kind_that_has_a_right_reading_is_read() -> None:
    source = random.Random(3)
    for kind, (make, right) in KINDS.items():
        read = [decode(make(source), Hint("x", started=NOW)) for _ in range(40)]
        assert any(chain is not None for chain in read) is bool(right), kind
