"""What a certificate says of itself, read with `cryptography`.

A server may send anything: what cannot be read leaves its field empty and raises nothing.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from workbench.model.capture import Certificate


@lru_cache(maxsize=64)
def read_certificate(der: bytes) -> Certificate:
    """One DER certificate (RFC 5280). Servers send the same few again and again: kept."""
    # Late, since a call over plain HTTP never needs it.
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    sha256 = hashlib.sha256(der).hexdigest()
    broken = (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm)
    try:
        found = x509.load_der_x509_certificate(der)
        subject = found.subject.rfc4514_string()
        issuer = found.issuer.rfc4514_string()
        not_before, not_after = found.not_valid_before_utc, found.not_valid_after_utc
        serial = f"{found.serial_number:x}"
    except broken:
        return Certificate("unreadable", "unreadable", (), None, None, "", sha256)
    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        alternatives = extension.value
        names = (
            *alternatives.get_values_for_type(x509.DNSName),
            *(str(address) for address in alternatives.get_values_for_type(x509.IPAddress)),
        )
    except (*broken, x509.ExtensionNotFound, x509.DuplicateExtension):
        names = ()
    return Certificate(subject, issuer, names, not_before, not_after, serial, sha256)
