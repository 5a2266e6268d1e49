"""Work beside the screen, and the app's one door for what goes wrong in it.

An error of ours is said in its own words; anything else is a fault of the program: it is said
too, its traceback goes to the developer's console, and the app goes on with what was typed.
"""

from __future__ import annotations

import traceback
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.worker import Worker


def start(
    widget: Widget, work: Awaitable[object], group: str, *, exclusive: bool = False
) -> Worker[None]:
    """Run `work` as a task of the widget; with `exclusive`, in place of the group's earlier one."""
    return widget.run_worker(_guarded(widget, work), group=group, exclusive=exclusive)


async def _guarded(widget: Widget, work: Awaitable[object]) -> None:
    try:
        await work
    except WorkbenchError as error:
        widget.notify(str(error), severity="error", markup=False)
    except Exception as error:  # noqa: BLE001 # the app's door
        widget.log(traceback.format_exc())
        said = f"A fault of the workbench: {type(error).__name__}. Nothing that was kept is lost."
        widget.notify(said, severity="error", markup=False)
