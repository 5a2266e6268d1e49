"""Findings that look back: judged when kept, when rebuilt and when shown, by earlier ids alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.finding_cases.building import NOON, answer, asked, facts, page, refused
from tests.finding_cases.past import APP, PAST_CASES, PastCase, called, showing, state_of, timed
from tests.test_findings_are_told_in_french import assert_seen_in_french
from workbench.history import Store
from workbench.inspection.findings import CATALOGUE, judge
from workbench.inspection.reading import read
from workbench.inspection.trace import subject_of, trace_of, with_history_findings
from workbench.model.baseline import NOTHING
from workbench.model.capture import Failure
from workbench.model.exchange import Context, Exchange
from workbench.model.finding import SEVERITIES
from workbench.model.progress import silent


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "history.sqlite3") as opened:
        yield opened


def _ids(exchange: Exchange) -> list[str]:
    return [found.id for found in exchange.findings]


def _last_of(store: Store, *exchanges: Exchange) -> Exchange:
    """The last of some exchanges, kept one by one."""
    return [store.insert(exchange) for exchange in exchanges][-1]


@pytest.mark.parametrize("case", PAST_CASES, ids=lambda case: case.id)
def test_it_fires_where_it_should_and_not_where_it_nearly_would(
    case: PastCase, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "fires.sqlite3") as store:
        fired = [f for f in _last_of(store, *case.before, case.fires).findings if f.id == case.id]
    assert len(fired) == 1
    assert fired[0].severity == (case.severity or fired[0].severity)
    with Store.open(tmp_path / "silent.sqlite3") as store:
        assert case.id not in _ids(_last_of(store, *case.silent_before, case.silent))


@pytest.mark.parametrize("case", PAST_CASES, ids=lambda case: case.id)
def test_kept_in_a_group_shown_and_rebuilt_are_one(case: PastCase, store: Store) -> None:
    kept = store.insert_many((*case.before, case.fires))
    told = [exchange.findings for exchange in kept]
    assert case.id in _ids(kept[-1])
    for _ in range(2):
        assert [store.get(exchange.id or 0).findings for exchange in kept] == told
        assert kept[-1].id in store.ids(f"finding:{case.id}")
        for row, findings in zip(store.rows(range(1, len(kept) + 1)), told, strict=True):
            severities = [found.severity for found in findings]
            assert [row.errors, row.warnings, row.infos] == [
                severities.count(severity) for severity in SEVERITIES
            ]
            for severity in SEVERITIES:
                has = severity in severities
                assert (row.id in store.ids(f"severity:{severity}")) == has
        store.reindex(silent)
        assert store.check(silent) == []


@pytest.mark.parametrize("case", PAST_CASES, ids=lambda case: case.id)
def test_what_is_asked_again_is_what_would_be_asked_anew(case: PastCase, store: Store) -> None:
    """Only those that look back are asked again: the same findings, only sooner."""
    kept = _last_of(store, *case.before, case.fires)
    plain = replace(kept, read=read)
    baseline = store.baseline(trace_of(plain), kept.id or 0)
    assert baseline != NOTHING
    assert judge(subject_of(plain, baseline)) == kept.findings
    assert with_history_findings(plain, baseline) == kept.inspection


@pytest.mark.parametrize("case", PAST_CASES, ids=lambda case: case.id)
def test_bytes_alone_never_look_back(case: PastCase) -> None:
    needs_a_past = {rule.id for rule in CATALOGUE if "X" in rule.needs.split("+")}
    assert needs_a_past.isdisjoint(_ids(case.fires))


@pytest.mark.parametrize("case", PAST_CASES, ids=lambda case: case.id)
def test_it_is_told_in_french_too(case: PastCase, store: Store) -> None:
    for found in _last_of(store, *case.before, case.fires).findings:
        if found.seen:
            assert_seen_in_french(found)


def test_every_finding_that_needs_a_past_has_its_case() -> None:
    needs_a_past = {rule.id for rule in CATALOGUE if "X" in rule.needs.split("+")}
    assert needs_a_past <= {case.id for case in PAST_CASES}


def test_an_answer_like_the_one_before_it_has_nothing_to_tell(store: Store) -> None:
    first, second = store.insert(called(1)), store.insert(called(2))
    assert _ids(second) == _ids(first) == _ids(called(1))


def test_findings_come_worst_first_whatever_they_look_at(store: Store) -> None:
    exchange = _last_of(
        store,
        called(1, recipientId="dc-patrfyrs91n711c9jlmtsru97"),
        called(2, showing(1, without=("client_id", "reauth")), state=state_of(1)),
        called(3, showing(1, without=("lang",)), state=state_of(1)),
    )
    order = {rule.id: place for place, rule in enumerate(CATALOGUE)}
    places = [(SEVERITIES.index(f.severity), order[f.id]) for f in exchange.findings]
    assert places == sorted(places)
    assert {"page.ref-reused", "request.state-reused", "change.inputs"} <= set(_ids(exchange))


# -- what is no past of an exchange ---------------------------------------------------------------


def _changed(number: int, **others: object) -> Exchange:
    return called(number, showing(number, without=("reauth",)), **others)


@pytest.mark.parametrize(
    ("earlier", "origin", "told"),
    [
        ("live", "live", True),
        ("simulator", "live", False),
        ("live", "simulator", False),
        ("import", "live", False),
    ],
)
def test_what_changed_is_told_of_one_kind_of_origin(
    store: Store, earlier: str, origin: str, *, told: bool
) -> None:
    exchange = _last_of(store, called(1, origin=earlier), _changed(2, origin=origin))
    assert ("change.inputs" in _ids(exchange)) is told


def test_simulated_answers_say_nothing_of_real_ones(store: Store) -> None:
    simulated = called(
        1,
        showing(1, provider_id="4004"),
        recipientId="dc-patrfyrs91n711c9jlmtsru97",
        redirect_uri=APP,
        origin="simulator",
    )
    live = called(2, showing(1), state=state_of(1), redirect_uri=f"{APP}/")
    looking_back = {rule.id for rule in CATALOGUE if "X" in rule.needs.split("+")}
    assert looking_back.isdisjoint(_ids(_last_of(store, simulated, live)))
    again = called(3, showing(1), state=state_of(1), redirect_uri=f"{APP}/")
    assert {"page.ref-reused", "request.state-reused"} <= set(_ids(store.insert(again)))


def test_a_real_one_is_found_behind_any_number_of_simulated_ones(store: Store) -> None:
    store.insert(called(1, state=state_of(1)))
    store.insert_many(called(n, state=state_of(1), origin="simulator") for n in range(2, 60))
    found = store.insert(called(99, state=state_of(1))).findings
    told = next(f for f in found if f.id == "request.state-reused")
    assert told.seen == "It was in exchange 1 of 2026-11-24 10:01 UTC as well."


def test_an_import_and_a_call_share_their_one_time_values(store: Store) -> None:
    exchange = _last_of(store, called(1), called(2, showing(1), origin="import"))
    assert "page.ref-reused" in _ids(exchange)


def test_a_failed_call_is_no_measure(store: Store) -> None:
    cut = Failure("timeout", "deadline", "receive", "It failed", "Look there.")
    failed = called(2, showing(2)[:40], failure=cut)
    told = _ids(_last_of(store, called(1), failed, _changed(3)))
    assert "change.inputs" in told
    assert "change.kind" not in told
    assert "change.kind" not in _ids(store.get(2))


def test_later_exchanges_are_no_past(store: Store) -> None:
    first = store.insert(called(1))
    store.insert(called(2, showing(1, without=("reauth",)), state=state_of(1)))
    assert store.get(first.id or 0).findings == first.findings
    store.reindex(silent)
    assert store.get(first.id or 0).findings == first.findings
    assert list(store.ids("finding:page.ref-reused")) == [2]


def test_a_page_whose_request_is_not_known_has_no_last_answer(store: Store) -> None:
    page_alone = Exchange(
        replace(called(1).capture, sent=b"", url="https://toolbox-api.private.fin.ag/x"),
        read,
        origin="import",
    )
    other = replace(page_alone, capture=replace(page_alone.capture, received=showing(2, lang="fr")))
    told = _ids(_last_of(store, page_alone, other))
    assert not [name for name in told if name.startswith("change.")]


_LONG = "a" * 200


# -- one rule and another -------------------------------------------------------------------------


def test_a_provider_that_changed_is_told_once(store: Store) -> None:
    told = _ids(_last_of(store, called(1), called(2, showing(2, provider_id="4004"))))
    assert "page.provider-changed" in told
    assert "change.provider" not in told


def test_a_recipient_under_a_misspelt_name_is_told_once(store: Store) -> None:
    told = _ids(_last_of(store, called(1, recipientId="dc-1"), called(2, recipient_id="dc-1")))
    assert "request.parameter-misspelt" in told
    assert "request.recipient-missing" not in told


def test_a_refusal_is_a_change_of_kind_and_nothing_else(store: Store) -> None:
    told = _ids(_last_of(store, called(1), called(2, refused({"lang": ["No."]}))))
    assert [name for name in told if name.startswith("change.")] == ["change.kind"]


@pytest.mark.parametrize(
    ("known", "sent", "near"),
    [
        ("https://app.example.com/cb", "https://app.example.com/CB", True),
        ("https://app.example.com/cb", "https://www.app.example.com/cb", True),
        ("https://app.example.com/cb", "https://app.example.com:8443/cb", True),
        ("https://app.example.com/cb", "http://app.example.com/cb", True),
        ("https://app.example.com/cb", "https://app.example.com/cd2", True),
        ("https://app.example.com/cb", "https://app.example.com/cd23", False),
        (f"https://app.example.com/{_LONG}/x/b", f"https://app.example.com/{_LONG}/y/b", True),
        ("https://app.example.com/cb", "https://other.example.org/cb", False),
    ],
)  # fmt: skip
def test_addresses_that_are_nearly_one(store: Store, known: str, sent: str, *, near: bool) -> None:
    told = _ids(_last_of(store, called(1, redirect_uri=known), called(2, redirect_uri=sent)))
    assert ("request.redirect-uri-near-miss" in told) is near


def test_an_address_that_only_was_refused_is_no_model(store: Store) -> None:
    refusal = called(1, refused({"redirect_uri": ["No."]}), redirect_uri=APP)
    told = _ids(_last_of(store, refusal, called(2, redirect_uri=f"{APP}/")))
    assert "request.redirect-uri-near-miss" not in told


def test_a_flow_id_in_the_target_is_no_change_and_a_path_is_a_small_one(store: Store) -> None:
    action = "https://ob.flinksapp.com/api/v2/agentless"
    exchange = _last_of(store, called(1), called(2, showing(2, action=action)))
    found = next(f for f in exchange.findings if f.id == "change.target")
    assert (found.severity, found.evidence) == ("info", "forms[0].action")


def test_a_state_that_is_a_mere_reference_now_has_lost_its_keys(store: Store) -> None:
    exchange = _last_of(store, called(1), called(2, showing(2, state="9F" * 40)))
    found = next(f for f in exchange.findings if f.id == "change.state-keys")
    assert found.seen.endswith("gone: i, r and s.")


def test_a_form_that_sends_more_is_news_and_no_warning(store: Store) -> None:
    extra = '<input type="hidden" name="nonce" value="1">'
    exchange = _last_of(store, called(1), called(2, showing(2, extra=extra)))
    found = next(f for f in exchange.findings if f.id == "change.inputs")
    assert found.severity == "info"
    assert found.seen == "Since exchange 1 of 2026-11-24 10:01 UTC, new: nonce."


def test_the_phase_that_grew_is_named(store: Store) -> None:
    exchange = _last_of(store, *(timed(n, 200.0 + n) for n in range(1, 25)), timed(30, 3_000.0))
    found = next(f for f in exchange.findings if f.id == "change.latency")
    assert found.seen == (
        "It took 3.0 s; half of the last 20 took 0.2 s or less. What grew most is waiting for the "
        "server."
    )


def test_four_calls_do_not_say_what_is_usual(store: Store) -> None:
    exchange = _last_of(store, *(timed(n, 100.0) for n in range(1, 5)), timed(9, 3_000.0))
    assert "change.latency" not in _ids(exchange)


def test_both_values_and_the_exchange_before_are_shown(store: Store) -> None:
    exchange = _last_of(
        store,
        called(1, tls=facts(issuer="CN=R3,O=Let's Encrypt,C=US")),
        called(2, tls=facts(issuer="CN=x,O=Some Proxy"), started_at=None),
        called(3, tls=facts(issuer="CN=R3,O=Let's Encrypt,C=US")),
    )
    found = next(f for f in exchange.findings if f.id == "tls.issuer-changed")
    assert found.seen == 'Before: "Some Proxy", in exchange 2. Now: "Let\'s Encrypt".'


def test_one_time_values_are_never_printed(store: Store) -> None:
    exchange = _last_of(store, called(1), called(2, showing(1), state=state_of(1), lang="fr"))
    assert {"page.ref-reused", "page.state-reused", "request.state-reused"} <= set(_ids(exchange))
    for found in exchange.findings:
        assert state_of(1) not in found.detail or found.id == "state.caller-state-differs"
        assert f"{1:060X}" not in found.detail


# -- a replay -------------------------------------------------------------------------------------


def test_a_replay_repeats_its_sources_state_and_nobody_elses(store: Store) -> None:
    source, other = store.insert(called(1)), store.insert(called(2))
    again = Context(replay_of=source.uuid)
    replayed = store.insert(called(3, showing(3), state=state_of(1), context=again))
    assert "request.state-reused" not in _ids(replayed)
    assert "request.state-reused" not in _ids(store.get(replayed.id or 0))
    twice = called(4, showing(4), state=state_of(1), context=Context(replay_of=replayed.uuid))
    assert "request.state-reused" not in _ids(store.insert(twice))
    changed = called(5, showing(5), state=state_of(2), context=again)
    assert "request.state-reused" in _ids(store.insert(changed))
    assert other.id == 2


# -- afterwards -----------------------------------------------------------------------------------


def test_a_deleted_past_counts_no_more_when_shown_and_until_a_reindex_when_listed(
    store: Store,
) -> None:
    first, second = store.insert(called(1)), store.insert(called(2, showing(1), lang="fr"))
    assert "page.ref-reused" in _ids(second)
    store.delete([first.id or 0])
    assert "page.ref-reused" not in _ids(store.get(second.id or 0))
    assert store.count("finding:page.ref-reused") == 1
    store.reindex(silent)
    assert store.count("finding:page.ref-reused") == 0
    assert store.check(silent) == []


def test_what_the_past_added_leaves_the_index_with_its_exchange(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with Store.open(path) as store:
        first, second = store.insert(called(1)), store.insert(called(2, showing(1), lang="fr"))
        store.delete([first.id or 0])  # now its bytes alone do not say how it was judged
        store.delete([second.id or 0])
        assert store.count("finding:page.ref-reused") == store.kept() == 0
        assert store.check(silent) == []
        store.insert(called(3))
    assert b"ob.flinksapp.com" in path.read_bytes()
    with Store.open(path) as store:
        store.delete([3])
    assert b"ob.flinksapp.com" not in path.read_bytes()


def test_labels_leave_the_findings_as_they_are(store: Store) -> None:
    store.insert(called(1))
    second = store.insert(called(2, showing(1), lang="fr"))
    store.label(2, add=["seen"])
    store.note(2, "look at the cache")
    assert store.get(2).findings == second.findings
    assert list(store.ids("finding:page.ref-reused label:seen cache")) == [2]


def test_findings_are_read_after_the_history_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with Store.open(path) as store:
        store.insert(called(1))
        store.insert(called(2, showing(1), lang="fr"))
        later = store.get(2)
    assert "page.ref-reused" in _ids(later)
    with Store.open(path) as store:
        gone = store.get(2)
    for name in tmp_path.iterdir():
        name.unlink()
    assert "page.ref-reused" not in _ids(gone)
    assert "state.decodes" in _ids(gone)


def test_an_exchange_of_another_history_is_judged_anew(tmp_path: Path) -> None:
    with Store.open(tmp_path / "one.sqlite3") as one, Store.open(tmp_path / "two.sqlite3") as two:
        one.insert(called(1))
        second = one.insert(called(2, showing(1), lang="fr"))
        assert "page.ref-reused" in _ids(second)
        for brought in (second, one.get(2)):
            moved = two.insert(replace(brought, id=None, uuid=None, origin="import"))
            assert ("page.ref-reused" in _ids(moved)) is (moved.id != 1)


def test_another_process_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with Store.open(path) as ours, Store.open(path) as theirs:
        ours.insert(called(1))
        theirs.insert(called(2, showing(2, without=("reauth",))))
        told = ours.insert(called(3)).findings
        assert "change.inputs" in [found.id for found in told]
        theirs.delete([2])
        assert "change.inputs" not in _ids(ours.insert(called(4)))


def test_a_group_that_was_not_kept_is_no_past(store: Store) -> None:
    store.insert(called(1))
    bad = replace(called(3), labels=("",))
    with pytest.raises(Exception, match="label"):
        store.insert_many([_changed(2), bad])
    assert "change.inputs" not in _ids(store.insert(called(4)))


def test_hostile_values_are_kept_and_judged(store: Store) -> None:
    many = "".join(f'<input type="hidden" name="n{n}" value="x">' for n in range(3_000))
    odd = asked(answer(page(extra=many)), host="toolbox-api.private.fin.ag", started_at=NOON)
    store.insert(odd)
    long = called(2, showing(2, client_id="c" * 70_000), state="s" * 70_000)
    exchange = _last_of(store, long, called(3, showing(3, client_id="d" * 70_000)))
    assert "change.client" in _ids(exchange)
    assert store.check(silent) == []
