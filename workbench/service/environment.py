"""Which environment a URL belongs to, so that nobody takes one for another."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workbench.model.request import instance_of
from workbench.vocabulary import environment_word

if TYPE_CHECKING:
    from workbench.model.exchange import Context
    from workbench.model.profile import Profile


def environment(url: str, profile: Profile | None, simulator_url: str | None) -> str:
    """SIMULATOR for the running simulator, else the word of `environment_word`."""
    host = host_of(url)
    if simulator_url is not None and host == host_of(simulator_url):
        return "SIMULATOR"
    production = profile is not None and profile.production
    return environment_word(instance_of(host), production=production)


def context_of(profile: Profile | None) -> Context:
    """What of a profile is kept with an exchange, since findings depend on it."""
    from workbench.model.exchange import Context

    if profile is None:
        return Context()
    return Context(
        profile=profile.name,
        production=profile.production,
        known_hosts=profile.known_hosts,
        issuer=profile.issuer,
    )


def host_of(url: str) -> str:
    """Host and port as written, lower-case; "" where the URL cannot be read."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def is_loopback(url: str) -> bool:
    """Whether the URL names this machine's own loopback address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
