"""Profiles fill what is not given; the auth key goes only where it may."""

from __future__ import annotations

import pytest

from tests.running import Person

KEY = "k-3f9a77c1e2d84b5f"


def test_a_profile_fills_what_is_not_given(person: Person, simulator: str) -> None:
    person.config.write_text(
        f"""default_profile = "demo"
[profiles.demo]
base_url = "{simulator}"
[profiles.demo.params]
institution_id = "42"
lang = "fr"
[profiles.demo.headers]
X-Team = "payments"
"""
    )
    (document,) = person.ok("authorize", "--lang", "en", "--json").documents
    assert document["request"]["params"] == [["institution_id", "42"], ["lang", "en"]]
    assert ["X-Team", "payments"] in document["request"]["headers"]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("[profiles.a]\ninstanse = 'x'\n", ":2:1:", "instance"),
        ("[profiles.a]\nproduction = 'yes'\n", ":2:1:", "true or false"),
        ("[profiles.a.params]\nlanguage = 'fr'\n", ":2:1:", "lang"),
        ("[profiles.a\n", ":1:", "TOML"),
        ("[profiles.a.headers]\nflinks-auth-key = 'x'\n", ":2:1:", "WORKBENCH_AUTH_KEY"),
        ("default_profile = 'b'\n[profiles.a]\n", ":1:1:", "no profile"),
        ("[profiles.a.limits]\ntimeout = 0\n", ":2:1:", "seconds"),
    ],
)
def test_a_wrong_configuration_is_named_with_its_place(
    person: Person, text: str, place: str, says: str
) -> None:
    person.config.write_text(text)
    ended = person.run("authorize", "--dry-run")
    assert ended.code == 2
    assert f"{person.config}{place}" in ended.err
    assert says in ended.err


def test_the_key_is_left_out_for_hosts_that_are_not_the_endpoint(
    person: Person, simulator: str
) -> None:
    person.environment["WORKBENCH_AUTH_KEY"] = KEY
    ended = person.ok("authorize", "--base-url", simulator, "--json")
    assert "left out" in ended.err
    assert KEY not in ended.err + ended.text
    assert "flinks-auth-key" not in ended.text
    to_the_endpoint = person.ok("authorize", "--dry-run")
    assert "flinks-auth-key: Bearer ‹flinks-auth-key›\r\n".encode() in to_the_endpoint.out


def test_a_key_of_a_file_goes_where_it_is_sent_and_is_masked_when_shown(
    person: Person, simulator: str
) -> None:
    file = person.home / "key.txt"
    file.write_text(f"{KEY}\n")
    call = ("authorize", "--base-url", simulator, "--key-file", str(file))
    assert KEY not in person.ok(*call, "--json").text
    person.environment["WORKBENCH_AUTH_KEY"] = KEY
    for part in ("--request", "--json"):
        assert KEY.encode() not in person.ok("show", "last", part).out
        assert KEY.encode() in person.ok("show", "last", part, "--secrets").out
    assert KEY.encode() not in person.ok("export", "last").out


def test_a_key_with_a_line_end_is_refused_without_showing_it(person: Person) -> None:
    person.environment["WORKBENCH_AUTH_KEY"] = f"{KEY}\nX-Evil: 1"
    ended = person.run("authorize", "--dry-run")
    assert ended.code == 2
    assert "WORKBENCH_AUTH_KEY" in ended.err
    assert KEY not in ended.err


def test_a_production_profile_asks_and_says_so(person: Person, simulator: str) -> None:
    person.config.write_text(f'[profiles.live]\nbase_url = "{simulator}"\nproduction = true\n')
    asked = person.run("authorize", "--profile", "live")
    assert asked.code == 2
    assert "PRODUCTION" in asked.err
    assert person.run("history", "--json").out == b""
    assert person.ok("authorize", "--profile", "live", "--yes").code == 0


def test_doctor_tells_what_there_is_and_no_secret(person: Person) -> None:
    person.environment["WORKBENCH_AUTH_KEY"] = KEY
    shown = person.ok("doctor").text
    for topic in ("python", "httpx", "history", "configuration", "certificates", "terminal"):
        assert topic in shown
    assert "WORKBENCH_AUTH_KEY" in shown
    assert KEY not in shown
    assert not person.history.exists()


def test_what_is_said_with_v_holds_no_secret(person: Person, simulator: str) -> None:
    person.environment["WORKBENCH_AUTH_KEY"] = KEY
    state = "a-state-that-nobody-may-see-1234"
    ended = person.ok("-v", "authorize", "--base-url", simulator, "--state", state)
    assert f"history: {person.history}" in ended.err
    assert "302 Found" in ended.err
    assert state not in ended.err
    assert KEY not in ended.err
