"""Conversion functions."""

from __future__ import annotations

from toolwright.expressions.function import Group

GROUP = Group("conversion")
add = GROUP.add
