"""Icons by name: the outline shapes of Tabler Icons, drawn inline so that they take the colour of the text.

`icons.tsv` beside this file holds every shape, written by `scripts/build_icons.py`.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from toolwright.errors import did_you_mean
from toolwright.model.tab import in_tab

FALLBACK = "point"

IconName = Annotated[str, Field(json_schema_extra=in_tab("style"))]
"""The type of a setting that names an icon beside what is said."""


@cache
def _shapes() -> dict[str, str]:
    text = files(__package__).joinpath("icons.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name: "".join(f'<path d="{shape}"/>' for shape in shapes.split("|")) for name, shapes in lines}


def icon_names() -> tuple[str, ...]:
    """Every icon there is, sorted."""
    return tuple(_shapes())


def icon_paths(name: str) -> tuple[str, ...]:
    """The outlines of an icon as SVG path data on a field of 24 by 24; those of `FALLBACK` when there is none."""
    shapes = _shapes()
    return tuple(shapes.get(name, shapes[FALLBACK]).removeprefix('<path d="').removesuffix('"/>').split('"/><path d="'))


def has_icon(name: str) -> bool:
    """Whether there is an icon of that name."""
    return name in _shapes()


def nearest_icon(name: str) -> str | None:
    """A hint with the nearest name, for an error."""
    return did_you_mean(name, _shapes())


@cache
def icon_svg(name: str, *, label: str | None = None, large: bool = False) -> str:
    """The icon as inline SVG. Without a label it is hidden from screen readers; an unknown name draws a dot."""
    shapes = _shapes()
    size = "tw-icon tw-icon-large" if large else "tw-icon"
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="{size}" viewBox="0 0 24 24" {spoken}>{shapes.get(name, shapes[FALLBACK])}</svg>'
