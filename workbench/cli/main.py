"""The door of the command line: finds the command, runs it, and turns every end into a message
and an exit code. No traceback reaches a user unless `--debug`.

Only the parser of the command that was asked for is built, since lists must start fast.
"""

from __future__ import annotations

import argparse
import os
import sys

from workbench.cli.commands import COMMANDS, load
from workbench.cli.output import fail, finish_output, prepare_output
from workbench.errors import InputError, WorkbenchError

DESCRIPTION = "Look at what an OAuth authorize endpoint really answered."


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal. The width is asked for here, since argparse would load a
    module for it with every option that is added."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except (OSError, ValueError):
            columns = 100
        super().__init__(prog, max_help_position=30, width=max(40, min(columns, 120) - 2))


def main(argv: list[str]) -> int:
    """Run one command line; returns the exit code of the contract."""
    debug = "--debug" in argv
    prepare_output()
    try:
        return finish_output(_run(argv))
    except WorkbenchError as error:
        if debug:
            raise
        fail(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        fail("interrupted")
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`): no more can be said there, and nothing is wrong.
        _drop_output()
        return 0
    except OSError as error:
        if debug:
            raise
        _drop_output()
        fail(f"{error.filename or 'output'}: {error.strerror}", "nothing after this was written")
        return 2
    except Exception as error:  # the last door: said in one line, kept for --debug
        if debug:
            raise
        fail(
            f"this is a fault of the workbench itself: {type(error).__name__}",
            "run it again with --debug for the details",
        )
        return 2


def _drop_output() -> None:
    """What is still buffered goes nowhere, so that the interpreter's end does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(argv: list[str]) -> int:
    if argv and argv[0] in COMMANDS:
        return run_command(argv[0], argv[1:], shared_of(argparse.Namespace(profile=None)))
    options = _top_parser().parse_args(argv)
    if options.version:
        from workbench import __version__

        print(f"workbench {__version__}")
        return 0
    if options.completion:
        from workbench.cli.completion import completion_script

        print(completion_script(options.completion), end="")
        return 0
    if options.command is None:
        from workbench.cli.app import run

        return run(options)
    if options.demo or options.safe:
        raise InputError("--demo and --safe are about the app", "leave the command out")
    if options.command not in COMMANDS:
        from difflib import get_close_matches

        close = get_close_matches(options.command, COMMANDS, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "`workbench --help` lists them"
        raise InputError(f"no command {options.command!r}", hint)
    return run_command(options.command, options.rest, shared_of(options))


def run_command(name: str, arguments: list[str], shared: argparse.Namespace) -> int:
    """Run one command; `shared` are the options that were given before it."""
    return load(name).run(command_parser(name).parse_args(arguments, namespace=shared))


def command_parser(
    name: str, kind: type[argparse.ArgumentParser] = argparse.ArgumentParser
) -> argparse.ArgumentParser:
    """The parser of one command, with the options that every command takes."""
    command = load(name)
    parser = kind(
        prog=f"workbench {name}",
        description=COMMANDS[name].help,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    _add_shared(parser)
    return parser


def _top_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="workbench",
        usage="workbench [options] [COMMAND ...]",
        description=f"{DESCRIPTION}\nWithout a command it opens the app on the history.",
        epilog=f"commands:\n{listing}\n\n`workbench COMMAND --help` explains one.",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument(
        "--demo", action="store_true", help="open on the simulator, with a history of its own"
    )
    parser.add_argument(
        "--safe", action="store_true", help="open the app without drawing the last answer"
    )
    parser.add_argument("--profile", help="the profile of config.toml that the app starts with")
    parser.add_argument(
        "--completion", choices=("bash", "zsh", "fish"), help="print a completion script"
    )
    _add_shared(parser)
    return parser


def _add_shared(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("options of every command")
    group.add_argument(
        "--history",
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="the history to use (default: $WORKBENCH_HISTORY, else the platform's data folder)",
    )
    for flags, text in (
        (("--no-color",), "no colour (as NO_COLOR does)"),
        (("--debug",), "on a fault, show the traceback"),
        (("-q", "--quiet"), "say less on standard error"),
        (("-v", "--verbose"), "say more on standard error"),
    ):
        group.add_argument(*flags, action="store_true", default=argparse.SUPPRESS, help=text)


def shared_of(options: argparse.Namespace) -> argparse.Namespace:
    """What was given before the command, as defaults for the command's own parser."""
    return argparse.Namespace(
        history=getattr(options, "history", None),
        no_color=getattr(options, "no_color", False),
        debug=getattr(options, "debug", False),
        quiet=getattr(options, "quiet", False),
        verbose=getattr(options, "verbose", False),
        profile=options.profile,
    )
