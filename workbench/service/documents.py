"""The contract's JSON documents, as views print them. Starts fast: schemas load when asked for."""

from __future__ import annotations

from workbench.document.summary import summary_document
from workbench.document.text import to_json

__all__ = ["schema_names", "schema_text", "summary_document", "to_json"]


def schema_names() -> tuple[str, ...]:
    """The names of the published schemas."""
    from workbench.document import schema

    return schema.schema_names()


def schema_text(name: str) -> str:
    """One published JSON Schema."""
    from workbench.document import schema

    return schema.schema_text(name)
