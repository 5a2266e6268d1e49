"""The log of one run on standard error: what the libraries say, redacted."""

from __future__ import annotations

import logging


def log_to_stderr(key: str | None) -> None:
    """Let the HTTP client's own log be seen, with secrets masked in every line."""
    from workbench.redaction import RedactingFilter, Redactor

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    handler.addFilter(RedactingFilter(Redactor([key] if key else [])))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
