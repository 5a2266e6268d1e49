"""Which environment a URL belongs to, so that nobody takes one for another."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from workbench.model.profile import Profile
from workbench.model.request import instance_of

_SANDBOXES = ("toolbox", "sandbox")


def environment(url: str, profile: Profile | None, simulator_url: str | None) -> str:
    """SIMULATOR for the running simulator, SANDBOX for the instances made for trying, PRODUCTION
    for every other instance and where the profile says so, else OTHER: the words of the Summary."""
    host = host_of(url)
    if simulator_url is not None and host == host_of(simulator_url):
        return "SIMULATOR"
    instance = instance_of(host)
    if profile is not None and profile.production:
        return "PRODUCTION"
    if instance is None:
        return "OTHER"
    return "SANDBOX" if instance in _SANDBOXES else "PRODUCTION"


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
