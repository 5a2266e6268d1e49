"""Opaque values made readable: which decoders there are, and the one function that runs them.

The imports below are in the order in which decoders are asked: what is certain comes first.
"""

from workbench.inspection.decoders import tokens  # noqa: I001
from workbench.inspection.decoders import identifiers, times, addresses, scope_list, json_text
from workbench.inspection.decoders import encodings, compression
from workbench.inspection.decoders.chain import Chain, decode
from workbench.inspection.decoders.places import decode_all
from workbench.inspection.decoders.registry import DECODERS, Decoder, Hint

__all__ = [
    "DECODERS",
    "Chain",
    "Decoder",
    "Hint",
    "addresses",
    "compression",
    "decode",
    "decode_all",
    "encodings",
    "identifiers",
    "json_text",
    "scope_list",
    "times",
    "tokens",
]
