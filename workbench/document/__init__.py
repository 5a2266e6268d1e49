"""The JSON that other programs rely on: exchanges and summaries as plain documents.

Only shapes are decided here, never what something means; the schemas beside this file say the same
and a test holds real output against them.
"""

from workbench.document.exchange import exchange_document
from workbench.document.schema import schema_names, schema_text
from workbench.document.summary import summary_document
from workbench.document.text import to_json

__all__ = ["exchange_document", "schema_names", "schema_text", "summary_document", "to_json"]
