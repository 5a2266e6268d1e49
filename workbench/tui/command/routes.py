"""Where a typed command goes: to the app's own way of doing it, or to a process of its own whose
output is shown. What sends goes to Compose, where nothing is sent before a person sends it.
"""

from __future__ import annotations

import asyncio
import re
import shlex
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import InputError
from workbench.model.progress import Progress
from workbench.model.request import HttpRequest
from workbench.service.composing import AUTO_STATE
from workbench.tui.compose.draft import Draft, of_request
from workbench.tui.safe_text import Opened
from workbench.vocabulary import FIELDS

if TYPE_CHECKING:
    import argparse

    from workbench.model.progress import OnProgress
    from workbench.model.request import AuthorizeRequest
    from workbench.tui.command.commands import Commands
    from workbench.tui.screens.main import MainScreen

_REFERENCE = re.compile(r"\d{1,18}|last([-~]\d+)?|good")
_MOST_BYTES = 16 * 1024 * 1024
_LOOK_EVERY_S = 0.1
_COMPOSED = frozenset(
    {
        *(field.flag for field in FIELDS),
        "--instance", "--base-url", "--url", "--method", "--param", "--accept", "--header",
        "--without-header", "--profile", "--dry-run", "--set", "--unset",
    }
)  # fmt: skip

_SWEPT = frozenset({"--each", "--from", "--concurrency", "--rate", "--resume", "--yes"})


class Asked(NamedTuple):
    """A command as it was typed and read."""

    screen: MainScreen
    commands: Commands
    words: tuple[str, ...]
    options: argparse.Namespace

    @property
    def flags(self) -> set[str]:
        """The options among the words."""
        return {word.partition("=")[0] for word in self.words if word.startswith("-")}


Route = Callable[[Asked], Awaitable[bool]]


async def follow(screen: MainScreen, commands: Commands | None, text: str) -> None:
    """Do what was typed. Raises `InputError` in the words of the command line."""
    name, _, rest = text.strip().partition(" ")
    if _REFERENCE.fullmatch(name) and not rest.strip():
        await screen.go_to_exchange(name)
    elif name in OWN:
        OWN[name].do(screen, rest.strip())
    elif commands is None or name not in commands.names:
        known = [*OWN, *(commands.names if commands is not None else ())]
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "tab lists them"
        raise InputError(f"no command {name!r}", hint)
    else:
        await _run(screen, commands, name, _words(rest))


