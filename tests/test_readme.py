"""The README's examples run as written, against a simulator on another port."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.running import Person

README = Path(__file__).parents[1] / "README.md"
PORT = "http://127.0.0.1:8402"


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)
    assert found
    return found


def with_workbench(person: Person) -> dict[str, str]:
    folder = person.home / "bin"
    folder.mkdir()
    command = folder / "workbench"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m workbench "$@"\n')
    command.chmod(0o700)
    return {**person.environment, "PATH": f"{folder}:{person.environment['PATH']}"}


def test_the_tour_runs_from_top_to_bottom(person: Person, simulator: str) -> None:
    lines = [
        line.removeprefix("$ ")
        for block in blocks("console")
        for line in block.splitlines()
        if line.startswith("$ ") and line != "$ workbench simulate"
    ]
    assert len(lines) > 8
    script = "set -e\n" + "\n".join(
        f"{line} || test $? = 1" if "--check" in line or "diff" in line else line for line in lines
    )
    done = subprocess.run(
        ("bash", "-o", "pipefail", "-c", script.replace(PORT, simulator)),
        capture_output=True,
        text=True,
        env=with_workbench(person),
        cwd=person.home,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "request.lang-invalid" in done.stdout
    assert "deflate" in done.stdout


def test_the_python_example_runs(person: Person, simulator: str) -> None:
    (code,) = blocks("python")
    done = subprocess.run(
        (sys.executable, "-c", code.replace(PORT, simulator)),
        capture_output=True,
        text=True,
        env=person.environment,
        cwd=person.home,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "https://ob.flinksapp.com/api/v1/agentless" in done.stdout


def test_the_profile_example_is_a_configuration(person: Person) -> None:
    (text,) = blocks("toml")
    person.config.write_text(text)
    assert person.ok("authorize", "--profile", "live", "--dry-run").out.startswith(b"GET /v3/")
    shown = person.ok("doctor").text
    assert "live, sandbox" in shown


def test_every_command_of_the_ticket_table_exists(person: Person) -> None:
    from workbench.cli.commands import COMMANDS

    named = set(re.findall(r"`workbench ([a-z]+)", README.read_text()))
    assert len(named) >= 8
    assert named <= set(COMMANDS)
