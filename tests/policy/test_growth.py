"""Nobody can grant more than they hold; what a role granted already may stay and shrink."""

from __future__ import annotations

import pytest

from toolwright.errors import Denied
from toolwright.model.app import App
from toolwright.model.role import Role
from toolwright.model.source import DataSource
from toolwright.model.table import Column, DataType, Table
from toolwright.model.workspace import AppTree, Workspace, WorkspaceDefinition
from toolwright.policy import Actor, check_assignment, check_growth

TABLE = Table(
    source="erp", columns=tuple(Column(name=n, type=DataType.TEXT) for n in ("id", "team", "pay")), primary_key=("id",)
)
AGENT = Role.model_validate(
    {
        "title": "Agent",
        "inherits": ["basic"],
        "grants": [
            {"table": "erp.tickets", "can": ["read"], "rows": "team == 'a'", "hide": ["pay"]},
            {"source": "erp"},
        ],
    }
)


def workspace(**roles: Role) -> Workspace:
    """A workspace with a source, a table and an app that only administrators may open, and these roles."""
    return Workspace(
        name="w",
        definition=WorkspaceDefinition(title="W"),
        sources={"erp": DataSource(title="ERP", kind="sqlite")},
        tables={"erp.tickets": TABLE},
        roles={"agent": AGENT, **roles},
        apps={"desk": AppTree(App(title="Desk", access="admin"))},
    )


def person(*roles: str, scopes: frozenset[str] | None = None) -> Actor:
    return Actor("token" if scopes else "user", "u", "Ann", roles={"w": roles}, scopes=scopes)


def role(*grants: dict[str, object], inherits: tuple[str, ...] = ()) -> Role:
    return Role.model_validate({"title": "New", "grants": list(grants), "inherits": list(inherits)})


MORE = [
    role({"table": "erp.tickets", "can": ["read"]}),
    role({"table": "erp.tickets", "can": ["read"], "rows": "team == 'b'", "hide": ["pay"]}),
    role({"table": "erp.tickets", "can": ["read"], "rows": "team == 'a'"}),
    role({"table": "erp.tickets", "can": ["read"], "rows": "team == 'a'", "mask": ["pay"]}),
    role({"table": "erp.*", "can": ["delete"]}),
    role({"table": "*", "can": ["read", "create"]}),
    role({"screen": "desk"}),
    role({"source": "erp", "can": ["read", "design"]}),
    role(inherits=("power",)),
    role(inherits=("admin",)),
]


@pytest.mark.parametrize("made", MORE)
def test_what_the_maker_does_not_hold_is_refused_at_its_field(made: Role) -> None:
    with pytest.raises(Denied) as refused:
        check_growth(person("agent"), workspace(), workspace(new=made))
    assert refused.value.code == "role.exceeds"
    assert refused.value.errors[0].field in {"grants.0", "inherits.0"}


@pytest.mark.parametrize("made", MORE)
def test_administrators_hold_everything(made: Role) -> None:
    check_growth(person("admin"), workspace(), workspace(new=made))


@pytest.mark.parametrize(
    "made",
    [
        AGENT,
        role({"table": "erp.tickets", "rows": "team == 'a'", "hide": ["pay", "team"]}),
        role({"table": "erp.tickets", "rows": "team == 'a'", "hide": ["pay"], "mask": ["team"]}),
        role({"source": "erp"}, inherits=("agent",)),
        role(),
    ],
)
def test_what_the_maker_holds_may_be_granted(made: Role) -> None:
    check_growth(person("agent"), workspace(), workspace(new=made))


@pytest.mark.parametrize("made", [made for made in MORE if "table" in str(made.grants)])
def test_a_token_grants_no_rows_that_its_scopes_leave_out(made: Role) -> None:
    token = person("admin", scopes=frozenset({"definitions:write"}))
    with pytest.raises(Denied):
        check_growth(token, workspace(), workspace(new=made))
    with pytest.raises(Denied, match="more than they hold"):
        check_growth(token, workspace(), workspace(new=role(inherits=("agent",))))
    check_growth(
        person("admin", scopes=frozenset({"definitions:write", "rows:read", "rows:write"})),
        workspace(),
        workspace(new=made),
    )


def test_what_a_role_granted_before_may_stay_and_shrink() -> None:
    wide = role({"table": "erp.tickets", "can": ["read", "delete"]}, {"screen": "desk"})
    narrow = role({"screen": "desk"}, {"table": "erp.tickets", "can": ["read"], "rows": "team == 'b'"})
    other = wide.model_copy(update={"title": "Renamed", "grants": wide.grants[::-1]})
    for after in (other, role({"screen": "desk"})):
        check_growth(person("basic"), workspace(new=wide), workspace(new=after))
    with pytest.raises(Denied):
        check_growth(person("basic"), workspace(new=narrow), workspace(new=wide))
    check_growth(person("basic"), workspace(new=wide), workspace())


def test_narrowing_by_a_rule_adds_nothing() -> None:
    wide = role({"table": "erp.tickets", "can": ["read", "delete"]})
    narrow = role({"table": "erp.tickets", "can": ["read"], "rows": "team == 'b'", "hide": ["pay"]})
    check_growth(person("basic"), workspace(new=wide), workspace(new=narrow))


def test_a_role_is_given_by_those_who_hold_what_it_allows() -> None:
    check_assignment(person("agent"), workspace(), ["agent", "basic"])
    check_assignment(person("admin"), workspace(), ["admin", "power", "agent"])
    for role_name in ("admin", "power"):
        with pytest.raises(Denied):
            check_assignment(person("agent"), workspace(), ["basic", role_name])
    with pytest.raises(Denied):
        check_assignment(person("basic"), workspace(), ["agent"])
