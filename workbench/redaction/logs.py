"""Log records masked before any handler writes them: message, arguments and traceback."""

from __future__ import annotations

import logging

from workbench.redaction.redactor import Redactor

_FORMATTER = logging.Formatter()


class RedactingFilter(logging.Filter):
    """Put on a handler, so that records of every logger pass it."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record in place; always lets it through."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} {record.args!r}"
        record.msg = self._redactor.text(message)
        record.args = None
        if record.exc_info:
            record.exc_text = self._redactor.text(_FORMATTER.formatException(record.exc_info))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = self._redactor.text(record.exc_text)
        if record.stack_info:
            record.stack_info = self._redactor.text(record.stack_info)
        return True
