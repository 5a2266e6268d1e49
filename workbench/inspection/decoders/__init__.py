"""Opaque values made readable: which decoders there are, and the one function that runs them.

The imports below are in the order in which decoders are asked: what is certain comes first. A new
decoder is a function in the file of its kind; a new file is one more line here.
"""

# isort: off
from workbench.inspection.decoders import identifiers
from workbench.inspection.decoders import json_text
from workbench.inspection.decoders import tokens
from workbench.inspection.decoders import times
from workbench.inspection.decoders import addresses
from workbench.inspection.decoders import scope_list
from workbench.inspection.decoders import saml
from workbench.inspection.decoders import encodings
from workbench.inspection.decoders import compression
# isort: on

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
    "saml",
    "scope_list",
    "times",
    "tokens",
]
