"""Names are resolved once, and what was checked is what is connected to."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from toolwright.egress import AddressPolicy, Reach, Recorder, is_os_error
from toolwright.errors import Denied


class Names:
    """A resolver whose answers change with each question."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def test_only_allowed_addresses_are_given_out() -> None:
    reach = Reach(resolver=Names(["127.0.0.1", "93.184.216.34", "10.0.0.1"]))
    assert await reach.addresses("mixed.example", 443) == ("93.184.216.34",)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0", "::1", "::", "localhost",
        "LOCALHOST", "::ffff:127.0.0.1", "::ffff:7f00:1", "169.254.169.254", "::ffff:169.254.169.254",
        "0251.0376.0251.0376", "2852039166", "100.64.0.1", "fd00::1", "fe80::1", "10.0.0.1", "192.168.0.1", "172.31.255.255",
    ],
)  # fmt: skip
async def test_every_spelling_of_an_inner_address_is_refused(host: str) -> None:
    with pytest.raises(Denied) as refused:
        await Reach().addresses(host, 443)
    assert refused.value.code == "egress.refused"
    assert "TOOLWRIGHT_ALLOW_PRIVATE_HOSTS" in (refused.value.hint or "")


@pytest.mark.parametrize(
    "host",
    [
        "no-such-host.invalid",
        "localhost.",
        "a" * 70 + ".example",
        "",
        "user@127.0.0.1",
        "/var/run/postgresql",
        "a,127.0.0.1",
    ],
)
async def test_what_is_no_host_has_no_address(host: str) -> None:
    with pytest.raises((OSError, Denied)):
        await Reach().addresses(host, 443)


async def test_a_name_that_leads_elsewhere_later_is_checked_again() -> None:
    names = Names(["93.184.216.34"], ["127.0.0.1"])
    reach = Reach(resolver=names)
    tried: list[str] = []

    async def attempt(address: str) -> str:
        tried.append(address)
        return address

    assert await reach.dial("rebinding.example", 80, attempt, is_os_error) == "93.184.216.34"
    with pytest.raises(Denied):
        await reach.dial("rebinding.example", 80, attempt, is_os_error)
    assert tried == ["93.184.216.34"]
    assert names.asked == ["rebinding.example"] * 2


async def test_the_next_address_is_tried_when_one_cannot_be_reached() -> None:
    reach = Reach(resolver=Names(["2606:4700::1", "93.184.216.34"]))

    async def attempt(address: str) -> str:
        if ":" in address:
            raise OSError("no route")
        return address

    assert await reach.dial("two.example", 80, attempt, is_os_error) == "93.184.216.34"


async def test_the_error_does_not_tell_the_address() -> None:
    with pytest.raises(Denied) as refused:
        await Reach(resolver=Names(["10.77.66.55"])).addresses("inner.example", 443)
    assert "10.77" not in f"{refused.value}"


async def test_the_operator_connects_to_anything_and_it_is_noted() -> None:
    recorder = Recorder(AddressPolicy(), Names(["127.0.0.1"]))
    assert await recorder.addresses("Localhost.", 5432) == ("127.0.0.1",)
    assert recorder.noted == {"localhost:5432"}
    outside = Recorder(AddressPolicy(), Names(["93.184.216.34"]))
    await outside.addresses("db.example", 5432)
    assert outside.noted == set()
    allowed = Reach(resolver=Names(["127.0.0.1"])).allowing(*recorder.noted)
    assert await allowed.addresses("localhost", 5432) == ("127.0.0.1",)
    for host, port in (("localhost", 5433), ("other.example", 5432)):
        with pytest.raises(Denied):
            await allowed.addresses(host, port)


async def test_ipv6_is_noted_in_brackets() -> None:
    recorder = Recorder()
    await recorder.addresses("::1", 5432)
    assert recorder.noted == {"[::1]:5432"}
    assert await Reach().allowing("[::1]:5432").addresses("::1", 5432) == ("::1",)


async def test_an_unknown_name_stays_an_error_of_the_system() -> None:
    with pytest.raises(socket.gaierror):
        await Reach().addresses("no-such-host.invalid", 443)
