"""List functions."""

from __future__ import annotations

from toolwright.expressions.function import Group

GROUP = Group("list")
RECORDS = Group("list of objects")
