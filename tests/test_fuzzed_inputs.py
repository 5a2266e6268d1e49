"""Readers are tried with made-up input: a short slice of `python -m tests.fuzzing`, the same in
every run. What a longer one finds is kept here as bytes."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from tests.fuzzing.__main__ import trial
from tests.fuzzing.mutation import made_up
from tests.fuzzing.targets import TARGETS
from workbench.history import Store
from workbench.inspection.comparing.values import differ
from workbench.inspection.page import read_page
from workbench.inspection.response import from_page

# Beyond the seeds; the target's inputs differ in cost.
RUNS = 25
MOST_SEEDS = 25


@pytest.mark.parametrize("name", TARGETS)
def test_made_up_input_breaks_no_reader(name: str) -> None:
    target = TARGETS[name]
    seeds = target.seeds()[:MOST_SEEDS]
    inputs = made_up(seeds, 2026, target.words)
    for number in range(len(seeds) + RUNS):
        data = next(inputs)
        fault = trial(target, data)[1]
        assert fault is None, (number, data[:2000])


def test_the_same_seed_makes_the_same_input() -> None:
    seeds = TARGETS["page"].seeds()
    one, other = made_up(seeds, 7), made_up(seeds, 7)
    assert [next(one) for _ in range(len(seeds) + 50)] == [
        next(other) for _ in range(len(seeds) + 50)
    ]


def test_a_reader_that_breaks_is_noticed() -> None:
    def breaks(data: bytes) -> None:
        assert b"\x1b" not in data

    target = TARGETS["page"]._replace(tried=breaks)
    assert trial(target, b"<p>")[1] is None
    assert trial(target, b"<p>\x1b")[1] == f"AssertionError at test_fuzzed_inputs.py:{LINE}"


LINE = test_a_reader_that_breaks_is_noticed.__code__.co_firstlineno + 2


@pytest.mark.parametrize("at", [400, 401, 5000, 9999])
def test_where_two_long_values_part_is_told_to_the_character(at: int) -> None:
    before = "x" * 10_000
    [difference] = differ("inputs", "a", before, f"{before[:at]}y{before[at + 1 :]}")
    assert difference.note == f"differ at character {at + 1:,} of 10,000 and 10,000"


def test_scripts_in_an_option_are_no_part_of_its_text() -> None:
    page = read_page(
        from_page(
            b"<form><select name=a><option>a<script>b</script>ab<script>a</script>c</select>"
        ),
        "https://asp.example.com/",
    )
    assert page is not None
    assert page.forms[0]["a"] == "aabc"


def test_a_long_word_in_a_filter_costs_no_more_than_its_length(tmp_path: Path) -> None:
    with Store.open(tmp_path / "history.sqlite3") as store:
        started = process_time()
        for end in ("", "~", "*", "~*"):
            store.count("bca" * 6000 + end)
        assert process_time() - started < 2
