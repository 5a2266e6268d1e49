"""Importing and exporting from the command line."""

from __future__ import annotations

import json

import pytest

from tests.running import Person
from workbench.shipped import sample_responses

SECRET = "my-very-own-state-1234567890"


def test_a_file_is_read_without_being_kept(person: Person) -> None:
    sample = str(sample_responses() / "302-form-wrong-return.http")
    shown = person.ok("inspect", sample)
    assert "302 Found" in shown.text
    (document,) = person.ok("inspect", sample, "--json").documents
    assert document["id"] is None
    assert document["origin"] == "import"
    assert not person.history.exists()
    person.ok("inspect", sample, "--save")
    assert len(person.ok("history", "--json").documents) == 1


def test_every_sample_is_read(person: Person) -> None:
    samples = sorted(map(str, sample_responses().glob("*.http")))
    documents = person.ok("inspect", *samples, "--json").documents
    assert len(documents) == len(samples)


def test_standard_input_is_read(person: Person) -> None:
    data = (sample_responses() / "400-lang.http").read_bytes()
    (document,) = person.ok("inspect", "-", "--json", stdin=data).documents
    assert document["errors"]["lang"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://app.example.com/cb?error=access_denied&state=abc", "access_denied"),
        ("https://app.example.com/cb?loginId=5e137cf2-1b5f-4f4c-8f6a&state=a", "loginId"),
        ("https://toolbox-api.private.fin.ag/v3/oauth/authorize?lang=fr-CA", "lang"),
    ],
)
def test_a_pasted_url_is_read_and_not_fetched(person: Person, url: str, says: str) -> None:
    shown = person.ok("inspect", url).text
    assert says in shown
    assert not person.history.exists()


def test_importing_twice_adds_nothing(person: Person) -> None:
    sample = str(sample_responses() / "302-form.http")
    first = json.loads(person.ok("import", sample, "--json").text)
    second = json.loads(person.ok("import", sample, "--json").text)
    assert (first["imported"], first["already_there"], first["problems"]) == (1, 0, [])
    assert (second["imported"], second["already_there"]) == (0, 1)


def test_a_file_that_cannot_be_read_changes_nothing(person: Person) -> None:
    junk = person.home / "junk.bin"
    junk.write_bytes(bytes(range(256)) * 10)
    ended = person.run("import", str(junk))
    assert ended.code == 2
    assert "junk.bin" in ended.err
    assert person.ok("history", "--json").out == b""


@pytest.mark.parametrize("form", ["jsonl", "har"])
def test_what_is_exported_comes_in_again(person: Person, simulator: str, form: str) -> None:
    call = ("authorize", "--base-url", simulator, "--state", SECRET, "--institution-id", "42")
    (sent,) = person.ok(*call, "--json").documents
    out = person.home / f"out.{form}"
    person.ok("export", "last", "--format", form, "-o", str(out), "--secrets")
    person.environment["WORKBENCH_HISTORY"] = str(person.home / "other.sqlite3")
    person.ok("import", str(out))
    (again,) = person.ok("show", "last", "--json").documents
    assert again["origin"] == "import"
    assert again["page"] == sent["page"]
    assert again["request"]["params"] == sent["request"]["params"]
    assert again["response"]["headers"] == sent["response"]["headers"]
    if form == "jsonl":
        raw = person.ok("show", "last", "--raw").out
        person.environment["WORKBENCH_HISTORY"] = str(person.history)
        assert raw == person.ok("show", "last", "--raw").out


@pytest.mark.parametrize("form", ["jsonl", "json", "har", "http", "curl"])
def test_an_export_is_redacted_and_never_overwrites(
    person: Person, simulator: str, form: str
) -> None:
    call = ("authorize", "--base-url", simulator, "--state", SECRET, "--institution-id", "42")
    (sent,) = person.ok(*call, "--json").documents
    reference = sent["page"]["forms"][0]["inputs"][0]["value"]
    out = person.home / f"out.{form}"
    said = person.ok("export", "institution:42", "--format", form, "-o", str(out)).err
    assert "redacted" in said
    text = out.read_text()
    assert SECRET not in text
    assert reference not in text
    assert oct(out.stat().st_mode & 0o777) == "0o600"
    again = person.run("export", "last", "--format", form, "-o", str(out))
    assert again.code == 2
    assert "--force" in again.err
    assert out.read_text() == text
    loud = person.ok("export", "last", "--format", form, "--secrets", "-q")
    assert "NOT redacted" in loud.err
    assert SECRET in loud.text
