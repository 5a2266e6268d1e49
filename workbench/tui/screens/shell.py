"""The actions about the screen itself: going places, help, palette, jump letters, commands, its
picture, leaving."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from workbench.errors import InputError
from workbench.tui.screens.tasks import TaskKeeping

_MOST_PICTURES = 100


class Shell(TaskKeeping):
    """Everything that changes no exchange."""

    def show_pane(self, name: str) -> None:
        """Bring that pane to the front where one is shown at a time."""
        raise NotImplementedError

    # -- going places -------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Type a filter."""
        self.show_pane("history")
        self.set_focus(self.query_one("#filter"))

    def action_pane_compose(self) -> None:
        """Go to Compose."""
        self.show_pane("compose")
        self.set_focus(self.query_one("#f-institution_id"))

    def action_pane_history(self) -> None:
        """Go to the history."""
        self.show_pane("history")
        self.history.focus_rows()

    def action_pane_answer(self) -> None:
        """Go to the answer."""
        self.show_pane("answer")
        self.answer.focus_view()

    def action_next_tab(self) -> None:
        """The answer's next tab."""
        self.answer.step(1)

    def action_previous_tab(self) -> None:
        """The answer's tab before."""
        self.answer.step(-1)

    def go_to_tab(self, key: str) -> None:
        """That tab of the answer."""
        self.answer.choose(key)
        self.action_pane_answer()

    def action_hex(self) -> None:
        """Raw and Request as text or as hex."""
        self.answer.toggle_hex()

    def action_fold(self) -> None:
        """Fold or unfold the answer's value under the cursor."""
        self.answer.fold(every=False)

    def action_fold_all(self) -> None:
        """Fold or unfold every value of the answer's tab."""
        self.answer.fold(every=True)

    def action_jump(self) -> None:
        """Letters on all that can be gone to."""
        from workbench.tui.screens.jump import Jump, targets

        found = targets(self)

        def chosen(number: int | None) -> None:
            if number is not None:
                found[number].go()

        self.app.push_screen(Jump(found), chosen)

    # -- finding out --------------------------------------------------------------------------

    def action_help(self) -> None:
        """Help for what has the focus."""
        from workbench.tui.screens.help import Help, topics

        self.app.push_screen(Help(topics(self)))

    def action_palette(self) -> None:
        """Everything by its name."""
        from textual.command import CommandPalette

        from workbench.tui.palette import WorkbenchCommands

        if not CommandPalette.is_open(self.app):
            hint = "An action, an exchange's id, a tab, a profile, a theme, a recent filter"
            self.app.push_screen(CommandPalette([WorkbenchCommands], placeholder=hint))

    def action_theme(self) -> None:
        """Choose other colours."""
        from workbench.tui.screens.choose import Choose, Offer
        from workbench.tui.themes import OWN

        themes = self.app.available_themes
        names = [*(theme.name for theme in OWN), *sorted(set(themes) - {t.name for t in OWN})]
        offers = [Offer(name, name, "dark" if themes[name].dark else "light") for name in names]

        def chosen(name: str | None) -> None:
            if name is not None:
                self.use_theme(name)

        self.app.push_screen(Choose("Theme", offers), chosen)

    def use_theme(self, name: str) -> None:
        """Use other colours, from now on."""
        if name not in self.app.available_themes:
            from workbench.tui.bindings import near

            raise InputError(f"no theme {name!r}", near(name, self.app.available_themes))
        self.app.theme = name
        self.workbench.app_state.keep(theme=name)
        if self.workbench.settings.theme not in (None, name):
            said = f"{name} until the app ends: config.toml says theme = ..."
            self.notify(said, markup=False)

    def use_profile(self, name: str) -> None:
        """Choose a profile in Compose."""
        self.workbench.settings.profile(name)
        self.form.use_profile(name)
        self.notify(f"Compose uses the profile {name}", markup=False)

    def action_screenshot(self) -> None:
        """Write this screen into the present folder, over nothing that is there."""
        picture = self.app.export_screenshot(title=f"{self.app.title}")
        path = _new_file(f"authorize-workbench-{datetime.now():%Y%m%d-%H%M%S}", picture)  # noqa: DTZ005 # a person's own time names it
        self.notify(
            f"Written to {path}. It is NOT redacted: it shows values as the screen does",
            severity="warning",
            markup=False,
        )

    # -- leaving ------------------------------------------------------------------------------

    def action_quit(self) -> None:
        """Leave; where tasks run, ask."""
        running = self.tasks.running
        if not running:
            self.app.exit(0)
            return
        from workbench.tui.screens.ask import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.exit(0)

        names = ", ".join(task.name for task in running)
        question = f"Still running: {names}.\nCancel and leave?"
        self.app.push_screen(Confirm("Leave", question, "Leave"), answered)


def _new_file(name: str, text: str) -> Path:
    """A new file of that name here, numbered where it is taken; its owner alone reads it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    for number in range(1, _MOST_PICTURES):
        path = Path.cwd() / (f"{name}.svg" if number == 1 else f"{name}-{number}.svg")
        try:
            with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}") from None
        return path
    raise InputError(f"{name}.svg is taken, and its numbers too", "clear this folder")
