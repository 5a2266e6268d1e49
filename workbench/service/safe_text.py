"""Text from the wire made harmless for a screen, as every view shows it."""

from workbench.inspection.visible import INVISIBLE, visible

__all__ = ["INVISIBLE", "visible"]
