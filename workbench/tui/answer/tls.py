"""TLS: version, cipher and the chain, dates in words."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.model.capture import Certificate
from workbench.tui.answer.reading import Answer
from workbench.tui.safe_text import Line, Span, hanging, shown, wrapped

_LABEL = 13


def lines(answer: Answer, width: int) -> list[Line]:
    """The TLS facts for that width."""
    capture = answer.exchange.capture
    tls = capture.tls
    if tls is None:
        why = (
            "This call went over plain http: nothing was encrypted."
            if capture.url.lower().startswith("http:")
            else "No TLS facts are known of this exchange."
        )
        return [Line((Span(shown(part), "muted"),)) for part in wrapped(why, width)]
    facts = (
        ("version", tls.version or "not known", ""),
        ("cipher", tls.cipher or "not known", ""),
        ("protocol", tls.alpn or "none agreed (ALPN)", ""),
        ("server name", tls.server_name or "none sent", ""),
        (
            "believed",
            "yes, the chain was checked" if tls.verified else "NO: nothing was checked",
            "" if tls.verified else "warning",
        ),
    )
    made = [line for label, text, ink in facts for line in hanging(label, text, width, _LABEL, ink)]
    for number, certificate in enumerate(tls.chain):
        made.append(Line(()))
        title = "certificate of the server" if number == 0 else f"issuer {number}"
        made.append(Line((Span(title, "strong"),)))
        made.extend(_certificate(certificate, width))
    return made


def _certificate(certificate: Certificate, width: int) -> list[Line]:
    now = datetime.now(UTC)
    until, ink = expiry(certificate.not_after, now)
    since = "not known"
    if certificate.not_before is not None:
        since = f"{certificate.not_before:%Y-%m-%d %H:%M} UTC"
    facts = (
        ("subject", certificate.subject, ""),
        ("issuer", certificate.issuer, ""),
        ("names", ", ".join(certificate.names) or "none", ""),
        ("valid from", since, ""),
        ("expires", until, ink),
        ("serial", certificate.serial, "muted"),
        ("sha256", certificate.sha256, "muted"),
    )
    return [line for label, text, ink in facts for line in hanging(label, text, width, _LABEL, ink)]


def expiry(moment: datetime | None, now: datetime) -> tuple[str, str]:
    """The date in words and its ink: `2026-12-14 (expires in 19 days)`."""
    if moment is None:
        return "not known", "muted"
    date = f"{moment:%Y-%m-%d %H:%M} UTC"
    days = (moment - now).days
    if moment < now:
        return f"{date} (E expired {-days:,} days ago)", "error"
    if days < 1:
        return f"{date} (W expires today)", "warning"
    letter, ink = ("W ", "warning") if days < 30 else ("", "")
    return f"{date} ({letter}expires in {days:,} day{'s' if days != 1 else ''})", ink
