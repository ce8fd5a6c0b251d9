"""Laws: printing keeps meaning, renaming keeps meaning, filters agree with evaluation, only our errors come out."""

import ast
import copy
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolwright import expressions as ex
from toolwright.errors import ToolwrightError

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CONTEXT = {
    "a": 3,
    "s": "Text é",
    "n": None,
    "d": Decimal("1.10"),
    "x": 2.5,
    "t": True,
    "items": [1, 2, None, 5],
    "rows": [{"x": 1, "y": "p"}, {"x": None, "y": "q"}],
    "obj": {"x": 7, "in ner": {"x": "deep"}, "l": [1]},
    "when": datetime(2024, 5, 31, 14, tzinfo=UTC),
}

ATOMS = st.sampled_from(
    ["a", "s", "n", "d", "x", "t", "items", "rows", "obj", "obj.x", "obj['x']", 'obj["in ner"].x', "obj . x", "when", "when.year",
     "1", "0", "2.5", "'k'", '"it\'s"', "''", "true", "none", "missing", "missing.x", "rows[0].x", "items[-1]", "[]", "{}"]
)  # fmt: skip
BINARY = st.sampled_from(["+", "-", "*", "/", "//", "%", "==", "!=", "<", ">=", "in", "not in", "and", "or"])


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, BINARY, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} < {p[1]} <= {p[2]})"),
        inner.map(lambda p: f"(not {p})"),
        inner.map(lambda p: f"(-{p})"),
        st.lists(inner, max_size=3).map(lambda p: f"[{', '.join(p)}]"),
        st.tuples(inner, inner).map(lambda p: f"{{'k': {p[0]}, 'x': {p[1]}}}"),
        st.tuples(inner, inner).map(lambda p: f"[a for a in {p[0]} if {p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"[v.x for v in {p[0]} for w in {p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}).x == {p[1]}"),
        st.tuples(inner, inner).map(lambda p: f"coalesce({p[0]}, other_(a)) == {p[1]}".replace("other_(a)", "a")),
        inner.filter(lambda p: "'" not in p and '"' not in p).map(lambda p: f"f'<{{{p}}}>'"),
    )


SOURCES = st.recursive(ATOMS, grow, max_leaves=8)


def outcome(source: str, context: dict) -> object:
    try:
        return ex.compile_expression(ex.parse(source)).evaluate(copy.deepcopy(context))
    except ToolwrightError as error:
        return error.code


def code_of(run: Callable[[], object]) -> str:
    """The code of the error that running raised; other exceptions pass."""
    try:
        run()
    except ToolwrightError as error:
        return error.code
    return "expression.fine"


def same(one: object, other: object) -> bool:
    return repr(one) == repr(other)


@QUICK
@given(SOURCES)
def test_printed_tree_means_the_same(source: str) -> None:
    try:
        tree = ex.parse(source).tree
    except ToolwrightError:
        return
    assert same(outcome(source, CONTEXT), outcome(ast.unparse(tree), CONTEXT))


@QUICK
@given(SOURCES)
def test_evaluation_only_raises_our_errors_and_changes_nothing(source: str) -> None:
    context = copy.deepcopy(CONTEXT)
    code = code_of(lambda: ex.compile_expression(ex.parse(source)).evaluate(context))
    assert code.startswith("expression.")
    assert context == CONTEXT


def moved(value: object, path: tuple[str, ...], new: str) -> object:
    changed = copy.deepcopy(value)
    owner = changed
    for step in path[:-1]:
        owner = owner[step]
    owner[new] = owner.pop(path[-1])
    return changed


@QUICK
@given(
    SOURCES,
    st.sampled_from([("obj", "x"), ("a",), ("obj", "in ner"), ("obj", "in ner", "x"), ("obj",), ("rows",)]),
    st.sampled_from(["new_name", "spaced name", "quo'te", "class", "z"]),
)
def test_rename_keeps_meaning(source: str, path: tuple[str, ...], new: str) -> None:
    try:
        parsed = ex.parse(source)
        renamed = ex.rename(source, path, new)
    except ToolwrightError:
        return
    if any(read[: len(path)] != path and read[0] == path[0] and len(read) < len(path) for read in parsed.paths):
        return  # reads the whole object, in which the key changed
    assert same(outcome(source, CONTEXT), outcome(renamed, moved(CONTEXT, path, new))), renamed


@QUICK
@given(SOURCES)
def test_check_never_fails_otherwise(source: str) -> None:
    scope = ex.Scope({"a": ex.INTEGER, "s": ex.TEXT, "n": ex.ANY, "d": ex.DECIMAL, "x": ex.FLOAT, "t": ex.BOOLEAN,
                      "items": ex.ListOf(ex.INTEGER), "rows": ex.ListOf(ex.Record({"x": ex.INTEGER, "y": ex.TEXT})),
                      "obj": ex.Record({"x": ex.INTEGER}, open=True), "when": ex.DATETIME, "missing": ex.ANY})  # fmt: skip
    try:
        assert isinstance(ex.check(ex.parse(source), scope), ex.Type)
    except ToolwrightError as error:
        start, end = error.extra["span"]
        assert 0 <= start <= end <= len(source)


