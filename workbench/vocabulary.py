"""What every view says alike: fields, columns, tabs, their order and their words.

Views place these; they never word them anew. Plain tuples, since lists must start fast.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.model.summary import Summary


class Field(NamedTuple):
    """One thing a person fills in: the keyword of `AuthorizeRequest`, its name on the wire, the
    flag of the command line, its label, and what it means."""

    keyword: str
    name: str
    flag: str
    label: str
    help: str


class Column(NamedTuple):
    """One column of the history: key, heading, width in cells (0 = takes what is left), align, and
    what it shows. `sorts` is the direction that a first sort by it takes ("up", "down", or "" when
    it cannot be sorted by); where room is short, the highest `rank` goes first."""

    key: str
    heading: str
    width: int
    align: str
    help: str
    sorts: str
    rank: int


class Tab(NamedTuple):
    """One tab of an answer: key, label, and what it shows."""

    key: str
    label: str
    help: str


FIELDS = (
    Field(
        "institution_id",
        "institution_id",
        "--institution-id",
        "Institution",
        "The end user's financial institution, a number such as 42.",
    ),
    Field(
        "redirect_uri",
        "redirect_uri",
        "--redirect-uri",
        "Redirect URI",
        "Where the end user comes back to; must be registered, character by character.",
    ),
    Field(
        "state",
        "state",
        "--state",
        "State",
        "An unguessable value that comes back unchanged; 'auto' makes one.",
    ),
    Field("lang", "lang", "--lang", "Language", "en or fr; en when left out."),
    Field("tag", "tag", "--tag", "Tag", "Your own name for this request, for finding it again."),
    Field(
        "recipient_id",
        "recipientId",
        "--recipient-id",
        "Recipient",
        "The Data Recipient, only where the instance has several.",
    ),
)

COLUMNS = (
    Column("id", "id", 6, "right", "The exchange's number in this history.", "down", 0),
    Column("time", "time", 11, "left", "When the call began, local time.", "down", 3),
    Column("status", "st", 3, "left", "The answer's status.", "down", 1),
    Column("institution", "institution", 11, "left", "institution_id of the request.", "up", 5),
    Column("lang", "lang", 5, "left", "lang of the request.", "up", 6),
    Column("target", "leads to", 0, "left", "Labels, and where the answer leads.", "up", 2),
    Column("ms", "ms", 6, "right", "Milliseconds in all.", "down", 7),
    Column("findings", "!", 4, "right", "How many findings of the worst severity.", "down", 4),
)
"""The columns that a list has as long as nobody chose others."""

MORE_COLUMNS = (
    Column("instance", "instance", 12, "left", "The environment that was asked.", "up", 9),
    Column("tag", "tag", 12, "left", "tag of the request.", "", 8),
    Column("kind", "leads by", 8, "left", "form, location, both or none.", "up", 11),
    Column("bytes", "bytes", 9, "right", "Bytes received.", "down", 12),
    Column("labels", "labels", 14, "left", "Labels alone.", "down", 10),
    Column("note", "note", 0, "left", "The note.", "down", 14),
    Column("shape", "shape", 8, "left", "Answers of one shape are alike.", "up", 13),
    Column("origin", "origin", 9, "left", "live, simulator or import.", "up", 15),
)
"""Those that can be chosen beside them."""

ALL_COLUMNS = COLUMNS + MORE_COLUMNS

TABS = (
    Tab("summary", "Summary", "What was asked, what came, what is wrong and what to do."),
    Tab("form", "Form", "What the page's form would submit, hidden inputs marked."),
    Tab("decoded", "Decoded", "Opaque values, each decoding step named."),
    Tab("findings", "Findings", "What is wrong and why, worst first."),
    Tab("head", "Head", "The head exactly as received: letter case, order, duplicates."),
    Tab("body", "Body", "The body after decoding, as text."),
    Tab("raw", "Raw", "The bytes as they came, with visible line ends, or as hex."),
    Tab("request", "Request", "The bytes that were sent."),
    Tab("timing", "Timing", "How long each phase took."),
    Tab("tls", "TLS", "Version, cipher, certificates, dates."),
)

SEVERITY_LETTER = {"error": "E", "warning": "W", "info": "i"}

ORIGIN_WORD = {"live": "", "simulator": "SIMULATOR", "import": "IMPORTED"}

KIND_WORDS = {
    "location": "a Location header",
    "form": "a page that submits itself; no Location",
    "both": "a Location header and a page with a form (browsers follow Location)",
    "none": "nothing that leads on",
}

_SANDBOXES = ("toolbox", "sandbox")


def environment_word(instance: str | None, *, production: bool) -> str:
    """SANDBOX for the instances made for trying, PRODUCTION for every other one and where the
    profile says so, OTHER for a host that is none of the endpoint's."""
    if production:
        return "PRODUCTION"
    if instance is None:
        return "OTHER"
    return "SANDBOX" if instance in _SANDBOXES else "PRODUCTION"


ORIGIN_MARK = {"simulator": "[sim] ", "import": "[file] "}


def row_words(row: Summary, today: str, columns: tuple[Column, ...] = COLUMNS) -> tuple[str, ...]:
    """The words of one row of the history, in the order of the columns; times are local.

    `today` is the local date as `2026-11-24`. Text from the wire is as it came: views make it safe.
    """
    return tuple(_WORDS[column.key](row, today) for column in columns)


def local_time(microseconds: int | None, today: str) -> str:
    """`10:04:11` today, `11-24 10:04` this year's other days, `2024-11-24` before, `-` unknown."""
    if microseconds is None:
        return "-"
    try:
        moment = datetime.fromtimestamp(microseconds / 1_000_000)  # noqa: DTZ006 # local is meant
    except (ValueError, OverflowError, OSError):
        return "?"
    date = f"{moment:%Y-%m-%d}"
    if date == today:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%m-%d %H:%M}" if date[:4] == today[:4] else date


def leads_to(row: Summary) -> str:
    """How it came where it is no live call, its labels, and where it leads, the query cut."""
    marks = ORIGIN_MARK.get(row.origin, "") + "".join(f"[{label}] " for label in row.labels)
    if row.failure:
        return f"{marks}failed: {row.failure}"
    if row.target is None:
        return f"{marks}-"
    path, asked, _ = (row.target.partition("://")[2] or row.target).partition("?")
    return marks + path + ("?…" if asked else "")


def worst(row: Summary) -> str:
    """How many findings of the worst severity there are, such as `E2`; the letter tells which."""
    for severity, count in (("error", row.errors), ("warning", row.warnings), ("info", row.infos)):
        if count:
            return f"{SEVERITY_LETTER[severity]}{count}"
    return "-"


_WORDS: dict[str, Callable[[Summary, str], str]] = {
    "id": lambda row, _: str(row.id),
    "time": lambda row, today: local_time(row.started_at, today),
    "status": lambda row, _: "-" if row.status is None else str(row.status),
    "institution": lambda row, _: row.institution or "-",
    "lang": lambda row, _: row.lang or "-",
    "target": lambda row, _: leads_to(row),
    "ms": lambda row, _: "-" if row.ms is None else f"{row.ms:,.0f}",
    "findings": lambda row, _: worst(row),
    "instance": lambda row, _: row.instance or "-",
    "tag": lambda row, _: row.tag or "-",
    "kind": lambda row, _: row.redirect_kind,
    "bytes": lambda row, _: f"{row.bytes:,}",
    "labels": lambda row, _: " ".join(row.labels) or "-",
    "note": lambda row, _: row.note or "-",
    "shape": lambda row, _: row.shape or "-",
    "origin": lambda row, _: row.origin,
}
