"""From what was raised, and what had come by then, to a `Failure` in words.

Which condition holds is looked up in tables: errno, OpenSSL's verify codes and reasons, h11's
sentences, first bytes. The words themselves stand in `conditions.py`.
"""

from __future__ import annotations

import errno
import re
import ssl
from collections.abc import Iterator

import anyio
import httpcore

from workbench.capture.call import Call, DeadlineError, LimitError, NoAddressError, NotHttpError
from workbench.capture.conditions import CONDITIONS, WAITS, Condition
from workbench.model.capture import Failure, TlsFacts

QUOTED = 200

_CONNECT_ERRNO = {
    errno.ECONNREFUSED: "refused",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETDOWN: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.EADDRNOTAVAIL: "unreachable",
    errno.EAFNOSUPPORT: "unreachable",
    errno.ETIMEDOUT: "unreachable",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
}

# What one address of several did, in a word or two.
_ADDRESS_WORDS = {
    "refused": "refused",
    "unreachable": "no way there",
    "forbidden": "not allowed by this machine",
    "connect": "failed",
}

# OpenSSL's X509_V_ERR_* numbers.
_VERIFY_CODES = {
    9: "not-yet-valid",
    10: "expired",
    18: "self-signed",
    19: "untrusted",
    20: "untrusted",
    21: "untrusted",
    23: "revoked",
    27: "untrusted",
    62: "wrong-host",
    64: "wrong-host",
}

# Parts of OpenSSL's reason names, first match wins.
_TLS_REASONS = (
    ("CERTIFICATE_REQUIRED", "certificate-required"),
    ("ALERT_UNKNOWN_CA", "certificate-refused"),
    ("ALERT_BAD_CERTIFICATE", "certificate-refused"),
    ("ALERT_CERTIFICATE", "certificate-refused"),
    ("ALERT_UNSUPPORTED_CERTIFICATE", "certificate-refused"),
    ("ALERT_ACCESS_DENIED", "certificate-refused"),
    ("UNRECOGNIZED_NAME", "unknown-name"),
    ("ALERT_PROTOCOL_VERSION", "old-protocol"),
    ("NO_PROTOCOLS_AVAILABLE", "old-protocol"),
    ("UNSUPPORTED_PROTOCOL", "older-protocol"),
    ("WRONG_SSL_VERSION", "older-protocol"),
    ("HANDSHAKE_FAILURE", "no-cipher"),
    ("NO_SHARED_CIPHER", "no-cipher"),
    ("INSUFFICIENT_SECURITY", "no-cipher"),
    ("WRONG_VERSION_NUMBER", "plain-on-tls"),
    ("HTTP_REQUEST", "plain-on-tls"),
    ("RECORD_LAYER_FAILURE", "plain-on-tls"),
    ("PACKET_LENGTH_TOO_LONG", "plain-on-tls"),
    ("UNEXPECTED_EOF", "tls-closed"),
)

# What h11 says of an answer it refuses, first match wins.
_H11_SENTENCES = (
    ("illegal status line", "bad-status"),
    ("status_code should be", "bad-status"),
    ("illegal header line", "bad-header"),
    ("continuation line", "fold-first"),
    ("no response line", "blank-first"),
    ("Content-Length", "bad-length"),
    ("Transfer-Encoding", "bad-coding"),
    ("illegal chunk header", "bad-chunk"),
    ("malformed chunk footer", "bad-chunk-end"),
    ("Receive buffer too long", "trailer-too-big"),
    ("SWITCH_UPGRADE", "switched"),
    ("peer closed connection", "closed-body"),
    ("peer unexpectedly closed", "closed-head"),
    ("disconnected without sending", "closed-head"),
    ("ConnectionClosed", "closed-head"),
)

# First bytes of what is no HTTP/1 answer.
_FIRST_BYTES = (
    (re.compile(rb"SSH-"), "ssh"),
    (re.compile(rb"[\x14-\x17]\x03[\x00-\x04]"), "tls-on-plain"),
    (re.compile(rb"\x00..[\x04\x07]", re.DOTALL), "http2"),
    (re.compile(rb"PRI \* HTTP/2"), "http2"),
    (re.compile(rb"[ \t]*\r?\n"), "blank-first"),
    (re.compile(rb"\xef\xbb\xbf"), "bom-first"),
    (re.compile(rb"\s*<"), "http09"),
    (re.compile(rb"(?i:ICY |HTTP[/ ])"), "bad-status"),
    (re.compile(rb"\d{3}[ -]|\+OK|\* OK"), "mail"),
)

_HEADER_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\0\r\v\f]*\r?")
_BODY_COUNT = re.compile(r"received (\d+) bytes, expected (\d+)")


def explain(error: BaseException, call: Call, tls: TlsFacts | None) -> Failure:
    """The failure that `error` means for this call, in words."""
    key = _condition(error, call)
    facts = _certificate_facts(tls)
    facts["detail"] = _detail(error)
    if key == "bad-header":
        facts["bad_line"] = _bad_line(call)
    return _fill(CONDITIONS[key], call, facts)


def cancelled(call: Call) -> Failure:
    """The failure of a call that somebody stopped."""
    return _fill(CONDITIONS["cancelled"], call, {})


def connect_words(error: BaseException) -> str:
    """What one address did, in a word or two."""
    if isinstance(error, httpcore.TimeoutException):
        return "no reaction"
    return _ADDRESS_WORDS[_connect_condition(error)]


