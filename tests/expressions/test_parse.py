"""Parsing: what is read, what is refused and where, templates, renaming."""

import pytest

from toolwright import expressions as ex
from toolwright.errors import InvalidExpression, Where

PATHS = [
    ("user.name", {("user", "name")}),
    ("row['customer'].name + row.customer.id", {("row", "customer", "name"), ("row", "customer", "id")}),
    ("rows[0].name", {("rows",)}),
    ("rows[i].name", {("rows",), ("i",)}),
    ("[r.name + user.id for r in rows if r.x]", {("rows",), ("user", "id")}),
    ("[r for r in r.items]", {("r", "items")}),
    ("f'{a.b:>5} {c}'", {("a", "b"), ("c",)}),
    ("upper(user)", {("user",)}),
    ("true and none", set()),
    ("{k: v for k, v in items(obj.x)}", {("obj", "x")}),
]


@pytest.mark.parametrize(("source", "paths"), PATHS)
def test_paths(source: str, paths: set) -> None:
    found = ex.parse(source)
    assert found.paths == paths
    assert found.names == {path[0] for path in paths}


REFUSED = [
    ("", "syntax", (0, 0)),
    ("a +", "syntax", None),
    ("a = 1", "syntax", None),
    ("user.name.upper()", "not_allowed", (0, 15)),
    ("é + nofunction(1)", "unknown_function", (4, 14)),
    ("é + x.__class__", "not_allowed", (4, 15)),
    ("uper('a')", "unknown_function", (0, 4)),
    ("upper()", "arguments", (0, 7)),
    ("upper('a', 'b')", "arguments", (0, 15)),
    ("upper(texts='a')", "arguments", (0, 16)),
    ("lambda: 1", "not_allowed", (0, 9)),
    ("(x := 1)", "not_allowed", (1, 7)),
    ("  1 is 1", "not_allowed", (2, 8)),
    ("f'{a!r}'", "not_allowed", None),
    ("f'{a:>9999}'", "format", None),
    ("f'{a:{b}}'", "not_allowed", None),
    ("a # b", "not_allowed", (2, 3)),
    ("'a\\d'", "syntax", (2, 4)),
    ("ｕser", "not_allowed", (0, 4)),
    ("1" * 5000, "too_large", None),
    ("(" * 50 + ")" * 50, "too_large", None),
]


@pytest.mark.parametrize(("source", "code", "span"), REFUSED)
def test_refused_with_code_and_span(source: str, code: str, span: tuple[int, int] | None) -> None:
    with pytest.raises(InvalidExpression) as caught:
        ex.parse(source, where=Where(path=("filter",)))
    assert caught.value.code == f"expression.{code}"
    assert caught.value.where == Where(path=("filter",))
    start, end = caught.value.extra["span"]
    assert 0 <= start <= end <= len(source)
    assert span is None or (start, end) == span


def test_near_misses_are_named() -> None:
    with pytest.raises(InvalidExpression, match="Did you mean 'upper'") as caught:
        ex.parse("uper('a')")
    assert caught.value.hint


def test_templates_keep_the_type_of_a_lone_expression() -> None:
    context = {"n": 3, "rows": [1]}
    cases = {
        "{{ n }}": 3,
        "  {{ rows }}\n": [1],
        "n is {{ n }}!": "n is 3!",
        "{{ n }}{{ n }}": "33",
        "{{ '}}' }}{{ {'a': {'b': 1}}.a.b }}": "}}1",
        "{{ {'a': {'b': 1}}}}": {"a": {"b": 1}},
        "{{ f'{n}}}' }}": "3}",
        "{{ '{{' }} }} {": "{{ }} {",
        "plain": "plain",
        "": "",
        "{{ none }} x": " x",
        "{{\n  n\n  + 1\n}}": 4,
    }
    for text, expected in cases.items():
        assert ex.compile_template(ex.parse_template(text)).evaluate(context) == expected, text


def test_template_facts() -> None:
    found = ex.parse_template("a {{ user.name }} b {{ now() }}")
    assert [part if isinstance(part, str) else part.source for part in found.parts] == [
        "a ",
        " user.name ",
        " b ",
        " now() ",
    ]
    assert (found.is_single, found.is_static, found.names, found.paths) == (False, False, {"user"}, {("user", "name")})
    assert ex.parse_template("x").is_static
    assert ex.has_expression("a {{ b")
    assert not ex.has_expression("a { b")


