"""The newest rows, read in a thread while the app is still being loaded, so that its first frame
has them. Imports nothing of the app: it has to begin before that.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.model.summary import Summary
    from workbench.service.workbench import Workbench

FIRST_ROWS = 60


class Ahead:
    """Begins to read when it is made."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._rows: list[Summary] = []
        self._thread = Thread(target=self._read, name="ahead", daemon=True)
        self._thread.start()

    def rows(self) -> list[Summary]:
        """The newest rows; none where they cannot be read, which is said when they are asked for
        the usual way."""
        self._thread.join()
        return self._rows

    def _read(self) -> None:
        try:
            self._rows = self._workbench.summaries(limit=FIRST_ROWS)
        except WorkbenchError:
            self._rows = []
