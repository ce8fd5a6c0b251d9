"""Url functions."""

from __future__ import annotations

from toolwright.expressions.function import Group

GROUP = Group("url")
add = GROUP.add
