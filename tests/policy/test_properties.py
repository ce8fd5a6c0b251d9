"""What holds of every policy: grants only add, lists agree with single decisions, order does not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolwright.model.role import Role, RowVerb, TableGrant
from toolwright.model.table import Column, DataType, Table
from toolwright.model.workspace import Workspace, WorkspaceDefinition
from toolwright.policy import Actor, Policy, Resource, TableAccess

NAMES = ("id", "a", "b", "c")
TABLE = Table(source="s", columns=tuple(Column(name=name, type=DataType.TEXT) for name in NAMES), primary_key=("id",))
RULES = ("a == '1'", "b == '2'", None)
VERBS = tuple(verb.value for verb in RowVerb)

grants = st.builds(
    TableGrant,
    table=st.sampled_from(["*", "s.*", "s.t", "s.u", "t"]),
    can=st.lists(st.sampled_from(list(RowVerb)), min_size=1, max_size=4, unique=True).map(tuple),
    rows=st.sampled_from(RULES),
    columns=st.none() | st.lists(st.sampled_from(NAMES), unique=True).map(tuple),
    hide=st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(tuple),
    read_only=st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(tuple),
    mask=st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(tuple),
)
ROLE_NAMES = ("r0", "r1", "r2", "r3")


@st.composite
def roles(draw: st.DrawFn) -> dict[str, Role]:
    made: dict[str, Role] = {}
    for index, name in enumerate(ROLE_NAMES):
        earlier = draw(st.lists(st.sampled_from([*ROLE_NAMES[:index], "basic"]), unique=True, max_size=2))
        made[name] = Role(title=name, inherits=tuple(earlier), grants=tuple(draw(st.lists(grants, max_size=3))))
    return made


def access_of(made: dict[str, Role], held: tuple[str, ...], table: str = "s.t") -> TableAccess:
    return policy_of(made).table_access(Actor(kind="user", user_id="u", roles={"w": held}), table)


def policy_of(made: dict[str, Role]) -> Policy:
    tables = {"s.t": TABLE, "s.u": TABLE, "t": TABLE.model_copy(update={"source": None})}
    return Policy(Workspace(name="w", definition=WorkspaceDefinition(title="W"), tables=tables, roles=made))


def holds(rules: tuple[str, ...] | None, true: frozenset[str]) -> bool:
    return rules is None or any(rule in true for rule in rules)


def shown(access: TableAccess, true: frozenset[str]) -> set[tuple[str, str]]:
    """What shows of a row on which exactly the rules in `true` hold: (column, how)."""
    if not holds(access.row_rules["read"], true):
        return set()
    out = set()
    for name in access.readable:
        out.add((name, "some"))
        if name not in access.masked or (name in access.clear_rules and holds(access.clear_rules[name], true)):
            out.add((name, "clear"))
    return out


true_rules = st.sets(st.sampled_from([rule for rule in RULES if rule])).map(frozenset)


@given(roles(), grants, st.sampled_from(ROLE_NAMES), st.sets(st.sampled_from(ROLE_NAMES)), true_rules)
def test_adding_a_grant_never_removes_access(
    made: dict[str, Role], extra: TableGrant, to: str, held: set[str], true: frozenset[str]
) -> None:
    given_roles = tuple(sorted(held))
    before = access_of(made, given_roles)
    more = {**made, to: made[to].model_copy(update={"grants": (*made[to].grants, extra)})}
    after = access_of(more, given_roles)
    assert before.verbs <= after.verbs
    assert before.readable <= after.readable
    assert shown(before, true) <= shown(after, true)
    for verb in VERBS:
        if holds(before.row_rules[verb], true):
            assert holds(after.row_rules[verb], true)
        for name in NAMES:
            if all(holds(group, true) for group in before.write_rules(verb, [name])):
                assert all(holds(group, true) for group in after.write_rules(verb, [name]))


@given(roles(), st.sampled_from(ROLE_NAMES), st.sets(st.sampled_from(ROLE_NAMES)))
def test_giving_a_role_never_removes_access(made: dict[str, Role], extra: str, held: set[str]) -> None:
    before, after = access_of(made, tuple(sorted(held))), access_of(made, tuple(sorted(held | {extra})))
    assert before.verbs <= after.verbs
    assert before.readable <= after.readable


@given(roles(), st.permutations(ROLE_NAMES))
def test_order_of_roles_does_not_matter(made: dict[str, Role], order: list[str]) -> None:
    one, other = access_of(made, tuple(ROLE_NAMES)), access_of(made, tuple(order))
    assert (one.verbs, one.readable, one.masked, one.writable) == (
        other.verbs,
        other.readable,
        other.masked,
        other.writable,
    )
    for verb in VERBS:
        assert _as_set(one.row_rules[verb]) == _as_set(other.row_rules[verb])


def _as_set(rules: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if rules is None else frozenset(rules)


@given(roles(), st.sets(st.sampled_from(ROLE_NAMES)), true_rules)
def test_nothing_shows_that_no_single_grant_shows(made: dict[str, Role], held: set[str], true: frozenset[str]) -> None:
    policy = policy_of(made)
    actor = Actor(kind="user", user_id="u", roles={"w": tuple(sorted(held))})
    clear: set[str] = set()
    for role in policy.held(actor):
        for grant in made[role].grants if role in made else ():
            covers = grant.table in ("*", "s.*", "s.t") and RowVerb.READ in grant.can
            if covers and (grant.rows is None or grant.rows in true):
                clear |= set(NAMES if grant.columns is None else grant.columns) - set(grant.hide) - set(grant.mask)
    assert {name for name, how in shown(policy.table_access(actor, "s.t"), true) if how == "clear"} <= clear


@given(roles(), st.sets(st.sampled_from([*ROLE_NAMES, "basic", "power", "admin"])))
def test_filtering_agrees_with_single_decisions(made: dict[str, Role], held: set[str]) -> None:
    policy = policy_of(made)
    actor = Actor(kind="user", user_id="u", roles={"w": tuple(sorted(held))})
    resources = [Resource("table", "w", name) for name in ("s.t", "s.u", "t", "none")]
    for verb in VERBS:
        kept = policy.filter(actor, verb, resources)  # type: ignore[arg-type]
        assert kept == [resource for resource in resources if policy.decide(actor, verb, resource).allowed]  # type: ignore[arg-type]
        for resource in resources:
            decided = policy.decide(actor, verb, resource).allowed  # type: ignore[arg-type]
            assert decided == (verb in policy.table_access(actor, resource.name).verbs)
