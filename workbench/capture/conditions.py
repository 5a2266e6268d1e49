"""The words for every way a call can fail: one row a condition, for people, without jargon.

Columns: kind and cause of the contract, what happened, what to do. Fields in braces come from the
call (`failures.py`); what a server sent is escaped before it gets here.
"""

from __future__ import annotations

from typing import NamedTuple

from workbench.model.capture import FailureKind, Phase


class Condition(NamedTuple):
    """One row: kind, cause, message and hint."""

    kind: FailureKind
    cause: str
    message: str
    hint: str


# What a call waits for in each phase.
WAITS: dict[Phase, str] = {
    "dns": "the address of {host}",
    "connect": "{where} to accept the connection",
    "tls": "the TLS handshake with {where}",
    "send": "{where} to take the request",
    "wait": "the first byte of the answer from {where}",
    "receive": "the rest of the answer from {where}",
}

_NETWORK = "check network, VPN and firewall"
_AGAIN = "call again; if it stays so, something in front of the server ends calls: ask its operator"
_SILENT_TLS = "call again; a server that wants a client certificate (--cert FILE) may do this too"
_SERVER_BREAKS = "the server, or a proxy before it, breaks HTTP/1; the bytes are kept as they came"
_TRUST = "give the authority's certificate with --ca FILE; --insecure checks nothing"
_CERT = "give your certificate and key with --cert FILE"

