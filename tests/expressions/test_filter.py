"""Filter trees: what translates to what, two-valued semantics, binding, refusals."""

import pytest

from toolwright import expressions as ex
from toolwright.errors import InvalidExpression

COLUMNS = {
    "id": ex.INTEGER,
    "title": ex.TEXT,
    "status": ex.TEXT,
    "open": ex.BOOLEAN,
    "due": ex.DATE,
    "owner": ex.INTEGER,
    "data": ex.JSON,
    "n": ex.INTEGER,
    "user": ex.INTEGER,
}
RELATIONS = {"customer": ex.TableColumns({"name": ex.TEXT}, {"region": ex.TableColumns({"code": ex.TEXT})})}
CONTEXT = ex.Scope(
    {"user": ex.Record({"id": ex.INTEGER, "teams": ex.ListOf(ex.TEXT)}), "params": ex.Record({}, open=True)}
)
VALUES = {"user": {"id": 7, "teams": ["a", "b"]}, "params": {"q": "x", "none": None}}

STATUS, TITLE, N, OPEN = (ex.Column((name,), COLUMNS[name]) for name in ("status", "title", "n", "open"))
V = ex.Value


def filtered(source: str) -> ex.Filter:
    return ex.to_filter(ex.parse(source, extra_functions=frozenset({"can"})), COLUMNS, RELATIONS, CONTEXT)


def bound(source: str) -> ex.Filter:
    return ex.bind(filtered(source), {**VALUES, "__functions__": {"can": lambda table: table == "tickets"}})


TREES = [
    ("status != 'closed'", ex.Compare("ne", STATUS, V("closed"))),
    ("row.status == params.q", ex.Compare("eq", STATUS, V("x"))),
    ("status == params.none", ex.IsNull(STATUS)),
    ("status != params.none", ex.Not(ex.IsNull(STATUS))),
    ("n < params.none", ex.Always(False)),
    ("not n < params.none", ex.Always(True)),
    ("n + params.none > 1", ex.Always(False)),
    ("3 < n", ex.Compare("gt", N, V(3))),
    ("0 < n <= 5", ex.And((ex.Compare("gt", N, V(0)), ex.Compare("le", N, V(5))))),
    ("open", ex.Compare("eq", OPEN, V(True))),
    ("not open", ex.Not(ex.Compare("eq", OPEN, V(True)))),
    ("title is None", ex.IsNull(TITLE)),
    ("title == none", ex.IsNull(TITLE)),
    ("title is not None", ex.Not(ex.IsNull(TITLE))),
    ("'x' in title", ex.TextMatch("contains", TITLE, V("x"))),
    ("starts_with(title, 'x')", ex.TextMatch("starts", TITLE, V("x"))),
    ("ends_with(title, params.q, ignore_case=true)", ex.TextMatch("ends", TITLE, V("x"), True)),
    ("contains(lower(title), 'x')", ex.TextMatch("contains", TITLE, V("x"), True)),
    ("contains(lower(title), 'X')", ex.TextMatch("contains", ex.Call("lower", (TITLE,)), V("X"))),
    ("status in ['a', 'b', 'a']", ex.In(STATUS, (V("a"), V("b")))),
    ("status in user.teams", ex.In(STATUS, (V("a"), V("b")))),
    ("status in []", ex.Always(False)),
    ("status not in params.none", ex.Always(True)),
    ("customer.region.code == 'x'", ex.Compare("eq", ex.Column(("customer", "region", "code"), ex.TEXT), V("x"))),
    ("row.customer.name == 'x'", ex.Compare("eq", ex.Column(("customer", "name"), ex.TEXT), V("x"))),
    ("owner == user.id", ex.Compare("eq", ex.Column(("owner",), ex.INTEGER), V(7))),
    ("row.user == user.id", ex.Compare("eq", ex.Column(("user",), ex.INTEGER), V(7))),
    ("n * 2 > 1 + 1", ex.Compare("gt", ex.Arithmetic("mul", N, V(2)), V(2))),
    ("upper(title) == 'X'", ex.Compare("eq", ex.Call("upper", (TITLE,)), V("X"))),
    ("due.year == 2024", ex.Compare("eq", ex.Call("year", (ex.Column(("due",), ex.DATE),)), V(2024))),
    ("coalesce(n, 0) == 0", ex.Compare("eq", ex.Call("coalesce", (N, V(0))), V(0))),
    ("round(n) == 1", ex.Compare("eq", ex.Call("round", (N, V(0))), V(1))),
    ("true", ex.Always(True)),
    ("1 == 2 or n == 1", ex.Compare("eq", N, V(1))),
    ("can('tickets') and n == 1", ex.Compare("eq", N, V(1))),
    ("can('other') and n == 1", ex.Always(False)),
    ("params.q == 'x'", ex.Always(True)),
    ("n == 1 and (n == 1 and open)", ex.And((ex.Compare("eq", N, V(1)), ex.Compare("eq", OPEN, V(True))))),
]


@pytest.mark.parametrize(("source", "expected"), TREES)
def test_tree(source: str, expected: ex.Filter) -> None:
    assert bound(source) == expected