TOKENS = st.sampled_from(
    ["a", "s", ".", "(", ")", "[", "]", "{", "}", "{{", "}}", ",", ":", "+", "-", "*", "**", "/", "%", "<", "==", "=", "!", "'", '"', "f'", "{", "\\",
     " ", "\n", "not ", "in ", "is ", "None", "if ", "else ", "for ", "lambda ", "and ", "1", "1e9", "0.5", "__class__", "é", "＿", "\0", "\t", "#", "@", "|", "upper(", "sum(", "now()", "…", "\ud800", "rb'", "...", ":="]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(TOKENS, max_size=14).map("".join))
def test_random_source_only_raises_our_errors(source: str) -> None:
    for build in (
        lambda: ex.compile_expression(ex.parse(source)),
        lambda: ex.compile_template(ex.parse_template("x {{" + source + "}} y")),
        lambda: ex.compile_template(ex.parse_template(source)),
    ):
        assert code_of(lambda build=build: build().evaluate(CONTEXT)).startswith("expression.")


COLUMNS = {
    "i": ex.INTEGER,
    "k": ex.INTEGER,
    "t": ex.TEXT,
    "u": ex.TEXT,
    "p": ex.DECIMAL,
    "o": ex.BOOLEAN,
    "w": ex.DATETIME,
    "g": ex.DATE,
    "j": ex.JSON,
}
RELATIONS = {"rel": ex.TableColumns({"t": ex.TEXT, "i": ex.INTEGER}, {"far": ex.TableColumns({"i": ex.INTEGER})})}
SCOPE = ex.Scope(
    {
        "user": ex.Record(
            {
                "i": ex.INTEGER,
                "t": ex.TEXT,
                "ts": ex.ListOf(ex.TEXT),
                "o": ex.BOOLEAN,
                "w": ex.DATETIME,
                "more": ex.TEXT,
            }
        )
    }
)
BOUND = {
    "user": {
        "i": 2,
        "t": "b",
        "ts": ["a", "B"],
        "o": False,
        "w": datetime(2024, 5, 1, tzinfo=UTC),
        "more": "x",
    }
}