CONDITIONS: dict[str, Condition] = {
    # The name and the way to it.
    "dns": Condition(
        "connect",
        "dns",
        "no address was found for the name {host}",
        "check the instance, base URL or profile for a typing error; some names need a VPN",
    ),
    "dns-silent": Condition(
        "connect", "dns", "no name server answered when asked for {host}", _NETWORK
    ),
    "dns-name": Condition(
        "connect", "dns", "{host} cannot be the name of a host", "check the instance or base URL"
    ),
    "refused": Condition(
        "connect",
        "refused",
        "{where} refused the connection",
        "nothing listens there: check host and port, or start the server",
    ),
    "unreachable": Condition(
        "connect", "unreachable", "there is no way to {where} from this machine", _NETWORK
    ),
    "forbidden": Condition(
        "connect", "unreachable", "this machine does not allow connections to {where}", _NETWORK
    ),
    "connect": Condition(
        "connect", "unreachable", "no connection to {where} could be made", _NETWORK
    ),
    # Ended from here.
    "cancelled": Condition(
        "cancelled", "cancelled", "stopped while waiting for {waited}", "{kept}"
    ),
    "closed-here": Condition(
        "cancelled",
        "cancelled",
        "the workbench was closed while waiting for {waited}",
        "{kept}",
    ),
    # Time.
    "deadline": Condition(
        "timeout",
        "deadline",
        "not done within {total}: still waiting for {waited}",
        "{kept}; --timeout gives more time",
    ),
    "timeout": Condition(
        "timeout",
        "silence",
        "nothing happened for {bound} while waiting for {waited}",
        "{kept}; --connect-timeout and --read-timeout give more time",
    ),
    # Size.
    "head-too-big": Condition(
        "limit",
        "head-too-big",
        "the head of the answer is bigger than {head_limit}",
        "{kept}; an answer like this does not come from the endpoint itself",
    ),
    "answer-too-big": Condition(
        "limit",
        "answer-too-big",
        "the answer is bigger than {wire_limit}",
        "{kept}; the rest was not read",
    ),
    "trailer-too-big": Condition(
        "limit",
        "trailer-too-big",
        "a chunk line or the trailers of the answer are bigger than 100 KiB",
        _SERVER_BREAKS,
    ),
    # The connection ends.
    "closed-silent": Condition(
        "protocol", "closed", "{where} closed the connection without an answer", _SILENT_TLS
    ),
    "closed-silent-plain": Condition(
        "protocol",
        "closed",
        "{where} closed the connection without an answer",
        "it may expect TLS: try https; else call again",
    ),
    "closed-head": Condition(
        "protocol",
        "closed",
        "{where} closed the connection in the middle of the head, after {got}",
        _AGAIN,
    ),
    "closed-body": Condition(
        "protocol",
        "closed",
        "{where} closed the connection in the middle of the body: {detail}",
        _AGAIN,
    ),
    "reset-silent": Condition(
        "protocol", "reset", "{where} broke off the connection without an answer", _SILENT_TLS
    ),
    "reset-silent-plain": Condition(
        "protocol",
        "reset",
        "{where} broke off the connection without an answer",
        "it may expect TLS: try https; else call again",
    ),
    "reset-head": Condition(
        "protocol",
        "reset",
        "{where} broke off the connection in the middle of the head, after {got}",
        _AGAIN,
    ),
    "reset-body": Condition(
        "protocol",
        "reset",
        "{where} broke off the connection in the middle of the body, after {got}",
        _AGAIN,
    ),
    # What HTTP/1 does not allow.
    "not-http": Condition(
        "protocol",
        "not-http",
        "{where} does not answer in HTTP/1; its first line is {first_line}",
        "check the port",
    ),
    "ssh": Condition(
        "protocol",
        "not-http",
        "{where} speaks SSH, not HTTP: its first line is {first_line}",
        "check the port",
    ),
    "http2": Condition(
        "protocol",
        "not-http",
        "{where} answers in HTTP/2 although HTTP/1.1 was spoken to it",
        "check the port; an HTTP/2 server without TLS cannot be called",
    ),
    "tls-on-plain": Condition(
        "protocol",
        "not-http",
        "{where} speaks TLS, but was called without it",
        "did you mean https?",
    ),
    "http09": Condition(
        "protocol",
        "not-http",
        "{where} sent a page without a head (HTTP/0.9): it begins with {first_line}",
        _SERVER_BREAKS,
    ),
    "mail": Condition(
        "protocol",
        "not-http",
        "{where} speaks a mail or file transfer protocol: its first line is {first_line}",
        "check the port",
    ),
    "blank-first": Condition(
        "protocol", "not-http", "the answer begins with an empty line", _SERVER_BREAKS
    ),
    "bom-first": Condition(
        "protocol",
        "not-http",
        "the answer begins with a byte order mark before its status line",
        _SERVER_BREAKS,
    ),
    "bad-status": Condition(
        "protocol",
        "bad-head",
        "the status line is no HTTP/1 status line: {first_line}",
        _SERVER_BREAKS,
    ),
    "bad-header": Condition(
        "protocol", "bad-head", "{bad_line} of the head is no header line", _SERVER_BREAKS
    ),
    "fold-first": Condition(
        "protocol",
        "bad-head",
        "the first header line begins with a blank, as if it continued another",
        _SERVER_BREAKS,
    ),
    "bad-length": Condition(
        "protocol",
        "bad-framing",
        "Content-Length is no single number, so the end of the body is unknown",
        _SERVER_BREAKS,
    ),
    "bad-coding": Condition(
        "protocol",
        "bad-framing",
        "Transfer-Encoding says something else than chunked, once; only chunked is known",
        _SERVER_BREAKS,
    ),
    "bad-chunk": Condition(
        "protocol",
        "bad-framing",
        "a chunk of the body has no valid size line",
        _SERVER_BREAKS,
    ),
    "bad-chunk-end": Condition(
        "protocol",
        "bad-framing",
        "a chunk of the body does not end where its size says",
        _SERVER_BREAKS,
    ),
    "switched": Condition(
        "protocol",
        "unexpected-101",
        "the server switches to another protocol (101) that nobody asked for",
        _SERVER_BREAKS,
    ),
    "protocol": Condition(
        "protocol", "not-http", "the answer of {where} breaks HTTP/1", _SERVER_BREAKS
    ),
    # TLS.
    "expired": Condition(
        "tls",
        "expired",
        "the certificate of {where} expired{on_end}",
        "it has to be renewed there; check this machine's clock too; {trust}",
    ),
    "not-yet-valid": Condition(
        "tls",
        "not-yet-valid",
        "the certificate of {where} is not valid yet{on_start}",
        "check this machine's clock; {trust}",
    ),
    "self-signed": Condition(
        "tls",
        "self-signed",
        "the certificate of {where} is signed by itself, not by an authority",
        _TRUST,
    ),
    "untrusted": Condition(
        "tls",
        "untrusted",
        "the certificate of {where} comes from an authority this machine does not know{issuer}",
        _TRUST + "; a company proxy that opens TLS has its own authority",
    ),
    "wrong-host": Condition(
        "tls",
        "wrong-host",
        "the certificate is for {names}, not for {host}",
        "check the host; --insecure checks nothing",
    ),
    "revoked": Condition(
        "tls",
        "revoked",
        "the certificate of {where} has been revoked",
        "it has to be replaced there",
    ),
    "certificate": Condition(
        "tls", "untrusted", "the certificate of {where} was not accepted: {detail}", _TRUST
    ),
    "old-protocol": Condition(
        "tls",
        "old-protocol",
        "{where} refuses the TLS versions of this machine: {ours}",
        "the server has to offer TLS 1.2 or newer",
    ),
    "older-protocol": Condition(
        "tls",
        "old-protocol",
        "{where} offers only TLS versions older than 1.2; here: {ours}",
        "the server has to offer TLS 1.2 or newer",
    ),
    "no-cipher": Condition(
        "tls",
        "no-cipher",
        "{where} refused the TLS handshake: no cipher in common, or a certificate is missing",
        "where the server asks for a client certificate, " + _CERT,
    ),
    "plain-on-tls": Condition(
        "tls",
        "plaintext",
        "{where} does not speak TLS",
        "the server seems to speak http here: try http://, or check the port",
    ),
    "certificate-required": Condition(
        "tls",
        "client-certificate",
        "{where} asks for a client certificate, and none was given",
        _CERT,
    ),
    "certificate-refused": Condition(
        "tls",
        "client-certificate",
        "{where} does not accept the client certificate: {detail}",
        "give another one with --cert FILE",
    ),
    "unknown-name": Condition(
        "tls",
        "wrong-host",
        "{where} has nothing under the name {host}",
        "check the host; it was named in the handshake (SNI)",
    ),
    "tls-closed": Condition(
        "tls", "closed", "{where} closed the connection during the TLS handshake", _AGAIN
    ),
    "tls-reset": Condition(
        "tls", "reset", "{where} broke off the connection during the TLS handshake", _AGAIN
    ),
    "tls": Condition("tls", "tls", "TLS with {where} failed: {detail}", _AGAIN),
}
