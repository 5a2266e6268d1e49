"""Call, keep, look: the way through that everybody takes first."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.running import Person
from workbench.document.schema import schema_text

TWELVE = [
    "REF",
    "allowInteraction",
    "scope",
    "provider_id",
    "response_type",
    "connectionId",
    "redirect_uri",
    "state",
    "resumePath",
    "lang",
    "client_id",
    "reauth",
]


def closed(schema: Any) -> Any:
    """The schema with nothing allowed that it does not name."""
    if isinstance(schema, dict):
        inner = {key: closed(value) for key, value in schema.items()}
        if "properties" in inner:
            inner["additionalProperties"] = False
        return inner
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


def validate(document: dict[str, Any], name: str) -> None:
    jsonschema.Draft202012Validator(closed(json.loads(schema_text(name)))).validate(document)


def test_a_first_call_is_read_kept_and_listed(person: Person) -> None:
    with person.simulator() as url:
        asked = ("--redirect-uri", "https://app.example.com/cb", "--state", "mine-1234567890abcdef")
        (document,) = person.ok(
            "authorize", "--base-url", url, "--institution-id", "42", *asked, "--json"
        ).documents
    validate(document, "exchange")
    assert document["origin"] == "simulator"
    assert document["response"]["status"] == 302
    assert document["redirect"]["kind"] == "form"
    (form,) = document["page"]["forms"]
    assert [control["name"] for control in form["inputs"]] == TWELVE
    assert all(control["hidden"] for control in form["inputs"])
    decoded = {item["path"]: item for item in document["decoded"]}
    state = decoded["forms[0].state"]
    assert state["steps"] == ["base64", "deflate", "json"]
    assert state["value"]["r"] == "https://app.example.com/cb"
    assert state["value"]["s"] == "mine-1234567890abcdef"
    (row,) = person.ok("history", "--json").documents
    validate(row, "summary")
    assert (row["id"], row["uuid"]) == (document["id"], document["uuid"])
    assert row["findings"]["error"] == 0


def test_show_gives_the_same_document_again(person: Person, simulator: str) -> None:
    (sent,) = person.ok("authorize", "--base-url", simulator, "--json").documents
    (kept,) = person.ok("show", "last", "--json").documents
    assert kept == sent


def test_the_summary_begins_with_where_the_answer_came_from(person: Person, simulator: str) -> None:
    shown = person.ok("authorize", "--base-url", simulator, "--institution-id", "42").text
    first, *rest = shown.splitlines()
    assert "SIMULATOR" in first
    assert "127.0.0.1" in first
    assert any("302 Found" in line for line in rest)
    assert any("https://ob.flinksapp.com/api/v1/agentless" in line for line in rest)
    assert person.ok("show", "last").text == shown


def test_a_bad_language_is_answered_with_field_errors_and_explained(
    person: Person, simulator: str
) -> None:
    ended = person.run("authorize", "--base-url", simulator, "--lang", "fr-CA", "--json", "--check")
    assert ended.code == 1
    (document,) = ended.documents
    validate(document, "exchange")
    assert document["response"]["status"] == 400
    assert document["errors"] == {
        "lang": ["The field Lang must be a valid ISO-639-1 two letter code."]
    }
    ids = [finding["id"] for finding in document["findings"]]
    assert ids[0] == "request.lang-invalid"
    assert "error.lang" in ids


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ((), ""),
        (("--state", ""), "?state="),
        (("--lang", "en", "--lang", "fr"), "?lang=en&lang=fr"),
        (("--tag", "a b+c&d"), "?tag=a%20b%2Bc%26d"),
        (("--param", "z=1", "--institution-id", "42"), "?institution_id=42&z=1"),
        (("--recipient-id", "r", "--lang", "fr"), "?lang=fr&recipientId=r"),
    ],
)
def test_parameters_go_out_as_documented(
    person: Person, arguments: tuple[str, ...], query: str
) -> None:
    sent = person.ok("authorize", "--dry-run", *arguments).out
    assert sent.split(b"\r\n")[0] == f"GET /v3/oauth/authorize{query} HTTP/1.1".encode()
    assert b"\r\nHost: toolbox-api.private.fin.ag\r\n" in sent
    assert b"\r\nAccept: text/plain\r\n" in sent
    assert not person.history.exists()


def test_a_dry_run_shows_the_bytes_that_are_then_sent(person: Person, simulator: str) -> None:
    call = ("--base-url", simulator, "--state", "é +", "--header", "X-Trace: 1", "--accept", "*/*")
    would_send = person.ok("authorize", *call, "--dry-run").out
    person.ok("authorize", *call)
    assert person.ok("show", "last", "--request").out == would_send


def test_two_answers_are_compared(person: Person, simulator: str) -> None:
    call = ("--base-url", simulator, "--institution-id", "42", "--state", "s-1234567890abcdefgh")
    person.ok("authorize", *call, "--lang", "en")
    person.ok("authorize", *call, "--lang", "en")
    same = person.ok("diff", "1", "2", "--check")
    assert "nothing that should stay the same differs" in same.text
    person.ok("authorize", *call, "--lang", "fr")
    changed = person.run("diff", "2", "3", "--check")
    assert changed.code == 1
    assert "lang" in changed.text


def test_good_is_the_newest_healthy_answer_to_the_same_request(
    person: Person, simulator: str
) -> None:
    ask = (
        "authorize", "--base-url", simulator, "--redirect-uri", "https://a.example.com/cb",
        "--state", "s-1234567890abcdefgh",
    )  # fmt: skip
    person.ok(*ask, "--institution-id", "42")
    person.ok(*ask, "--institution-id", "43")
    person.ok(*ask, "--institution-id", "42")
    compared = person.ok("diff", "good", "last", "--json").documents[0]
    assert (compared["before"], compared["after"]) == (1, 3)
    assert person.ok("show", "good", "--json").documents[0]["id"] == 3
    assert person.run("diff", "good", "2").code == 2


def test_an_exchange_is_replayed_with_changes(person: Person, simulator: str) -> None:
    person.ok("authorize", "--base-url", simulator, "--institution-id", "42", "--lang", "xxx")
    again = person.ok("replay", "last", "--set", "lang=fr", "--set", "tag=again", "--json")
    (document,) = again.documents
    assert document["request"]["params"] == [
        ["institution_id", "42"],
        ["lang", "fr"],
        ["tag", "again"],
    ]
    assert document["response"]["status"] == 302
    assert person.run("replay", "last", "--unset", "langg").code == 2


def test_exchanges_are_labelled_noted_found_and_deleted(person: Person, simulator: str) -> None:
    for institution in ("42", "43"):
        person.ok("authorize", "--base-url", simulator, "--institution-id", institution)
    person.ok("label", "1", "--add", "TCK-77")
    person.ok("note", "1", "asked", "the", "bank")
    (row,) = person.ok("history", "label:TCK-77", "--json").documents
    assert (row["id"], row["labels"], row["note"]) == (1, ["TCK-77"], "asked the bank")
    assert [r["id"] for r in person.ok("history", "bank", "--json").documents] == [1]
    asked = person.run("delete", "institution:42")
    assert asked.code == 2
    assert "Delete 1 for good?" in asked.err
    person.ok("delete", "institution:42", "--yes")
    assert [r["id"] for r in person.ok("history", "--json").documents] == [2]
    assert person.ok("check").text.startswith("sound: 1 exchanges")


def test_the_demonstration_without_a_terminal_prints_three_answers(person: Person) -> None:
    ended = person.ok("--demo")
    assert ended.text.count("SIMULATOR") >= 3
    assert "302 Found" in ended.text
    assert "400 Bad Request" in ended.text
    assert "Location" in ended.text
    assert len(person.ok("history", "--json").documents) == 3


def test_without_a_terminal_the_app_says_what_to_use_instead(person: Person) -> None:
    ended = person.run()
    assert ended.code == 2
    assert "workbench authorize" in ended.err
