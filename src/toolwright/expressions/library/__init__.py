"""The function library: one module a group, each function a pure body with its signature, summary and examples.

`FUNCTIONS` is everything, frozen. To add a function, add it to its group's module; documentation, arity checks, types
and tests of its examples follow from the registration.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolwright.expressions.function import Function
from toolwright.expressions.library import conversion, listing, logic, moment, number, structure, text, web

GROUPS = (
    text.GROUP, text.CASES, number.GROUP, moment.GROUP, moment.ZONES, listing.GROUP, listing.RECORDS,
    structure.GROUP, web.GROUP, logic.GROUP, conversion.GROUP,
)  # fmt: skip

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {function.name: function for group in GROUPS for function in group.functions}
)
