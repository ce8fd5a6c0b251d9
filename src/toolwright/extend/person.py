"""People by their e-mail address: what the kinds of columns for addresses and accounts share."""

from __future__ import annotations

import re

from toolwright.extend.column import Refused

MAX_ADDRESS = 254
"""The longest address that mail can be sent to (RFC 5321, with the erratum of RFC 3696)."""
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?=[^\s@]{1,253}$)[^\W_]([\w-]{0,61}[^\W_])?(\.[^\W_]([\w-]{0,61}[^\W_])?)*"
)


def address_of(text: str) -> str:
    """The address with its domain in small letters. Raises Refused."""
    address = text.strip()
    if len(address) > MAX_ADDRESS or not _ADDRESS.fullmatch(address) or ".." in address:
        raise Refused("Must be an e-mail address such as name@example.com.", "email")
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"
