"""What of a draft may be kept between two runs of the app: all but secrets."""

from __future__ import annotations

from workbench.redaction.names import is_secret


def without_secrets(lines: str, separator: str) -> str:
    """The lines of a text box whose name, before `separator`, stands for no secret; a `state` is
    one's own and stays."""
    kept = []
    for line in lines.split("\n"):
        name = line.partition(separator)[0].strip()
        if name == "state" or not is_secret(name):
            kept.append(line)
    return "\n".join(kept)
