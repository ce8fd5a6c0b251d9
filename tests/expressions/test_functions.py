"""The library: every function has examples that hold, types that check, and a place in the docs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toolwright import clock
from toolwright import expressions as ex
from toolwright.errors import ToolwrightError
from toolwright.expressions.reference import markdown

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "expressions.md"
EXAMPLES = [(f.name, source, value) for f in ex.FUNCTIONS.values() for source, value in f.examples]
SAMPLES = [
    "none",
    "''",
    "'text'",
    "'2024-05-31'",
    "0",
    "-3",
    "2.5",
    "decimal('1.5')",
    "true",
    "[]",
    "[1, none, 3]",
    "[{'a': 1}]",
    "{}",
    "{'a': 1}",
    "date('2024-05-31')",
    "days(1)",
    "now()",
]


@pytest.mark.parametrize(("name", "source", "value"), EXAMPLES)
def test_example(evaluate: Callable[..., object], name: str, source: str, value: str) -> None:
    found, expected = evaluate(source), evaluate(value)
    assert found == expected
    assert type(found) is type(expected)
    ex.check(ex.parse(source), ex.Scope({}))


def outcome(source: str) -> tuple[str, str]:
    try:
        ex.compile_expression(ex.parse(source)).evaluate({})
    except ToolwrightError as error:
        return error.code, error.detail
    return "value", ""


@pytest.mark.parametrize("name", ex.FUNCTIONS)
def test_any_arguments_end_in_a_value_or_our_errors(name: str) -> None:
    function = ex.FUNCTIONS[name]
    assert function.examples
    assert function.summary.endswith(".")
    count = max(len([p for p in function.parameters if p.default is None]), 1 if function.parameters else 0)
    for first in SAMPLES:
        for second in SAMPLES if count > 1 else [""]:
            args = [first, second, *["1"] * (count - 2)][:count]
            code, detail = outcome(f"{name}({', '.join(args)})")
            assert code in ("value", "expression.runtime", "expression.budget"), detail
            assert detail != "The expression failed.", args


def test_the_reference_page_is_current() -> None:
    assert DOCS.read_text(encoding="utf-8") == markdown(), (
        "run: python -m toolwright.expressions.reference > docs/reference/expressions.md"
    )


def test_time_comes_from_the_clock(evaluate: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 1, 2, 23, 30, tzinfo=UTC))
    assert evaluate("f'{now():%Y-%m-%d} {today()} {today(\"Europe/Rome\")}'") == "2030-01-02 2030-01-02 2030-01-03"
    assert evaluate("ago('2030-01-01T23:30:00Z') + ', ' + ago('2030-01-04T23:31:00Z')") == "1 day ago, in 2 days"
    german = ex.Budget(language="de")
    said = ("ago('2030-01-02T23:29:55Z')", "ago('2029-12-31T20:30:00Z')", "ago('2030-01-03T01:31:00Z')")
    assert [ex.compile_expression(ex.parse(one)).evaluate({}, german) for one in said] == [
        "gerade eben",
        "vor 2 Tagen",
        "in 2 Stunden",
    ]
