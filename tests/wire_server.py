"""A server that does with its sockets exactly what a test says, and keeps what it received.

A behaviour is a function of one connection, run in a thread of its own; the first connection gets
the first behaviour and so on, the last one serves all that follow.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

PAGE = b"<html><body>hello</body></html>"
ANSWER = (
    b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
) + PAGE


class Connection:
    """One accepted connection."""

    def __init__(self, sock: socket.socket, server: WireServer) -> None:
        self.sock = sock
        self.server = server

    def read_request(self) -> bytes:
        """Read one request head and keep it; b"" when the client has closed."""
        got = b""
        while not got.endswith(b"\r\n\r\n"):
            piece = self.sock.recv(65536)
            if not piece:
                break
            got += piece
        if got:
            self.server.requests.append(got)
            self.server.arrived.set()
        return got

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def send_together(self, *pieces: bytes) -> None:
        """Send piece by piece (over TLS, a record each) in one TCP segment where that works."""
        cork = getattr(socket, "TCP_CORK", None)
        if cork is not None:
            self.sock.setsockopt(socket.IPPROTO_TCP, cork, 1)
        for piece in pieces:
            self.sock.sendall(piece)
        if cork is not None:
            self.sock.setsockopt(socket.IPPROTO_TCP, cork, 0)

    def drip(self, piece: bytes, pause_s: float) -> None:
        """Send `piece` again and again until the client has gone or the server stops."""
        while not self.server.stopping.wait(pause_s):
            self.sock.sendall(piece)

    def hold(self) -> None:
        """Say nothing until the client has gone or the server stops."""
        self.sock.settimeout(0.05)
        while not self.server.stopping.is_set():
            with contextlib.suppress(TimeoutError):
                if not self.sock.recv(65536):
                    return

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Behaviour = Callable[[Connection], None]


def answering(*answers: bytes, keep: bool = False) -> Behaviour:
    """Answer request after request; then close, or with `keep` wait for the client to go."""

    def behave(connection: Connection) -> None:
        for answer in answers:
            if not connection.read_request():
                return
            connection.send(answer)
        if keep:
            connection.hold()

    return behave


def answering_always(answer: bytes) -> Behaviour:
    """Give the same answer to every request on the connection."""

    def behave(connection: Connection) -> None:
        while connection.read_request():
            connection.send(answer)

    return behave


class WireServer:
    """Listens on 127.0.0.1 while the `with` block runs.

    `requests` are the request heads in order; `connections` counts what was accepted. `arrived`
    is set with the first request; `answered` is for behaviours to set.
    """

    def __init__(
        self, *behaviours: Behaviour, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
    ) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.arrived = threading.Event()
        self.answered = threading.Event()
        self.stopping = threading.Event()
        self._behaviours = behaviours or (answering_always(ANSWER),)
        self._tls = tls
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []

    @property
    def url(self) -> str:
        """The base URL; over TLS by the name localhost."""
        if self._tls is not None:
            return f"https://localhost:{self.port}"
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        thread = threading.Thread(target=self._accept, daemon=True)
        self._threads.append(thread)
        thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def all_gone(self, timeout_s: float) -> bool:
        """Wait until no connection is open any more; False when one still is."""
        for thread in self._threads[1:]:
            thread.join(timeout_s)
        return not any(thread.is_alive() for thread in self._threads[1:])

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            self._sockets.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock, behaviour), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, behaviour: Behaviour) -> None:
        # A client that goes away is part of many tests.
        with contextlib.suppress(OSError), sock:
            if self._tls is None:
                behaviour(Connection(sock, self))
                return
            with self._tls.wrap_socket(sock, server_side=True) as secure:
                self._sockets.append(secure)
                behaviour(Connection(secure, self))
