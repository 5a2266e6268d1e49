"""Filters find what they say, complain at the right column, and cost little whatever is typed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchanges import answered, refused, simulated
from workbench.errors import InputError
from workbench.history import FILTER_KEYS, FilterError, Store, complete
from workbench.model.exchange import Exchange

NOW = datetime.now(UTC)
STATE = "9b1c42d0-0391-4c82-857d-70d95f087ecb"


def made() -> list[Exchange]:
    """Eleven exchanges, of every kind; their numbers are their ids."""
    page = simulated(
        1, state=STATE, lang="fr", tag="TCK-77", started_at=NOW - timedelta(days=30), ms=700
    )
    return [
        page,
        simulated(2, lang="en", tag="TCK-78", started_at=NOW - timedelta(days=3), ms=499.9),
        simulated(3, scenario="location", institution_id="77", started_at=NOW, ms=500),
        simulated(4, scenario="both", redirect_uri="https://other.example/back?x=1", ms=500.001),
        simulated(5, scenario="bad-lang", lang="fr-CA", institution_id=None),
        simulated(6, scenario="server-error"),
        refused(7),
        replace(simulated(8, instance="toolbox"), labels=("TCK-99", "two words")),
        replace(simulated(9, instance="sandbox"), origin="import", note="Counter at the bank"),
        simulated(10, scenario="gzip", started_at=datetime(2020, 2, 29, 12, tzinfo=UTC), ms=4000),
        answered(b"HTTP/1.1 200 OK\r\nServer: Kestrel\r\nX-Big: " + b"q" * 20_000 + b"\r\n\r\n"),
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("filters") / "history.sqlite3") as opened:
        opened.insert_many(made())
        yield opened


def found(store: Store, text: str) -> list[int]:
    ids = sorted(row.id for row in store.summaries(text))
    assert store.count(text) == len(ids)
    assert list(store.ids(text, descending=False)) == ids
    assert sorted(store.ids(text, sort="ms")) == ids
    return ids


EVERY = list(range(1, 12))
FORMS = [1, 2, 8, 9, 10]  # that lead on by their form alone

CASES = {
    "": EVERY,
    "status:302": [1, 2, 3, 4, 8, 9, 10],
    "status:4xx": [5],
    "STATUS:5XX": [6],
    "status:3*": [1, 2, 3, 4, 8, 9, 10],
    "instance:toolbox": [8],
    "instance:TOOL*": [8],
    "institution:77": [3],
    "institution:7": [],
    "lang:fr": [1],
    "lang:fr*": [1, 5],
    "tag:tck-77": [1],
    "tag:TCK-7*": [1, 2],
    'tag:"TCK-7*"': [],
    "redirect_uri:https://other.example/back?x=1": [4],
    "redirect_uri:other.example": [4],
    "redirect_uri:https://other.example/b*": [4],
    f"state:{STATE}": [1],
    "state:9b1c42d0-0391*": [1],
    "recipient:x": [],
    "host:ob.flinksapp.com kind:form": FORMS,
    "target:https://ob.flinksapp.com/api/v1/agentless kind:form": FORMS,
    "target:ob.flinksapp.com kind:form": FORMS,
    "request_host:toolbox-api.private.fin.ag": [8],
    "kind:form": FORMS,
    "kind:location": [3],
    "kind:both": [4],
    "kind:none": [5, 6, 7, 11],
    "failure:refused": [7],
    "failure:connect": [7],
    "failure:dns": [],
    "has:failure": [7],
    "has:note": [9],
    "has:callback": [],
    "has:location": [3, 4],
    "has:form": [1, 2, 4, 8, 9, 10],
    "has:error": [5, 6],
    "scope:TRANSACTIONS kind:form": FORMS,
    "form.response_type:code kind:form": FORMS,
    "form.ALLOWINTERACTION:true kind:form": FORMS,
    "header.server:kestrel": [11],
    "header.accept:text/plain -id:11": EVERY[:-1],
    "label:tck-99": [8],
    'label:"two words"': [8],
    "label:two*": [8],
    "origin:import": [9],
    "origin:live": [7, 8, 11],
    "ms:>500": [1, 4, 10],
    "ms:>=500": [1, 3, 4, 10],
    "ms:500": [3, 4],
    "ms:=500": [3],
    "ms:400..500": [2, 3],
    "ms:<4 ms:>2": [7],
    "ms:>1s": [10],
    "size:>10k": [11],
    "size:<1": [7],
    "id:10..20": [10, 11],
    "id:..2": [1, 2],
    "id:7": [7],
    "id:3..9": [3, 4, 5, 6, 7, 8, 9],
    "id:>9 status:302": [10],
    "id:1 OR id:3..4": [1, 3, 4],
    "since:7d id:1..3": [2, 3],
    "since:7d until:1d id:1..3": [2],
    "until:2020-02-29T12:00Z": [],
    "until:2020-02-29T12:00:00.000001Z": [10],
    "since:2020-02-29T12:00Z until:2020-03": [10],
    "until:2021": [10],
    "-lang:fr id:1..3": [2, 3],
    "NOT lang:fr id:1..3": [2, 3],
    "-(lang:fr OR lang:en) id:1..4": [3, 4],
    "-ms:>500 id:1..4": [2, 3],
    "--lang:fr": [1],
    "lang:fr OR lang:en": [1, 2],
    "lang:fr OR ms:>=4000": [1, 10],
    "(lang:fr OR has:note) origin:simulator": [1],
    "lang:fr AND status:302": [1],
    "-header.server:kestrel id:10..": [10],
    "body:RESUME kind:form": FORMS,
    "body:nowhere": [],
    "-body:resume id:10..": [11],
    "agentless kind:form": FORMS,
    "AGENT kind:form": FORMS,
    "gentless": [],
    "tck": [1, 2, 8],
    "TCK-77": [1],
    "TCK-7": [1, 2],
    "77": [1, 3],
    "counter bank": [9],
    '"counter at the ban"': [9],
    STATE: [1],
    STATE[:13]: [1],
    "https://other.example/back": [4],
    '"lang:nowhere"': [],
    '"lang:fr" label:two*': [8],
    "kestrel -tck": [11],
}


@pytest.mark.parametrize("text", CASES)
def test_a_filter_finds_what_it_says(store: Store, text: str) -> None:
    assert found(store, text) == CASES[text]


def test_values_of_the_page_are_found_by_name_and_as_words(store: Store) -> None:
    exchange = store.get(1)
    for entry in exchange.form.inputs:
        assert 1 in found(store, f'form.{entry.name}:"{entry.value}"'), entry.name
    reference = exchange.form["REF"]
    assert found(store, f"form.REF:{reference}") == found(store, reference) == [1]
    assert found(store, reference[:9].lower()) == found(store, reference[:30]) == [1]
    assert found(store, f"form.REF:{reference[:12]}*") == [1]
    assert all(1 in found(store, reference[:letters]) for letters in range(1, 30))
    assert found(store, reference[:29] + "x") == []
    state = exchange.form["state"]
    assert found(store, f"form.state:{state}") == found(store, state) == [1]
    assert found(store, state[:40]) == [1]
    assert found(store, f"connection:{exchange.form['connectionId']}")[0] == 1
    assert found(store, f"provider:{exchange.form['provider_id']}")[0] == 1
    shape = store.summaries("id:1")[0].shape
    assert shape is not None
    assert 1 in found(store, f"shape:{shape}")
    assert 1 in found(store, f"shape:{shape[:6]}")
    for finding in exchange.findings:
        assert 1 in found(store, f"finding:{finding.id} severity:{finding.severity}")
        assert 1 in found(store, f"finding:{finding.id.partition('.')[0]}.*")
    inner = next(d.value for d in exchange.decoded if d.path == "forms[0].state")
    assert isinstance(inner, dict)
    assert found(store, str(inner["i"])) == [1]


def test_local_time_counts_unless_the_text_says_z(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Toronto")
    time.tzset()
    try:
        assert found(store, "until:2020-02-29T07:00:01 id:10") == [10]
        assert found(store, "until:2020-02-29T07:00 id:10") == []
        assert found(store, "since:2020-02-29T12:00Z id:10") == [10]
        assert found(store, "since:2020-02-29T12:00:01+00:00 until:2021 id:10") == []
    finally:
        monkeypatch.undo()
        time.tzset()


# -- trees against plain Python -------------------------------------------------------------------


def _is_one_of(ids: list[int]) -> Callable[[int], bool]:
    return lambda id_: id_ in ids


ATOMS: dict[str, Callable[[int], bool]] = {
    text: _is_one_of(CASES[text])
    for text in (
        "status:302", "lang:fr", "kind:form", "ms:>500", "ms:>=500", "size:>10k", "id:3..9",
        "tck", "TCK-7", "has:note", "since:7d until:1d id:1..3", "tag:TCK-7*", "body:nowhere",
        "header.server:kestrel", "77",
    )
}  # fmt: skip
Tree = tuple[str, Callable[[int], bool]]


def _both(parts: list[Tree]) -> Tree:
    return " ".join(f"({t})" for t, _ in parts), lambda i: all(f(i) for _, f in parts)


def _either(parts: list[Tree]) -> Tree:
    return " OR ".join(f"({t})" for t, _ in parts), lambda i: any(f(i) for _, f in parts)


def _not(part: Tree) -> Tree:
    return f"-({part[0]})", lambda i: not part[1](i)


trees: st.SearchStrategy[Tree] = st.recursive(
    st.sampled_from(list(ATOMS.items())),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(_both)
        | st.lists(inner, min_size=1, max_size=3).map(_either)
        | inner.map(_not)
    ),
    max_leaves=7,
)


@given(trees)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_combination_means_what_logic_says(store: Store, tree: Tree) -> None:
    text, holds = tree
    assert found(store, text) == [id_ for id_ in EVERY if holds(id_)]


# -- complaints -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("lang:fr statsu:302", 9, "status"),
        ("institutoin:42", 1, "institution"),
        ("status:abc", 8, "such as status:302"),
        ("kind:from", 6, "did you mean form"),
        ("has:location has:froms", 18, "did you mean form"),
        ("ms:fast", 4, "ms:>500"),
        ("id:x", 4, "id:10..20"),
        ("since:tomorrowish", 7, "7d"),
        ("since:2026-13-01", 7, "7d"),
        ("lang:", 6, "lang:fr"),
        ("form:REF", 1, "form.NAME:value"),
        ("status.x:302", 1, "takes no .x"),
        ("(lang:fr", 1, "not closed"),
        ("lang:fr)", 8, "closes nothing"),
        ('lang:fr "abc', 9, "not closed"),
        ("lang:fr OR", 9, "missing after"),
        ("OR lang:fr", 1, "missing here"),
        ("NOT", 1, "missing after"),
        ("()", 2, "missing here"),
        ("lang:fr %", 9, "no letter or digit"),
        ("*", 1, "no letter or digit"),
        ("finding:redir*", 9, "redirect.*"),
    ],
)
def test_a_complaint_names_column_and_remedy(
    store: Store, text: str, column: int, said: str
) -> None:
    with pytest.raises(FilterError) as caught:
        store.summaries(text)
    assert caught.value.column == column
    assert f"column {column}" in caught.value.message
    assert said in str(caught.value)
    assert isinstance(caught.value, InputError)


HOSTILE = {
    "injection": "'; DROP TABLE exchange; --",
    "fts operators": 'NEAR(a b) "x" ^a terms:b a* + {c}',
    "megabyte": "a" * 1_000_000,
    "megabyte of terms": "a " * 500_000,
    "parentheses": "(" * 10_000,
    "closed parentheses": "(" * 10_000 + "a" + ")" * 10_000,
    "minuses": "-" * 10_000 + "a",
    "nested nots": "NOT " * 4_000 + "a",
    "quotes": '"' * 9_999,
    "many ors": " OR ".join(["lang:fr"] * 399),
    "many dates": "since:1970-01-02 until:2109-11-29 " * 100,
    "nul and surrogate": "\0 \ud800 tag:\udcff\0",
    "like signs": "tag:%_%* form.%:_",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_answered_at_once(store: Store, name: str) -> None:
    started = time.perf_counter()
    complaint = complaint_about(store, HOSTILE[name])
    assert time.perf_counter() - started < 1
    if complaint is not None:
        assert complaint.column >= 1
        assert len(str(complaint)) < 400
    assert store.kept() == 11


def complaint_about(store: Store, text: str) -> FilterError | None:
    try:
        store.summaries(text)
    except FilterError as error:
        return error
    return None


@given(st.text(alphabet='abR:"()-*.<>0123456789NOT \\\t/é\0', max_size=40) | st.text(max_size=40))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_is_a_filter_or_a_complaint(store: Store, text: str) -> None:
    complaint = complaint_about(store, text)
    assert complaint is None or 1 <= complaint.column <= len(text) + 1


# -- help -----------------------------------------------------------------------------------------


def test_every_key_is_explained_and_its_example_works(store: Store) -> None:
    from workbench.history.filters.keys import TABLE

    assert len(FILTER_KEYS) == len({key for key, _ in FILTER_KEYS}) == len(TABLE)
    for key in TABLE:
        assert key.help
        store.summaries(key.example)


def test_keys_and_values_are_completed(store: Store) -> None:
    assert [c.text for c in complete("lang:fr sta")] == ["status:", "state:"]
    assert [(c.start, c.text) for c in complete("-kind:f")] == [(6, "form")]
    assert [c.text for c in complete("form")] == ["form."]
    assert [c.text for c in complete("statu x", 5)] == ["status:"]
    assert {c.text for c in store.complete("institution:")} == {"42", "77"}
    assert [(c.start, c.text) for c in store.complete("(label:tc")] == [(7, "TCK-99")]


def test_values_that_are_kept_are_completed_and_can_be_asked_for(store: Store) -> None:
    assert [c.text for c in store.complete("status:50")] == ["500"]
    assert [c.text for c in store.complete("label:two")] == ['"two words"']
    assert found(store, 'label:"two words"') == [8]
    findings = store.complete("finding:")
    assert "redirect.form-instead-of-location" in {c.text for c in findings}
    assert all(found(store, f"finding:{c.text}") and c.help for c in findings)
    shapes = store.complete("shape:")
    assert shapes
    assert all(found(store, f"shape:{c.text}") for c in shapes)
