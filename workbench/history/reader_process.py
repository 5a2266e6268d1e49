"""A process that reads exchanges again for another one.

It takes windows of rows from its input and answers each with what is derived of them, in their
order, until its input ends.
"""

from __future__ import annotations

import gc
import pickle
import signal
import sys

from workbench.history.rereading import reread_all

READY = "ready"
# A soup is a ring that only the collector frees; so many new objects are let stand before it looks.
_COLLECTED_AT = 20_000


def serve() -> None:
    """Say that it is ready, then answer windows. What is printed meanwhile is no answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one ends it
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    gc.freeze()
    gc.set_threshold(_COLLECTED_AT)
    pickle.dump(READY, answers)
    answers.flush()
    while True:
        try:
            asked = pickle.load(given)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        pickle.dump(reread_all(asked), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
