"""The palette: every action, tab, profile, theme and recent filter by its words, every exchange by
its id. One table of sources; names that people or the wire chose are never read as markup."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from workbench.service.actions import ACTIONS
from workbench.tui.bindings import keys_of, spelled
from workbench.tui.safe_text import plain, shown
from workbench.tui.screens.main import MainScreen
from workbench.tui.work import start
from workbench.vocabulary import TABS, row_words

if TYPE_CHECKING:
    from textual.types import IgnoreReturnCallbackType

_RECENT_FILTERS = 12


class Entry(NamedTuple):
    """Something that can be chosen: its words, what it means, and what it does."""

    words: str
    help: str
    do: Callable[[], object]


def _actions(screen: MainScreen) -> Iterator[Entry]:
    keys = keys_of(screen)
    for action in ACTIONS:
        key = keys.first(action.id)
        help_ = f"{action.help}  ({key})" if key else action.help
        yield Entry(action.label, help_, partial(screen.act, action.id))


def _copies(screen: MainScreen) -> Iterator[Entry]:
    from workbench.tui.screens.copying import OF_EXCHANGE

    for form in OF_EXCHANGE:
        words = form.label[0].lower() + form.label[1:] if form.label != "JSON" else form.label
        yield Entry(f"Copy {words}", form.help, partial(screen.copy_as, form))


def _tabs(screen: MainScreen) -> Iterator[Entry]:
    for tab in TABS:
        yield Entry(f"Tab {tab.label}", tab.help, partial(screen.go_to_tab, tab.key))


def _profiles(screen: MainScreen) -> Iterator[Entry]:
    for name, profile in sorted(screen.workbench.settings.profiles.items()):
        where = profile.instance or profile.base_url or "the default instance"
        help_ = f"PRODUCTION, {where}" if profile.production else where
        yield Entry(f"Use profile {name}", help_, partial(screen.use_profile, name))


def _themes(screen: MainScreen) -> Iterator[Entry]:
    for name, theme in sorted(screen.app.available_themes.items()):
        help_ = "dark" if theme.dark else "light"
        yield Entry(f"Theme {name}", help_, partial(screen.use_theme, name))


def _filters(screen: MainScreen) -> Iterator[Entry]:
    for text in reversed(screen.workbench.app_state.state.filters[-_RECENT_FILTERS:]):
        words = f"Filter {_cut(text)}"
        yield Entry(words, "a recent filter", partial(screen.use_filter, text))


SOURCES = (_actions, _copies, _tabs, _profiles, _filters, _themes)


class WorkbenchCommands(Provider):
    """What the palette offers."""

    async def discover(self) -> Hits:
        """All of it, in the order of the table."""
        for entry in self._entries():
            yield DiscoveryHit(
                plain(entry.words), self._doing(entry), entry.words, _plain_help(entry)
            )

    async def search(self, query: str) -> Hits:
        """What fits; digits are the id of an exchange."""
        digits = query.strip().removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) < 19:
            found = await self._exchange(int(digits))
            if found is not None:
                yield Hit(
                    1.0, plain(found.words), self._doing(found), found.words, _plain_help(found)
                )
        matcher = self.matcher(query)
        for entry in self._entries():
            score, offsets = matcher.fuzzy_search.match(matcher.query, entry.words)
            if score > 0:
                words = Content(entry.words)
                for offset in offsets:
                    words = words.stylize(matcher.match_style, offset, offset + 1)
                yield Hit(score, words, self._doing(entry), entry.words, _plain_help(entry))

    @property
    def _main(self) -> MainScreen:
        return cast("MainScreen", self.screen)

    def _entries(self) -> Iterator[Entry]:
        for source in SOURCES:
            yield from source(self._main)

    def _doing(self, entry: Entry) -> IgnoreReturnCallbackType:
        async def do() -> None:
            entry.do()

        # Through the app's door for errors, like everything else.
        return lambda: start(self._main, do(), "palette")

    async def _exchange(self, id: int) -> Entry | None:
        rows = await asyncio.to_thread(self._main.workbench.rows, [id])
        if not rows:
            return None
        words = row_words(rows[0], "")
        about = " ".join((words[1], words[2], *words[5:6]))
        return Entry(f"Open exchange {id}", about, partial(self._main.open_exchange, id))


class DiffCommands(WorkbenchCommands):
    """What the palette offers over a comparison: its own actions."""

    def _entries(self) -> Iterator[Entry]:
        from workbench.tui.screens.diff import DIFF_ACTIONS, DiffScreen

        screen = cast("DiffScreen", self.screen)
        for action in DIFF_ACTIONS:
            if action.id != "palette":
                help_ = f"{action.help}  ({spelled(action.keys[0])})"
                yield Entry(action.label, help_, partial(screen.act, action.id))

    async def _exchange(self, id: int) -> Entry | None:
        del id
        return None


def _plain_help(entry: Entry) -> str:
    """The palette reads a text as markup, and a `Content` as it is."""
    return cast("str", plain(_cut(entry.help)))


def _cut(text: str) -> str:
    safe = shown(text[:200])
    return safe if len(safe) <= 100 else f"{safe[:99]}…"
