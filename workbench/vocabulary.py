"""What every view says alike: fields, columns, tabs, their order and their words.

Views place these; they never word them anew. Plain tuples, since lists must start fast.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    """One column of the history: key, heading, width in cells (0 = takes what is left), align."""

    key: str
    heading: str
    width: int
    align: str


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
    Column("id", "id", 6, "right"),
    Column("time", "time", 11, "left"),
    Column("status", "st", 3, "left"),
    Column("institution", "institution", 11, "left"),
    Column("lang", "lang", 5, "left"),
    Column("target", "leads to", 0, "left"),
    Column("ms", "ms", 6, "right"),
    Column("findings", "!", 4, "right"),
)

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

ORIGIN_MARK = {"simulator": " [simulator]", "import": " [imported]"}


def row_cells(row: Summary) -> tuple[str, ...]:
    """The cells of one row of the history, in the order of `COLUMNS`; times are local."""
    when = ""
    if row.started_at is not None:
        when = datetime.fromtimestamp(row.started_at / 1e6).astimezone().strftime("%m-%d %H:%M:%S")
    return (
        str(row.id),
        when,
        str(row.status) if row.status is not None else (row.failure or "-"),
        row.institution or "",
        row.lang or "",
        leads_to(row),
        "" if row.ms is None else f"{row.ms:.0f}",
        counts_word(row),
    )


def leads_to(row: Summary) -> str:
    """Where a row leads, its query cut to `?…`; and how it came, where it is no live call."""
    path, asked, _ = (row.target or row.redirect_kind).partition("?")
    return path + ("?…" if asked else "") + ORIGIN_MARK.get(row.origin, "")


def counts_word(row: Summary) -> str:
    """Errors and warnings of a row, such as `1E 2W`; the letters carry the meaning."""
    counts = (("E", row.errors), ("W", row.warnings))
    return " ".join(f"{count}{letter}" for letter, count in counts if count)
