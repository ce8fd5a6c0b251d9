"""Marks in previews: which component an element is of, and why one is not there. The studio reads them."""

from __future__ import annotations

import json

from toolwright.extend.nodes import Code, Nodes, Slot, Static
from toolwright.render import code as codes
from toolwright.render.form import escape


def marked(place: str, nodes: Nodes) -> Nodes:
    """A component in an element that says its place in the definition."""
    return (Static(f'<tw-region data-node="{escape(place)}">'), *nodes, Static("</tw-region>"))


def hidden_by(test: Code) -> Nodes:
    """Stands where a condition kept a component away: what the condition reads, and what that is there."""
    paths = sorted(codes.paths(test))
    names = escape(json.dumps([".".join(path) for path in paths]))
    values = Code("to_json([" + ", ".join(_source(path) for path in paths) + "])")
    return (
        Static(f'<tw-region data-hidden="show_if" data-reads="{names}" data-values="'),
        Slot(values, "text"),
        Static('"></tw-region>'),
    )


def kept_out(place: str, role: str) -> Nodes:
    """Stands where a component was left out for want of a role."""
    return (
        Static(f'<tw-region data-node="{escape(place)}" data-hidden="access" data-role="{escape(role)}"></tw-region>'),
    )


def _source(path: tuple[str, ...]) -> str:
    return path[0] + "".join(f"[{part!r}]" for part in path[1:])
