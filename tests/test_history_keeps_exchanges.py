"""What is kept comes back as it was, is found again, changes safely, and goes when deleted."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchanges import answered, refused, simulated
from workbench.errors import HistoryError, InputError
from workbench.history import Store, database
from workbench.history.database import open_database
from workbench.history.migrations import APPLICATION_ID, MIGRATIONS
from workbench.history.packing import pack, payload, read_payload, unpack
from workbench.history.splitting import split
from workbench.history.written import join, parameter
from workbench.model.capture import Capture, Certificate, Failure, Timing, TlsFacts
from workbench.model.exchange import Context
from workbench.model.progress import Progress, silent

CERTIFICATE = Certificate(
    "CN=toolbox", "CN=a test authority", ("toolbox-api.private.fin.ag",),
    datetime(2026, 1, 1, tzinfo=UTC), None, "0a1b", "ff" * 32,
)  # fmt: skip
TLS = TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "http/1.1", True, "toolbox", (CERTIFICATE,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# -- what comes back ------------------------------------------------------------------------------


def test_an_exchange_comes_back_as_it_was(store: Store) -> None:
    given_one = replace(
        simulated(7, lang="fr", tag="TCK-77"),
        labels=("TCK-77", "Québec"),
        note="asked twice",
        context=Context("sandbox", True, ("ob.flinksapp.com",), "https://issuer.example"),
    )
    given_one = replace(given_one, capture=replace(given_one.capture, tls=TLS, wire_notes=("a",)))
    kept = store.insert(given_one)
    assert kept.id == 1
    assert UUID(kept.uuid).version == 4
    got = store.get(1)
    assert got == replace(given_one, id=1, uuid=kept.uuid)
    assert got.inspection == kept.inspection


def test_a_failed_call_is_kept_with_its_reason(store: Store) -> None:
    kept = store.insert(refused())
    assert store.get(1).capture.failure == kept.capture.failure
    row = store.summaries("failure:refused")[0]
    assert (row.failure, row.status, row.redirect_kind, row.bytes) == ("connect", None, "none", 0)


def test_a_row_says_what_the_contract_lists(store: Store) -> None:
    exchange = simulated(3, instance="toolbox", lang="fr", tag="TCK-3", ms=12.5)
    kept = store.insert(replace(exchange, labels=("x",), note="n"))
    row = store.summaries()[0]
    assert row.url == exchange.capture.url
    assert (row.id, row.uuid, row.origin, row.method) == (1, kept.uuid, "live", "GET")
    assert (row.instance, row.institution, row.lang, row.tag) == ("toolbox", "42", "fr", "TCK-3")
    assert (row.status, row.redirect_kind) == (302, "form")
    assert row.target == "https://ob.flinksapp.com/api/v1/agentless" == exchange.redirect.target
    assert (row.ms, row.bytes) == (12.5, len(exchange.capture.received))
    severities = [finding.severity for finding in exchange.findings]
    assert (row.errors, row.warnings, row.infos) == tuple(
        severities.count(each) for each in ("error", "warning", "info")
    )
    assert (row.labels, row.note) == (("x",), "n")
    assert exchange.capture.started_at is not None
    assert row.started_at == int(exchange.capture.started_at.timestamp()) * 1_000_000
    assert store.rows([1, 99]) == [row]


captures = st.builds(
    Capture,
    url=st.text(max_size=60),
    sent=st.binary(max_size=300),
    received=st.binary(max_size=300),
    started_at=st.none(),
    timing=st.builds(Timing, *[st.none() | st.integers(0, 10**9).map(lambda n: n / 1000)] * 5),
    tls=st.none() | st.just(TLS),
    peer=st.none() | st.text(max_size=20),
    failure=st.none()
    | st.builds(
        Failure,
        st.just("tls"), st.text(max_size=9), st.just("wait"), st.text(), st.text(),
        st.lists(st.text(max_size=9), max_size=3).map(tuple),
    ),
    wire=st.sampled_from(["exact", "rebuilt", "none"]),
    wire_notes=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    decoded_limit=st.integers(0, 2**40),
)  # fmt: skip


@given(captures, st.builds(Context, st.none() | st.text(), st.booleans()))
@settings(max_examples=80, deadline=None)
def test_every_capture_survives_packing(capture: Capture, context: Context) -> None:
    assert read_payload(unpack(*pack(payload(capture, context))), None) == (capture, context)


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from([
            "https://a.example/v3?", "state=", "&tag=", "9b1c42d0-0391-4c82-857d-70d95f087ecb",
            "DEADBEEF00DEADBEEF", "deadbeef00deadbeef", "a1" * 12, "%2F", "#", "&", "x", "\0", "é",
        ]),
        max_size=9,
    ).map("".join)
)  # fmt: skip
def test_every_url_is_put_together_again(url: str) -> None:
    assert join(*split(url)) == url.encode("utf-8", "backslashreplace").decode()


def test_a_parameter_is_read_as_sent() -> None:
    url = "https://a.example/x?tag=a%20b+c&tag=2&%73tate=%C3%A9&empty=#tag=no"
    assert parameter(url, "tag") == "a b+c"
    assert parameter(url, "state") == "é"
    assert parameter(url, "empty") == ""
    assert parameter(url, "lang") is None


def test_hostile_values_are_kept_and_found(store: Store) -> None:
    page = b'<form method=post action="https://b.example/"><input type=hidden name=big value="%s">'
    odd = b"HTTP/1.1 302 \x1b[2J\r\nX-A: a\0b \xe9\r\nContent-Type: text/html\r\n\r\n"
    kept = store.insert(
        replace(
            answered(odd + page % (b"z" * 1_000_000), url="https://bank.example/?tag=\ud800"),
            note="lone \udcff, NUL \0, quote '\"",
            labels=("'; DROP TABLE exchange --",),
        )
    )
    assert store.get(1).capture.received == kept.capture.received
    assert store.summaries('label:"\'; DROP TABLE exchange --"')[0].note == store.get(1).note
    assert store.count("zzzzzzzzzzzzzzzzzzzzzzzzzzzzz") == 1
    assert store.check(silent) == []


def test_numbers_beyond_sqlite_name_no_exchange(store: Store) -> None:
    store.insert(simulated())
    for reference in ("9223372036854775808", "9" * 30, "0"):
        with pytest.raises(InputError, match="no exchange"):
            store.resolve(reference)
    assert store.summaries("id:>9223372036854775808") == []
    assert store.count("ms:>99999999999999999999999") == 0


# -- naming one -----------------------------------------------------------------------------------


def test_last_and_uuid_beginnings_name_an_exchange(store: Store) -> None:
    kept = store.insert_many(simulated(seed) for seed in range(5))
    assert [store.resolve(name) for name in ("2", "last", "last-2", "last~2")] == [2, 5, 3, 3]
    for exchange in kept:
        assert exchange.uuid is not None
        for beginning in (exchange.uuid[:8], exchange.uuid.upper(), exchange.uuid[:15]):
            assert store.resolve(beginning) == exchange.id
    assert store.has_uuid(str(kept[0].uuid))
    assert not store.has_uuid("9b1c42d0-0391-4c82-857d-70d95f087ecb")
    with pytest.raises(InputError, match="the history has 5"):
        store.resolve("last-5")
    with pytest.raises(InputError, match="names no exchange"):
        store.resolve("first")
    with pytest.raises(InputError, match="no exchange 12") as caught:
        store.get(12)
    assert "newest is 5" in caught.value.hint


def test_a_beginning_that_fits_several_lists_them(store: Store) -> None:
    for end in ("a", "b"):
        uuid = f"12345678-0391-4c82-857d-70d95f087ec{end}"
        store.insert(replace(simulated(), uuid=uuid))
    with pytest.raises(InputError, match=r"fits several exchanges: 1 \(12345678.*2 \(12345678"):
        store.resolve("12345678")
    assert store.resolve("12345678-0391-4c82-857d-70d95f087ecb") == 2


def test_good_is_the_newest_healthy_answer_to_the_same_request(store: Store) -> None:
    now = datetime.now(UTC)
    healthy = [simulated(seed, started_at=now) for seed in range(2)]
    other = simulated(5, institution_id="77", started_at=now)
    bad = simulated(6, scenario="server-error", started_at=now)
    store.insert_many([*healthy, other, bad])
    assert store.good() == store.resolve("good") == 2
    assert store.good(2) == 1  # another one than the one it is compared with
    assert store.good(4) == 2
    with pytest.raises(InputError, match="no healthy answer"):
        store.good(3)


# -- lists ----------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_gap(store: Store) -> None:
    store.insert_many(simulated(seed) for seed in range(23))
    seen: list[int] = []
    before: int | None = None
    while rows := store.summaries("status:302", limit=5, before=before):
        seen += [row.id for row in rows]
        before = rows[-1].id
    assert seen == list(range(23, 0, -1))
    assert store.kept() == store.count("status:302") == 23


def test_a_history_is_sorted_by_what_lists_show(store: Store) -> None:
    times = [datetime(2026, 1, day, tzinfo=UTC) for day in (3, 1, 2)]
    for seed, (institution, time, ms) in enumerate(
        zip(("9", "42", "100"), times, (3, 1, 2), strict=True)
    ):
        store.insert(simulated(seed, institution_id=institution, started_at=time, ms=ms))
    assert store.ids().typecode == "q"
    assert list(store.ids()) == [3, 2, 1]
    assert list(store.ids(sort="time", descending=False)) == [2, 3, 1]
    assert list(store.ids(sort="institution", descending=False)) == [1, 2, 3]
    assert list(store.ids("institution:42 OR institution:9", sort="ms")) == [1, 2]
    assert [row.id for row in store.rows(store.ids(sort="ms"))] == [1, 3, 2]
    for sort in ("status", "bytes", "target", "findings"):
        assert sorted(store.ids(sort=sort)) == [1, 2, 3]
    with pytest.raises(InputError, match="nothing is sorted by 'size'"):
        store.ids(sort="size")


def test_whole_exchanges_come_oldest_first(store: Store) -> None:
    store.insert_many(simulated(seed, lang="fr" if seed % 2 else "en") for seed in range(6))
    assert [exchange.id for exchange in store.exchanges("lang:fr")] == [2, 4, 6]


def test_listing_loads_neither_model_nor_readers(path: Path) -> None:
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(3))
    code = (
        "import sys; from pathlib import Path; from workbench.history import Store\n"
        f"s = Store.open(Path({str(path)!r})); print(len(s.summaries('status:302 agentless')))\n"
        "print(s.count('ms:>1'), *sorted(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    counted, modules = out.stdout.split()[:2], set(out.stdout.split()[2:])
    assert counted == ["3", "3"]
    heavy = {"dataclasses", "httpx", "bs4", "textual", "zstandard", "asyncio", "ada_url", "difflib"}
    assert not modules & heavy
    assert not {m for m in modules if m.startswith(("workbench.inspection", "workbench.capture"))}
    assert {m for m in modules if m.startswith("workbench.model")} == {
        "workbench.model", "workbench.model.summary",
    }  # fmt: skip


def test_another_process_that_writes_changes_the_version(path: Path) -> None:
    with Store.open(path) as mine, Store.open(path) as other:
        first = mine.version()
        assert mine.version() == first
        other.insert(simulated())
        second = mine.version()
        assert second != first
        mine.note(1, "x")
        assert mine.version() != second


# -- changing and deleting ------------------------------------------------------------------------


def test_labels_and_notes_change_what_is_found(store: Store) -> None:
    store.insert_many([simulated(1), simulated(2)])
    store.label(1, ["TCK-77", "agentless", " spaced "])
    store.label(1, remove=["agentless"])
    store.note(1, "seen at the bank's counter")
    assert store.get(1).labels == ("TCK-77", "spaced")
    for found in ("label:tck-77", "77", "counter", "has:note", "coun", "bank's"):
        assert [row.id for row in store.summaries(found)] == [1], found
    assert store.count("agentless") == 2  # it stands in the page too: not lost with the label
    store.note(1, None)
    store.label(1, remove=["TCK-77"])
    assert store.count("counter") == store.count("label:tck-77") == store.count("has:note") == 0
    assert store.get(1).note is None
    with pytest.raises(InputError, match="a label is empty"):
        store.label(1, ["  "])
    with pytest.raises(InputError, match="no exchange 9"):
        store.note(9, "x")
    assert store.check(silent) == []


def test_many_are_labelled_with_one_commit_and_those_that_are_gone_left_out(store: Store) -> None:
    store.insert_many(simulated(seed) for seed in (1, 2, 3))
    store.label(2, ["old"])
    before = store.version()
    assert store.label_many([1, 2, 99], ["TCK-1"], ["old"]) == 2
    assert store.version() == before + 1
    assert [store.get(id_).labels for id_ in (1, 2, 3)] == [("TCK-1",), ("TCK-1",), ()]
    assert list(store.ids("label:tck-1")) == [2, 1]
    with pytest.raises(InputError, match="empty"):
        store.label_many([1, 3], ["new", " "])
    assert store.get(3).labels == ()


def test_deleting_leaves_no_trace_in_the_file(path: Path) -> None:
    secret = "S3CRETvalueOf2026thatIsLong"
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(30))
        one = replace(
            simulated(
                99, state=secret, tag="wordofsecret", redirect_uri=f"https://{secret}.example/"
            ),
            note="notesecretly kept",
            labels=("labelsecret",),
        )
        store.insert(one)
        store.insert_many(simulated(seed) for seed in range(40, 60))
        traces = (secret, secret.lower()[:20], "wordofsecret", "notesecretly", "labelsecret")
        before = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
        assert all(trace.encode() in before for trace in traces[1:])
        assert store.delete([31, 31, 400]) == 1
        assert store.kept() == 50
        assert store.count("wordofsecret") == store.count(f"state:{secret}") == 0
        assert store.check(silent) == []
        assert store.insert(simulated()).id == 52
    for file in path.parent.iterdir():
        for trace in traces:
            assert trace.encode() not in file.read_bytes(), (file, trace)


def test_an_id_is_never_given_twice(store: Store) -> None:
    store.insert_many(simulated(seed) for seed in range(3))
    assert store.delete([3]) == 1
    assert store.insert(simulated(4)).id == 4
    with pytest.raises(InputError):
        store.get(3)


# -- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_only_the_owner_can_read_it(tmp_path: Path, umask: int) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "a" / "b" / "history.sqlite3"
    before = os.umask(umask)
    try:
        with Store.open(path) as store:
            store.insert(simulated())
            for file in path.parent.iterdir():
                assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
            assert len(list(path.parent.iterdir())) == 3
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755  # was there: not ours to change


def test_a_file_that_others_can_read_is_closed_to_them(path: Path) -> None:
    Store.open(path).close()
    path.chmod(0o644)
    with Store.open(path) as store:
        assert "could be read by others" in store.notices[0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def sqlite_file(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("CREATE TABLE theirs (x)", *statements):
            connection.execute(statement)
        connection.commit()


def test_what_is_no_history_is_left_alone(tmp_path: Path) -> None:
    cases = {"text": b"not a database at all, but long enough to look at" * 9, "short": b"SQLite"}
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
    sqlite_file(tmp_path / "foreign")
    sqlite_file(tmp_path / "theirs", "PRAGMA application_id = 77")
    newer = len(MIGRATIONS) + 1
    sqlite_file(
        tmp_path / "newer",
        f"PRAGMA application_id={APPLICATION_ID}",
        f"PRAGMA user_version={newer}",
    )
    (tmp_path / "zeroed").write_bytes(bytes(8192))
    words = {
        "text": "no history", "short": "no history", "zeroed": "no history",
        "foreign": "another program", "theirs": "another program", "newer": "newer version",
    }  # fmt: skip
    for name, said in words.items():
        file = tmp_path / name
        before = digest(file), sorted(tmp_path.iterdir())
        with pytest.raises(HistoryError, match=said) as caught:
            Store.open(file)
        assert str(file) in caught.value.message
        assert caught.value.exit_code == 4
        assert (digest(file), sorted(tmp_path.iterdir())) == before
    with pytest.raises(HistoryError, match="is a folder"):
        Store.open(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(HistoryError, match="no ordinary file"):
        Store.open(tmp_path / "pipe")
    with pytest.raises(HistoryError, match="there is no history"):
        Store.open(tmp_path / "missing", must_exist=True)
    with pytest.raises(HistoryError, match="cannot be opened"):
        Store.open(tmp_path / "text" / "below-a-file")


def test_a_damaged_file_is_named_and_read_where_it_can_be(path: Path) -> None:
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(300))
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = os.urandom(8192)
    path.write_bytes(content)
    before = digest(path)
    with Store.open(path) as store:
        assert store.check(silent)
    assert digest(path) == before
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(HistoryError, match=r"damaged|cannot be"), Store.open(path) as store:
        list(store.exchanges())


def test_altered_bytes_are_named(path: Path) -> None:
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(5))
    with closing(sqlite3.connect(path)) as raw:
        packed = bytearray(raw.execute("SELECT packed FROM wire WHERE id = 2").fetchone()[0])
        packed[len(packed) // 2] ^= 1
        raw.execute("UPDATE wire SET packed = ? WHERE id = 2", (packed,))
        raw.execute("UPDATE exchange SET started_at = started_at + 1 WHERE id = 4")
        raw.execute("DELETE FROM wire WHERE id = 5")
        raw.commit()
    with Store.open(path) as store:
        problems = store.check(silent)
        assert [problem.split(":")[0] for problem in problems] == [
            "exchange 2", "exchange 4", "exchange 5",
        ]  # fmt: skip
        assert store.count("body:Resume") == 3 + ("damaged" not in problems[0])


def test_a_read_only_history_is_read_and_says_so(path: Path) -> None:
    with Store.open(path) as store:
        store.insert(simulated())
    path.chmod(0o400)
    try:
        for folder_mode in (0o700, 0o500):
            path.parent.chmod(folder_mode)
            with Store.open(path) as store:
                assert store.read_only
                assert "read-only" in store.notices[0]
                assert store.get(1).capture == simulated().capture
                assert store.count("agentless") == 1
                with pytest.raises(HistoryError, match="read-only"):
                    store.insert(simulated())
                assert store.check(silent) == []
    finally:
        path.parent.chmod(0o700)


def test_a_locked_history_says_so_and_keeps_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Store.open(path) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HistoryError, match="locked by another program") as caught:
            store.insert(replace(simulated(1), labels=("x",), note="n"))
        assert str(path) in caught.value.message
        assert "put aside" in caught.value.hint
        with Store.open(path) as second:  # still locked: lists go on, the spool waits
            assert second.summaries() == []
        other.rollback()
        assert store.insert(simulated(2)).id == 1
    spool = path.with_name(path.name + ".spool")
    assert stat.S_IMODE(spool.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in spool.iterdir()] == [0o600]
    (spool / "not-one.exchange").write_bytes(b"{}\nx")
    with Store.open(path) as store:
        assert "had been put aside" in store.notices[0]
        given_one = replace(simulated(1), labels=("x",), note="n")
        assert store.get(2) == replace(given_one, id=2, uuid=store.get(2).uuid)
        assert [file.name for file in spool.iterdir()] == ["not-one.exchange"]


def test_a_full_disk_loses_nothing_that_was_kept(path: Path) -> None:
    with Store.open(path) as store:
        store.insert_many(simulated(seed) for seed in range(20))
        connection = store._main()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(HistoryError, match="is full"):
            store.insert_many(simulated(seed) for seed in range(400))
        assert store.kept() == 20
        assert store.check(silent) == []
        connection.execute("PRAGMA max_page_count = 100000")
        assert store.adopt() == 400
        assert store.count("agentless") == 420


def test_a_file_that_is_gone_is_not_written_into(path: Path) -> None:
    with Store.open(path) as store:
        store.insert(simulated())
        path.rename(path.with_name("moved"))
        for use in (lambda: store.insert(simulated()), store.version):
            with pytest.raises(HistoryError, match="removed or replaced"):
                use()
    with pytest.raises(HistoryError, match="is closed"):
        store.summaries()


def test_a_group_is_kept_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(InputError):
        store.insert_many([simulated(1), replace(simulated(2), labels=("",))])
    assert store.kept() == 0


def test_four_processes_write_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.exchanges import simulated\n"
        "from workbench.history import Store\n"
        f"s = Store.open(Path({str(path)!r})); base = int(sys.argv[1]) * 1000\n"
        "print(*(s.insert(simulated(base + n, lang='fr')).id for n in range(200)))"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(n)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for n in range(4)
    ]  # fmt: skip
    ended = [worker.communicate() for worker in workers]
    assert [words for _, words in ended] == [""] * 4
    printed = [int(id_) for out, _ in ended for id_ in out.split()]
    assert sorted(printed) == list(range(1, 801))
    with Store.open(path) as store:
        assert store.kept() == store.count("lang:fr agentless") == 800
        assert store.check(silent) == []


def test_processes_that_open_at_one_moment_make_one_history(tmp_path: Path) -> None:
    code = (
        "import sys; from workbench.history import Store\n"
        "print('ready', flush=True)\n"
        "for path in sys.stdin:\n"
        "    Store.open(path.strip()).close()\n"
        "    print('opened', flush=True)"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(6)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdin is not None
        assert worker.stdout.readline() == "ready\n"
    for number in range(20):
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(f"{tmp_path / str(number)}.sqlite3\n")
            worker.stdin.flush()
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
    assert [worker.communicate()[1] for worker in workers] == [""] * 6
    for number in range(20):
        with Store.open(tmp_path / f"{number}.sqlite3") as store:
            assert store.check(silent) == []


def test_a_history_opened_twice_in_a_process_loses_nothing(path: Path) -> None:
    listing = f"from workbench.history import Store; Store.open({str(path)!r}).close()"
    with Store.open(path) as first:
        first.insert(simulated(1))
        Store.open(path).close()
        subprocess.run([sys.executable, "-c", listing], check=True)
        first.insert(simulated(2))
        with Store.open(path) as second:
            assert second.kept() == 2
    with Store.open(path) as store:
        assert store.kept() == 2
        assert store.check(silent) == []


def test_threads_share_one_store(store: Store) -> None:
    def work(base: int) -> None:
        for seed in range(10):
            store.insert(simulated(base + seed))
            store.summaries("agentless")

    threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.kept() == 40


def test_a_format_change_is_whole_or_not_at_all(path: Path) -> None:
    with Store.open(path) as store:
        store.insert(simulated())

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE exchange ADD COLUMN extra")
        raise sqlite3.OperationalError("no more")

    def working(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE exchange ADD COLUMN extra")

    with pytest.raises(HistoryError):
        open_database(str(path), migrations=(*MIGRATIONS, broken))
    with Store.open(path) as store:
        assert store.kept() == 1
    open_database(str(path), migrations=(*MIGRATIONS, working))[0].close()
    with pytest.raises(HistoryError, match="newer version"):
        Store.open(path)
    backup = path.with_name(f"{path.name}.format{len(MIGRATIONS)}.backup")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with Store.open(backup) as store:
        assert store.kept() == 1


# -- rebuilding -----------------------------------------------------------------------------------


def test_reindex_rebuilds_what_is_derived(path: Path) -> None:
    with Store.open(path) as store:
        kept = store.insert_many(
            replace(simulated(n, lang="fr" if n % 2 else "en"), labels=("keep",)) for n in range(20)
        )
        rows = store.summaries()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE exchange SET status = 1, kind = 0, micros = NULL, url_values = NULL")
        raw.execute("INSERT INTO term (term) VALUES ('delete-all')")
        raw.execute("DELETE FROM word")
        raw.execute("UPDATE setting SET value = 0 WHERE name = 'index_version'")
        raw.commit()
    with Store.open(path) as store:
        stale = store.wants_reindex
        assert stale
        assert "not in the word index" in store.check(silent)[0]
        steps: list[Progress] = []
        assert store.reindex(steps.append) == 20
        assert steps[-1].done == 20
        stale = store.wants_reindex
        assert not stale
        assert store.check(silent) == []
        assert store.summaries() == rows
        assert store.count("lang:fr label:keep agent") == 10
        assert store.get(3) == kept[2]


def test_changes_during_a_reindex_are_in_the_new_index(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.history.reindexing.REINDEXED_AT_ONCE", 5)
    with Store.open(path) as store, Store.open(path) as other:
        store.insert_many(simulated(n) for n in range(20))

        def meanwhile(progress: Progress) -> None:
            if progress.done == 10:
                other.label(3, ["early"])
                other.label(15, ["late"])
                other.delete([4, 16])
                other.insert(replace(simulated(50), labels=("fresh",)))

        store.reindex(meanwhile)
        for label, id_ in (("early", 3), ("late", 15), ("fresh", 21)):
            assert [row.id for row in store.summaries(f"label:{label}")] == [id_]
            assert [row.id for row in store.summaries(label)] == [id_]
        assert store.count("agentless") == store.kept() == 19
        assert store.check(silent) == []


def test_a_long_scan_can_be_stopped_and_holds_up_nobody(store: Store) -> None:
    store.insert_many(simulated(seed) for seed in range(400))
    started, ended = threading.Event(), []

    def scan() -> None:
        started.set()
        try:
            while True:
                store.count("body:not-there")
        except HistoryError as error:
            ended.append(error)

    thread = threading.Thread(target=scan)
    thread.start()
    started.wait()
    for seed in range(3):
        kept = store.insert(simulated(seed))
        assert kept.id is not None
        assert store.get(kept.id) == kept
    assert thread.is_alive()
    while thread.is_alive():
        store.cancel()
        thread.join(0.01)
    assert "stopped" in ended[0].message
    assert store.count("agentless") == 403


def test_the_dictionary_holds_nothing_but_simulator_answers() -> None:
    folder = Path(database.__file__).parent / "dictionaries"
    content = b"".join(file.read_bytes() for file in folder.glob("*.zdict"))
    assert b"X-Workbench-Simulator" in content
    for secret in (b"Bearer ey", b"flinks-auth-key: Bearer"):
        assert secret not in content


def test_a_page_like_the_documented_one_costs_few_bytes(path: Path) -> None:
    count = 1_000
    with Store.open(path) as store:
        kept = store.insert_many(simulated(seed) for seed in range(count))
    raw = sum(len(one.capture.sent) + len(one.capture.received) for one in kept)
    assert path.stat().st_size < 1_000 * count < raw
