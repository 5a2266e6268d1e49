"""The one table of what can be done: key hints, palette, help, and command line read it.

Adding an action is adding one entry here and one method of its name in each view that offers it.
"""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One thing a person can do. `keys` are the app's default keys (none: the palette has it),
    `verb` the command that does the same, or "" where `SCREEN_ONLY` says why there is none;
    `shown` puts it into the footer, `anywhere` lets its keys work while one types, `at_once` has
    them work before the next key is read, since that one is typed into what the action opens."""

    id: str
    label: str
    help: str
    keys: tuple[str, ...]
    verb: str
    shown: bool = False
    anywhere: bool = False
    at_once: bool = False


# Each has a letter, a digit, a function key or a control letter: `[`, `]`, `/` and the like need
# AltGr on French, German and Canadian keyboards, so they are never the only key.
ACTIONS = (
    Action("send", "Send", "Send the composed request.", ("ctrl+j",), "authorize", True, True),
    Action(
        "dry_run",
        "Dry run",
        "Show the exact bytes that Send would send.",
        ("ctrl+t",),
        "authorize --dry-run",
        anywhere=True,
    ),
    Action(
        "sweep",
        "Sweep",
        "Call with each of many values; what is not typed is taken from Compose.",
        ("m",),
        "sweep",
    ),
    Action(
        "cancel",
        "Cancel",
        "Cancel a call or a task that is under way.",
        ("ctrl+g",),
        "",
        anywhere=True,
    ),
    Action(
        "filter",
        "Filter",
        "Filter the history as you type.",
        ("slash", "f"),
        "history FILTER",
        True,
        at_once=True,
    ),
    Action(
        "mark", "Mark", "Mark this exchange; two marked ones can be compared.", ("space",), "", True
    ),
    Action(
        "mark_to_here",
        "Mark to here",
        "Mark all from the exchange that was marked last to this one.",
        ("V",),
        "",
    ),
    Action("mark_all", "Mark all", "Mark all that fit the filter.", ("asterisk", "A"), ""),
    Action("unmark", "Unmark", "Take every mark away; escape in the history does too.", (), ""),
    Action("sort", "Sort", "Sort the history by the next column.", ("s",), ""),
    Action("sort_back", "Turn round", "Sort the history the other way round.", ("S",), ""),
    Action("columns", "Columns", "Choose the history's columns; they are kept.", ("c",), ""),
    Action(
        "next_error",
        "Next error",
        "Go to the next exchange with an error finding.",
        ("n",),
        "",
    ),
    Action(
        "previous_error",
        "Previous error",
        "Go to the exchange with an error finding before this one.",
        ("p",),
        "",
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
    Action(
        "edit",
        "Edit",
        "Write this request in $EDITOR; what you save fills Compose.",
        ("e",),
        "replay ID --set K=V",
    ),
    Action("copy", "Copy", "Copy this exchange, as one of several forms.", ("y",), "show ID", True),
    Action(
        "open",
        "View outside",
        "Open the request, head, body, raw bytes or JSON in $PAGER or $EDITOR.",
        ("v",),
        "show ID --raw",
    ),
    Action("label", "Label", "Put labels on this exchange.", ("L",), "label ID"),
    Action("note", "Note", "Write a note on this exchange.", ("a",), "note ID TEXT"),
    Action(
        "delete",
        "Delete",
        "Delete this exchange, or the marked ones; it can be undone for a while.",
        ("delete", "D"),
        "delete ID",
    ),
    Action("undo", "Undo", "Bring back what was just deleted.", ("u",), ""),
    Action(
        "export",
        "Export",
        "Write the marked, the filtered or this exchange to a file, redacted.",
        ("x",),
        "export ID --format F -o PATH",
    ),
    Action("import", "Import", "Keep the exchanges of a file.", ("i",), "import FILE"),
    Action("reindex", "Reindex", "Rebuild what is derived from the bytes.", (), "reindex"),
    Action("check", "Check", "Verify that the history is sound.", (), "check"),
    Action("pane_compose", "Compose", "Go to Compose.", ("1", "f2"), "", at_once=True),
    Action("pane_history", "History", "Go to the history.", ("2", "f3"), ""),
    Action("pane_answer", "Answer", "Go to the answer.", ("3", "f4"), ""),
    Action(
        "next_tab",
        "Next tab",
        "Show the answer's next tab.",
        ("right_square_bracket", "t"),
        "show ID",
    ),
    Action(
        "previous_tab",
        "Previous tab",
        "Show the answer's tab before this one.",
        ("left_square_bracket", "T"),
        "show ID",
    ),
    Action("hex", "Hex", "Raw and Request: text or hex.", ("b",), "show ID --raw"),
    Action(
        "fold",
        "Fold",
        "Fold or unfold in an answer what a ▾ or ▸ stands before.",
        ("z",),
        "",
    ),
    Action(
        "fold_all",
        "Fold all",
        "Fold everything in an answer's tab; once more, unfold everything.",
        ("Z",),
        "",
    ),
    Action("clear", "Clear form", "Empty Compose.", ("ctrl+n",), "", anywhere=True),
    Action(
        "command",
        "Command",
        "Type a command of the command line.",
        ("colon", "f6"),
        "",
        at_once=True,
    ),
    Action(
        "palette",
        "Palette",
        "Find any action, exchange, tab, profile or theme by name.",
        ("ctrl+p", "f7"),
        "",
        anywhere=True,
    ),
    Action(
        "jump",
        "Jump",
        "Show a letter on every pane, field, tab and button; it takes you there.",
        ("ctrl+o", "f8"),
        "",
        anywhere=True,
    ),
    Action(
        "help",
        "Help",
        "Help for what has the focus, and all keys.",
        ("question_mark", "f1"),
        "--help",
        True,
    ),
    Action("theme", "Theme", "Choose other colours; they are kept.", (), ""),
    Action(
        "screenshot", "Screenshot", "Write this screen as an SVG file in this folder.", ("f9",), ""
    ),
    Action("quit", "Quit", "Leave the app.", ("q", "ctrl+q"), "", True),
)

SCREEN_ONLY = {
    "cancel": "a command is ended with ctrl+c",
    "mark": "a command names the exchanges it takes",
    "mark_to_here": "a command names the exchanges it takes",
    "mark_all": "a command takes a filter",
    "unmark": "a command names the exchanges it takes",
    "sort": "about the screen",
    "sort_back": "about the screen",
    "columns": "about the screen",
    "next_error": "a filter finds them: severity:error",
    "previous_error": "a filter finds them: severity:error",
    "undo": "a command asks before it deletes",
    "pane_compose": "about the screen",
    "pane_history": "about the screen",
    "pane_answer": "about the screen",
    "fold": "about the screen",
    "fold_all": "about the screen",
    "clear": "about the screen",
    "command": "it is the command line itself",
    "palette": "about the screen",
    "jump": "about the screen",
    "theme": "about the screen",
    "screenshot": "about the screen",
    "quit": "about the screen",
}
"""Actions without a command, and why."""

NO_ACTION = {
    "inspect": "reads what is not in the history; typed after the command key",
    "findings": "a list to read; typed after the command key",
    "schema": "for programs; typed after the command key",
    "doctor": "about this machine; typed after the command key",
    "changes": "a list to read; typed after the command key",
    "simulate": "runs until it is ended, in a terminal of its own",
}
"""Commands without an action, and where they are done instead."""
