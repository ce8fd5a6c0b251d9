"""Which addresses may be connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolwright.egress.address import METADATA, AddressPolicy, kind_of, parse_entry
from toolwright.errors import InvalidInput
from toolwright.settings import Settings

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
INSIDE = {
    "this machine itself": ["127.0.0.1", "127.255.0.9", "0.0.0.0", "::", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
                            "2002:7f00:1::", "::7f00:1", "::ffff:0.0.0.0"],
    "a link-local address": ["169.254.1.1", "fe80::1", "fe80::1%2", "::ffff:169.254.9.9"],
    "the metadata service of a cloud": ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16",
                                        "::ffff:169.254.169.254", "2002:a9fe:a9fe::1"],
    "a carrier's network": ["100.64.0.1", "100.127.255.254"],
    "a tunnel through another network": ["2002:100::", "2002:101:101::1", "2001:0:4136:e378:8000:63bf:fefe:fefe"],
    "a multicast address": ["224.0.0.1", "ff02::1"],
    "a private network": ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fd12::1", "fec0::1", "0.1.2.3", "192.0.2.1", "240.0.0.1",
                          "255.255.255.255", "198.18.0.1", "64:ff9b:1::1", "2001:db8::1", "::ffff:10.1.2.3"],
}  # fmt: skip


def refused(policy: AddressPolicy, host: str, address: str, port: int = 443) -> bool:
    return policy.refusal(host, port, ip_address(address)) is not None


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_connected_to(address: str) -> None:
    assert not refused(AddressPolicy(), "example.org", address)


@pytest.mark.parametrize(("kind", "address"), [(kind, text) for kind, texts in INSIDE.items() for text in texts])
def test_nothing_else_may(kind: str, address: str) -> None:
    assert AddressPolicy().refusal("example.org", 443, ip_address(address)) == kind


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_python_calls_private_is_never_public(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        assert kind_of(address) is not None or (inner is not None and kind_of(inner) is None)


@given(st.ip_addresses(v=4))
def test_mapped_addresses_count_as_what_they_stand_for(address: IPv4Address) -> None:
    mapped = IPv6Address(f"::ffff:{address}")
    assert kind_of(mapped) == kind_of(address)
    assert refused(AddressPolicy.allowing("10.0.0.0/8"), "h", str(mapped)) == refused(
        AddressPolicy.allowing("10.0.0.0/8"), "h", str(address)
    )


@pytest.mark.parametrize(
    ("entry", "host", "address", "port", "allowed"),
    [
        ("10.1.0.0/16", "db", "10.1.2.3", 5432, True),
        ("10.1.0.0/16", "db", "10.2.0.1", 5432, False),
        ("10.1.2.3", "db", "10.1.2.3", 1, True),
        ("db.corp.example", "db.corp.example", "10.9.9.9", 5432, True),
        ("db.corp.example", "DB.corp.example.", "10.9.9.9", 5432, True),
        ("db.corp.example", "db.corp.example.evil.test", "10.9.9.9", 5432, False),
        ("db.corp.example", "other.corp.example", "10.9.9.9", 5432, False),
        ("localhost:5432", "localhost", "127.0.0.1", 5432, True),
        ("localhost:5432", "localhost", "127.0.0.1", 6379, False),
        ("localhost:5432", "127.0.0.1", "127.0.0.1", 5432, False),
        ("[::1]:5432", "localhost", "::1", 5432, True),
        ("::1", "localhost", "::1", 80, True),
        ("bücher.example", "xn--bcher-kva.example", "10.0.0.1", 80, True),
        ("169.254.0.0/16", "meta", "169.254.1.1", 80, True),
        ("169.254.0.0/16", "meta", "169.254.169.254", 80, False),
        ("169.254.169.254", "meta", "169.254.169.254", 80, True),
        ("0.0.0.0/0", "meta", "168.63.129.16", 80, False),
        ("fc00::/7", "meta", "fd00:ec2::254", 80, False),
    ],
)
def test_what_the_operator_names(entry: str, host: str, address: str, port: int, allowed: bool) -> None:
    assert refused(AddressPolicy.allowing(entry), host, address, port) is not allowed


@pytest.mark.parametrize(
    "entry", ["http://x", "a b", "10.0.0.0/99", "1.2.3", "*", "user@host", "db:port", "[::1", "-x", "2130706433"]
)
def test_what_cannot_be_read_is_refused(entry: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        parse_entry(entry)
    assert wrong.value.code == "egress.bad_entry"
    assert wrong.value.hint


def test_the_default_networks_of_databases() -> None:
    policy = AddressPolicy.allowing(Settings().database_networks)
    for address in ("10.0.0.5", "172.20.0.2", "192.168.7.7", "fd12::5"):
        assert not refused(policy, "db.corp.example", address)
    others = ("127.0.0.1", "::1", "0.0.0.0", "169.254.1.1", "fe80::1", "100.64.0.1", "224.0.0.1")
    for address in (*others, *map(str, METADATA)):
        assert refused(policy, "db.corp.example", address)
