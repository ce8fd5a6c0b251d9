"""Program: an expression or template compiled to one Python function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from toolwright.errors import Where
from toolwright.expressions.budget import Budget
from toolwright.expressions.emit import Emitter, runtime_namespace
from toolwright.expressions.expression import Expression, Template
from toolwright.expressions.fault import as_fault, invalid

Run = Callable[[Mapping[str, object], Budget], object]


@dataclass(frozen=True, slots=True)
class Program:
    """Ready to run; two are equal when their source and sort are. `names` and `paths` as of the source."""

    source: str
    is_template: bool
    names: frozenset[str] = field(compare=False)
    paths: frozenset[tuple[str, ...]] = field(compare=False)
    where: Where | None = field(compare=False, repr=False)
    run: Run = field(compare=False, repr=False)

    def evaluate(self, context: Mapping[str, object], budget: Budget | None = None) -> object:
        """The value in `context`, a mapping of plain values; names it lacks are None.

        Raises `InvalidExpression` with code `expression.runtime`, or `LimitReached` with `expression.budget`.
        """
        try:
            return self.run(context, Budget() if budget is None else budget)
        except Exception as error:
            raise as_fault(error, self.source, self.where) from error


def emit(
    expression: Expression,
    locals: frozenset[str] = frozenset(),  # the public name
    records: frozenset[str] = frozenset(),
) -> str:
    """Python source text of the expression, for a function with variables `c` (context mapping) and `b` (Budget).

    Names in `locals` are read from Python variables `v_<name>`; those also in `records` are known to hold plain dicts
    and are not bound anew in the expression. The text needs the globals of `runtime_namespace()`; what it raises goes
    through `as_fault`.
    """
    return Emitter(records).text(expression.tree, locals)


def emit_text(expression: Expression, locals: frozenset[str] = frozenset()) -> str:  # as in `emit`
    """Like `emit`, for the value as text, its size charged."""
    return f"_t(b,{emit(expression, locals)})"


def compile_expression(expression: Expression) -> Program:
    """The program of an expression; equal trees at equal places share their function."""
    return Program(
        expression.source, False, expression.names, expression.paths, expression.where, _function(emit(expression))
    )


def compile_template(template: Template) -> Program:
    """The program of a template: a lone expression keeps its type, anything else gives text."""
    if template.is_single:
        text = emit(template.expressions[0])
    else:
        parts = (emit_text(part) if isinstance(part, Expression) else repr(part) for part in template.parts)
        text = f"_join(b,{','.join(parts)})" if not template.is_static else repr("".join(map(str, template.parts)))
    return Program(template.text, True, template.names, template.paths, template.where, _function(text))


@cache
def _globals() -> dict[str, object]:
    return {**runtime_namespace(), "__builtins__": {}}


def _function(text: str) -> Run:
    """Compile emitted text. Only operations of this package can appear in it, whatever the source was."""
    made: dict[str, Run] = {}
    try:
        code = compile(f"def program(c, b):\n return {text}\n", "<expression>", "exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise invalid("The expression is too large.", "too_large", (0, 0), hint="Split it.") from None
    exec(code, _globals(), made)  # noqa: S102  # only what the emitter wrote
    return made["program"]
