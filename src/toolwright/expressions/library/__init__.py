"""The function library: one module a group, each function a pure body with its signature, summary and examples.

`FUNCTIONS` is everything, frozen. To add a function, add it to its group's module; documentation, arity checks, types
and tests of its examples follow from the registration.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolwright.expressions.function import Function
from toolwright.expressions.library import (
    conversion,
    letters,
    listing,
    logic,
    moment,
    number,
    records,
    structure,
    text,
    web,
    wording,
    zones,
)  # fmt: skip

GROUPS = tuple(
    module.GROUP
    for module in (text, letters, wording, number, moment, zones, listing, records, structure, logic, conversion, web)
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {function.name: function for group in GROUPS for function in group.functions}
)
