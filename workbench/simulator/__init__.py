"""The local stand-in of the authorize endpoint: pure answers, and a server for them.

`answer` makes one raw HTTP answer and does no I/O; `Simulator` serves it on 127.0.0.1 and nowhere
else. Every answer carries `X-Workbench-Simulator`, so that none is ever taken for the real thing.
What can be asked for is the table `SCENARIOS`.
"""

from __future__ import annotations

from workbench.simulator.answers import MARK, answer
from workbench.simulator.background import running
from workbench.simulator.scenarios import SCENARIOS, Scenario
from workbench.simulator.server import Simulator

__all__ = ["MARK", "SCENARIOS", "Scenario", "Simulator", "answer", "running"]
