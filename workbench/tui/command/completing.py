"""What could be typed next in a command: verbs, options, exchanges, filters, files, formats.

Pure but for what its sources look up; the line asks in a thread, since files and histories may be
slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.paths import matching_paths

if TYPE_CHECKING:
    from workbench.service.workbench import Workbench
    from workbench.tui.command.commands import Commands

MOST = 60


class Candidate(NamedTuple):
    """What could stand from `start` to the end of the line, and what it means."""

    start: int
    text: str
    help: str


Found = Iterator[tuple[str, str]]
Source = Callable[[str], Found]


class Completer:
    """Completes commands. `own` are the app's verbs with what they do and what they take;
    `sources` give the values of what is taken, for the beginning that is typed."""

    def __init__(
        self,
        commands: Commands | None,
        own: Mapping[str, tuple[str, str]],
        sources: Mapping[str, Source],
    ) -> None:
        self._commands = commands
        self._own = own
        self._sources = sources

    def complete(self, text: str) -> list[Candidate]:
        """What could stand at the end of the text, the likeliest first."""
        start = text.rfind(" ") + 1
        typed = text[start:]
        found: list[Candidate] = []
        for value, help_ in self._values(text[:start].split(), typed):
            if value.startswith(typed) and value != typed:
                found.append(Candidate(start, value, help_))
            if len(found) >= MOST:
                break
        return found

    def _values(self, before: list[str], typed: str) -> Found:
        if not before:
            yield from ((name, help_) for name, (help_, _) in self._own.items())
            if self._commands is not None:
                yield from self._commands.names.items()
            return
        verb = before[0]
        if verb in self._own:
            yield from self._of(self._own[verb][1], typed)
            return
        if self._commands is None or verb not in self._commands.names:
            return
        taken = self._commands.taken(verb)
        takes = next((f.takes for f in taken.flags if f.name == before[-1]), "")
        if takes:
            yield from self._of(takes, typed)
        elif typed.startswith("-"):
            yield from ((f.name, f.help) for f in taken.flags if f.name not in before)
        else:
            for word in taken.words:
                yield from self._of(word, typed)

    def _of(self, takes: str, typed: str) -> Found:
        for name in takes.split(" or "):
            source = self._sources.get(name)
            if source is not None:
                yield from source(typed)


def usual_sources(
    workbench: Workbench,
    selected: Callable[[], int | None],
    themes: Callable[[], list[str]],
) -> dict[str, Source]:
    """The sources of what commands take; `selected` is the exchange under the cursor."""

    def ids(typed: str) -> Found:
        id_ = selected()
        if id_ is not None:
            yield str(id_), "the one under the cursor"
        yield "last", "the newest"
        yield "last-1", "the one before it"
        yield "good", "the newest healthy answer to the same request"
        if typed.isascii() and typed.isdigit():
            for row in workbench.rows([int(typed + digit) for digit in "0123456789"][:10]):
                yield str(row.id), row.target or ""

    def filters(typed: str) -> Found:
        for one in workbench.complete(typed):
            yield typed[: one.start] + one.text, one.help

    def paths(typed: str) -> Found:
        yield from ((path, "") for path in matching_paths(typed))

    def formats(_: str) -> Found:
        from workbench.service.transfer import export_formats

        yield from ((name, "") for name in export_formats())

    def profiles(_: str) -> Found:
        yield from ((name, "") for name in sorted(workbench.settings.profiles))

    def theme_names(_: str) -> Found:
        yield from ((name, "") for name in themes())

    return {
        "ID": ids,
        "FILTER": filters,
        "FILE": paths,
        "PATH": paths,
        "F": formats,
        "THEME": theme_names,
        "PROFILE": profiles,
    }