NOBODY = {"user": {"id": None, "teams": None}, "params": {"q": "x", "none": None}}
UNKNOWN = [
    ("owner == user.id", ex.Always(False)),
    ("owner != user.id", ex.Always(False)),
    ("not (owner == user.id)", ex.Always(False)),
    ("not (not (owner == user.id))", ex.Always(False)),
    ("status in user.teams", ex.Always(False)),
    ("status not in user.teams", ex.Always(False)),
    ("owner in [user.id, 3]", ex.In(ex.Column(("owner",), ex.INTEGER), (V(3),))),
    ("owner not in [user.id, 3]", ex.Always(False)),
    ("n + user.id > 1 or open", ex.Compare("eq", OPEN, V(True))),
    ("not (owner == user.id and open)", ex.Not(ex.Compare("eq", OPEN, V(True)))),
    ("coalesce(user.id, 4) == owner", ex.Compare("eq", ex.Column(("owner",), ex.INTEGER), V(4))),
    ("coalesce(n, user.id) == 4", ex.Compare("eq", ex.Call("coalesce", (N, V(None))), V(4))),
    ("[t for t in user.teams if t == status]", ex.Always(False)),
    ("not [t for t in user.teams if t == status]", ex.Always(False)),
    ("user.id == 7", ex.Always(False)),
    ("user.id != 7", ex.Always(False)),
    ("user.id is none", ex.Always(True)),
    ("user.id is not none", ex.Always(False)),
    ("not user.id and open", ex.Compare("eq", OPEN, V(True))),
    ("status == params.none", ex.IsNull(STATUS)),
]


@pytest.mark.parametrize(("source", "expected"), UNKNOWN)
def test_a_missing_value_of_the_person_keeps_rows_out(source: str, expected: ex.Filter) -> None:
    assert ex.bind(filtered(source), NOBODY) == expected


def test_context_parts_become_one_slot() -> None:
    found = filtered("due > today() - days(params.q)")
    assert isinstance(found, ex.Compare)
    assert isinstance(found.right, ex.Slot)
    assert found.right.program.source == "today() - days(params.q)"


@pytest.mark.parametrize(
    "source",
    [
        "data.a == 1",
        "[t for t in user.teams if t == status]",
        "(n if open else 1) == 1",
        "title in 'abc'",
        "slugify(title) == 'x'",
    ],
)
def test_the_rest_is_opaque_with_its_columns(source: str) -> None:
    found = filtered(source)
    assert isinstance(found, ex.Opaque)
    assert found.columns
    row = dict.fromkeys(COLUMNS) | {
        "title": "x",
        "status": "a",
        "open": True,
        "n": 1,
        "data": {"a": 1},
        "customer": None,
    }
    assert ex.evaluate_filter(ex.bind(found, VALUES), row) is (source != "title in 'abc'")


def test_one_opaque_part_leaves_the_others_translated() -> None:
    found = filtered("status == 'a' and data.a == 1")
    assert isinstance(found, ex.And)
    assert [type(item) for item in found.items] == [ex.Compare, ex.Opaque]
    assert ex.columns_of(found) == {("status",), ("data",)}


REFUSED = [
    ("statsu == 'x'", "expression.unknown_name", (0, 6), "status"),
    ("n == 1 and customer.nam == 'x'", "expression.unknown_field", (11, 23), "name"),
    ("row.nope == 1", "expression.unknown_field", (0, 8), None),
    ("n == 'x'", "expression.type", (0, 8), None),
    ("user == user.id", "expression.ambiguous_name", (0, 15), "row.user"),
]


@pytest.mark.parametrize(("source", "code", "span", "hint"), REFUSED)
def test_refused(source: str, code: str, span: tuple[int, int], hint: str | None) -> None:
    with pytest.raises(InvalidExpression) as caught:
        filtered(source)
    assert (caught.value.code, caught.value.extra["span"]) == (code, span)
    assert hint is None or hint in str(caught.value.hint)


def test_values_of_different_types_stay_apart() -> None:
    assert len({V(1), V(True), V(1.0), V("1"), V(None)}) == 5
    assert V([1]) == V([1])
    assert hash(V({"a": 1})) == hash(V({"a": 1}))


def test_combining() -> None:
    one, two = ex.IsNull(N), ex.IsNull(TITLE)
    assert ex.conjunction() == ex.Always(True)
    assert ex.disjunction() == ex.Always(False)
    assert ex.conjunction(one, ex.Always(True)) == one
    assert ex.conjunction(one, ex.Always(False)) == ex.Always(False)
    assert ex.disjunction(one, ex.disjunction(two, one)) == ex.Or((one, two))
    assert ex.negation(ex.negation(one)) == one


def test_same_sources_make_equal_filters() -> None:
    assert filtered("n==user.id and  data.a == 1") == filtered("n == user.id and data.a==1")


def test_tables_may_lead_back_to_themselves() -> None:
    relations: dict[str, ex.TableColumns] = {}
    relations["manager"] = ex.TableColumns({"name": ex.TEXT}, relations)
    found = ex.to_filter(
        ex.parse("manager.manager.name == 'x' and manager.name != 'y'"), {"name": ex.TEXT}, relations, CONTEXT
    )
    assert ex.columns_of(found) == {("manager", "manager", "name"), ("manager", "name")}
    row = {"name": "a", "manager": {"name": "b", "manager": {"name": "x", "manager": None}}}
    assert ex.evaluate_filter(found, row)
