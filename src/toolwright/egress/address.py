"""Which addresses may be connected to.

The public internet may. Everything else (this machine, its network, the networks behind it) may only when the operator
named the host or its network. Addresses that hand out credentials to whoever asks must be named one by one: a network
around them does not allow them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from toolwright.errors import InvalidInput, phrase

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

METADATA: frozenset[Address] = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # AWS, Azure, Google, DigitalOcean, OpenStack and others
        "169.254.170.2",  # AWS containers
        "169.254.170.23",  # AWS pods
        "fd00:ec2::254",  # AWS over IPv6
        "fd00:ec2::23",  # AWS pods over IPv6
        "fd20:ce::254",  # Google over IPv6
        "100.100.100.200",  # Alibaba
        "168.63.129.16",  # Azure's host agent, in a public range
        "192.0.0.192",  # Oracle
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL = (IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"))  # Python takes these for public
_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))  # 6to4 and Teredo; which Pythons know varies
_CARRIER = IPv4Network("100.64.0.0/10")
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\Z")
_PORT = re.compile(r"(?P<host>.+?):(?P<port>[0-9]{1,5})\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the operator allowed: a host by its name, or a network; every port of it, or one."""

    name: str | None = None
    network: Network | None = None
    port: int | None = None

    def allows(self, host: str, port: int, address: Address) -> bool:
        """Whether it allows this address, which `host` leads to."""
        if self.port not in (None, port):
            return False
        if self.network is None:
            return self.name == host
        if address not in self.network:  # False, too, when one is IPv4 and the other IPv6
            return False
        return address not in METADATA or self.network.num_addresses == 1


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """The public internet, and what the operator allowed beyond it."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def allowing(cls, *lists: str) -> AddressPolicy:
        """From lists as in settings: `db.corp.example, localhost:5432, 10.1.0.0/16, [::1]:80`. Raises InvalidInput."""
        texts = [text.strip() for one in lists for text in one.split(",")]
        return cls(tuple(parse_entry(text) for text in texts if text))

    def with_entries(self, *entries: Entry) -> AddressPolicy:
        """The same policy, allowing more."""
        return AddressPolicy((*self.entries, *entries))

    def refusal(self, host: str, port: int, address: Address) -> str | None:
        """Why this address, which `host` leads to, may not be connected to; None when it may."""
        name = normal_host(host)
        kind = kind_of(address)
        if kind is None or any(entry.allows(name, port, address) for entry in self.entries):
            return None
        inner = embedded(address)
        if inner is not None and any(entry.allows(name, port, inner) for entry in self.entries):
            return None
        return kind


PUBLIC = AddressPolicy()
"""The public internet and nothing else."""


def parse_entry(text: str) -> Entry:
    """An entry of an allow list. Raises InvalidInput."""
    host, port = _split(text.strip())
    try:
        bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
        return Entry(network=ip_network(bare, strict=False), port=port)
    except ValueError:
        name = normal_host(host)
    if not _NAME.match(name) or name.replace(".", "").isdigit():
        raise InvalidInput(
            phrase("'{text}' is neither a host nor a network.", text=text),
            code="egress.bad_entry",
            hint="Write for example db.corp.example, localhost:5432, 10.1.0.0/16 or [::1]:80.",
        )
    return Entry(name=name, port=port)


def normal_host(host: str) -> str:
    """One spelling of a host name: small letters, no dot at its end, other alphabets in their ASCII form."""
    name = host.strip().rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def kind_of(address: Address) -> str | None:
    """What sort of address it is when it is not an ordinary one of the public internet, in words for people."""
    if address in METADATA:
        return "the metadata service of a cloud"
    inner = embedded(address)
    if inner is not None:
        is_tunnel = any(address in network for network in _TUNNELS)
        return kind_of(inner) or ("a tunnel through another network" if is_tunnel else None)
    for word, applies in (
        ("this machine itself", address.is_loopback or address.is_unspecified),
        ("a link-local address", address.is_link_local),
        ("a multicast address", address.is_multicast),
        ("a carrier's network", isinstance(address, IPv4Address) and address in _CARRIER),
        ("a private network", not address.is_global or any(address in network for network in _LOCAL)),
    ):
        if applies:
            return word
    return None


def embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, compatible, 6to4, Teredo or NAT64."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    low = int(address) & 0xFFFF_FFFF
    is_compatible = int(address) >> 32 == 0 and low > 1
    return IPv4Address(low) if is_compatible or address in _NAT64 else None


def endpoint(host: str, port: int) -> str:
    """A port of a host as an allow list has it."""
    name = normal_host(host)
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def _split(text: str) -> tuple[str, int | None]:
    """Host and port; the colons of a bare IPv6 address are no port."""
    found = _PORT.match(text)
    if found is None or (":" in found["host"] and not found["host"].endswith("]")):
        return text, None
    return found["host"], int(found["port"])
