"""A call over TLS: its facts are told, and where it is not believed, a person learns which of the
many reasons it is, about which certificate, and what to do."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from tests.wire_server import ANSWER, Behaviour, Connection, WireServer, answering, answering_always
from workbench.capture import Client
from workbench.capture.certificates import read_certificate
from workbench.capture.tls import unverified_chain
from workbench.errors import InputError
from workbench.model.capture import Capture, Limits, Trust
from workbench.model.request import AuthorizeRequest

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """One certificate authority, and where its certificate lies as a file."""

    ca: trustme.CA
    path: str

    def ca_der(self) -> bytes:
        pem = self.ca.cert_pem.bytes()
        return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)

    def context(
        self,
        *names: str,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> ssl.SSLContext:
        cert = self.ca.issue_cert(*names, not_before=not_before, not_after=not_after)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cert.configure_cert(context)
        return context


DAMAGED = Authority(trustme.CA(), "").ca_der()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return Authority(ca, str(path))


@pytest.fixture
async def client(authority: Authority) -> AsyncIterator[Client]:
    client = Client(Trust(ca=authority.path))
    yield client
    await client.aclose()


async def call(
    client: Client,
    tls: ssl.SSLContext | None,
    *behaviours: Behaviour,
    url: str = "https://localhost:{port}/",
    limits: Limits = Limits(total_s=10),  # noqa: B008 - a frozen value
) -> Capture:
    with WireServer(*behaviours, tls=tls) as server:
        request = AuthorizeRequest(url=url.format(port=server.port))
        return await client.send(request, limits)


async def test_version_cipher_and_certificates_are_told(
    authority: Authority, client: Client
) -> None:
    context = authority.context(
        "localhost", "127.0.0.1", "*.bank.example", not_after=datetime(2040, 5, 6, tzinfo=UTC)
    )
    context.set_alpn_protocols(["http/1.1"])
    with WireServer(tls=context) as server:
        request = AuthorizeRequest(base_url=server.url)
        first = await client.send(request)
        second = await client.send(request)
        assert server.connections == 1
    assert first.failure is None
    tls = first.tls
    assert tls is not None
    assert tls.version == "TLSv1.3"
    assert tls.cipher is not None
    assert tls.cipher.startswith("TLS_")
    assert (tls.alpn, tls.verified, tls.server_name) == ("http/1.1", True, "localhost")
    leaf = tls.chain[0]
    assert set(leaf.names) == {"localhost", "127.0.0.1", "*.bank.example"}
    assert leaf.not_after == datetime(2040, 5, 6, tzinfo=UTC)
    ca_certificate = read_certificate(authority.ca_der())
    assert leaf.issuer == ca_certificate.subject
    assert leaf.serial
    assert len(leaf.sha256) == 64
    assert first.timing.tls is not None
    assert second.tls == tls
    assert second.timing.tls is None


async def test_an_address_in_the_url_is_checked_too(authority: Authority, client: Client) -> None:
    capture = await call(client, authority.context("127.0.0.1"), url="https://127.0.0.1:{port}/")
    assert capture.failure is None


def expired(ca: Authority) -> ssl.SSLContext:
    return ca.context("localhost", not_before=NOW - 9 * DAY, not_after=NOW - 2 * DAY)


def not_yet_valid(ca: Authority) -> ssl.SSLContext:
    return ca.context("localhost", not_before=NOW + 2 * DAY, not_after=NOW + 9 * DAY)


def of_another_authority(_: Authority) -> ssl.SSLContext:
    return Authority(trustme.CA(), "").context("localhost")


def for_another_host(ca: Authority) -> ssl.SSLContext:
    return ca.context("a.example", "b.example")


BAD_CERTIFICATES: list[tuple[Callable[[Authority], ssl.SSLContext], str, str, str]] = [
    (expired, "expired", f"expired on {NOW - 2 * DAY:%Y-%m-%d}", "clock"),
    (not_yet_valid, "not-yet-valid", f"only from {NOW + 2 * DAY:%Y-%m-%d} on", "clock"),
    (of_another_authority, "untrusted", "does not know: OU=Testing CA", "--ca"),
    (for_another_host, "wrong-host", "is for a.example, b.example, not for localhost", "host"),
]


@pytest.mark.parametrize(
    ("make", "cause", "words", "hint"), BAD_CERTIFICATES, ids=[row[1] for row in BAD_CERTIFICATES]
)
async def test_a_certificate_that_is_not_believed_is_explained(
    authority: Authority,
    client: Client,
    make: Callable[[Authority], ssl.SSLContext],
    cause: str,
    words: str,
    hint: str,
) -> None:
    context = make(authority)
    capture = await call(client, context)
    failure = capture.failure
    assert failure is not None
    assert (failure.kind, failure.cause, failure.phase) == ("tls", cause, "tls")
    assert words in failure.message
    assert hint in failure.hint
    if "--ca" in failure.hint:
        assert failure.hint.index("--ca") < failure.hint.index("--insecure")
    # The facts of the failed handshake are there as well.
    assert capture.tls is not None
    assert not capture.tls.verified
    assert capture.tls.chain[0].names
    assert capture.peer is not None
    assert (capture.sent, capture.received) == (b"", b"")
    # And --insecure looks at the answer all the same.
    careless = Client(Trust(insecure=True))
    capture = await call(careless, context)
    await careless.aclose()
    assert (capture.failure, capture.received) == (None, ANSWER)
    assert capture.tls is not None
    assert not capture.tls.verified
    assert capture.tls.chain[0].names


def own_signature(folder: Path, *, password: bytes | None = None) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0xABC)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .sign(key, hashes.SHA256())
    )
    secret: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if password is not None:
        secret = serialization.BestAvailableEncryption(password)
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


async def test_a_self_signed_certificate_is_called_so(client: Client, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_signature(tmp_path))
    capture = await call(client, context)
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("tls", "self-signed")
    assert capture.tls is not None
    (own,) = capture.tls.chain
    assert (own.subject, own.issuer, own.names) == ("CN=localhost", "CN=localhost", ())
    assert own.serial == "abc"


async def test_a_server_of_the_past_is_named(authority: Authority, client: Client) -> None:
    context = authority.context("localhost")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1 is"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    capture = await call(client, context)
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("tls", "old-protocol")
    assert "TLS 1.2" in capture.failure.message


async def test_no_cipher_in_common_is_said(authority: Authority, client: Client) -> None:
    context = authority.context("localhost")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA")
    capture = await call(client, context)
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("tls", "no-cipher")


async def test_https_to_a_plain_server_is_recognised(client: Client) -> None:
    def complains(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        connection.hold()

    capture = await call(client, None, complains)
    assert capture.failure is not None
    assert (capture.failure.kind, capture.failure.cause) == ("tls", "plaintext")
    assert "speak http here" in capture.failure.hint


async def test_http_to_a_tls_server_leads_to_https(authority: Authority, client: Client) -> None:
    capture = await call(client, authority.context("localhost"), url="http://127.0.0.1:{port}/")
    assert capture.failure is not None
    assert capture.failure.kind == "protocol"
    assert "https" in capture.failure.hint


@pytest.mark.parametrize("way", ["closes", "resets", "waits"])
async def test_a_handshake_that_goes_nowhere_is_explained(client: Client, way: str) -> None:
    def behave(connection: Connection) -> None:
        connection.sock.recv(65536)
        if way == "resets":
            connection.reset()
        if way == "waits":
            connection.hold()

    capture = await call(client, None, behave, limits=Limits(total_s=0.3))
    failure = capture.failure
    assert failure is not None
    expected = {"closes": ("tls", "closed"), "resets": ("tls", "reset")}
    assert (failure.kind, failure.cause) == expected.get(way, ("timeout", "deadline"))
    assert failure.phase == "tls"
    assert "TLS handshake" in failure.message


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_client_certificate_is_asked_for_and_given(
    authority: Authority, client: Client, tmp_path: Path, version: ssl.TLSVersion
) -> None:
    context = authority.context("localhost")
    context.verify_mode = ssl.CERT_REQUIRED
    context.maximum_version = version
    authority.ca.configure_trust(context)

    # In TLS 1.3 the alert and the reset that follows it race, so either may be what we see.
    without = await call(client, context)
    assert without.failure is not None
    assert "--cert" in without.failure.hint

    own, strange = tmp_path / "own.pem", tmp_path / "strange.pem"
    for issuer, path in ((authority.ca, own), (trustme.CA(), strange)):
        issuer.issue_cert("me.example").private_key_and_cert_chain_pem.write_to_path(str(path))
    for path, accepted in ((own, True), (strange, False)):
        caller = Client(Trust(ca=authority.path, cert=str(path)))
        capture = await call(caller, context)
        await caller.aclose()
        assert (capture.failure is None) == accepted
        if capture.failure is not None:
            assert "--cert" in capture.failure.hint


def test_files_that_cannot_be_used_are_refused_before_any_call(
    authority: Authority, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_bytes(b"")
    encrypted = own_signature(tmp_path, password=b"x")
    missing = str(tmp_path / "missing.pem")
    for trust in (
        Trust(ca=missing),
        Trust(ca=str(empty)),
        Trust(ca=str(tmp_path)),
        Trust(cert=missing),
        Trust(cert=authority.path),
        Trust(cert=encrypted),
    ):
        with pytest.raises(InputError) as refused:
            Client(trust)
        assert (trust.ca or trust.cert or "?") in refused.value.message
        assert "PEM" in refused.value.hint


async def test_the_default_store_can_be_named_by_the_environment(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.path)
    client = Client()
    capture = await call(client, authority.context("localhost"))
    await client.aclose()
    assert capture.failure is None


@pytest.mark.parametrize("goodbye", [True, False])
async def test_a_close_without_goodbye_is_noted_where_it_ends_the_body(
    authority: Authority, client: Client, goodbye: bool
) -> None:
    answer = b"HTTP/1.0 302 Found\r\n\r\n<html>"

    def behave(connection: Connection) -> None:
        connection.read_request()
        connection.send(answer)
        if goodbye:
            assert isinstance(connection.sock, ssl.SSLSocket)
            connection.sock.unwrap()

    capture = await call(client, authority.context("localhost"), behave)
    assert (capture.failure, capture.received) == (None, answer)
    assert bool(capture.wire_notes) != goodbye


async def test_a_length_makes_the_goodbye_needless(authority: Authority, client: Client) -> None:
    capture = await call(client, authority.context("localhost"), answering(ANSWER))
    assert (capture.failure, capture.wire_notes) == (None, ())


async def test_a_failed_connection_does_not_spoil_the_next(
    authority: Authority, client: Client
) -> None:
    for context, works in ((expired(authority), False), (authority.context("localhost"), True)):
        capture = await call(client, context, answering_always(ANSWER))
        assert (capture.failure is None) == works


def test_the_chain_is_readable_after_a_failed_handshake(authority: Authority) -> None:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = expired(authority).wrap_bio(to_server, to_client, server_side=True)
    client = ssl.create_default_context().wrap_bio(
        to_client, to_server, server_hostname="localhost"
    )
    assert unverified_chain(client) == ()
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    with pytest.raises(ssl.SSLWantReadError):
        server.do_handshake()
    with pytest.raises(ssl.SSLCertVerificationError):
        client.do_handshake()
    (der, *_) = unverified_chain(client)
    assert read_certificate(der).names == ("localhost",)


@given(st.binary(max_size=200))
def test_a_certificate_that_is_rubbish_is_kept_by_its_fingerprint(der: bytes) -> None:
    certificate = read_certificate(der)
    assert len(certificate.sha256) == 64
    assert certificate.not_after is None


@given(place=st.integers(0, 2000), value=st.integers(0, 255))
def test_a_damaged_certificate_raises_nothing(place: int, value: int) -> None:
    der = bytearray(DAMAGED)
    der[place % len(der)] = value
    assert len(read_certificate(bytes(der)).sha256) == 64