NUMBERS = st.sampled_from(
    [
        "i",
        "k",
        "p",
        "rel.i",
        "rel.far.i",
        "row.i",
        "2",
        "-1",
        "0",
        "user.i",
        "none",
        "i + 1",
        "k - i",
        "p * 2",
        "i % 3",
        "len(t)",
        "abs(i)",
        "coalesce(i, 5)",
        "1 + 1",
        "round(p)",
        "w.year",
        "year(g)",
        "decimal('1.5')",
    ]
)
TEXTS = st.sampled_from(
    [
        "t",
        "u",
        "rel.t",
        "row.t",
        "'a'",
        "'B'",
        "''",
        "user.t",
        "user.more",
        "none",
        "lower(t)",
        "upper(u)",
        "trim(t)",
        "t + u",
        "lower(user.t)",
        "default(t, 'b')",
    ]
)
MOMENTS = st.sampled_from(["w", "user.w", "datetime('2024-05-01')", "g", "date('2024-05-01')", "none", "w + days(1)"])
SYMBOLS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
TEXT_COLUMNS = st.sampled_from(["t", "u", "rel.t", "lower(t)", "upper(u)"])
LEAVES = st.one_of(
    *(st.tuples(kind, SYMBOLS, kind).map(" ".join) for kind in (NUMBERS, TEXTS, MOMENTS)),
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda p: f"{p[0]} < {p[1]} <= {p[2]}"),
    st.tuples(st.sampled_from(["i", "t", "rel.t", "o", "w"]), st.sampled_from([" is None", " is not None", " == none"])).map("".join),
    st.sampled_from(["o", "not o", "t", "i", "p", "user.o", "true", "false", "o == user.o", "j", "j.a == 1", "w", "[x for x in user.ts if x == t]", "rel.o_ if false else true".replace("rel.o_", "o")]),
    st.tuples(st.sampled_from(["t", "u", "rel.t"]), st.sampled_from(["in", "not in"]), st.sampled_from(["['a', 'B']", "['a', none]", "[]", "user.ts", "[u, 'a']", "('a',)", "split('a b')", "[user.t, 'x']"])).map(" ".join),
    st.tuples(st.sampled_from(["'a'", "''", "user.t", "user.more", "u"]), st.just("in"), st.sampled_from(["t", "u", "rel.t", "lower(t)"])).map(" ".join),
    st.tuples(st.sampled_from(["contains", "starts_with", "ends_with"]), TEXT_COLUMNS, st.sampled_from(["'a'", "'B'", "user.t", "lower(user.t)", "none", "u"]), st.sampled_from(["", ", ignore_case=true", ", false"])).map(lambda p: f"{p[0]}({p[1]}, {p[2]}{p[3]})"),
)  # fmt: skip
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda p: f"({''.join(p)})"),
        inner.map(lambda p: f"not ({p})"),
    ),
    max_leaves=5,
)
MAYBE_TEXT = st.sampled_from([None, "a", "B", "b", "", "aB", " a"])
MAYBE_INT = st.sampled_from([None, 0, 1, 2, -1, 3])
ROWS = st.fixed_dictionaries(
    {
        "i": MAYBE_INT, "k": MAYBE_INT, "t": MAYBE_TEXT, "u": MAYBE_TEXT,
        "p": st.sampled_from([None, Decimal("1.5"), Decimal(2), Decimal("0.0")]),
        "o": st.sampled_from([None, True, False]),
        "w": st.sampled_from([None, datetime(2024, 5, 1, tzinfo=UTC), datetime(2023, 1, 1, 5, tzinfo=UTC)]),
        "g": st.sampled_from([None, date(2024, 5, 1), date(2023, 1, 1)]),
        "j": st.sampled_from([None, {"a": 1}, {}]),
        "rel": st.one_of(st.none(), st.fixed_dictionaries({"t": MAYBE_TEXT, "i": MAYBE_INT, "far": st.sampled_from([None, {"i": 1}, {"i": None}])})),
    }
)  # fmt: skip


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONDITIONS, ROWS)
def test_filters_agree_with_evaluation(source: str, row: dict) -> None:
    parsed = ex.parse(source)
    try:
        found = ex.to_filter(parsed, COLUMNS, RELATIONS, SCOPE)
    except ToolwrightError as error:
        pytest.fail(f"{source}: {error}")
    expected = bool(ex.compile_expression(parsed).evaluate({**BOUND, **row, "row": row}))
    assert ex.evaluate_filter(found, row, BOUND) is expected, found
    bound = ex.bind(found, BOUND)
    assert "Slot" not in repr(bound)
    assert ex.evaluate_filter(bound, row) is expected, bound
    assert hash(bound) is not None
    assert hash(found) is not None


PERSON = BOUND["user"]
STRANGERS = st.dictionaries(st.sampled_from(sorted(PERSON)), st.none(), min_size=1).map(lambda gone: {**PERSON, **gone})
KNOWN = st.fixed_dictionaries(
    {
        "i": st.sampled_from([2, 0, 1, -1, 99]), "t": st.sampled_from(["b", "a", "B", "", "zz"]),
        "ts": st.sampled_from([["a", "B"], [], ["b", ""], ["zz"]]), "o": st.booleans(),
        "w": st.sampled_from([datetime(2024, 5, 1, tzinfo=UTC), datetime(1999, 1, 1, tzinfo=UTC)]),
        "more": st.sampled_from(["x", "a", "b", ""]),
    }
)  # fmt: skip
ALONE = re.compile(r"(?<![=<>!] )(?<!in )user\.o(?! [=<>!])|user\.\w+\)? [=!]= none|none [=!]= (lower\()?user")
MENTIONS = re.compile(r"user\.(\w+)")


@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONDITIONS, ROWS, STRANGERS, KNOWN)
def test_nobody_sees_what_somebody_would_not_see(source: str, row: dict, stranger: dict, known: dict) -> None:
    """A row passes for somebody with missing values only if it would pass whatever these values were."""
    found = ex.to_filter(ex.parse(source), COLUMNS, RELATIONS, SCOPE)
    if ALONE.search(source):
        return  # asks whether there is a value
    passes = ex.evaluate_filter(found, row, {"user": stranger})
    assert ex.evaluate_filter(ex.bind(found, {"user": stranger}), row) is passes
    filled = {name: known[name] if value is None else value for name, value in stranger.items()}
    assert not passes or ex.evaluate_filter(found, row, {"user": filled}), ex.bind(found, {"user": stranger})
    if all(stranger[name] is not None for name in MENTIONS.findall(source)):
        assert passes is ex.evaluate_filter(found, row, {"user": filled})


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONDITIONS)
def test_described_filters_parse_back(source: str) -> None:
    found = ex.to_filter(ex.parse(source), COLUMNS, RELATIONS, SCOPE)
    again = ex.to_filter(ex.parse(ex.describe(found)), COLUMNS, RELATIONS, SCOPE)
    assert again == found, ex.describe(found)
    assert ex.columns_of(again) == ex.columns_of(found)
