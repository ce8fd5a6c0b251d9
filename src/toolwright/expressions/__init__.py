"""Expressions: the `{{ }}` bindings, filters, row rules and formulas of an app, a safe subset of Python.

Owns the whole life of an expression: source text to checked tree, types, compilation, evaluation under a budget, the
function library, renaming, and the typed filter tree that row sources translate. Refuses to reach anything but the
data it is given: no attributes, no methods, no imports, no state, no I/O except the clock. Other packages use only what
is exported here. Read `grammar.py` first (what is allowed), then `emit.py` (how it runs), then `value.py` (how values
behave), then `filter.py` (what data sources see).
"""

from toolwright.expressions.binding import bind, evaluate_filter
from toolwright.expressions.budget import Budget
from toolwright.expressions.check import check, check_template
from toolwright.expressions.describe import describe
from toolwright.expressions.emit import runtime_namespace
from toolwright.expressions.expression import Expression, Template, has_expression, parse, parse_template
from toolwright.expressions.fault import as_fault
from toolwright.expressions.filter import (
    Always,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Filter,
    In,
    IsNull,
    Not,
    Opaque,
    Operand,
    Or,
    Relations,
    Slot,
    TableColumns,
    TextMatch,
    Value,
    columns_of,
    conjunction,
    disjunction,
    negation,
)
from toolwright.expressions.function import Function
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.program import Program, compile_expression, compile_template, emit, emit_text
from toolwright.expressions.rename import rename, rename_in_template
from toolwright.expressions.translate import to_filter
from toolwright.expressions.types import (
    ANY,
    BINARY,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    DURATION,
    FLOAT,
    INTEGER,
    JSON,
    NOTHING,
    TEXT,
    TIME,
    UUID,
    ListOf,
    Record,
    Scope,
    Type,
)
from toolwright.expressions.value import to_text

__all__ = [
    "ANY",
    "BINARY",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DECIMAL",
    "DURATION",
    "FLOAT",
    "FUNCTIONS",
    "INTEGER",
    "JSON",
    "NOTHING",
    "TEXT",
    "TIME",
    "UUID",
    "Always",
    "And",
    "Arithmetic",
    "Budget",
    "Call",
    "Column",
    "Compare",
    "Expression",
    "Filter",
    "Function",
    "In",
    "IsNull",
    "ListOf",
    "Not",
    "Opaque",
    "Operand",
    "Or",
    "Program",
    "Record",
    "Relations",
    "Scope",
    "Slot",
    "TableColumns",
    "Template",
    "TextMatch",
    "Type",
    "Value",
    "as_fault",
    "bind",
    "check",
    "check_template",
    "columns_of",
    "compile_expression",
    "compile_template",
    "conjunction",
    "describe",
    "disjunction",
    "emit",
    "emit_text",
    "evaluate_filter",
    "has_expression",
    "negation",
    "parse",
    "parse_template",
    "rename",
    "rename_in_template",
    "runtime_namespace",
    "to_filter",
    "to_text",
]
