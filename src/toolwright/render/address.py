"""Addresses: which ones a page may point at, and the query of the present screen with some of it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

Query = Mapping[str, tuple[str, ...]]
"""The query of an address: every name with its values, in order."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029]")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.\-]*):")
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_.~-]*")
_IMAGE_DATA = re.compile(r"^data:image/(png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=]*$")


def safe_link(address: str) -> str:
    """The address when a link may go there: relative, http, https, mailto or tel; otherwise empty.

    Browsers drop control characters before they read the scheme and take `\\` for `/`, so both are refused or turned.
    Blanks around an address are dropped, those within are encoded: keys of rows may hold them.
    """
    plain = _CONTROL.sub("", address).strip(" ").replace(" ", "%20")
    scheme = _SCHEME.match(plain)
    if scheme is not None:
        return plain if scheme.group(1).lower() in LINK_SCHEMES else ""
    plain = plain.replace("\\", "/")
    return "" if plain.startswith("//") else plain


def safe_image(address: str) -> str:
    """The address when a picture may come from there: as links, http and https only, or inline raster data."""
    if _IMAGE_DATA.match(address):
        return address
    link = safe_link(address)
    scheme = _SCHEME.match(link)
    return link if scheme is None or scheme.group(1).lower() in ("http", "https") else ""


def in_app(address: str, base: str) -> str:
    """The address for a browser: paths of the app (`/tickets/7`) are put below `base` (`/apps/support/desk`)."""
    link = safe_link(address)
    return f"{base}{link}" if link.startswith("/") and not link.startswith(("/assets/", "/files/")) else link


def key(value: str) -> str:
    """Text as one segment of an address."""
    return value if _PLAIN_KEY.fullmatch(value) else quote(value, safe="")


def changed(query: Query, changes: Iterable[tuple[str, str | None]]) -> str:
    """`?…` with these parameters set (None or empty removes them); `?` when nothing is left."""
    merged = dict(query)
    for name, value in changes:
        merged.pop(name, None)
        if value:
            merged[name] = (value,)
    return f"?{urlencode([(name, value) for name, values in merged.items() for value in values])}"


def read_query(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The query as a mapping; empty values are dropped, as GET forms send every input they have."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if value != "":
            found[name] = (*found.get(name, ()), value)
    return found
