"""Many calls: every combination once, at a bounded pace, kept, gone on with, and compared."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import Person
from tests.test_the_main_job import closed
from tests.wire_server import ANSWER, Behaviour, Connection, WireServer
from workbench import AuthorizeRequest, HistoryError, InputError, Workbench
from workbench.document.schema import schema_text
from workbench.model.progress import Progress
from workbench.service.sweeping import Pace
from workbench.sweep import MOST_STEPS, plan

BACK = "https://app.example.com/cb"
BUSY = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: %b\r\nContent-Length: 0\r\n\r\n"
AT_ONCE = Pace(rate=None)


def base_of(url: str, tag: str | None = None) -> AuthorizeRequest:
    return AuthorizeRequest(base_url=url, redirect_uri=BACK, tag=tag)


def queries(server: WireServer) -> list[str]:
    return [re.split(rb"[? ]", head)[2].decode() for head in server.requests]


def asked(server: WireServer, name: str) -> list[str]:
    return [value for query in queries(server) for value in re.findall(rf"{name}=([^&]*)", query)]


def each(answer: Callable[[bytes], bytes | None]) -> Behaviour:
    """Answer every request by its head; None closes the connection without a word."""

    def behave(connection: Connection) -> None:
        while head := connection.read_request():
            said = answer(head)
            if said is None:
                return
            connection.send(said)

    return behave


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path / "h.sqlite3", config=tmp_path / "none.toml")


# -- what is called -------------------------------------------------------------------------------


def test_every_combination_is_called_once_in_the_documented_order(workbench: Workbench) -> None:
    with WireServer() as server, workbench:
        sweep = workbench.sweep(
            base_of(server.url), institution_id=["1", "2", "1"], lang=["en", "fr", None], rate=None
        )
        assert sorted(queries(server)) == sorted(
            f"institution_id={number}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb{lang}"
            for number in "12"
            for lang in ("&lang=en", "&lang=fr", "")
        )
        assert len(sweep) == 6
        assert [row.chosen for row in sweep.rows][:2] == [
            (("institution_id", "1"), ("lang", "en")),
            (("institution_id", "1"), ("lang", "fr")),
        ]
        assert workbench.count(f"label:{sweep.label}") == 6
        assert sweep.left == 0
        assert sweep.stopped is None


def test_each_call_has_a_state_of_its_own(workbench: Workbench) -> None:
    with WireServer() as server, workbench:
        workbench.sweep(base_of(server.url), institution_id=["1", "2", "3"], state="auto")
        states = asked(server, "state")
        assert len(set(states)) == 3
        assert all(len(state) == 22 for state in states)


def test_lines_of_a_table_are_called_with_every_combination(workbench: Workbench) -> None:
    rows = ({"institution_id": "1", "tag": "a"}, {"institution_id": "2", "prompt": "x y"})
    with WireServer() as server, workbench:
        sweep = workbench.sweep(base_of(server.url, tag="t"), rows=rows, lang=["en", "fr"])
        assert len(sweep) == 4
        assert Counter(asked(server, "tag")) == {"a": 2, "t": 2}
        assert asked(server, "prompt") == ["x%20y"] * 2


VALUES = st.lists(st.none() | st.text(max_size=3), min_size=1, max_size=4)


@given(st.dictionaries(st.sampled_from(["institution_id", "lang", "recipient_id", "x"]), VALUES))
def test_a_plan_has_each_combination_once_and_the_same_id_again(
    vary: dict[str, list[str | None]],
) -> None:
    base = AuthorizeRequest(base_url="http://127.0.0.1:1", lang="en", extra=[("y", "1")])
    if not vary:
        with pytest.raises(InputError, match="nothing varies"):
            plan(base, vary)
        return
    made = plan(base, vary)
    combinations = 1
    for values in vary.values():
        combinations *= len(set(values))
    assert len({step.request.url for step in made.steps}) == len(made.steps) == combinations
    assert [step.number for step in made.steps] == list(range(1, combinations + 1))
    assert plan(base, vary).id == made.id
    for step in made.steps:
        for name, value in step.chosen:
            assert step.request.param(name) == value


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ({}, "nothing varies"),
        ({"lang": []}, "no value for lang"),
        ({"a": [str(n) for n in range(MOST_STEPS)], "b": ["1", "2"]}, "200,000 calls"),
    ],
    ids=["nothing", "empty", "too many"],
)
def test_what_cannot_be_swept_is_said(
    workbench: Workbench, vary: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        workbench.plan_sweep(base_of("http://127.0.0.1:1"), vary)


def test_a_literal_url_has_nothing_to_vary(workbench: Workbench) -> None:
    with pytest.raises(InputError, match="nothing to vary"):
        workbench.plan_sweep(AuthorizeRequest(url="http://127.0.0.1:1/x"), {"lang": ["en"]})


# -- how fast -------------------------------------------------------------------------------------


def test_calls_begin_no_faster_than_the_rate(workbench: Workbench) -> None:
    with WireServer() as server, workbench:
        started = monotonic()
        workbench.sweep(base_of(server.url), institution_id=[*"123456"], rate=20)
        assert monotonic() - started >= 5 / 20


def test_no_more_are_under_way_than_allowed(workbench: Workbench) -> None:
    lock, waiting = threading.Lock(), threading.Semaphore(0)
    now, most = 0, 0

    def answer(_: bytes) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == 3:
                for _turn in range(9):
                    waiting.release()
        assert waiting.acquire(timeout=20)
        with lock:
            now -= 1
        return ANSWER

    with WireServer(each(answer)) as server, workbench:
        sweep = workbench.sweep(
            base_of(server.url), institution_id=[*"123456789"], concurrency=3, rate=None
        )
        assert len(sweep.answered) == 9
        assert most == 3


@pytest.mark.parametrize("wait", [b"99999999", b"0", b"Wed, 21 Oct 2099 07:28:00 GMT", b"soon"])
def test_a_server_that_asks_to_wait_is_waited_for_within_bounds(
    workbench: Workbench, wait: bytes
) -> None:
    refused: set[bytes] = set()

    def answer(head: bytes) -> bytes:
        if b"institution_id=2" in head and head not in refused:
            refused.add(head)
            return BUSY % wait
        return ANSWER

    said: list[Progress] = []
    with WireServer(each(answer)) as server, workbench:
        planned = workbench.plan_sweep(base_of(server.url), {"institution_id": [*"1234"]})
        pace = Pace(rate=None, longest_wait_s=0.2)
        sweep = workbench.run_sweep(planned, pace, on_progress=said.append)
        assert Counter(asked(server, "institution_id")) == {"1": 1, "2": 2, "3": 1, "4": 1}
        assert sweep.answered == (1, 2, 3, 4)
        assert sweep.refused == ()
        assert workbench.count("status:429") == 1
        assert any("asks to wait" in progress.what for progress in said)
        assert said[-1].done == said[-1].total == 4


def test_a_server_that_goes_on_refusing_ends_the_sweep(workbench: Workbench) -> None:
    with WireServer(each(lambda _: BUSY % b"0")) as server, workbench:
        planned = workbench.plan_sweep(base_of(server.url), {"institution_id": [*"123456"]})
        pace = Pace(concurrency=1, rate=None, tries=3, longest_wait_s=0.01)
        sweep = workbench.run_sweep(planned, pace)
        assert sweep.refused == (1,)
        assert "too many" in (sweep.stopped or "")
        assert len(server.requests) == 3
        assert sweep.left == 6


@pytest.mark.parametrize(
    "pace",
    [{"concurrency": 0}, {"concurrency": 65}, {"rate": 0}, {"rate": -1}, {"rate": float("nan")}],
    ids=str,
)
def test_a_pace_that_cannot_be_is_refused(workbench: Workbench, pace: dict[str, float]) -> None:
    with pytest.raises(InputError):
        workbench.sweep(base_of("http://127.0.0.1:1"), lang=["en"], **pace)  # type: ignore[arg-type]


# -- what goes wrong, and going on ----------------------------------------------------------------


def test_a_server_that_dies_half_way_stops_it_and_nothing_is_asked_twice(
    workbench: Workbench,
) -> None:
    numbers = [str(n) for n in range(30)]
    alive = True

    def answer(_: bytes) -> bytes | None:
        nonlocal alive
        alive = alive and len(server.requests) <= 12
        return ANSWER if alive else None

    with WireServer(each(answer)) as server, workbench:
        base = base_of(server.url)
        planned = workbench.plan_sweep(base, {"institution_id": numbers, "state": "auto"})
        sweep = workbench.run_sweep(planned, Pace(rate=None, stop_after=5))
        assert "in a row failed" in (sweep.stopped or "")
        assert 5 <= len(sweep.failed) < 18
        answered = {numbers[number - 1] for number in sweep.answered}
        failed = {numbers[number - 1] for number in sweep.failed}
        assert sweep.left == 30 - len(answered)
        before = len(server.requests)
        # From here on it answers again.
        server._behaviours = (each(lambda _: ANSWER),)
        again = workbench.run_sweep(planned, AT_ONCE, resume=True)
        assert set(again.skipped) == set(sweep.answered)
        later = asked(server, "institution_id")[before:]
        assert sorted(later) == sorted(set(numbers) - answered)
        assert failed <= set(later)
        assert again.label == sweep.label
        assert again.left == 0
        third = workbench.run_sweep(planned, AT_ONCE, resume=True)
        assert len(third.skipped) == 30
        assert len(server.requests) == before + len(later)


def test_a_new_run_of_the_same_sweep_has_a_label_of_its_own(workbench: Workbench) -> None:
    with WireServer() as server, workbench:
        first = workbench.sweep(base_of(server.url), lang=["en", "fr"])
        second = workbench.sweep(base_of(server.url), lang=["en", "fr"])
        assert second.label == f"{first.label}.2"
        assert len(server.requests) == 4
        resumed = workbench.sweep(base_of(server.url), lang=["en", "fr"], resume=True)
        assert resumed.label == second.label
        other = workbench.sweep(base_of(server.url), lang=["en"])
        assert other.label.partition(".")[0] != first.label


async def test_a_cancelled_sweep_keeps_what_came_and_goes_on(workbench: Workbench) -> None:
    third = threading.Event()

    def answer(head: bytes) -> bytes:
        if b"institution_id=3" in head and not third.is_set():
            third.set()
            server.stopping.wait(20)
        return ANSWER

    with WireServer(each(answer)) as server, workbench:
        planned = workbench.plan_sweep(base_of(server.url), {"institution_id": [*"1234"]})
        task = asyncio.create_task(
            workbench.run_sweep_async(planned, Pace(concurrency=1, rate=None))
        )
        assert await asyncio.to_thread(third.wait, 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert workbench.count("status:302") == 2
        assert workbench.count("failure:cancelled") == 1
        sweep = await workbench.run_sweep_async(planned, AT_ONCE, resume=True)
        assert sweep.skipped == (1, 2)
        assert sweep.left == 0


def test_where_nothing_can_be_kept_it_ends(workbench: Workbench, tmp_path: Path) -> None:
    with WireServer() as server, workbench:
        workbench.kept()
        (tmp_path / "h.sqlite3").rename(tmp_path / "elsewhere")
        with pytest.raises(HistoryError, match="removed or replaced"):
            workbench.sweep(base_of(server.url), lang=["en", "fr"])


# -- who answers differently ----------------------------------------------------------------------


def test_who_answers_differently_is_said_with_what_explains_it(
    workbench: Workbench, simulator: str
) -> None:
    with workbench:
        sweep = workbench.sweep(
            base_of(simulator),
            institution_id=["42", "43", "44", "45", "9201", "9101"],
            lang=["en", "fr"],
            state="auto",
            rate=None,
        )
        found = {(trait.area, trait.field): trait for trait in sweep.differences}
        leads = found["answer", "leads on by"]
        assert leads.follows is None
        assert leads.usual.value == "form"
        assert [(one.value, one.numbers, one.goes_with) for one in leads.others] == [
            ("location", (11, 12), "institution_id=9101")
        ]
        policy = found["headers", "content-security-policy"]
        assert [one.goes_with for one in policy.others] == ["institution_id=9201"]
        title = found["answer", "title"]
        assert title.follows == "lang"
        assert {one.value for one in (title.usual, *title.others)} == {
            "Submit Form",
            "Envoi du formulaire",
        }
        assert found["inputs", "provider_id"].follows == "institution_id"
        # Nothing that is new each time is news.
        assert not any("REF" in field or "state" in field for _, field in found)
        assert sweep.differences[0] is leads


def test_answers_that_are_alike_have_no_differences(workbench: Workbench) -> None:
    with WireServer() as server, workbench:
        sweep = workbench.sweep(base_of(server.url), institution_id=[*"123"], rate=None)
        assert sweep.differences == ()


# -- on the command line --------------------------------------------------------------------------


def given_to(url: str, *more: str) -> tuple[str, ...]:
    return ("sweep", "--base-url", url, "--redirect-uri", BACK, "--state", "auto", *more)


def test_the_command_makes_the_calls_and_says_who_differs(person: Person, simulator: str) -> None:
    line = given_to(simulator, "--each", "institution_id=42,43,9201", "--each", "lang=en,fr")
    done = person.ok(*line, "--rate", "off")
    assert done.text.startswith("6 calls: 6 answered\n")
    assert "headers content-security-policy: frame-ancestors 'none' in 4" in done.text
    assert "in 2: institution_id=9201" in done.text
    assert "answer title: Submit Form for lang=en, Envoi du formulaire for lang=fr" in done.text
    label = done.text.rpartition("label:")[2].strip()
    assert len(person.ok("history", f"label:{label}").text.splitlines()) >= 6
    again = person.ok(*line, "--resume")
    assert again.text.startswith("6 calls: 6 answered before\n")
    assert person.run(*line, "--resume", "--check").code == 1


def test_the_sweep_as_a_document_fits_its_schema(person: Person, simulator: str) -> None:
    done = person.ok(*given_to(simulator, "--each", "institution_id=42,9301", "--json"))
    (document,) = done.documents
    schema = closed(json.loads(schema_text("sweep")))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert [row["status"] for row in document["rows"]] == [302, 400]
    assert document["rows"][0]["asked"] == [["institution_id", "42"]]


def test_a_dry_run_lists_the_calls_and_sends_nothing(person: Person) -> None:
    with WireServer() as server:
        done = person.ok(*given_to(server.url, "--each", "lang=en,fr", "--dry-run"))
        assert [line.partition("lang=")[2] for line in done.text.splitlines()] == ["en", "fr"]
        assert server.connections == 0


def test_values_and_calls_come_from_files(person: Person, simulator: str) -> None:
    (person.home / "ids.txt").write_text("# ours\n42\n\n 43 \n")
    (person.home / "calls.csv").write_text('\ufefflang,tag\nen,"a,b"\nfr,\n', encoding="utf-8")
    (person.home / "calls.jsonl").write_text('{"lang": "en"}\n{"lang": "fr", "tag": 7}\n')
    from_files = given_to(simulator, "--each", "institution_id=@ids.txt", "--dry-run", "--from")
    lines = person.ok(*from_files, "calls.csv").text.splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("lang=en&tag=a%2Cb")
    assert person.ok(*from_files, "calls.jsonl").text.splitlines()[3].endswith("lang=fr&tag=7")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--each", "lang"), "has no '='"),
        (("--each", "lang=@nowhere"), "nowhere cannot be read: No such file"),
        (("--each", "lang=@empty"), "empty has no value"),
        (("--from", "bad.csv"), "bad.csv:3: 3 values for 2 names"),
        (("--from", "twice.csv"), "twice.csv:1: no names"),
        (("--from", "bad.jsonl"), "bad.jsonl:2: no JSON"),
        (("--from", "list.jsonl"), "list.jsonl:2: no call"),
        (("--from", "empty"), "empty has no calls"),
        (("--each", "lang=en", "--rate", "fast"), "--rate"),
        (("--each", "lang=en", "--concurrency", "0"), "0 calls at once"),
        ((), "nothing varies"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_is_wrong_with_it_is_said(person: Person, more: tuple[str, ...], said: str) -> None:
    for name, text in {
        "empty": "",
        "bad.csv": "lang,tag\nen,a\nfr,b,c\n",
        "twice.csv": "lang,lang\nen,fr\n",
        "bad.jsonl": '{"lang": "en"}\n{"lang"\n',
        "list.jsonl": '{"lang": "en"}\n["fr"]\n',
    }.items():
        (person.home / name).write_text(text)
    ended = person.run(*given_to("http://127.0.0.1:1", *more))
    assert ended.code == 2
    assert said in ended.err


def test_another_machine_is_asked_about_first(person: Person) -> None:
    ended = person.run("sweep", "--instance", "toolbox", "--each", "institution_id=1,2")
    assert ended.code == 2
    assert "Send 2 calls to toolbox-api.private.fin.ag" in ended.err
    assert "--yes" in ended.err


def test_failed_calls_end_with_3_and_are_kept(person: Person) -> None:
    with WireServer(each(lambda _: None)) as server:
        ended = person.run(*given_to(server.url, "--each", "lang=en,fr", "--rate", "off"))
        assert ended.code == 3
        assert "2 failed" in ended.text
        assert "alike" not in ended.text
    assert person.ok("history", "has:failure", "--json").text.count("\n") == 2


def test_ctrl_c_keeps_what_came_and_the_same_line_goes_on(person: Person) -> None:
    slow = threading.Event()

    def answer(_: bytes) -> bytes:
        if len(server.requests) == 3 and not slow.is_set():
            slow.set()
            server.stopping.wait(20)
        return ANSWER

    with WireServer(each(answer)) as server:
        line = given_to(
            server.url, "--each", "institution_id=1,2,3,4,5", "--concurrency", "1", "--rate", "off"
        )
        process = person.start(*line)
        assert slow.wait(30)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
        assert process.returncode == 130
        assert b"--resume goes on" in err
        assert b"Traceback" not in err
        done = person.ok(*line, "--resume")
        assert done.text.startswith("5 calls: 3 answered, 2 answered before\n")
        assert Counter(asked(server, "institution_id"))["1"] == 1
