"""What changed, and since when: runs of equal shape, the last good answer, and their proof."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.finding_cases.building import (
    NOON,
    RETURN,
    STATE,
    alone,
    answer,
    asked,
    failed,
    page,
    pasted,
    refused,
    sealed,
)
from tests.running import Person
from tests.test_the_main_job import validate
from workbench import InputError, Workbench
from workbench.document.changes import changes_document
from workbench.errors import WorkbenchError
from workbench.history import Store, runs
from workbench.history.turns import Piece, Turns
from workbench.model.changes import ChangeGroup, Run
from workbench.model.exchange import Exchange

RANDOM = Random(7)


def call(minute: int = 0, received: bytes | None = None, **more: Any) -> Exchange:
    """A call like any other: all that should be new is new."""
    asking = {name: more.pop(name) for name in list(more) if name in _ASKED}
    shown = {
        "REF": f"{RANDOM.getrandbits(240):060X}",
        "state": sealed({"i": f"{RANDOM.getrandbits(64)}", "r": RETURN, "s": STATE}),
        "resumePath": f"/as/f{RANDOM.getrandbits(40)}/resume/as/authorization.ping",
    }
    head = more.pop("head", ())
    body = received or answer(page(**{**shown, **more}), add=head)
    return asked(body, started_at=NOON + timedelta(minutes=minute), **asking)


_ASKED = ("institution_id", "lang", "redirect_uri", "recipientId", "tag", "host", "origin")
A: dict[str, Any] = {}
B: dict[str, Any] = {"provider_id": "4010"}
C: dict[str, Any] = {"provider_id": "4011"}


@pytest.fixture
def wb(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path / "h.sqlite3")


def keep(wb: Workbench, *exchanges: Exchange) -> None:
    with Store.open(wb.path) as store:
        store.insert_many(exchanges)


def told(group: ChangeGroup) -> list[tuple[str, int, int, int]]:
    """Each run of a group: what, how many, from, to; shapes by their first appearance."""
    letters: dict[str, str] = {}
    for run in group.runs:
        if run.shape is not None:
            letters.setdefault(run.shape, "ABCDEF"[len(letters)])
    named = [(letters.get(run.shape or "", run.name), run) for run in (*group.runs, *group.apart)]
    return [(name, run.count, run.first_id, run.last_id) for name, run in named]


def test_a_change_is_shown_with_its_time_and_two_ids_as_proof(wb: Workbench) -> None:
    keep(
        wb,
        *(call(n) for n in range(5)),
        *(call(10 + n, without=("reauth",), **B) for n in range(4)),
    )
    (group,) = wb.changes()
    assert (group.by, group.value, group.verdict, group.count) == (
        "institution_id",
        "42",
        "changed",
        9,
    )
    assert told(group) == [("A", 5, 1, 5), ("B", 4, 6, 9)]
    before, after = group.runs
    assert (before.first_seen, before.last_seen) == (NOON, NOON + timedelta(minutes=4))
    assert after.first_seen == NOON + timedelta(minutes=10)
    assert (before.proof, before.changed) == (None, ())
    assert after.proof == (5, 6)
    assert after.changed == ("provider_id 4003 -> 4010", "1 input gone (reauth)")
    assert repr(group) == (
        "<ChangeGroup institution_id 42: changed, 9 exchanges>\n"
        f"  <Run {before.shape}, 5 times, 1 to 5>\n"
        f"  <Run {after.shape}, 4 times, 6 to 9: provider_id 4003 -> 4010, 1 input gone (reauth)>"
    )
    assert len(wb.history(f"shape:{after.shape}")) == 4


def test_values_that_nobody_knows_are_no_change(wb: Workbench) -> None:
    theme = '<input type="hidden" name="theme" value="{}">'
    keep(wb, *(call(n, extra=theme.format(n)) for n in range(4)))
    (group,) = wb.changes()
    assert (group.verdict, len(group.runs)) == ("steady", 1)


def test_shapes_that_come_back_are_one_flapping_stretch(wb: Workbench) -> None:
    many = [call(n) for n in range(12)]
    many += [call(20 + n, **(B if n % 2 else C)) for n in range(9)]
    many += [call(40 + n, **B) for n in range(15)]
    keep(wb, *many)
    (group,) = wb.changes()
    assert group.verdict == "flapping"
    assert [(run.kind, run.count) for run in group.runs] == [
        ("shape", 12),
        ("flapping", 9),
        ("shape", 15),
    ]
    stretch = group.runs[1]
    assert [times for _, times in stretch.shapes] == [5, 4]
    assert {shape for shape, _ in stretch.shapes} >= {group.runs[2].shape}
    assert stretch.proof == (13, 14)
    assert stretch.changed == ("provider_id 4011 -> 4010",)
    assert group.runs[2].proof == (21, 22)


def test_one_way_back_is_a_change_and_no_flapping(wb: Workbench) -> None:
    keep(wb, *(call(n, **kind) for n, kind in enumerate([A] * 3 + [B] * 3 + [A] * 3)))
    (group,) = wb.changes()
    assert (group.verdict, told(group)) == (
        "changed",
        [("A", 3, 1, 3), ("B", 3, 4, 6), ("A", 3, 7, 9)],
    )


def test_what_was_seen_too_little_is_said_to_be(wb: Workbench) -> None:
    keep(
        wb,
        *(call(n) for n in range(5)),
        call(6, **B),
        call(7, **B),
        *(call(n, institution_id="77") for n in range(2)),
    )
    groups = {group.value: group for group in wb.changes()}
    assert groups["42"].verdict == "seen too little"
    assert [run.too_little for run in groups["42"].runs] == [False, True]
    assert groups["77"].verdict == "seen too little"
    keep(wb, call(9, **B))
    assert {group.value: group.verdict for group in wb.changes()}["42"] == "changed"


def test_failures_and_what_could_not_be_read_stand_apart_and_break_no_run(wb: Workbench) -> None:
    keep(
        wb,
        *(call(n) for n in range(2)),
        failed("timeout", "deadline"),
        pasted("https://toolbox-api.private.fin.ag/v3/oauth/authorize?institution_id=42"),
        failed("timeout", "silence"),
        failed("connect", "dns"),
        *(call(n) for n in range(3, 6)),
    )
    (group,) = wb.changes()
    assert told(group) == [
        ("A", 5, 1, 9),
        ("failed: timeout", 2, 3, 5),
        ("no answer", 1, 4, 4),
        ("failed: connect", 1, 6, 6),
    ]
    assert (group.count, group.verdict) == (9, "steady")
    keep(wb, replace(failed("connect", "dns")))
    (silent,) = wb.changes("has:failure")
    assert (silent.verdict, silent.count, silent.runs) == ("no answer", 4, ())


def test_every_exchange_is_in_one_place_whatever_it_is_grouped_by(wb: Workbench) -> None:
    keep(
        wb,
        call(1, lang="fr", tag="T-1", recipientId="r-1"),
        call(2, lang="en", redirect_uri="https://a.example.com/cb?x=0123456789abcdef01"),
        replace(call(3, institution_id="77"), labels=("x", "y")),
        replace(call(4, institution_id=None), origin="import"),
        call(5, refused({"lang": ["bad"]})),
        failed("timeout", "deadline"),
        alone(answer(page())),
        alone("no page at all"),
    )
    values = {
        "institution_id": {"42", "77", None},
        "instance": {"toolbox"},
        "host": {"ob.flinksapp.com", None},
        "request_host": {"toolbox-api.private.fin.ag"},
        "lang": {"en", "fr", None},
        "recipient": {"r-1", None},
        "tag": {"T-1", None},
        "label": {"x, y", None},
        "origin": {"live", "import"},
        "kind": {"form", "none"},
        "status": {"302", "400", None},
        "none": {"all"},
        "redirect_uri": {RETURN, "https://a.example.com/cb?x=0123456789abcdef01", None},
    }
    for by, expected in values.items():
        groups = list(wb.changes(by=by))
        assert {group.value for group in groups} == expected, by
        _accounted(groups, wb.count())
    both = list(wb.changes(by="institution, lang"))
    assert {group.value for group in both} >= {"42, fr", "77, en", "-, en", "-, -"}
    _accounted(both, wb.count())
    for words in ("lang:en", "status:302 OR has:failure", "-institution:42", "id:2..5"):
        changes = wb.changes(words)
        assert changes.count == wb.count(words)
        _accounted(list(changes), changes.count)


def _accounted(groups: list[ChangeGroup], count: int) -> None:
    assert sum(group.count for group in groups) == count
    for group in groups:
        assert sum(run.count for run in (*group.runs, *group.apart)) == group.count


def test_an_unknown_field_is_answered_with_the_nearest(wb: Workbench) -> None:
    for wrong, near in (("institution_ids", "institution_id"), ("redirecturi", "redirect_uri")):
        with pytest.raises(InputError) as caught:
            wb.changes(by=wrong)
        assert near in caught.value.hint
    with pytest.raises(WorkbenchError, match="there is no key"):
        len(wb.changes("nokey:x"))


def test_the_groups_that_changed_last_come_first(wb: Workbench) -> None:
    keep(
        wb,
        *(call(n, institution_id=who) for who in ("9", "10", "11", "8") for n in range(3)),
        *(call(n, institution_id="10", **B) for n in range(3)),
        *(call(n, institution_id="11", **B) for n in range(3)),
    )
    assert [group.value for group in wb.changes()] == ["11", "10", "8", "9"]


def test_runs_need_no_bytes_and_a_lost_proof_is_said(wb: Workbench) -> None:
    keep(wb, *(call(n) for n in range(3)), *(call(n, **B) for n in range(3)))
    with closing(sqlite3.connect(wb.path)) as raw:
        raw.execute("UPDATE wire SET packed = x'00'")
        raw.commit()
    (group,) = wb.changes()
    assert told(group) == [("A", 3, 1, 3), ("B", 3, 4, 6)]
    assert group.runs[1].changed[0].startswith("cannot be compared: ")


def test_more_groups_than_are_told_apart_are_still_counted(tmp_path: Path) -> None:
    with Store.open(tmp_path / "h.sqlite3") as store:
        store.insert_many(call(n, institution_id=str(n % 7)) for n in range(20))
        with closing(sqlite3.connect(store.path)) as connection:
            groups = runs.change_groups(connection, None, ("institution_id",), most_groups=3)
    assert len(groups) == 4
    assert sum(group.count for group in groups) == 20
    assert groups[-1].apart[0].kind == "not told apart"
    assert groups[-1].value == "further values (beyond 3)"


def test_proofs_are_asked_for_the_newest_changes_alone(wb: Workbench) -> None:
    keep(wb, *(call(n, provider_id=str(5000 + n)) for n in range(60)))
    (group,) = wb.changes()
    assert len(group.runs) == 60
    assert [bool(run.changed) for run in group.runs] == [False] * 10 + [True] * 50


_SHAPES = st.lists(st.integers(1, 6), max_size=60) | st.lists(st.integers(1, 60), max_size=200)


def _turned(shapes: list[int], most: int) -> list[Piece]:
    turns = Turns()
    for id_, shape in enumerate(shapes, 1):
        if turns.tail is not None and turns.tail.shape == shape:
            turns.tail.goes_on(id_, id_)
        else:
            turns.turn(shape, id_, id_, most)
    return turns.pieces


def _count(piece: Piece) -> int:
    between = piece.middle.count if piece.middle else 0
    return piece.head.count + between + (piece.tail.count if piece.tail is not piece.head else 0)


@given(_SHAPES)
@settings(max_examples=200, deadline=None)
def test_stretches_are_those_of_the_definition(shapes: list[int]) -> None:
    rows = [(shape, len(list(same))) for shape, same in groupby(shapes)]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, (shape, _) in enumerate(rows):
        first.setdefault(shape, place)
        last[shape] = place
    spans: list[list[int]] = []
    for start, end in sorted((first[shape], last[shape]) for shape in first):
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    expected: list[int] = []
    for start, end in spans:
        inside = rows[start : end + 1]
        returns = len(inside) - len({shape for shape, _ in inside})
        counts = [count for _, count in inside]
        expected += [sum(counts)] if returns >= 2 else counts
    assert [_count(piece) for piece in _turned(shapes, 1000)] == expected


@given(_SHAPES, st.sampled_from([8, 20]))
@settings(max_examples=200, deadline=None)
def test_however_little_is_kept_every_answer_is_counted_in_order(
    shapes: list[int], most: int
) -> None:
    pieces = _turned(shapes, most)
    assert len(pieces) <= most
    assert sum(map(_count, pieces)) == len(shapes)
    at = 0
    for piece in pieces:
        assert piece.head.first == at + 1
        at = piece.tail.last
        if piece.middle is not None:
            middle = piece.middle
            assert middle.count == middle.last - middle.first + 1
            assert (piece.head.last + 1, piece.tail.first - 1) == (middle.first, middle.last)
            inside = Counter(shapes[middle.first - 1 : middle.last])
            assert middle.others == middle.count - middle.shapes.total()
            assert all(inside[shape] >= times for shape, times in middle.shapes.items())
    assert at == len(shapes)


# -- on the command line ------------------------------------------------------------------------


def _kept(person: Person, *exchanges: Exchange) -> None:
    with Store.open(person.history) as store:
        store.insert_many(exchanges)


def test_the_command_tells_runs_proof_and_that_all_are_accounted_for(person: Person) -> None:
    _kept(
        person,
        *(call(n) for n in range(3)),
        *(call(n, **B) for n in range(4)),
        failed("timeout", "deadline"),
        *(call(n, institution_id="77") for n in range(3)),
    )
    lines = person.ok("changes").text.splitlines()
    assert lines[0] == "institution_id 42: changed, 8 exchanges"
    assert "3 times" in lines[1]
    assert lines[1].endswith("#1-3")
    assert lines[3] == "    provider_id 4003 -> 4010  (workbench diff 3 4)"
    assert lines[4].startswith("  failed: timeout")
    assert lines[5] == "institution_id 77: steady, 3 exchanges"
    assert lines[-1] == "11 exchanges in 2 groups, all accounted for"
    one = person.ok("changes", "--limit", "1", "kind:form")
    assert one.text.splitlines()[-1] == "10 exchanges in 2 groups, all accounted for"
    assert "1 of 2 groups" in one.err
    every = person.ok("changes", "--by", "none").text
    assert every.startswith("all: changed, 11 exchanges\n")
    assert "asked with institution_id 42 -> 77" in every


def test_the_command_as_json_lines(person: Person) -> None:
    flapping = [call(n, **(B if n % 2 else A)) for n in range(6)]
    _kept(person, *flapping, failed("timeout", "deadline"), call(9, institution_id="77"))
    ended = person.ok("changes", "--json")
    for document in ended.documents:
        validate(document, "changes")
    assert [(one["value"], one["verdict"]) for one in ended.documents] == [
        ("42", "flapping"),
        ("77", "seen too little"),
    ]
    (stretch,) = ended.documents[0]["runs"]
    assert (stretch["count"], stretch["proof"]) == (6, [1, 2])
    assert stretch["first"] == {"id": 1, "started_at": "2026-11-24T10:00:00.000000Z"}
    assert "8 exchanges in 2 groups, all accounted for" in ended.err


def test_a_field_that_is_not_there_and_an_empty_history(person: Person) -> None:
    wrong = person.run("changes", "--by", "lan")
    assert (wrong.code, wrong.text) == (2, "")
    assert "did you mean lang?" in wrong.err
    empty = person.ok("changes")
    assert empty.text == ""
    assert "The history is empty" in empty.err
    _kept(person, call())
    assert "none of 1 fits" in person.ok("changes", "institution:9").err
    assert person.run("changes", "nokey:1").code == 2


def test_what_comes_from_the_wire_does_not_act_on_a_terminal(person: Person) -> None:
    evil = "4\x1b]0;x\x07\u202e2"
    _kept(person, *(call(n, institution_id=evil, provider_id=str(n)) for n in range(2)))
    text = person.ok("changes").text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b" in text


def test_completion_and_schema_know_the_command(person: Person) -> None:
    assert "changes)" in person.ok("--completion", "bash").text
    assert {"changes", "comparison"} <= set(person.ok("schema").text.split())
    schema = json.loads(person.ok("schema", "changes").text)
    jsonschema.Draft202012Validator.check_schema(schema)


# -- beside the last good one -------------------------------------------------------------------


def _compared(wb: Workbench, id_: int) -> str | None:
    lines = {line.label: line.value for line in wb.summary(wb.get(id_))}
    return lines.get("compared")


def test_the_summary_says_how_an_answer_differs_from_the_last_good_one(wb: Workbench) -> None:
    keep(
        wb,
        call(0),
        call(3 * 24 * 60),
        call(3 * 24 * 60, institution_id="77"),
        call(3 * 24 * 60 + 5, without=("reauth",), **B),
        failed("timeout", "deadline"),
        call(9000, refused({"lang": ["bad"]})),
    )
    assert _compared(wb, 1) is None
    assert _compared(wb, 2) == "same as last good #1 (3 days earlier)"
    assert _compared(wb, 3) is None
    assert _compared(wb, 4) == (
        "differs from last good #2 (5 minutes earlier): provider_id 4003 -> 4010, "
        "1 input gone (reauth)"
    )
    assert (_compared(wb, 5) or "").endswith(": failed: timeout (deadline)")
    assert "status 302 -> 400" in (_compared(wb, 6) or "")
    french = {line.label: line.value for line in wb.summary(wb.get(2), "fr")}
    assert french["comparé"] == "comme la dernière bonne réponse #1 (3 jours plus tôt)"


def test_where_the_request_is_not_known_nothing_is_compared(wb: Workbench) -> None:
    keep(wb, alone(answer(page())), alone(answer(page(lang="fr"))))
    assert _compared(wb, 2) is None
    lines = wb.summary(wb.get(1))
    assert lines == wb.summary(replace(wb.get(1), id=None))


def test_the_command_shows_it_after_a_call_and_later(person: Person) -> None:
    with person.simulator() as url:
        asking = ("authorize", "--base-url", url, "--institution-id", "42", "--state", "auto")
        assert "compared" not in person.ok(*asking).text
        assert "compared: same as last good #1 (" in person.ok(*asking).text
        assert "compared" not in person.ok(*asking, "--no-store").text
    assert "compared: same as last good #1 (" in person.ok("show", "2").text


# -- comparing what is kept ---------------------------------------------------------------------


def test_an_unknown_input_is_volatile_after_three_values_in_three_answers(wb: Workbench) -> None:
    field = '<input type="hidden" name="csrf" value="{}">'
    keep(wb, call(1, extra=field.format("a")), call(2, extra=field.format("b")))
    assert [d.field for d in wb.compare(1, 2).stable] == ["csrf"]
    keep(wb, call(3, extra=field.format("c")))
    comparison = wb.compare(1, 2)
    assert comparison.stable == ()
    assert "csrf" in [d.field for d in comparison.volatile]
    # A release that changes a value once or twice is none that is new each time.
    keep(wb, call(4, extra=field.format("c")))
    assert [d.field for d in wb.compare(1, 2).stable] == ["csrf"]


def test_good_is_taken_as_like_the_other_one(wb: Workbench) -> None:
    keep(wb, call(1), call(2, institution_id="77"), call(3, refused({"lang": ["bad"]})))
    for before, after, ids in (("good", "last", (1, 3)), ("last", "good", (3, 1))):
        comparison = wb.compare(before, after)
        assert (comparison.before_id, comparison.after_id) == ids


def test_the_configured_key_is_masked_wherever_it_stands(
    wb: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(wb, call(1), call(2, refused({"lang": ["key K3Y-very-secret-0123456789 is bad"]})))
    shown = [d.after for d in wb.compare(1, 2).differences]
    assert any("K3Y" in (text or "") for text in shown)
    monkeypatch.setenv("WORKBENCH_AUTH_KEY", "K3Y-very-secret-0123456789")
    with Workbench(wb.path) as with_key:
        masked = [d.after or "" for d in with_key.compare(1, 2).differences]
    assert not any("K3Y" in text for text in masked)
    assert any("is bad" in text for text in masked)


def test_the_diff_command(person: Person) -> None:
    _kept(person, call(1), call(2), call(3, lang="fr"), replace(call(4, **B), origin="simulator"))
    same = person.ok("diff", "1", "2", "--check")
    assert "nothing that should stay the same differs" in same.text
    assert "volatile, as expected: " in same.text
    assert "REF" not in same.text
    assert "REF" in person.ok("diff", "1", "2", "--every").text
    assert person.run("diff", "2", "4", "--check").code == 1
    first = person.ok("diff", "1", "4").text.splitlines()[0]
    assert first == "from 1 (live) to 4 (SIMULATOR): live against simulated"
    document = person.ok("diff", "1", "4", "--json").documents[0]
    validate(document, "comparison")
    assert "REF" in person.ok("diff", "1", "2", "--text").text
    assert person.ok("diff", "1", "2", "--text").text.startswith("--- 1\n+++ 2\n@@ -")


def test_the_diff_command_names_what_follows_what_repeats_and_how_it_was_read(
    person: Person,
) -> None:
    state = {"i": "1", "r": RETURN, "s": STATE}
    changed = {**state, "s": STATE[:-1] + "0"}
    french = page(lang="fr", state=sealed(changed)).replace("Submit Form", "Envoi")
    _kept(
        person,
        call(1, answer(page(state=sealed(state)))),
        call(2, answer(french), lang="fr"),
    )
    assert person.ok("diff", "1", "2").text.splitlines() == [
        "from 1 (live) to 2 (live)",
        "request:",
        "  lang",
        "    - en",
        "    + fr",
        "    from this follows, in the answer:",
        "      title",
        "        - Submit Form",
        "        + Envoi",
        "    from this follows, in the inputs:",
        "      lang",
        "        - en",
        "        + fr",
        "decoded:",
        "  forms[0].state: base64 > deflate > json; i, r equal",
        "  forms[0].state.s  (both UUID version 4, differ)",
        f"    - {STATE}",
        f"    + {STATE[:-1]}0",
        "state is the same in both: it should differ",
        "REF is the same in both: it should differ",
        "resumePath is the same in both: it should differ",
        "state.i is the same in both: it should differ",
    ]


def test_a_shape_is_found_by_its_beginning(wb: Workbench) -> None:
    keep(wb, call(1), call(2), call(3, **B))
    shape = wb.rows([1])[0].shape
    assert shape is not None
    for beginning in (shape, shape[:6], shape[:6].upper(), f"{shape[:6]}*"):
        assert list(wb.ids(f"shape:{beginning}", descending=False)) == [1, 2]
    assert wb.count("shape:000000") == 0


def test_a_beginning_that_too_many_shapes_have_is_refused(wb: Workbench) -> None:
    keep(wb, call())
    with closing(sqlite3.connect(wb.path)) as raw:
        rows = [(f"a{number:07x}",) for number in range(300)]
        raw.executemany("INSERT INTO text (text) VALUES (?)", rows)
        raw.commit()
    with pytest.raises(WorkbenchError, match="few shapes"):
        wb.count("shape:a")


def test_runs_show_themselves_without_values() -> None:
    run = Run("failure", None, 2, 1, 9, None, None, failure="timeout")
    assert repr(run) == "<Run failed: timeout, 2 times, 1 to 9>"
    assert repr(replace(run, count=1, last_id=1)) == "<Run failed: timeout, once, 1>"
    document = changes_document(ChangeGroup("lang", None, 2, "no answer", (), (run,)))
    validate(document, "changes")
