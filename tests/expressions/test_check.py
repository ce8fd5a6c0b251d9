"""Type checks: results, and refusals with span and suggestion."""

import pytest

from toolwright import expressions as ex
from toolwright.errors import InvalidExpression

ROW = ex.Record(
    {
        "id": ex.INTEGER,
        "title": ex.TEXT,
        "price": ex.DECIMAL,
        "due": ex.DATE,
        "at": ex.DATETIME,
        "open": ex.BOOLEAN,
        "tags": ex.ListOf(ex.TEXT),
        "data": ex.JSON,
    }
)
SCOPE = ex.Scope({"row": ROW, "rows": ex.ListOf(ROW), "params": ex.Record({}, open=True)}, {"can": ex.BOOLEAN})

TYPES = [
    ("row.id + 1", ex.INTEGER),
    ("row.id / 2", ex.FLOAT),
    ("row.price * row.id", ex.DECIMAL),
    ("row.title + 'x'", ex.TEXT),
    ("row.at - row.due", ex.DURATION),
    ("row.due + days(1)", ex.DATE),
    ("row.due.year", ex.INTEGER),
    ("row.at.date", ex.DATE),
    ("row.id == 1 and row.open", ex.BOOLEAN),
    ("[r.title for r in rows]", ex.ListOf(ex.TEXT)),
    ("first(rows).title", ex.TEXT),
    ("sort(rows, 'id')[0].due", ex.DATE),
    ("rows[0].tags[0]", ex.TEXT),
    ("row.data.any.thing", ex.ANY),
    ("params.q", ex.ANY),
    ("coalesce(row.title, 'x')", ex.TEXT),
    ("1 if row.open else row.price", ex.DECIMAL),
    ("1 if row.open else none", ex.INTEGER),
    ("f'{row.id}'", ex.TEXT),
    ("can('x')", ex.BOOLEAN),
    ("round(row.price, 1)", ex.DECIMAL),
    ("{'a': row.id}.a", ex.INTEGER),
    ("none", ex.NOTHING),
]


def parse(source: str) -> ex.Expression:
    return ex.parse(source, extra_functions=frozenset({"can"}))


@pytest.mark.parametrize(("source", "expected"), TYPES)
def test_type(source: str, expected: ex.Type) -> None:
    assert ex.check(parse(source), SCOPE) == expected


REFUSED = [
    ("rwo.id", "unknown_name", (0, 3), "row"),
    ("row.titel == 'x'", "unknown_field", (0, 9), "title"),
    ("1 + rows[0].prise", "unknown_field", (4, 17), "price"),
    ("rows.title", "unknown_field", (0, 10), "item"),
    ("row.due.hour", "unknown_field", (0, 12), "year"),
    ("upper + 'x'", "unknown_name", (0, 5), "upper(…)"),
    ("row.title + row.id", "type", (0, 18), "f-string"),
    ("row.id == 'x'", "type", (0, 13), "Convert"),
    ("row.title < row.due", "type", (0, 19), "Convert"),
    ("rows < rows", "type", (0, 11), "Convert"),
    ("-row.title", "type", (0, 10), None),
    ("round(row.title)", "type", (6, 15), "round("),
    ("sum(row.title)", "type", (4, 13), "sum("),
    ("[x for x in row.title]", "type", (12, 21), None),
    ("'a' in row.id", "type", (0, 13), "Convert"),
    ("row.tags['x']", "unknown_field", (0, 13), None),
    ("row.id[0]", "type", (0, 9), None),
]


@pytest.mark.parametrize(("source", "code", "span", "hint"), REFUSED)
def test_refused(source: str, code: str, span: tuple[int, int], hint: str | None) -> None:
    with pytest.raises(InvalidExpression) as caught:
        ex.check(parse(source), SCOPE)
    assert (caught.value.code, caught.value.extra["span"]) == (f"expression.{code}", span)
    assert hint is None or hint in str(caught.value.hint)


def test_expected_types() -> None:
    assert ex.check(parse("row.id"), SCOPE, ex.TEXT) == ex.INTEGER
    assert ex.check(parse("params.q"), SCOPE, ex.DATE) == ex.ANY
    for source, expected in [
        ("row.title", ex.INTEGER),
        ("rows", ex.TEXT),
        ("row.title", ex.BOOLEAN),
        ("row.at", ex.DATE),
    ]:
        with pytest.raises(InvalidExpression):
            ex.check(parse(source), SCOPE, expected)


def test_templates() -> None:
    check = lambda text, expected=None: ex.check_template(ex.parse_template(text), SCOPE, expected)  # noqa: E731
    assert check("{{ row.id }}", ex.INTEGER) == ex.INTEGER
    assert check("No {{ row.id }}", ex.TEXT) == ex.TEXT
    assert check("plain") == ex.TEXT
    for text, expected in [("No {{ row.id }}", ex.INTEGER), ("No {{ rows }}", None), ("x {{ row.nope }}", None)]:
        with pytest.raises(InvalidExpression) as caught:
            check(text, expected)
        assert "span" in caught.value.extra


def test_child_scopes_win() -> None:
    assert ex.check(parse("row + 1"), SCOPE.child(row=ex.INTEGER)) == ex.INTEGER
