"""Bad input and bad networks: one clear message, the right exit code, nothing lost."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.running import Person


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("inspect", "nowhere.har"), "nowhere.har cannot be read"),
        (("import", "nowhere.har"), "nowhere.har cannot be read"),
        (("history", "statuz:302"), "status"),
        (("history", "status:302 ("), "column"),
        (("show", "12"), "12"),
        (("show", "nonsense"), "nonsense"),
        (("shwo", "12"), "did you mean 'show'?"),
        (("authorize", "--header", "X-A: 1\r\nX-B: 2"), "control character"),
        (("authorize", "--base-url", "ftp://x"), "cannot be called"),
        (("authorize", "--base-url", "http://[::1"), "URL"),
        (("authorize", "--url", "https://x.example/a b"), "percent-encode"),
        (("authorize", "--url", "https://x.example/", "--lang", "fr"), "as it stands"),
        (("authorize", "--param", "novalue"), "NAME=VALUE"),
        (("authorize", "--key-file", "nowhere.key"), "nowhere.key"),
        (("authorize", "--ca", "nowhere.pem"), "nowhere.pem"),
        (("authorize", "--profile", "prod"), "no profile 'prod'"),
        (("authorize", "--timeout", "-1"), "--timeout"),
        (("export", "1", "--format", "jsnl"), "jsonl"),
        (("findings", "request.lang-invald"), "request.lang-invalid"),
        (("delete",), "nothing to delete"),
        (("label", "1"), "no label"),
        (("history", "--limit", "0"), "--limit"),
        (("schema", "nothing"), "no schema"),
    ],
)
def test_bad_input_gets_one_clear_message(
    person: Person, arguments: tuple[str, ...], says: str
) -> None:
    ended = person.run(*arguments)
    assert ended.code == 2
    assert says in ended.err
    assert ended.out == b""


def test_a_filter_error_points_at_its_column(person: Person) -> None:
    ended = person.run("history", "status:302 lnag:fr")
    assert ended.code == 2
    assert "lang" in ended.err
    assert "12" in ended.err


def test_a_language_of_300_characters_is_sent_and_judged(person: Person, simulator: str) -> None:
    ended = person.run("authorize", "--base-url", simulator, "--lang", "x" * 300, "--check")
    assert ended.code == 1
    assert "request.lang-invalid" in ended.text


def test_a_refused_connection_is_kept_and_explained(person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    ended = person.run("authorize", "--base-url", f"http://127.0.0.1:{port}", "--json")
    assert ended.code == 3
    (document,) = ended.documents
    assert document["failure"]["kind"] == "connect"
    assert document["failure"]["cause"] == "refused"
    assert str(port) in document["failure"]["message"]
    assert document["failure"]["hint"]
    assert document["response"] is None
    (row,) = person.ok("history", "has:failure", "--json").documents
    assert row["id"] == document["id"]


def test_a_server_that_never_answers_ends_at_the_deadline(person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        ended = person.run("authorize", "--base-url", url, "--timeout", "0.5", "--json")
    assert ended.code == 3
    failure = ended.documents[0]["failure"]
    assert (failure["kind"], failure["phase"]) == ("timeout", "wait")
    assert len(person.ok("history", "failure:timeout", "--json").documents) == 1


def test_ctrl_c_in_the_middle_keeps_what_had_come(person: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        process = person.start("authorize", "--base-url", url)
        peer, _ = server.accept()
        with peer:
            peer.recv(65536)
            peer.sendall(b"HTTP/1.1 302 Found\r\nX-Half: yes\r\n")
            # The client has read those bytes once it has acknowledged them and waits for more.
            peer.settimeout(0.3)
            with pytest.raises(TimeoutError):
                peer.recv(1)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    (document,) = person.ok("show", "last", "--json").documents
    assert document["failure"]["kind"] == "cancelled"
    assert person.ok("show", "last", "--raw").out == b"HTTP/1.1 302 Found\r\nX-Half: yes\r\n"
    assert person.ok("check").code == 0


def test_a_reader_that_goes_away_is_no_error(person: Person, simulator: str) -> None:
    for _ in range(3):
        person.ok("authorize", "--base-url", simulator)
    process = person.start("history", "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.wait(20)
    assert process.returncode in (0, -signal.SIGPIPE)
    assert err == b""


def test_a_full_disk_under_the_output_is_said(person: Person, simulator: str) -> None:
    person.ok("authorize", "--base-url", simulator)
    with Path("/dev/full").open("wb") as full:
        import subprocess

        from tests.running import COMMAND

        done = subprocess.run(
            (*COMMAND, "history"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=person.environment,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_history_that_is_no_history_is_left_alone(person: Person) -> None:
    person.history.parent.mkdir(mode=0o700)
    person.history.write_bytes(b"my shopping list\n" * 100)
    before = person.history.read_bytes()
    ended = person.run("history")
    assert ended.code == 4
    assert str(person.history) in ended.err
    assert person.history.read_bytes() == before


def test_an_answer_that_cannot_be_kept_is_still_shown(person: Person, simulator: str) -> None:
    person.ok("authorize", "--base-url", simulator)
    with contextlib.closing(sqlite3.connect(person.history)) as other:
        other.execute("BEGIN EXCLUSIVE")
        ended = person.run("authorize", "--base-url", simulator, "--tag", "not-lost")
        other.rollback()
    assert ended.code == 4
    assert "302 Found" in ended.text
    assert str(person.history) in ended.err
    # It was put aside, and the next command that opens the history takes it in.
    person.ok("history")
    assert len(person.ok("history", "tag:not-lost", "--json").documents) == 1


def test_the_history_is_its_owners_alone(person: Person, simulator: str) -> None:
    person.ok("authorize", "--base-url", simulator)
    assert oct(person.history.stat().st_mode & 0o777) == "0o600"
    assert oct(person.history.parent.stat().st_mode & 0o777) == "0o700"


def test_what_the_wire_sends_never_moves_the_cursor(person: Person) -> None:
    page = person.home / "page.http"
    page.write_bytes(
        b"HTTP/1.1 302 \x1b[2JFound\r\nContent-Type: text/html\r\n"
        b"X-\x07: \x1b]52;c;eA==\x07\r\n\r\n"
        b"<title>\x1b[31m\xc2\x9b2J\xe2\x80\xae</title><form action='https://a.example/\x1b[2J'>"
        b"<input type=hidden name='\x1b[1m' value='\x1b[2J\x08'></form>"
    )
    person.ok("import", str(page))
    for part in ((), ("--head",), ("--body",), ("--form",), ("--decoded",), ("--findings",)):
        shown = person.ok("show", "last", *part).text
        assert not [c for c in shown if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f"]
        assert "\u202e" not in shown
    for list_command in (("history",), ("history", "--json"), ("show", "last", "--json")):
        shown = person.ok(*list_command).text
        assert not [c for c in shown if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f"]


def test_a_too_old_python_gets_one_sentence(tmp_path: Path) -> None:
    """The command's own file is run by an interpreter that claims to be 3.8."""
    import subprocess
    import sys

    import workbench.__main__ as entry

    script = (
        "import sys\n"
        "sys.version_info = (3, 8, 18)\n"
        "import runpy\n"
        f"runpy.run_path({entry.__file__!r}, run_name='__main__')\n"
    )
    done = subprocess.run(
        (sys.executable, "-c", script), capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 2
    assert done.stderr == (
        "workbench: Python 3.8 is too old; Authorize Workbench needs Python 3.11 or newer.\n"
    )
    assert os.sep not in done.stdout
