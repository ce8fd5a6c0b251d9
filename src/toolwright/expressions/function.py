"""Function: what the library is made of. A signature in one line is the source for arity, coercion, types and docs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, repeat
from typing import TypeVar

from toolwright.errors import phrase, phrase_of
from toolwright.expressions.coercion import COERCIONS, Coercion
from toolwright.expressions.value import Data

Body = Callable[..., Data]
AnyBody = TypeVar("AnyBody", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `default` is source text of a constant, `is_repeated` takes any number of values.

    The kind `field` is a text that names a field, or a path of them, of the first value: of its items, if it is a list.
    """

    name: str
    kind: str
    default: str | None = None
    is_repeated: bool = False

    @property
    def takes_none(self) -> bool:
        """Whether None reaches the function; elsewhere None in gives None out."""
        return self.kind == "any" or self.default == "None"


@dataclass(frozen=True, slots=True)
class Function:
    """One registered function. `examples` are (expression, expression of its value) pairs.

    `is_pure` ones always give the same value for the same arguments. `is_translatable` ones have a form in filters
    that row sources may run themselves. `call(budget, *arguments)` is for emitted code, see `arrange`.
    """

    name: str
    group: str
    signature: str
    summary: str
    examples: tuple[tuple[str, str], ...]
    parameters: tuple[Parameter, ...]
    returns: str
    call: Body = field(repr=False, compare=False)
    is_pure: bool = True
    is_translatable: bool = False

    def misfit(self, count: int, names: Sequence[str]) -> str | None:
        """Why `count` positional and these named arguments do not fit, or None."""
        positions = [parameter.name for parameter in self.parameters if not parameter.is_repeated]
        repeats = len(positions) < len(self.parameters)
        if count > len(positions) and not repeats:
            return phrase_of(
                len(positions),
                "{name}() takes at most one value, not {count}.",
                "{name}() takes at most {positions} values, not {count}.",
                name=self.name,
                positions=len(positions),
                count=count,
            )
        given = set(positions[:count])
        for name in names:
            if name not in positions:
                return phrase("{name}() has no parameter {name2}.", name=self.name, name2=name)
            if name in given:
                return phrase("{name}() gets {name2} twice.", name=self.name, name2=name)
            given.add(name)
        missing = [p.name for p in self.parameters if not p.is_repeated and p.default is None and p.name not in given]
        return phrase("{name}() needs {missing}.", name=self.name, missing=reduce(_and, missing)) if missing else None

    def fields(self, args: int, named: Sequence[str]) -> list[int | str]:
        """Which of so many positional and these named arguments name fields of the first value."""
        places = [place for place, parameter in enumerate(self.parameters[:args]) if parameter.kind == "field"]
        last = self.parameters[-1] if self.parameters else None
        if last is not None and last.is_repeated and last.kind == "field":
            places = list(range(len(self.parameters) - 1, args))
        return [*places, *(p.name for p in self.parameters if p.kind == "field" and p.name in named)]

    def arrange(self, args: Sequence[str], named: dict[str, str]) -> list[str]:
        """Source texts of all arguments in the order of `call`, defaults filled in."""
        plain = [parameter for parameter in self.parameters if not parameter.is_repeated]
        rest = list(args[len(plain) :])
        texts = [
            args[place] if place < len(args) else named.get(parameter.name, str(parameter.default))
            for place, parameter in enumerate(plain)
        ]
        return texts + rest


class Group:
    """A group of the library; its `add` decorates function bodies `(budget, *arguments)`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.functions: list[Function] = []

    def add(
        self, signature: str, summary: str, *examples: tuple[str, str], pure: bool = True, translatable: bool = False
    ) -> Callable[[AnyBody], AnyBody]:
        """Register the decorated body under `signature`, such as "pad(text: text, width: integer = 2) -> text"."""

        def register(body: AnyBody) -> AnyBody:
            name, parameters, returns = read_signature(signature)
            call = guarded(name, body, parameters)
            self.functions.append(
                Function(name, self.name, signature, summary, examples, parameters, returns, call, pure, translatable)
            )
            return body

        return register


def read_signature(signature: str) -> tuple[str, tuple[Parameter, ...], str]:
    """Name, parameters and return kind of a signature line."""
    definition = ast.parse(f"def {signature}: ...").body[0]
    if not isinstance(definition, ast.FunctionDef) or definition.returns is None:
        raise TypeError(f"not a signature: {signature}")
    args = definition.args
    offset = len(args.args) - len(args.defaults)
    parameters = [
        Parameter(arg.arg, _kind(arg), ast.unparse(args.defaults[place - offset]) if place >= offset else None)
        for place, arg in enumerate(args.args)
    ]
    if args.vararg is not None:
        parameters.append(Parameter(args.vararg.arg, _kind(args.vararg), None, True))
    return definition.name, tuple(parameters), ast.unparse(definition.returns)


def _kind(arg: ast.arg) -> str:
    return ast.unparse(arg.annotation) if arg.annotation is not None else "any"


def guarded(name: str, body: Body, parameters: tuple[Parameter, ...]) -> Body:
    """`body` behind checks: arguments coerced and charged, None passed through, the result charged."""
    plan = [_plan(parameter) for parameter in parameters if not parameter.is_repeated]
    rest = next((_plan(parameter) for parameter in parameters if parameter.is_repeated), None)

    def call(budget: Data, *args: Data) -> Data:
        ready: list[Data] = []
        planned = plan if rest is None else chain(plan, repeat(rest))
        for (coerce, quick, takes_none), given in zip(planned, args, strict=False):
            if given is None and not takes_none:
                budget.spend(2)
                return None
            ready.append(given if given is None or type(given) is quick else coerce(name, given))
        budget.spend(2 + sum(map(_weight, ready)))
        return _charged(budget, body(budget, *ready))

    def call_one(budget: Data, given: Data) -> Data:
        coerce, quick, takes_none = plan[0]
        if type(given) is not quick:
            if given is None and not takes_none:
                budget.spend(2)
                return None
            given = None if given is None else coerce(name, given)
        budget.spend(2 + _weight(given))
        result = body(budget, given)
        return result if result is True or result is False else _charged(budget, result)

    return call_one if len(parameters) == 1 and rest is None else call


def _weight(given: Data) -> int:
    """Steps that taking in an argument costs: a share of text, every item of a list."""
    kind = type(given)
    if kind is str:
        return len(given) >> 5
    return len(given) if kind is list or kind is tuple or kind is dict else 0


def _charged(budget: Data, result: Data) -> Data:
    kind = type(result)
    if kind is str:
        budget.spend(1 + (len(result) >> 6), len(result))
    elif kind is list or kind is dict:
        budget.spend(1, len(result))
    return result


def _plan(parameter: Parameter) -> tuple[Coercion, type | None, bool]:
    """How an argument is coerced, the type that needs no coercion, and whether None may reach the body."""
    quick = {"text": str, "field": str, "list": list, "object": dict}.get(parameter.kind)
    return COERCIONS[parameter.kind], quick, parameter.takes_none


def _and(one: str, other: str) -> str:
    return phrase("{one} and {other}", one=one, other=other)
