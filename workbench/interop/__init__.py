"""Exchanging with other tools: one file a format, import and export registered by name.

Importing goes by content, never by file name; exporting sees documents that are already masked.
"""

from workbench.interop.entry import entry_key
from workbench.interop.exporting import export_chunks, export_to, exporter_names
from workbench.interop.importing import Reading, read_file
from workbench.interop.registry import Exporter, Importer

__all__ = [
    "Exporter",
    "Importer",
    "Reading",
    "entry_key",
    "export_chunks",
    "export_to",
    "exporter_names",
    "read_file",
]
