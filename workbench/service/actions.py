"""The one table of what can be done: key hints, palette, help, and command line read it.

Adding an action is adding one entry here and one method of its name in each view that offers it.
"""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One thing a person can do. `keys` are the app's default keys, `verb` the command that does
    the same, or "" where it is about the screen alone; `shown` puts it into the footer."""

    id: str
    label: str
    help: str
    keys: tuple[str, ...]
    verb: str
    shown: bool = False


ACTIONS = (
    Action("send", "Send", "Send the composed request.", ("ctrl+j",), "authorize", True),
    Action(
        "dry_run",
        "Dry run",
        "Show the exact bytes that Send would send.",
        ("ctrl+t",),
        "authorize --dry-run",
    ),
    Action("cancel", "Cancel", "Cancel the calls under way.", ("ctrl+g",), ""),
    Action(
        "filter", "Filter", "Filter the history as you type.", ("slash",), "history FILTER", True
    ),
    Action(
        "mark", "Mark", "Mark this exchange; two marked ones can be compared.", ("space",), "", True
    ),
    Action(
        "diff",
        "Diff",
        "Compare two marked exchanges, or the marked one with this one.",
        ("d",),
        "diff ID ID",
        True,
    ),
    Action(
        "replay",
        "Replay",
        "Fill Compose with this request; nothing is sent yet.",
        ("r",),
        "replay ID",
        True,
    ),
    Action("copy", "Copy", "Copy this exchange, as one of several forms.", ("y",), "show ID", True),
    Action("label", "Label", "Put labels on this exchange.", ("L",), "label ID"),
    Action("note", "Note", "Write a note on this exchange.", ("N",), "note ID TEXT"),
    Action(
        "delete", "Delete", "Delete this exchange, or the marked ones.", ("delete",), "delete ID"
    ),
    Action("pane_compose", "Compose", "Go to Compose.", ("1", "f2"), ""),
    Action("pane_history", "History", "Go to the history.", ("2", "f3"), ""),
    Action("pane_answer", "Answer", "Go to the answer.", ("3", "f4"), ""),
    Action(
        "next_tab", "Next tab", "Show the answer's next tab.", ("right_square_bracket",), "show ID"
    ),
    Action(
        "previous_tab",
        "Previous tab",
        "Show the answer's tab before this one.",
        ("left_square_bracket",),
        "show ID",
    ),
    Action("hex", "Hex", "Raw and Request: text or hex.", ("b",), "show ID --raw"),
    Action("clear", "Clear form", "Empty Compose.", ("ctrl+n",), ""),
    Action(
        "help",
        "Help",
        "Help for what has the focus, and all keys.",
        ("question_mark", "f1"),
        "--help",
        True,
    ),
    Action("screenshot", "Screenshot", "Keep this screen as an SVG file.", ("f9",), ""),
    Action("quit", "Quit", "Leave the app.", ("q", "ctrl+q"), "", True),
)
