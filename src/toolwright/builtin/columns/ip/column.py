"""The address of a host or a network."""

from __future__ import annotations

import ipaddress
from typing import Literal

from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused
from toolwright.model.base import Model
from toolwright.model.table import Cell, Column, Control, DataType

_EXAMPLES = {"host": "10.0.0.1 or 2001:db8::1", "network": "10.0.0.0/8", "either": "10.0.0.1 or 10.0.0.0/8"}


class IpSettings(Model):
    """Which addresses are welcome."""

    of: Literal["host", "network", "either"] = Field("host", description="What has the address.")
    version: Literal[4, 6] | None = Field(None, description="IPv4 or IPv6 alone; both when empty.")


class Ip(ColumnKind[IpSettings]):
    """See the module."""

    kind, title, group, icon = "ip", "IP address", "text", "network"
    Settings = IpSettings
    type = DataType.TEXT
    samples = ("10.0.0.1", "2001:db8::1", "2001:0DB8:0:0::0001", "fe80::1%eth0")
    refused = ("10.0.0", "10.0.0.256", "10.0.0.0/8", "host", 7)

    def facts(self, column: Column, settings: IpSettings) -> ColumnFacts:
        """Short text."""
        return ColumnFacts(type=DataType.TEXT, max_length=64)

    def accept(self, value: object, settings: IpSettings) -> object:
        """The address in its shortest form."""
        text = str(value).strip()
        try:
            found = self._read(text, settings)
        except ValueError as wrong:
            if "host bits" in str(wrong):
                raise Refused("Has bits set behind the mask; the network itself is meant here.", "ip") from None
            raise Refused(
                phrase("Must be an address such as {examples}.", examples=_EXAMPLES[settings.of]), "ip"
            ) from None
        if settings.version not in (None, found.version):
            raise Refused(phrase("Must be an IPv{version} address.", version=settings.version), "ip")
        return str(found)

    def _read(
        self, text: str, settings: IpSettings
    ) -> ipaddress.IPv4Address | ipaddress.IPv6Address | ipaddress.IPv4Network | ipaddress.IPv6Network:
        is_network = settings.of == "network" or (settings.of == "either" and "/" in text)
        return ipaddress.ip_network(text) if is_network else ipaddress.ip_address(text)

    def cell(self, settings: IpSettings) -> Cell | None:
        """In letters of equal width."""
        return Cell(format="mono")

    def field(self, settings: IpSettings) -> Control | None:
        """A field with letters of equal width."""
        return Control(kind="text_field", settings={"mono": True})
