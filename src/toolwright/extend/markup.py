"""HTML put together in code: for parts that several components share, where a view beside one of them will not do."""

from __future__ import annotations

from html import escape
from keyword import iskeyword

from toolwright.extend.build import Part
from toolwright.extend.nodes import Code, Nodes, Static


def join(*parts: Part) -> Nodes:
    """The parts one after the other. Text is HTML that the component wrote: escape what comes from a definition."""
    joined: Nodes = ()
    for part in parts:
        joined += (Static(part),) if isinstance(part, str) else part
    return joined


def attribute(name: str, value: object) -> str:
    """` name="value"`, escaped; nothing for None and False, the bare name for True."""
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def lookup(owner: str, *names: str) -> Code:
    """`row.customer.name` as a value; names that are words of the language are looked up as text."""
    return Code(owner + "".join(f'["{name}"]' if iskeyword(name) else f".{name}" for name in names))
