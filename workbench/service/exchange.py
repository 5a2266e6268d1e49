"""The exchange as a person in Python holds it: it writes itself as a document, and shows itself
redacted. Everything else about it is the plain value of the model."""

from __future__ import annotations

from workbench.document.exchange import Document, exchange_document
from workbench.inspection.summary import summary_lines
from workbench.model import exchange as model
from workbench.redaction import Redactor


class Exchange(model.Exchange):
    """One authorize call with its reading; see `workbench.model.exchange.Exchange`."""

    @classmethod
    def of(cls, plain: model.Exchange) -> Exchange:
        """The same exchange with these manners; a reading that was made is kept."""
        if isinstance(plain, cls):
            return plain
        shown = cls(
            capture=plain.capture,
            read=plain.read,
            id=plain.id,
            uuid=plain.uuid,
            origin=plain.origin,
            labels=plain.labels,
            note=plain.note,
            context=plain.context,
        )
        made = plain.__dict__.get("inspection")
        if made is not None:
            shown.__dict__["inspection"] = made
        return shown

    def to_dict(self) -> Document:
        """The document `workbench.exchange/1`: exact, unmasked."""
        return exchange_document(self)

    def __repr__(self) -> str:
        """The summary in lines, redacted."""
        redactor = Redactor().knowing(self.to_dict())
        lines = (f"{line.label}: {redactor.text(line.value)}" for line in summary_lines(self))
        return "\n".join((f"<Exchange {self.id if self.id is not None else 'not stored'}>", *lines))
