"""What expressions give: operators, lookup, text form, None, dates, decimals."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

import pytest

from toolwright import expressions as ex
from toolwright.errors import InvalidExpression, LimitReached, Where

Evaluate = Callable[..., object]
ID = UUID("12345678-1234-5678-1234-567812345678")
CONTEXT = {
    "user": MappingProxyType({"name": "Ann", "tags": ("a", "b"), "in ner": {"x": 1}}),
    "rows": [{"n": 1, "s": "a"}, {"n": None, "s": "b"}, {"n": 3, "s": "a"}],
    "d": Decimal("1.10"),
    "day": date(2024, 5, 31),
    "at": datetime(2024, 5, 31, 14, 30, tzinfo=UTC),
    "midnight": datetime(2024, 5, 31, tzinfo=UTC),
    "naive": datetime(2024, 5, 31, 14, 30),  # noqa: DTZ001  # as a driver may hand it over
    "noon": time(12),
    "span": timedelta(days=1, hours=2),
    "id": ID,
    "raw": b"\x00\x01",
    "n": None,
}

VALUES = [
    ("1 + 2 * 3 - 4", 3),
    ("7 / 2", 3.5),
    ("7 // 2 + -7 // 2", -1),
    ("-7 % 3", 2),
    ("2 ** 10", 1024),
    ("+1 - -1", 2),
    ("d + 0.2", Decimal("1.30")),
    ("d * 2", Decimal("2.20")),
    ("decimal(-7) // 2", Decimal(-4)),
    ("decimal(-7) % 3", Decimal(2)),
    ("d == 1.1", True),
    ("d in [1.1]", True),
    ("'a' + 'b'", "ab"),
    ("[1] + [2]", [1, 2]),
    ("user.name", "Ann"),
    ('user["name"]', "Ann"),
    ("user['in ner'].x", 1),
    ("user.tags[0] + user.tags[-1]", "ab"),
    ("user.tags[9]", None),
    ("user.missing.deeper[3]['x']", None),
    ("nothing", None),
    ("rows[1:]", CONTEXT["rows"][1:]),
    ("'printer'[:5]", "print"),
    ("none is null and n is none and 1 is not none", True),
    ("true and not false", True),
    ("1 if n else 2", 2),
    ("1 < 2 < 3", True),
    ("1 < 2 > 5", False),
    ("'b' in user.tags", True),
    ("'name' in user", True),
    ("2 not in [1, 3]", True),
    ("'x' in n", False),
    ("n in 'x'", False),
    ("n in [1, none]", True),
    ("n == none", True),
    ("n != 'a'", True),
    ("n < 3", False),
    ("not (n < 3)", True),
    ("n >= 3", False),
    ("n + 1", None),
    ("(n + 1) > 0", False),
    ("[r.n * 2 for r in rows if r.n if r.n > 1]", [6]),
    ("[r.s + t for r in rows for t in user.tags if r.n is none]", ["ba", "bb"]),
    ("{r.s: r.n for r in rows}", {"a": 3, "b": None}),
    ("sum(r.n for r in rows)", 4),
    ("[f'{k}={v}' for k, v in items({'a': 1})]", ["a=1"]),
    ("{1, 2, 1.0, true}", [1, 2]),
    ("{1: 'x'}['1'] + {1: 'x'}[1]", "xx"),
    ("(1, 2)", [1, 2]),
    ("f'{user.name:>5}|{d:.1f}|{n}|{at:%-d.%m.%y}|{1234567:,}'", "  Ann|1.1||31.05.24|1,234,567"),
    ("f'{rows[0]}'", '{"n": 1, "s": "a"}'),
    ("f'{{x}} {{{n}}}'", "{x} {}"),
    ("day == midnight", True),
    ("day < at", True),
    ("naive == at", True),
    ("at - day", timedelta(hours=14, minutes=30)),
    ("day + days(1)", date(2024, 6, 1)),
    ("(at - days(1)).day", 30),
    ("at.year + at.hour + at.weekday", 2024 + 14 + 5),
    ("at.date", date(2024, 5, 31)),
    ("span.days + span.total_hours", 27.0),
    ("span / 2", timedelta(hours=13)),
    ("span / hours(1)", 26.0),
    ("id == '12345678-1234-5678-1234-567812345678'", True),
    ("1 == '1'", False),
    ("rows == rows", True),
    ("user == {'name': 'Ann'}", False),
    ("'é' < 'f'", False),
    ("max(1, d)", Decimal("1.10")),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_value(evaluate: Evaluate, source: str, expected: object) -> None:
    found = evaluate(source, CONTEXT)
    assert found == expected
    assert type(found) is type(expected)


TEXTS = [
    (None, ""),
    (True, "true"),
    (False, "false"),
    (12, "12"),
    (1.5, "1.5"),
    (Decimal("1.10"), "1.10"),
    (Decimal("1E+3"), "1000"),
    (date(2024, 5, 31), "2024-05-31"),
    (datetime(2024, 5, 31, 14, 30, tzinfo=UTC), "2024-05-31T14:30:00+00:00"),
    (time(14, 30), "14:30:00"),
    (timedelta(days=1, hours=2), "P1DT2H"),
    (timedelta(seconds=-1.5), "-PT1.5S"),
    (timedelta(0), "PT0S"),
    (ID, str(ID)),
    (b"\x00\x01", "AAE="),
    ([1, None, "a"], '[1, null, "a"]'),
    ({"a": Decimal("1.0")}, '{"a": "1.0"}'),
]


@pytest.mark.parametrize(("value", "expected"), TEXTS)
def test_text_form(value: object, expected: str) -> None:
    assert ex.to_text(value) == expected


RUNTIME = [
    ("1 / 0", "expression.runtime"),
    ("d / 0", "expression.runtime"),
    ("1 + 'a'", "expression.runtime"),
    ("'a' * 3", "expression.runtime"),
    ("day < 'a'", "expression.runtime"),
    ("rows < rows", "expression.runtime"),
    ("rows.n", "expression.runtime"),
    ("at.nope", "expression.runtime"),
    ("upper(rows)", "expression.runtime"),
    ("[1 for a in 5]", "expression.runtime"),
    ("[x in rows for x in range(40000)]", "expression.budget"),
    ("len(range(200000))", "expression.budget"),
]


@pytest.mark.parametrize(("source", "code"), RUNTIME)
def test_run_time_refusals_have_code_span_and_place(source: str, code: str) -> None:
    program = ex.compile_expression(ex.parse(source, where=Where("app.yaml", 3, 5)))
    with pytest.raises((InvalidExpression, LimitReached)) as caught:
        program.evaluate(CONTEXT)
    assert caught.value.code == code
    assert caught.value.where == Where("app.yaml", 3, 5)
    if code == "expression.runtime":
        assert caught.value.extra["span"] == (0, len(source))


def test_a_failure_never_shows_values() -> None:
    with pytest.raises(InvalidExpression) as caught:
        ex.compile_expression(ex.parse("secret + 1")).evaluate({"secret": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_context_functions_are_called_with_their_arguments() -> None:
    parsed = ex.parse("can('tickets', verb='create')", extra_functions=frozenset({"can"}))
    context = {"__functions__": {"can": lambda table, verb: f"{table}:{verb}"}}
    assert ex.compile_expression(parsed).evaluate(context) == "tickets:create"
    with pytest.raises(InvalidExpression, match="not available"):
        ex.compile_expression(parsed).evaluate({})


def test_one_budget_bounds_several_evaluations() -> None:
    program, budget = ex.compile_expression(ex.parse("[x for x in range(100)]")), ex.Budget(steps=1_000)
    program.evaluate({}, budget)
    with pytest.raises(LimitReached):
        [program.evaluate({}, budget) for _round in range(100)]


def test_emitted_text_runs_inside_a_larger_function() -> None:
    expression = ex.parse("[row.n + x for x in extra if row.n]")
    assert expression.names == {"row", "extra"}
    space = ex.runtime_namespace() | {"__builtins__": {}}
    body = ex.emit(expression, frozenset({"row"}))
    exec(f"def region(c, b, rows):\n return [{body} for v_row in rows]", space)
    assert space["region"]({"extra": [10]}, ex.Budget(), [{"n": 1}, {"n": None}]) == [[11], []]
