"""Views: the MiniJinja files beside components and those they share, rendered when a screen is compiled.

Values that are nodes are embedded: the view is given a mark in their place, and the answer is cut at the marks. Every
other value is escaped as usual. Text from a definition cannot forge a mark: its private-use letters are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files as resources
from pathlib import Path

import minijinja

from toolwright.errors import PluginFault, phrase
from toolwright.extend import nodes as ir
from toolwright.extend.icon import icon_svg
from toolwright.extend.nodes import Nodes, Static
from toolwright.extend.translation import Say

SHARED = "shared/"
_SHARED_FOLDER = Path(str(resources("toolwright.extend"))) / "views"
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_INDENT = re.compile(r"\s*\n\s*")
_NODE_TYPES = (
    ir.Static, ir.Slot, ir.If, ir.For, ir.Let, ir.Loaded, ir.Address, ir.Carry, ir.Form, ir.Event, ir.Posting,
    ir.Region,
)  # fmt: skip


def is_nodes(value: object) -> bool:
    """Whether a value is nodes: a tuple that holds nothing else (an empty tuple is nothing at all)."""
    return isinstance(value, tuple) and all(isinstance(item, _NODE_TYPES) for item in value)


def join(*parts: Nodes | str) -> Nodes:
    """The parts one after the other; neighbouring HTML becomes one piece."""
    joined: list[ir.Node] = []
    for part in parts:
        for node in (Static(part),) if isinstance(part, str) else part:
            if isinstance(node, Static) and joined and isinstance(joined[-1], Static):
                joined[-1] = Static(joined[-1].html + node.html)
            else:
                joined.append(node)
    return tuple(node for node in joined if node != Static(""))


@lru_cache(maxsize=512)
def _environment(folder: Path) -> minijinja.Environment:
    def load(name: str) -> str | None:
        path = folder / name
        return _INDENT.sub("\n", path.read_text(encoding="utf-8")) if path.parent == folder and path.is_file() else None

    environment = minijinja.Environment(
        loader=load, auto_escape_callback=lambda _name: "html", undefined_behavior="strict",
        trim_blocks=True, lstrip_blocks=True, pycompat=False,
    )  # fmt: skip
    environment.add_global("icon", _icon)
    for unsafe in ("safe", "tojson"):
        environment.remove_filter(unsafe)
    return environment


def _icon(name: object, label: str | None = None) -> str:
    return minijinja.safe(icon_svg(str(name), label=label))


def render(folder: Path, file: str, values: Mapping[str, object], say: Say) -> Nodes:
    """The nodes of a view with these values; it has its words from `say`."""
    embedded: list[Nodes] = []
    context = {name: _shown(value, embedded) for name, value in values.items()}
    place = _SHARED_FOLDER if file.startswith(SHARED) else folder
    try:
        text = _environment(place).render_template(file.removeprefix(SHARED), say=say, **context)
    except minijinja.TemplateError as error:
        raise PluginFault(
            phrase(
                "The view {file} of component '{name}' cannot be rendered: {error}",
                file=file,
                name=folder.name,
                error=error,
            ),
            code="component.bad_view",
            extra={"plugin": folder.name},
        ) from error
    pieces = _MARK.split(text)
    parts: list[Nodes | str] = [
        embedded[int(piece)] if place % 2 else piece.replace(_OPEN, "").replace(_CLOSE, "")
        for place, piece in enumerate(pieces)
    ]
    return join(*parts)


def _shown(value: object, embedded: list[Nodes]) -> object:
    """The value as the view sees it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.replace(_OPEN, "").replace(_CLOSE, "") if _OPEN in value or _CLOSE in value else value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple) and is_nodes(value):
        if not value:
            return ""
        embedded.append(value)
        return f"{_OPEN}{len(embedded) - 1}{_CLOSE}"
    if isinstance(value, list | tuple):
        return [_shown(item, embedded) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _shown(item, embedded) for name, item in value.items()}
    if isinstance(value, ir.Code | ir.Allowed):
        raise PluginFault(
            "A view was given a value to compute; use build.text or build.when.", code="component.bad_view"
        )
    if is_dataclass(value):
        return {item.name: _shown(getattr(value, item.name), embedded) for item in fields(value)
                if not isinstance(getattr(value, item.name), ir.Code)}  # fmt: skip
    return _shown(str(value), embedded)
