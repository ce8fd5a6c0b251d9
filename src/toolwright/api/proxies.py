"""Whose word about the client is believed: the addresses the operator names, and nobody else's."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from starlette.types import Scope

from toolwright.errors import StartRefused, phrase


class Proxies:
    """The trusted proxies, from a comma-separated list of addresses and networks."""

    def __init__(self, listed: str) -> None:
        try:
            self._networks = [ipaddress.ip_network(part.strip()) for part in listed.split(",") if part.strip()]
        except ValueError as fault:
            raise StartRefused(
                phrase("TOOLWRIGHT_TRUSTED_PROXIES holds something that is no address: {fault}.", fault=fault),
                code="settings.bad_proxies",
                hint="List addresses or networks, for example 10.0.0.2,192.168.7.0/24.",
            ) from fault
        self._trusts = lru_cache(maxsize=1024)(self._look_up)

    def apply(self, scope: Scope) -> None:
        """Put the real client and scheme into the scope when a trusted proxy sent it."""
        client = scope.get("client")
        if not self._networks or not client or not self._trusts(client[0]):
            return
        headers = {name: value for name, value in scope["headers"] if name.startswith(b"x-forwarded-")}
        scheme = headers.get(b"x-forwarded-proto", b"").decode("latin-1").strip().lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme
        hops = [hop.strip() for hop in headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")]
        # From the right: each of our own proxies wrote the address it saw; the first other one is the client.
        for hop in reversed(hops):
            if not _is_address(hop):
                return
            scope["client"] = (hop, 0)
            if not self._trusts(hop):
                return

    def _look_up(self, address: str) -> bool:
        if not _is_address(address):
            return False
        ip = ipaddress.ip_address(address)
        mapped = getattr(ip, "ipv4_mapped", None)
        return any((mapped or ip) in network for network in self._networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
