"""Where values are all there, expressions mean what Python means."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolwright import expressions as ex
from toolwright.errors import ToolwrightError

CONTEXT = {
    "a": 3,
    "b": -2,
    "x": 2.5,
    "s": "text",
    "u": "Äé",
    "t": True,
    "items": [1, 2, 5],
    "words": ["text", "b"],
    "empty": [],
}
ATOMS = st.sampled_from(
    [
        *CONTEXT,
        "0",
        "1",
        "7",
        "2.5",
        "'text'",
        "'e'",
        "''",
        "True",
        "[1, 2]",
        "items[0]",
        "items[-1]",
        "words[1]",
        "s[1:3]",
        "items[::-1]",
    ]
)
BINARY = st.sampled_from(
    ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or", "**"]
)


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, BINARY, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} < {p[1]} <= {p[2]})"),
        inner.map(lambda p: f"(not {p})"),
        inner.map(lambda p: f"(-{p})"),
        st.tuples(inner, inner).map(lambda p: f"[{p[0]}, {p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"[v for v in {p[0]} if {p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"[v + w for v in {p[0]} for w in {p[1]}]"),
    )


SOURCES = st.recursive(ATOMS, grow, max_leaves=8)
# On purpose: text and lists do not repeat, lists have no order, text is not looped over, large results are refused.
NARROWER = (
    "* works on",
    "* does not work",
    "have no order",
    "cannot be looped",
    "too large",
    "% works on",
    "needs 0",
    "no such root",
    "loops fit",
    "nested too deeply",
)


def ours(source: str) -> tuple[object, str]:
    try:
        return ex.compile_expression(ex.parse(source)).evaluate(CONTEXT), ""
    except ToolwrightError as error:
        return None, error.detail


def pythons(source: str) -> tuple[object, str]:
    try:
        return eval(source, {**CONTEXT, "__builtins__": {}}), ""
    except Exception as error:
        return None, type(error).__name__


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES)
def test_values_are_those_of_python(source: str) -> None:
    found, problem = ours(source)
    if any(word in problem for word in NARROWER):
        return
    expected, trouble = pythons(source)
    assert bool(problem) is bool(trouble), (source, problem, trouble)
    assert repr(found) == repr(expected)