def _words(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise InputError(f"this cannot be read: {error}", "check the quotes") from None


async def _run(screen: MainScreen, commands: Commands, name: str, words: tuple[str, ...]) -> None:
    if {"-h", "--help"} & set(words):
        _show(screen, f"workbench {name} --help", commands.explain(name))
        return
    asked = Asked(screen, commands, words, commands.parse(name, words))
    route = ROUTES.get(name)
    if route is not None and await route(asked):
        return
    if name not in ASIDE:
        raise InputError(
            f"`{name} {' '.join(words)}`".replace(" `", "`") + " is not for this line",
            f"run `workbench {name}` in a terminal",
        )
    _run_aside(screen, commands, (name, *words))


# -- the app's own verbs --------------------------------------------------------------------------


class OwnVerb(NamedTuple):
    """A verb of the app alone: what it does in words, what it takes, and its function."""

    help: str
    takes: str
    do: Callable[[MainScreen, str], None]


OWN: Mapping[str, OwnVerb] = {
    "filter": OwnVerb("filter the history", "FILTER", lambda screen, rest: screen.use_filter(rest)),
    "profile": OwnVerb("use a profile", "PROFILE", lambda screen, rest: screen.use_profile(rest)),
    "theme": OwnVerb("use other colours", "THEME", lambda screen, rest: screen.use_theme(rest)),
    "help": OwnVerb("help and all keys", "", lambda screen, _: screen.action_help()),
    "quit": OwnVerb("leave the app", "", lambda screen, _: screen.action_quit()),
    "q": OwnVerb("leave the app", "", lambda screen, _: screen.action_quit()),
}


# -- commands that the app does itself ------------------------------------------------------------


async def _show_exchange(asked: Asked) -> bool:
    if asked.flags:
        return False
    await asked.screen.go_to_exchange(asked.options.id)
    return True


async def _history(asked: Asked) -> bool:
    if asked.flags:
        return False
    asked.screen.use_filter(" ".join(asked.words))
    return True


async def _diff(asked: Asked) -> bool:
    if asked.flags or len(asked.words) != 2:
        return False
    from workbench.tui.screens.diff import DiffScreen

    comparison = await asyncio.to_thread(asked.screen.workbench.compare, *asked.words)
    asked.screen.app.push_screen(DiffScreen(asked.screen.workbench, comparison))
    return True


async def _label(asked: Asked) -> bool:
    options, workbench = asked.options, asked.screen.workbench
    if not options.add and not options.remove:
        raise InputError("no label was given", "use --add X or --remove Y")
    id_ = await asyncio.to_thread(workbench.resolve, options.id)
    asked.screen.change(id_, lambda: workbench.label(id_, options.add, options.remove))
    return True


async def _note(asked: Asked) -> bool:
    workbench = asked.screen.workbench
    id_ = await asyncio.to_thread(workbench.resolve, asked.words[0])
    text = " ".join(word for word in asked.words[1:] if not word.startswith("--"))
    asked.screen.change(id_, lambda: workbench.note(id_, text or None))
    return True


async def _delete(asked: Asked) -> bool:
    if asked.flags - {"--yes"}:
        raise InputError("here only ids or a filter name what goes", "such as `delete until:90d`")
    words = [word for word in asked.words if word != "--yes"]
    if not words:
        raise InputError("nothing to delete was named", "give ids or a filter")
    ids, taken_for = await asyncio.to_thread(asked.commands.select, asked.screen.workbench, words)
    if not ids:
        raise InputError(f"{taken_for} fits nothing", "nothing was deleted")
    asked.screen.delete(list(ids))
    return True


async def _export(asked: Asked) -> bool:
    options, screen = asked.options, asked.screen
    if not asked.words:
        screen.action_export()
        return True
    from workbench.service.transfer import export_formats

    if options.format not in export_formats():
        known = ", ".join(export_formats())
        raise InputError(f"no export format {options.format!r}", f"there are {known}")
    if options.output == "-":
        raise InputError("no file was named", "give -o PATH")
    ids, taken_for = await asyncio.to_thread(asked.commands.select, screen.workbench, options.what)
    if not ids:
        raise InputError(f"{taken_for} fits nothing", "`filter` shows what does")
    screen.export(ids, options.format, options.output, secrets=options.secrets, force=options.force)
    return True


async def _import(asked: Asked) -> bool:
    options = asked.options
    for path in options.files:
        if path == "-":
            raise InputError("there is no standard input here", "name a file")
        asked.screen.import_file(path, url=options.url, everything=options.all)
    return True


async def _reindex(asked: Asked) -> bool:
    asked.screen.action_reindex()
    return True


async def _check(asked: Asked) -> bool:
    asked.screen.action_check()
    return True


async def _authorize(asked: Asked) -> bool:
    _only_composed(asked)
    screen, given = asked.screen, asked.commands.given(asked.options)
    if asked.options.profile:
        screen.use_profile(asked.options.profile)
        screen.workbench.use_profile(asked.options.profile)
    draft = _draft_of(screen.workbench.compose(given))
    if AUTO_STATE in given.params.get("state", ()):
        draft = Draft(
            draft.target, {**draft.fields, "state": AUTO_STATE}, draft.extra, draft.headers
        )
    _fill(asked, draft)
    return True


async def _replay(asked: Asked) -> bool:
    _only_composed(asked)
    options, workbench = asked.options, asked.screen.workbench
    if not options.set and not options.unset:
        request, imported, uuid = await asyncio.to_thread(workbench.request_again, options.id)
        _fill(asked, of_request(request, fresh_state=imported, replay_of=uuid))
        return True
    changes = []
    for text in options.set:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise InputError(f"--set {text[:60]!r} has no '='", "write NAME=VALUE")
        changes.append((key, value))
    again = await asyncio.to_thread(workbench.replay_request, options.id, changes, options.unset)
    _fill(asked, _draft_of(again))
    return True


async def _sweep(asked: Asked) -> bool:
    from workbench.service.sweep_files import plan_of
    from workbench.service.sweeping import Pace

    options, screen = asked.options, asked.screen
    left = sorted(asked.flags - _COMPOSED - _SWEPT)
    if left or options.profile:
        raise InputError(f"a sweep here has no {', '.join(left) or '--profile'}", "use a terminal")
    # What is not said is taken from Compose, if nothing of the request is said at all.
    given = asked.commands.given(options) if asked.flags & _COMPOSED else screen.form.given
    pace = Pace(options.concurrency, options.rate)
    plan = await asyncio.to_thread(plan_of, screen.workbench, given, options.each, options.rows)
    screen.sweep(plan, pace, resume=options.resume)
    return True


def _only_composed(asked: Asked) -> None:
    left = sorted(asked.flags - _COMPOSED)
    if left:
        raise InputError(f"Compose has no {', '.join(left)}", "run that call in a terminal")


def _draft_of(request: AuthorizeRequest) -> Draft:
    asked = HttpRequest(request.method, request.url, request.params, request.headers)
    return of_request(asked, fresh_state=False, replay_of=request.replay_of)


def _fill(asked: Asked, draft: Draft) -> None:
    screen = asked.screen
    screen.form.fill(draft)
    screen.action_pane_compose()
    if asked.options.dry_run:
        screen.action_dry_run()
    else:
        screen.notify("Compose holds it; nothing is sent yet", markup=False)


ROUTES: Mapping[str, Route] = {
    "authorize": _authorize,
    "check": _check,
    "delete": _delete,
    "diff": _diff,
    "export": _export,
    "history": _history,
    "import": _import,
    "label": _label,
    "note": _note,
    "reindex": _reindex,
    "replay": _replay,
    "show": _show_exchange,
    "sweep": _sweep,
}

# Commands that only read: they run as a process of their own, and their output is shown.
ASIDE = frozenset(
    {"changes", "check", "diff", "doctor", "findings", "history", "inspect", "schema", "show"}
)


def _run_aside(screen: MainScreen, commands: Commands, words: tuple[str, ...]) -> None:
    name = shlex.join(("workbench", *words))
    result: list[tuple[int, bytes, bytes]] = []

    def work(on_progress: OnProgress) -> str:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            line = commands.line(words)
            with subprocess.Popen(  # noqa: S603 # this program, with words that it has read before
                line, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            ) as process:
                try:
                    while _is_running(process):
                        on_progress(Progress(0, None, "running"))
                except BaseException:
                    process.kill()
                    raise
            out.seek(0)
            err.seek(0)
            result.append((process.returncode, out.read(_MOST_BYTES), err.read(_MOST_BYTES)))
        return "Done" if not process.returncode else f"Ended with {process.returncode}"

    def ended() -> None:
        for code, out, err in result:
            text = (out + err).decode("utf-8", "surrogateescape")
            _show(screen, name, text or f"(nothing was printed; it ended with {code})")

    screen.run_task(name, work, on_end=ended, told=False)


def _is_running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return True
    return False


def _show(screen: MainScreen, title: str, text: str) -> None:
    from workbench.tui.screens.sheet import Sheet

    screen.app.push_screen(Sheet(Opened(title, "", text), screen.workbench.redact))
