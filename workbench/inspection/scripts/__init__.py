"""Scripts of a page, followed in their text as far as it tells, never run: what do they submit?

The imports fill the registries of nodes.
"""

from workbench.inspection.scripts import expressions, statements

__all__ = ["expressions", "statements"]