@pytest.mark.parametrize(
    ("text", "span"),
    [("é {{ a", (2, 4)), ("ab {{ uper(1) }}", (6, 10)), ("{{ 'é' }} {{ x.__a__ }}", (13, 20)), ("{{ }}", (2, 3))],
)
def test_template_spans_count_from_the_text(text: str, span: tuple[int, int]) -> None:
    with pytest.raises(InvalidExpression) as caught:
        ex.parse_template(text)
    assert caught.value.extra["span"] == span


RENAMES = [
    ("row.name + row['name'].x", ("row", "name"), "title", "row.title + row['title'].x"),
    ("[row.name for row in rows] + [row.name]", ("row", "name"), "t", "[row.name for row in rows] + [row.t]"),
    ("f'é {row.name:>5}'  +  row . name", ("row", "name"), "x", "f'é {row.x:>5}'  +  row . x"),
    ("row.name", ("row", "name"), "due date", "row['due date']"),
    ("row.names + names.row", ("row", "name"), "x", "row.names + names.row"),
    ("user.id == id", ("id",), "key", "user.id == key"),
    ("customer.name", ("customer",), "client", "client.name"),
    ("row.customer.name", ("row", "customer"), "client", "row.client.name"),
    ("rows[0].a + first(rows).a", ("rows", "[]", "a"), "b", "rows[0].b + first(rows).b"),
    ("[r.a for r in rows if r.a] + r.a", ("rows", "[]", "a"), "b", "[r.b for r in rows if r.b] + r.a"),
    (
        "[[x.a for x in q] + x.a for x in sort(p)[1:]]",
        ("p", "[]", "a"),
        "b",
        "[[x.a for x in q] + x.b for x in sort(p)[1:]]",
    ),
    (
        "[t.a for r in rows for t in r.tags]",
        ("rows", "[]", "tags", "[]", "a"),
        "b",
        "[t.b for r in rows for t in r.tags]",
    ),
    ("[r['a b'].c for r in rows]", ("rows", "[]", "a b"), "d", "[r['d'].c for r in rows]"),
    ("rows[1:] + rows", ("rows",), "all_rows", "all_rows[1:] + all_rows"),
    ("sort(rows, 'a') + sort(rows, by=\"a\")", ("rows", "[]", "a"), "b", "sort(rows, 'b') + sort(rows, by=\"b\")"),
    ("sum(where(rows, 'a', 'a'), 'a.a')", ("rows", "[]", "a"), "b", "sum(where(rows, 'b', 'a'), 'b.a')"),
    ("sum(rows, 'a.a') + sum(p, 'a')", ("rows", "[]", "a", "a"), "b", "sum(rows, 'a.b') + sum(p, 'a')"),
    ("pick(row, 'x', 'a') + pick(rows[0], 'a')", ("row", "a"), "b", "pick(row, 'x', 'b') + pick(rows[0], 'a')"),
    (
        "[has(r, 'a') for r in rows] + [upper('a')]",
        ("rows", "[]", "a"),
        "b",
        "[has(r, 'b') for r in rows] + [upper('a')]",
    ),
    ("pick(row, 'a').a + omit(row, 'a').c", ("row", "a"), "b", "pick(row, 'b').b + omit(row, 'b').c"),
    ("unknown_function(row.a)", ("row", "a"), "b", "unknown_function(row.b)"),
]


@pytest.mark.parametrize(("source", "old", "new", "expected"), RENAMES)
def test_rename(source: str, old: tuple[str, ...], new: str, expected: str) -> None:
    assert ex.rename(source, old, new) == expected


def test_rename_refuses_capture() -> None:
    with pytest.raises(InvalidExpression) as caught:
        ex.rename("[a + x for x in rows]", ("a",), "x")
    assert caught.value.code == "expression.rename"


def test_rename_in_template() -> None:
    text = "Hi {{ row.name }}, {{x}}{{ row['name'] }} row.name"
    assert ex.rename_in_template(text, ("row", "name"), "n") == "Hi {{ row.n }}, {{x}}{{ row['n'] }} row.name"
