"""Other expressions in the place of paths: the right ones, brackets where they are needed, nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolwright.errors import InvalidExpression
from toolwright.expressions import compile_expression, parse
from toolwright.expressions.substitute import substitute, substitute_in_template


@pytest.mark.parametrize(
    ("source", "instead", "made"),
    [
        ("upper(row.name)", {("row", "name"): "settings.name"}, "upper(settings.name)"),
        ("row.name.first", {("row", "name"): "settings.name"}, "settings.name.first"),
        ("row['name']  +  1", {("row", "name"): "a + b"}, "(a + b)  +  1"),
        ("row.a * row.ab", {("row", "a"): "1 + 1"}, "(1 + 1) * row.ab"),
        ("row.a.b + row.a", {("row", "a"): "x", ("row", "a", "b"): "y"}, "y + x"),
        ("row", {("row",): "settings.row"}, "settings.row"),
        ("row.x", {("row",): "settings.row"}, "settings.row.x"),
        ("[row.name for row in rows]", {("row", "name"): "x"}, "[row.name for row in rows]"),
        ("[one + row.n for one in row.list]", {("row", "n"): "n", ("row", "list"): "l"}, "[one + n for one in l]"),
        ("row.names[row.at]", {("row", "at"): "0 if x else 1"}, "row.names[(0 if x else 1)]"),
        ("n.x", {("n",): "5"}, "(5).x"),
        ("'row.name' + row.name", {("row", "name"): "'ä'"}, "'row.name' + 'ä'"),
        ("'ä' + row.name", {("row", "name"): "x"}, "'ä' + x"),
        ("f(a=row.name)", {("row", "name"): "x"}, "f(a=x)"),
    ],
)
def test_paths_are_replaced(source: str, instead: dict[tuple[str, ...], str], made: str) -> None:
    assert substitute(source, instead) == made


def test_in_a_template_the_words_around_stay() -> None:
    text = "Dear {{ row.name }}, row.name is {{upper(row.name)}}"
    made = substitute_in_template(text, {("row", "name"): "a or b"})
    assert made == "Dear {{ (a or b) }}, row.name is {{upper((a or b))}}"


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(InvalidExpression):
        substitute("row.name", {("row", "name"): "a +"})


def test_no_loop_variable_captures_what_is_put_in() -> None:
    with pytest.raises(InvalidExpression) as refused:
        substitute("[one + row.n for one in row.list]", {("row", "n"): "one.x"})
    assert refused.value.code == "expression.rename"
    assert substitute("[one for one in row.list]", {("row", "list"): "one.x"}) == "[one for one in one.x]"


@given(
    st.sampled_from(["{} + 1", "2 * {}", "{} if {} > 1 else 3", "-{}", "[{}, 2][0]", "{} in [1, 2]"]),
    st.sampled_from(["1 + 1", "-2", "3 if false else 4", "5"]),
)
def test_the_value_is_that_of_the_expression_put_in(form: str, value: str) -> None:
    source = form.replace("{}", "row.n")
    known = {"row": {"n": compile_expression(parse(value)).evaluate({})}}
    made = substitute(source, {("row", "n"): value})
    assert compile_expression(parse(made)).evaluate({}) == compile_expression(parse(source)).evaluate(known)
