"""A draft of Compose as a text to edit, and back: where, parameters, headers.

Lines that begin with `#` are for the person who edits. What no line can hold stands in the URL.
"""

from __future__ import annotations

from workbench.errors import InputError
from workbench.tui.compose.draft import Draft
from workbench.vocabulary import FIELDS

_FIELD_OF = {entry.name: entry.keyword for entry in FIELDS}
_WHERE = (
    "# Where: an instance such as toolbox, a base URL, or a whole URL with ? (sent as it stands)"
)
_PARAMETERS = "# Parameters: one name=value a line; state=auto makes a fresh one"
_HEADERS = "# Headers: one Name: value a line; -Name leaves a default out"
_END = "# Save and leave to fill Compose with this; nothing is sent. An empty file changes nothing."


def text_of(draft: Draft) -> str:
    """The draft as a text."""
    names = {keyword: name for name, keyword in _FIELD_OF.items()}
    parameters = [f"{names[keyword]}={value}" for keyword, value in draft.fields.items()]
    parameters += [line for line in draft.extra.split("\n") if line]
    headers = [line for line in draft.headers.split("\n") if line]
    return "\n".join(
        [_WHERE, draft.target, "", _PARAMETERS, *parameters, "", _HEADERS, *headers, "", _END, ""]
    )


def draft_of(text: str) -> Draft | None:
    """The draft of an edited text, None for an empty one. Raises `InputError` where a heading is
    gone, since lines would be taken for something else."""
    lines = text.replace("\r\n", "\n").split("\n")
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    part, parts = "", {_WHERE: list[str](), _PARAMETERS: list[str](), _HEADERS: list[str]()}
    for line in lines:
        if line in parts:
            part = line
        elif line.strip() and not line.startswith("#"):
            if not part:
                raise InputError("the line `# Where: ...` is gone", "edit it again")
            parts[part].append(line)
    if len(parts[_WHERE]) > 1:
        raise InputError(
            "more than one line says where",
            "leave the lines `# Parameters: ...` and `# Headers: ...` as they are",
        )
    fields: dict[str, str] = {}
    extra: list[str] = []
    for line in parts[_PARAMETERS]:
        name, equals, value = line.partition("=")
        keyword = _FIELD_OF.get(name.strip())
        if equals and keyword is not None and keyword not in fields and value:
            fields[keyword] = value
        else:
            extra.append(line)
    target = parts[_WHERE][0].strip() if parts[_WHERE] else ""
    return Draft(target, fields, "\n".join(extra), "\n".join(parts[_HEADERS]))
