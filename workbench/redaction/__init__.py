"""The one engine that masks: log, repr, clipboard and every export go through it.

Three ways to know a secret: by its name, by a value that is known (in whatever encoding it comes
back), and by its shape. What cannot be judged is masked.
"""

from workbench.redaction.documents import MASKED_KEY, mask_key
from workbench.redaction.logs import RedactingFilter
from workbench.redaction.names import READABLE, SECRET, is_secret
from workbench.redaction.redactor import Redactor

__all__ = [
    "MASKED_KEY",
    "READABLE",
    "SECRET",
    "RedactingFilter",
    "Redactor",
    "is_secret",
    "mask_key",
]
