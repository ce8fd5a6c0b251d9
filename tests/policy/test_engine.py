"""Who may do what: every permission with an allowed and a refused case, and the rule that decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolwright.errors import Denied, InvalidDefinition, NotFound, NotSignedIn
from toolwright.model.app import App
from toolwright.model.role import Role, ScreenGrant, SourceGrant, TableGrant
from toolwright.model.screen import Screen
from toolwright.model.source import DataSource
from toolwright.model.table import Column, DataType, Table
from toolwright.model.workspace import AppTree, Workspace, WorkspaceDefinition
from toolwright.policy import ANONYMOUS, Actor, Policy, Resource, decide, filter_resources, require

COLUMNS = tuple(Column(name=name, type=DataType.TEXT) for name in ("id", "title", "status", "owner", "salary"))
TICKETS = Table(source="erp", columns=COLUMNS, primary_key=("id",))
NODES = (
    {
        "kind": "panel",
        "access": "agent",
        "content": [{"kind": "text", "id": "inner"}, {"kind": "text", "id": "boss", "access": "lead"}],
    },
    {"kind": "text", "id": "open"},
)


def grant(**settings: object) -> TableGrant:
    return TableGrant.model_validate({"table": "erp.tickets", "can": ["read"], **settings})


def workspace(name: str = "desk", **roles: Role) -> Workspace:
    screens = {
        "queue": Screen.model_validate({"title": "Queue", "path": "/queue", "access": "agent", "content": NODES}),
        "home": Screen(title="Home", path="/"),
    }
    return Workspace(
        name=name,
        definition=WorkspaceDefinition(title=name),
        sources={"erp": DataSource(title="ERP", kind="sqlite"), "hr": DataSource(title="HR", kind="sqlite")},
        tables={"erp.tickets": TICKETS, "hr.people": TICKETS.model_copy(update={"source": "hr"}), "notes": TICKETS},
        roles=roles,
        apps={"service": AppTree(App(title="Service"), screens)},
    )


def user(*roles: str, **more: object) -> Actor:
    return Actor(kind="user", user_id="u1", name="Ann", roles={"desk": roles}, **more)  # type: ignore[arg-type]


def table(name: str = "erp.tickets") -> Resource:
    return Resource("table", "desk", name)


AGENT = Role(title="Agent", inherits=("basic",), grants=(grant(rows="status == 'open'"),))


class TestBuiltInRoles:
    @pytest.mark.parametrize("verb", ["read", "create", "update", "delete"])
    def test_power_and_admin_do_everything_with_rows(self, verb: str) -> None:
        for role in ("power", "admin"):
            assert decide(user(role), verb, table(), workspace()).allowed  # type: ignore[arg-type]
        for actor in (user("basic"), user(), ANONYMOUS, None):
            assert not decide(actor, verb, table(), workspace()).allowed  # type: ignore[arg-type]

    @pytest.mark.parametrize("kind", ["table", "app", "screen", "source", "workspace"])
    def test_only_admin_designs(self, kind: str) -> None:
        name = {"table": "notes", "app": "service", "screen": "service/queue", "source": "erp"}.get(kind, "desk")
        resource = Resource(kind, "desk", name)  # type: ignore[arg-type]
        assert decide(user("admin"), "design", resource, workspace()).allowed
        assert not decide(user("power"), "design", resource, workspace()).allowed

    def test_a_role_file_named_like_a_built_in_adds_to_it(self) -> None:
        extended = workspace(basic=Role(title="Basic", grants=(grant(),)))
        assert decide(user("basic"), "read", table(), extended).allowed
        assert decide(user("power"), "delete", table(), extended).allowed
        assert not decide(user(), "read", table(), extended).allowed

    def test_public_is_held_by_everybody(self) -> None:
        opened = workspace(public=Role(title="Public", grants=(grant(),)))
        for actor in (None, ANONYMOUS, user(), user("basic")):
            assert decide(actor, "read", table(), opened).allowed

    def test_the_administrator_of_the_installation_is_admin_everywhere(self) -> None:
        assert decide(user(is_admin=True), "design", Resource("workspace", "desk", "desk"), workspace()).allowed


class TestAnonymous:
    def test_claims_of_an_anonymous_actor_are_not_believed(self) -> None:
        forged = Actor(kind="anonymous", is_admin=True, roles={"desk": ("admin",)})
        assert not decide(forged, "read", table(), workspace()).allowed
        assert not decide(forged, "manage", Resource("installation")).allowed
        assert decide(forged, "manage", Resource("installation")).because == "nobody is signed in"


class TestInheritance:
    def test_grants_come_through_several_parents(self) -> None:
        roles = {
            "reader": Role(title="Reader", grants=(grant(),)),
            "closer": Role(title="Closer", grants=(grant(can=["delete"]),)),
            "lead": Role(title="Lead", inherits=("reader", "closer")),
        }
        asked = workspace(**roles)
        assert decide(user("lead"), "delete", table(), asked).because == (
            "role closer (held through lead) grants delete on erp.tickets"
        )
        assert not decide(user("reader"), "delete", table(), asked).allowed

    def test_a_circle_is_refused(self) -> None:
        circle = workspace(a=Role(title="A", inherits=("b",)), b=Role(title="B", inherits=("a",)))
        with pytest.raises(InvalidDefinition, match="circle: a → b → a"):
            Policy.of(circle)

    def test_a_circle_through_a_built_in_is_refused(self) -> None:
        with pytest.raises(InvalidDefinition, match="circle"):
            Policy.of(workspace(basic=Role(title="B", inherits=("agent",)), agent=AGENT))

    def test_an_unknown_parent_is_refused_with_the_nearest_name(self) -> None:
        with pytest.raises(InvalidDefinition) as caught:
            Policy.of(workspace(agent=Role(title="A", inherits=("basci",))))
        assert caught.value.errors[0].hint == "Did you mean 'basic'?"

    def test_a_role_that_was_deleted_grants_nothing(self) -> None:
        assert not decide(user("agent"), "read", table(), workspace()).allowed
        assert not decide(user("agent"), "read", Resource("workspace", "desk", "desk"), workspace()).allowed


class TestRows:
    def test_the_deciding_rule_is_told(self) -> None:
        asked = workspace(agent=AGENT)
        assert decide(user("agent"), "read", table(), asked).because == (
            "role agent grants read on erp.tickets where status == 'open'"
        )
        assert decide(user("agent"), "delete", table(), asked).because == "no role of Ann grants delete on erp.tickets"

    def test_several_row_rules_are_alternatives(self) -> None:
        role = Role(title="A", grants=(grant(rows="status == 'open'"), grant(rows="owner == user.email")))
        access = Policy.of(workspace(agent=role)).table_access(user("agent"), "erp.tickets")
        assert access.row_rules["read"] == ("status == 'open'", "owner == user.email")
        assert access.row_rules["update"] == ()

    def test_one_grant_without_a_rule_is_every_row(self) -> None:
        role = Role(title="A", grants=(grant(rows="status == 'open'"), grant()))
        access = Policy.of(workspace(agent=role)).table_access(user("agent"), "erp.tickets")
        assert access.row_rules["read"] is None

    @pytest.mark.parametrize(
        ("pattern", "covered"),
        [
            ("*", True),
            ("erp.*", True),
            ("erp.tickets", True),
            ("hr.*", False),
            ("tickets", False),
            ("erp.ticket", False),
        ],
    )
    def test_patterns(self, pattern: str, covered: bool) -> None:
        asked = workspace(agent=Role(title="A", grants=(grant(table=pattern),)))
        assert decide(user("agent"), "read", table(), asked).allowed is covered

    def test_a_table_that_does_not_exist_answers_like_a_hidden_one(self) -> None:
        asked = workspace()
        texts = set()
        for name in ("erp.tickets", "erp.nothing"):
            with pytest.raises(NotFound) as caught:
                require(user("basic"), "read", table(name), asked)
            texts.add(str(caught.value).replace(name, "…"))
        assert len(texts) == 1


class TestColumns:
    def access(self, *grants: TableGrant):  # type: ignore[no-untyped-def]
        return Policy.of(workspace(agent=Role(title="A", grants=grants))).table_access(user("agent"), "erp.tickets")

    def test_hidden_masked_and_read_only(self) -> None:
        access = self.access(grant(can=["read", "update"], hide=["salary"], mask=["owner"], read_only=["status"]))
        assert access.readable == {"id", "title", "status", "owner"}
        assert access.masked == {"owner"}
        assert access.usable == {"id", "title", "status"}
        assert access.writable == {"id", "title"}

    def test_a_column_is_masked_only_if_no_grant_shows_it(self) -> None:
        access = self.access(grant(mask=["owner"]), grant(columns=["id", "owner"]))
        assert access.masked == frozenset()
        assert access.readable == {"id", "title", "status", "owner", "salary"}

    def test_a_column_of_a_row_needs_one_grant_that_shows_it_on_that_row(self) -> None:
        access = self.access(grant(hide=["salary"]), grant(rows="owner == user.email"))
        assert "salary" in access.readable
        assert access.masked == {"salary"}
        assert access.clear_rules == {"salary": ("owner == user.email",)}
        assert "salary" not in access.usable

    def test_a_column_of_a_row_is_written_by_a_grant_that_covers_it_there(self) -> None:
        access = self.access(
            grant(can=["update"], columns=["status"]), grant(can=["update"], columns=["title"], rows="owner == 'me'")
        )
        assert access.write_rules("update", ["status"]) == ()
        assert access.write_rules("update", ["status", "title"]) == (("owner == 'me'",),)
        assert access.write_rules("update", ["salary"]) == ((),)

    def test_columns_the_database_computes_are_never_writable(self) -> None:
        computed = TICKETS.model_copy(
            update={"columns": (*COLUMNS, Column(name="age", type=DataType.INTEGER, read_only=True))}
        )
        asked = workspace()
        asked = Workspace(name="desk", definition=asked.definition, tables={"erp.tickets": computed})
        assert "age" not in Policy.of(asked).table_access(user("admin"), "erp.tickets").writable


class TestScreens:
    def test_a_screen_needs_its_role(self) -> None:
        asked = workspace(agent=AGENT)
        queue, home = Resource("screen", "desk", "service/queue"), Resource("screen", "desk", "service/home")
        assert filter_resources(user("agent"), "use", [queue, home], asked) == [queue, home]
        assert filter_resources(user("basic"), "use", [queue, home], asked) == [home]
        assert filter_resources(user("power"), "use", [queue, home], asked) == [queue, home]
        assert filter_resources(user(), "use", [queue, home], asked) == []

    def test_a_grant_opens_a_screen_and_its_app(self) -> None:
        guest = Role(title="Guest", grants=(ScreenGrant(screen="service/queue"),))
        asked = workspace(guest=guest)
        assert decide(user("guest"), "use", Resource("screen", "desk", "service/queue"), asked).allowed
        assert decide(user("guest"), "use", Resource("app", "desk", "service"), asked).allowed
        assert not decide(user("guest"), "use", Resource("screen", "desk", "service/home"), asked).allowed

    def test_a_component_needs_the_roles_around_it(self) -> None:
        roles = {"agent": AGENT, "lead": Role(title="Lead", inherits=("agent",))}
        asked = workspace(**roles)
        names = [Resource("component", "desk", f"service/queue/{name}") for name in ("inner", "boss", "open")]
        assert filter_resources(user("lead"), "use", names, asked) == names
        assert filter_resources(user("agent"), "use", names, asked) == [names[0], names[2]]
        guest = workspace(**roles, guest=Role(title="G", grants=(ScreenGrant(screen="service/queue"),)))
        assert filter_resources(user("guest"), "use", names, guest) == [names[2]]


class TestSources:
    def test_source_grants(self) -> None:
        asked = workspace(
            agent=Role(title="A", grants=(SourceGrant(source="erp"),)),
            smith=Role(title="S", grants=(SourceGrant(source="erp", can=("design",)),)),
        )
        erp, hr = Resource("source", "desk", "erp"), Resource("source", "desk", "hr")
        assert filter_resources(user("agent"), "read", [erp, hr], asked) == [erp]
        assert filter_resources(user("agent"), "design", [erp, hr], asked) == []
        assert filter_resources(user("smith"), "design", [erp, hr], asked) == [erp]
        assert decide(user("smith"), "design", table(), asked).allowed
        assert not decide(user("smith"), "design", table("hr.people"), asked).allowed


class TestTokens:
    @pytest.mark.parametrize(
        ("scope", "verb", "resource"),
        [
            ("rows:read", "read", table()),
            ("rows:write", "create", table()),
            ("rows:write", "delete", table()),
            ("definitions:read", "read", Resource("workspace", "desk", "desk")),
            ("definitions:write", "design", Resource("app", "desk", "service")),
            ("users:manage", "manage", Resource("installation")),
        ],
    )
    def test_a_scope_allows_and_its_absence_refuses(self, scope: str, verb: str, resource: Resource) -> None:
        every = {"rows:read", "rows:write", "definitions:read", "definitions:write", "users:manage"}
        asked = workspace() if resource.workspace else None
        with_scope = Actor(kind="token", user_id="u1", name="bot", is_admin=True, scopes=frozenset({scope}))
        rest = every - {scope} - ({"definitions:write"} if scope == "definitions:read" else set())
        without = Actor(kind="token", user_id="u1", name="bot", is_admin=True, scopes=frozenset(rest))
        assert decide(with_scope, verb, resource, asked).allowed  # type: ignore[arg-type]
        refused = decide(without, verb, resource, asked)  # type: ignore[arg-type]
        assert not refused.allowed
        assert scope in refused.because

    def test_a_scope_adds_nothing(self) -> None:
        bot = Actor(
            kind="token", user_id="u1", roles={"desk": ("basic",)}, scopes=frozenset({"rows:read", "users:manage"})
        )
        assert not decide(bot, "read", table(), workspace()).allowed
        assert not decide(bot, "manage", Resource("installation")).allowed

    def test_columns_do_not_show_without_the_scope(self) -> None:
        bot = Actor(kind="token", user_id="u1", is_admin=True, scopes=frozenset({"rows:write"}))
        access = Policy.of(workspace()).table_access(bot, "erp.tickets")
        assert access.readable == frozenset()
        assert access.verbs == {"create", "update", "delete"}

    def test_only_rows_of_built_in_tables_are_commented_on(self) -> None:
        asked = replace(
            workspace(), tables={"erp.tickets": TICKETS, "notes": TICKETS.model_copy(update={"source": None})}
        )
        for who in (user("admin"), user("power")):
            assert "comment" not in Policy.of(asked).table_access(who, "erp.tickets").verbs
            assert "comment" in Policy.of(asked).table_access(who, "notes").verbs
        refused = decide(user("admin"), "comment", table(), asked)
        assert refused.because == "only rows of built-in tables have comments, and erp.tickets is none"


class TestIsolation:
    def test_roles_of_another_workspace_count_for_nothing(self) -> None:
        elsewhere = Actor(kind="user", user_id="u2", name="Bob", roles={"other": ("admin",)})
        assert not decide(elsewhere, "read", table(), workspace()).allowed

    def test_a_resource_of_another_workspace_is_refused(self) -> None:
        assert not decide(user("admin"), "read", Resource("table", "other", "erp.tickets"), workspace()).allowed


class TestInstallation:
    def test_people_see_and_change_their_own_account_only(self) -> None:
        assert decide(user(), "update", Resource("user", None, "u1")).allowed
        assert not decide(user(), "update", Resource("user", None, "u2")).allowed
        assert not decide(user(), "delete", Resource("user", None, "u1")).allowed

    def test_a_workspace_admin_does_not_manage_the_installation(self) -> None:
        assert not decide(user("admin"), "manage", Resource("installation")).allowed
        assert not decide(user("admin"), "create", Resource("workspace", None, "new")).allowed
        assert decide(user(is_admin=True), "create", Resource("workspace", None, "new")).allowed


class TestRequire:
    def test_each_refusal_has_its_error(self) -> None:
        asked = workspace(agent=AGENT)
        assert require(user("agent"), "read", table(), asked).allowed
        with pytest.raises(NotSignedIn):
            require(None, "read", table(), asked)
        with pytest.raises(Denied, match="no role of Ann grants delete"):
            require(user("agent"), "delete", table(), asked)
        with pytest.raises(NotFound):
            require(user("agent"), "read", table("hr.people"), asked)
