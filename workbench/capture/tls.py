"""TLS: whom to trust, and what a connection says of itself, also when its handshake failed.

`sslobject_class` is the public hook by which a failed handshake still shows its certificates.
"""

from __future__ import annotations

import ssl
import sys
from typing import Any

from workbench.capture.call import current
from workbench.capture.certificates import read_certificate
from workbench.errors import InputError
from workbench.model.capture import Certificate, TlsFacts, Trust

NO_GOODBYE = "the server closed without a TLS close_notify: what ends by closing may be cut"


class WatchedTls(ssl.SSLObject):
    """The TLS state of a connection, made known to the call that shakes hands."""

    def do_handshake(self) -> None:
        """Shake hands; a failure leaves its certificates readable."""
        call = current.get(None)
        if call is not None:
            call.ssl_object = self
        super().do_handshake()

    def read(self, len: int = 1024, buffer: Any = None) -> Any:
        """Read; note where the bytes end without the goodbye of TLS (RFC 8446 section 6.1)."""
        try:
            return super().read(len, buffer)
        except ssl.SSLEOFError:
            call = current.get(None)
            if call is not None:
                call.notes.append(NO_GOODBYE)
            raise


def make_context(trust: Trust) -> ssl.SSLContext:
    """A client context: the system's store with `SSL_CERT_FILE` and `SSL_CERT_DIR`, and `trust`.

    Raises `InputError` for a file that cannot be read.
    """
    context = ssl.create_default_context()
    if trust.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if trust.ca is not None:
        try:
            context.load_verify_locations(cafile=trust.ca)
        except OSError as error:
            raise InputError(
                f"the CA file {trust.ca} cannot be used: {_reason(error, 'no PEM file')}",
                "--ca takes a PEM file with one or more certificates",
            ) from None
    if trust.cert is not None:
        try:
            # An encrypted key must not make OpenSSL ask on the terminal.
            context.load_cert_chain(trust.cert, password=lambda: "")
        except OSError as error:
            raise InputError(
                f"the client certificate {trust.cert} cannot be used: "
                f"{_reason(error, 'no certificate with its key, unencrypted, is in it')}",
                "--cert takes a PEM file with the certificate and its key, not encrypted",
            ) from None
    context.sslobject_class = WatchedTls
    # Python hides a cut connection by default.
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    return context


def read_facts(ssl_object: ssl.SSLObject, *, verified: bool) -> TlsFacts:
    """What the connection says of itself, now: once it has failed it forgets its version.

    The chain is left empty: `read_chain` costs more and works later too.
    """
    cipher = ssl_object.cipher()
    hostname = ssl_object.server_hostname
    return TlsFacts(
        version=ssl_object.version(),
        cipher=cipher[0] if cipher else None,
        alpn=ssl_object.selected_alpn_protocol(),
        verified=verified,
        server_name=hostname,
    )


def read_chain(ssl_object: ssl.SSLObject) -> tuple[Certificate, ...]:
    """The certificates that the server sent, its own first."""
    return tuple(read_certificate(der) for der in unverified_chain(ssl_object))


def unverified_chain(ssl_object: ssl.SSLObject) -> tuple[bytes, ...]:
    """The certificates that the server sent, as DER, whether believed or not; () if none came.

    Python 3.13 made this public; before, only the C object below has it.
    """
    if sys.version_info >= (3, 13):
        return tuple(ssl_object.get_unverified_chain())
    der_encoding = 2  # _ssl.ENCODING_DER
    chain = ssl_object._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # noqa: SLF001
    return tuple(item.public_bytes(der_encoding) for item in chain or ())


def _reason(error: OSError, otherwise: str) -> str:
    if isinstance(error, ssl.SSLError):
        return error.reason.replace("_", " ").lower() if error.reason else otherwise
    return error.strerror or otherwise
