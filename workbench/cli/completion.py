"""Completion scripts for bash, zsh and fish, made from the commands' own parsers."""

from __future__ import annotations

from collections.abc import Callable

from workbench.cli.commands import COMMANDS
from workbench.cli.main import command_parser


def completion_script(shell: str) -> str:
    """The script of that shell (`bash`, `zsh` or `fish`)."""
    return _SCRIPTS[shell]()


def _flags(command: str) -> list[str]:
    actions = command_parser(command)._actions  # noqa: SLF001 # argparse has no public listing
    return sorted(flag for action in actions for flag in action.option_strings if flag[:2] == "--")


def _bash() -> str:
    cases = "\n".join(f'    {name}) words="{" ".join(_flags(name))}" ;;' for name in COMMANDS)
    return f"""_workbench() {{
  local words word command=""
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in -*) ;; *) command="$word"; break ;; esac
  done
  case "$command" in
    "") words="{" ".join(COMMANDS)} --demo --version --help" ;;
{cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
  [ -n "$COMPREPLY" ] || COMPREPLY=($(compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -F _workbench workbench
"""


def _zsh() -> str:
    return "#compdef workbench\nautoload -U +X bashcompinit && bashcompinit\n" + _bash()


def _fish() -> str:
    lines = [
        f"complete -c workbench -n __fish_use_subcommand -f -a {name} -d '{command.help}'"
        for name, command in COMMANDS.items()
    ]
    lines += [
        f"complete -c workbench -n '__fish_seen_subcommand_from {name}' -l {flag[2:]}"
        for name in COMMANDS
        for flag in _flags(name)
    ]
    return "\n".join(lines) + "\n"


_SCRIPTS: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
