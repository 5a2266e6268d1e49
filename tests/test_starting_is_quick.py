"""What is loaded at the start: nothing that the command does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.running import Person

HEAVY = ("httpx", "httpcore", "textual", "bs4", "turbohtml", "ipywidgets", "anyio", "dataclasses")


@pytest.mark.parametrize("command", ["--version", "--help", "history", "history status:302 --json"])
def test_a_light_command_loads_nothing_heavy(person: Person, simulator: str, command: str) -> None:
    person.ok("authorize", "--base-url", simulator)
    script = (
        "import sys; from workbench.__main__ import main\n"
        f"sys.argv[1:] = {command.split()!r}\n"
        "try:\n    code = main()\nexcept SystemExit as end:\n    code = end.code\n"
        f"print('LOADED', [m for m in {HEAVY!r} if m in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run(
        (sys.executable, "-c", script),
        capture_output=True,
        text=True,
        env=person.environment,
        check=False,
    )
    assert done.stderr.splitlines()[-1] in ("LOADED [] 0", "LOADED [] None"), done.stderr
    assert done.stdout


def test_the_version_is_printed(person: Person) -> None:
    from workbench import __version__

    assert person.ok("--version").text == f"workbench {__version__}\n"


def test_help_names_every_command(person: Person) -> None:
    from workbench.cli.commands import COMMANDS

    shown = person.ok("--help").text
    for name, command in COMMANDS.items():
        assert name in shown
        assert command.help in shown


def test_every_command_explains_itself(person: Person) -> None:
    from workbench.cli.commands import COMMANDS

    for name in COMMANDS:
        shown = person.ok(name, "--help").text
        assert "--history" in shown
        assert f"workbench {name}" in shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_commands(person: Person, shell: str) -> None:
    script = person.ok("--completion", shell).text
    assert "authorize" in script
    assert "institution-id" in script
    if shell == "bash":
        wanted = (
            f"{script}\nCOMP_WORDS=(workbench authorize --ins); COMP_CWORD=2; _workbench; "
            'echo "${COMPREPLY[@]}"'
        )
        done = subprocess.run(("bash", "-c", wanted), capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["--insecure", "--instance", "--institution-id"]
