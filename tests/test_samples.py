"""The raw answers in `sample_responses/`: complete, classed, exact, and shipped."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from workbench import shipped

SAMPLES = shipped.sample_responses()
ANSWERS = sorted(SAMPLES.glob("*.http"))
CLASSES = {"documented", "derived", "made up"}

# Of the example in the endpoint's published page, its YAML indent removed.
DOCUMENTED_PAGE_SHA256 = "153592da3bff840ad8bc918e5145e1cdcea0cb42be7c14418dc106dfdffe10bc"
DOCUMENTED_INPUTS = [
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


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[found["name"]] = found["value"]


def hidden_inputs(page: bytes) -> dict[str, str]:
    reader = _Inputs()
    reader.feed(page.decode())
    return reader.hidden


def opened_state(state: str) -> dict[str, str]:
    opened: dict[str, str] = json.loads(zlib.decompress(base64.b64decode(state), -15))
    return opened


class _Wire:
    """Stands where `http.client` expects a socket."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._raw)


def as_a_client_reads(raw: bytes) -> http.client.HTTPResponse:
    response = http.client.HTTPResponse(_Wire(raw))  # type: ignore[arg-type]
    response.begin()
    return response


def sample(name: str) -> http.client.HTTPResponse:
    return as_a_client_reads((SAMPLES / name).read_bytes())


def readme_rows() -> dict[str, tuple[str, str, str]]:
    rows = re.findall(
        r"^\| `([^`]+\.(?:http|html))` \| ([^|]+) \| ([^|]+) \| `([^`]+)` \|$",
        (SAMPLES / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    return {name: (kind, shows, asked) for name, kind, shows, asked in rows}


def test_every_file_has_its_line_in_the_readme_and_every_line_its_file() -> None:
    files = {path.name for path in SAMPLES.iterdir()} - {"README.md"}
    assert set(readme_rows()) == files
    assert len(files) >= 16


def test_every_line_says_whether_the_sample_is_documented_derived_or_made_up() -> None:
    assert {kind for kind, _, _ in readme_rows().values()} == CLASSES
    assert all(len(shows) > 20 for _, shows, _ in readme_rows().values())


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_every_answer_has_a_head_with_crlf_and_the_status_of_its_name(path: Path) -> None:
    head, blank, _ = path.read_bytes().partition(b"\r\n\r\n")
    assert blank
    assert re.match(rb"HTTP/1\.[01] %s " % path.name[:3].encode(), head)
    assert b"\n" not in head.replace(b"\r\n", b"")


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_every_answer_is_read_whole_by_a_client_but_the_cut_one(path: Path) -> None:
    response = as_a_client_reads(path.read_bytes())
    if path.name == "302-form-truncated.http":
        with pytest.raises(http.client.IncompleteRead):
            response.read()
    else:
        response.read()
        assert response.length in (0, None)


def test_the_documented_page_is_the_published_one_to_the_byte() -> None:
    page = (SAMPLES / "documented-page.html").read_bytes()
    assert hashlib.sha256(page).hexdigest() == DOCUMENTED_PAGE_SHA256
    assert list(hidden_inputs(page)) == DOCUMENTED_INPUTS


@pytest.mark.parametrize(
    "name",
    [
        "302-form.http",
        "302-form-bare-head.http",
        "302-form-http10.http",
        "302-form-chunked.http",
        "302-form-gzip-chunked.http",
        "302-both.http",
        "302-form-csp-blocks-auto-submit.http",
    ],
)
def test_the_documented_page_is_the_same_under_every_head(name: str) -> None:
    response = sample(name)
    body = response.read()
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    assert body == (SAMPLES / "documented-page.html").read_bytes()


def test_the_well_kept_head_has_what_a_careful_server_sends() -> None:
    headers = sample("302-form.http").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors" in headers["Content-Security-Policy"]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Date"]
    assert headers["Strict-Transport-Security"]
    assert headers["Location"] is None


def test_the_documented_400_names_the_field() -> None:
    assert json.loads(sample("400-lang.http").read()) == {
        "lang": ["The field Lang must be a valid ISO-639-1 two letter code."]
    }


def test_the_wrong_return_is_in_the_decoded_state_and_not_the_one_asked_for() -> None:
    opened = opened_state(hidden_inputs(sample("302-form-wrong-return.http").read())["state"])
    asked = readme_rows()["302-form-wrong-return.http"][2]
    assert set(opened) == {"i", "r", "s"}
    assert f"redirect_uri={opened['r']}&" not in asked
    assert f"state={opened['s']}" in asked


def test_git_is_told_never_to_change_the_bytes() -> None:
    attributes = SAMPLES.parent / ".gitattributes"
    assert "sample_responses/*.http -text" in attributes.read_text().splitlines()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, built from a copy of the checkout."""
    checkout = SAMPLES.parent
    source = tmp_path_factory.mktemp("source")
    for folder in ("workbench", "sample_responses", "notebooks"):
        shutil.copytree(
            checkout / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(checkout / name, source / name)
    (source / "README.md").write_text("# Authorize Workbench\n")
    target = tmp_path_factory.mktemp("installed")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(source / "dist")],
        capture_output=True,
        text=True,
        cwd=source,
        timeout=100,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (source / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run_installed(installed: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed)},
        timeout=30,
        check=True,
    )
    return done.stdout.strip()


def test_an_installed_wheel_finds_its_samples(installed: Path) -> None:
    code = "from workbench.shipped import sample_responses; print(sample_responses())"
    found = Path(run_installed(installed, code))
    assert found.is_relative_to(installed)
    assert {path.name: path.read_bytes() for path in found.iterdir()} == {
        path.name: path.read_bytes() for path in SAMPLES.iterdir()
    }


def test_an_installed_wheel_simulates(installed: Path) -> None:
    code = "from workbench.simulator import answer; print(answer('/v3/oauth/authorize')[:18])"
    assert run_installed(installed, code) == "b'HTTP/1.1 302 Found'"


def test_a_folder_that_did_not_come_along_is_said_in_one_sentence(
    installed: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    ignored = shutil.ignore_patterns("_shipped")
    shutil.copytree(installed / "workbench", bare / "workbench", ignore=ignored)
    code = (
        "from workbench.shipped import sample_responses\n"
        "from workbench.errors import InputError\n"
        "try: sample_responses()\n"
        "except InputError as error: print(error.message)"
    )
    words = "the folder sample_responses did not come with this installation"
    assert run_installed(bare, code) == words
