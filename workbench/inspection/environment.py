"""Whose answer this is: the words that stand first wherever an exchange is shown, so that nobody
takes one environment's answer for another's."""

from __future__ import annotations

from workbench.inspection.urls import parts
from workbench.inspection.visible import visible
from workbench.model.exchange import Exchange
from workbench.model.request import instance_of
from workbench.vocabulary import environment_word

_LONGEST_HOST = 200


def environment(exchange: Exchange) -> str:
    """E.g. `SANDBOX toolbox toolbox-api.private.fin.ag`, `PRODUCTION bank1 ...`, `OTHER host`,
    `SIMULATOR 127.0.0.1:8080`; imported ones begin with `IMPORTED`."""
    url = parts(exchange.capture.url)
    host = "" if url is None else url.host
    place = visible(host)[:_LONGEST_HOST] or "unknown host"
    if url is not None and url.port is not None:
        place += f":{url.port}"
    if exchange.origin == "simulator":
        return f"SIMULATOR {place}"
    instance = instance_of(host)
    word = environment_word(instance, production=exchange.context.production)
    words = f"{word} {instance} {place}" if instance else f"{word} {place}"
    return f"IMPORTED {words}" if exchange.origin == "import" else words