def _condition(error: BaseException, call: Call) -> str:
    if isinstance(error, (LimitError, NoAddressError)):
        return error.condition
    if isinstance(error, NotHttpError):
        return _guess(bytes(call.received[call.head_start : call.head_start + 64]))
    if isinstance(error, (DeadlineError, httpcore.TimeoutException, TimeoutError)):
        return "deadline" if call.bound is None else "timeout"
    if any(isinstance(e, anyio.ClosedResourceError) for e in _chain(error)):
        return "closed-here"
    if isinstance(error, httpcore.RemoteProtocolError):
        return _refused_answer(str(error), call)
    tls_error = _tls_error(error)
    if tls_error is not None:
        return _tls_condition(tls_error)
    if call.phase == "tls":
        broken = any(isinstance(e, ConnectionError) for e in _chain(error))
        return "tls-reset" if broken else "tls-closed"
    if call.phase in ("dns", "connect"):
        return _connect_condition(error)
    return _ended("reset", call)


def _connect_condition(error: BaseException) -> str:
    numbers = (e.errno for e in _chain(error) if isinstance(e, OSError) and e.errno)
    return next((_CONNECT_ERRNO[n] for n in numbers if n in _CONNECT_ERRNO), "connect")


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    # "Want read" is no error, but stands behind what was raised while waiting.
    found = (e for e in _chain(error) if isinstance(e, ssl.SSLError))
    return next((e for e in found if not isinstance(e, ssl.SSLWantReadError)), None)


def _tls_condition(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY_CODES.get(error.verify_code, "certificate")
    reason = error.reason or str(error).upper()
    return next((key for part, key in _TLS_REASONS if part in reason), "tls")


def _refused_answer(sentence: str, call: Call) -> str:
    key = next((key for part, key in _H11_SENTENCES if part in sentence), "protocol")
    return _ended("closed", call) if key == "closed-head" else key


def _ended(how: str, call: Call) -> str:
    if call.head_end:
        return f"{how}-body"
    if call.received:
        return f"{how}-head"
    return f"{how}-silent" if call.secure else f"{how}-silent-plain"


def _guess(first: bytes) -> str:
    return next((key for shape, key in _FIRST_BYTES if shape.match(first)), "not-http")


def _fill(condition: Condition, call: Call, facts: dict[str, str]) -> Failure:
    limits = call.limits
    words = {
        "host": call.host,
        "where": call.where,
        "total": f"{limits.total_s:g} s",
        "bound": f"{call.bound or 0:g} s",
        "got": _bytes_words(len(call.received)),
        "kept": _kept(len(call.received)),
        "head_limit": _size(limits.head_bytes),
        "wire_limit": _size(limits.wire_bytes),
        "first_line": quoted(_first_line(call)),
        "ours": "TLS 1.2 to 1.3",
        "trust": "--insecure looks at the answer all the same",
    }
    words["waited"] = WAITS[call.phase].format_map(words)
    words.update(facts)
    return Failure(
        kind=condition.kind,
        cause=condition.cause,
        phase=call.phase,
        message=condition.message.format_map(words),
        hint=condition.hint.format_map(words),
        addresses=tuple(call.address_failures),
    )


def _certificate_facts(tls: TlsFacts | None) -> dict[str, str]:
    leaf = tls.chain[0] if tls is not None and tls.chain else None
    if leaf is None:
        return {"names": "another name", "on_end": "", "on_start": "", "issuer": ""}
    return {
        "names": ", ".join(map(_clean, leaf.names[:5])) or _clean(leaf.subject) or "no name",
        "on_end": f" on {leaf.not_after:%Y-%m-%d}" if leaf.not_after else "",
        "on_start": f", only from {leaf.not_before:%Y-%m-%d} on" if leaf.not_before else "",
        "issuer": f": {_clean(leaf.issuer)}" if leaf.issuer else "",
    }


def _detail(error: BaseException) -> str:
    count = _BODY_COUNT.search(str(error))
    if count:
        return f"{count[1]} of {count[2]} bytes had come"
    cause = _tls_error(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return cause.verify_message
    if cause is not None:
        return (cause.reason or "no reason given").replace("_", " ").lower()
    return "its last chunk had not come"


def _first_line(call: Call) -> bytes:
    return bytes(call.received[call.head_start :][: QUOTED + 1]).split(b"\n", 1)[0].rstrip(b"\r")


def _bad_line(call: Call) -> str:
    head = bytes(call.received[call.head_start : call.head_end])
    for number, line in enumerate(head.split(b"\n")[1:], start=2):
        if line.strip() and line[:1] not in b" \t" and not _HEADER_LINE.fullmatch(line):
            shown = quoted(line.rstrip(b"\r"))
            return f"line {number} ({shown})"
    return "a line"


def quoted(line: bytes) -> str:
    """Bytes from a server in quotation marks: printable ASCII, the rest escaped, cut at 200."""
    cut = line[:QUOTED]
    text = cut.decode("latin-1").encode("unicode_escape").decode("ascii")
    return f'"{text}"' if len(line) <= QUOTED else f'"{text}..."'


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)[:QUOTED]


def _bytes_words(count: int) -> str:
    return "1 byte" if count == 1 else f"{count} bytes"


def _kept(count: int) -> str:
    return f"{_bytes_words(count)} had come and are kept" if count else "nothing had come"


def _size(count: int) -> str:
    for unit, name in ((1024 * 1024, "MiB"), (1024, "KiB")):
        if count >= unit and count % unit == 0:
            return f"{count // unit} {name}"
    return f"{count} bytes"


def _chain(error: BaseException) -> Iterator[BaseException]:
    # httpcore's pool cuts `__cause__`; what was mapped is still the argument.
    seen: set[int] = set()
    queue: list[object] = [error]
    while queue:
        found = queue.pop(0)
        if not isinstance(found, BaseException) or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        if isinstance(found, BaseExceptionGroup):
            queue.extend(found.exceptions)
        queue.extend((*found.args[:1], found.__cause__, found.__context__))
