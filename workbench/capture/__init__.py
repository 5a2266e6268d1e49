"""The wire: one call sent, and every byte, time and TLS fact of it kept.

`Client.send` answers with a `Capture`, also when the network failed: nothing here judges an
answer. httpx and httpcore are named in this room only.
"""

from __future__ import annotations

from workbench.capture.client import Client
from workbench.capture.preview import preview

__all__ = ["Client", "preview"]
