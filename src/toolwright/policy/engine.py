"""The engine: one workspace's roles and grants, compiled once, asked many times.

Grants only ever add. Nothing here takes a right away except a token's scopes, and an unknown verb, kind, name or role
is refused. `None` in place of an actor is anonymous: there is no actor that skips this file.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from threading import Lock

from toolwright.errors import Denied, NotFound, NotSignedIn, phrase
from toolwright.model.environment import is_draft
from toolwright.model.role import ScreenGrant, SourceGrant, TableGrant
from toolwright.model.table import Table, TableKind
from toolwright.model.workspace import Workspace
from toolwright.policy.access import ROW_VERBS, Right, TableAccess, grant_covers, reads_of, right_from
from toolwright.policy.actor import ANONYMOUS, Actor
from toolwright.policy.component import component_access
from toolwright.policy.decision import Decision, Resource, Verb
from toolwright.policy.installation import decide_installation
from toolwright.policy.role_graph import RoleGraph
from toolwright.policy.scope import missing_scope

_KEPT = 64
_policies: OrderedDict[int, tuple[Workspace, Policy]] = OrderedDict()
_lock = Lock()

Given = tuple[str, ...]


class Policy:
    """The access rules of one workspace. Raises InvalidDefinition when its roles inherit each other in a circle."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.roles = RoleGraph(workspace.roles)
        self._is_draft = is_draft(workspace.name)
        self._access: dict[tuple[Given, frozenset[str] | None, str], TableAccess] = {}
        self.memo: dict[object, object] = {}  # where upper layers keep what they derive from this very policy

    @classmethod
    def of(cls, workspace: Workspace) -> Policy:
        """The policy of this very workspace object, made once while the object is in use."""
        with _lock:
            kept = _policies.get(id(workspace))
            if kept is not None:
                _policies.move_to_end(id(workspace))
                return kept[1]
        policy = cls(workspace)
        with _lock:
            _policies[id(workspace)] = (workspace, policy)  # holding the workspace keeps its id from being reused
            while len(_policies) > _KEPT:
                _policies.popitem(last=False)
        return policy

    # --- questions ----------------------------------------------------------------------------------------------------

    def decide(self, actor: Actor | None, verb: Verb, resource: Resource) -> Decision:
        """Whether `actor` may do `verb` to `resource`, with the rule that decided."""
        actor = actor or ANONYMOUS
        if resource.kind in ("installation", "user"):
            return decide_installation(actor, verb, resource)
        if resource.workspace != self.workspace.name:
            return Decision(
                False,
                lambda: phrase(
                    "{resource} is not part of workspace '{name}'",
                    resource=resource.said,
                    name=self.workspace.name,
                ),
            )
        scope = missing_scope(actor, verb, resource.kind)
        if scope:
            return Decision(False, lambda: phrase("the token was issued without the scope {scope}", scope=scope))
        question = _QUESTIONS.get(resource.kind)
        if question is None:
            return Decision(False, lambda: phrase("nothing is known about a {kind}", kind=phrase(resource.kind)))
        return question(self, actor, verb, resource.name)

    def filter(self, actor: Actor | None, verb: Verb, resources: Iterable[Resource]) -> list[Resource]:
        """Those of `resources` to which `actor` may do `verb`."""
        return [resource for resource in resources if self.decide(actor, verb, resource).allowed]

    def given(self, actor: Actor | None) -> Given:
        """The roles the actor was given here. Into a draft come only those who may change something of it.

        Nobody is given roles in a draft itself but an actor made up to try them out.
        """
        given = given_roles(actor, self.workspace.name)
        if not self._is_draft or given != ("public",):
            return given
        given = given_roles(actor, self.workspace.base)
        return given if self._designs(given) else ()

    def _designs(self, given: Given) -> bool:
        held = self.roles.held(given)
        return "admin" in held or any(
            isinstance(grant, SourceGrant) and "design" in grant.can for _, grant in self._grants(held)
        )

    def held(self, actor: Actor | None) -> Mapping[str, str]:
        """Every role the actor holds here, each with the assigned role it came through."""
        return self.roles.held(self.given(actor))

    def holds(self, actor: Actor | None, role: str) -> Decision:
        """Whether the actor holds `role`, itself or by inheritance: what `access` of apps, screens, components asks."""
        actor = actor or ANONYMOUS
        held = self.held(actor)
        # Administrators and power users see every screen, whatever role it names.
        for name in (role, "admin", "power"):
            if name in held:
                return _has(actor, held[name], name)
        return Decision(False, lambda: phrase("{name} does not have role {role}", name=_name(actor), role=role))

    def table_access(self, actor: Actor | None, table: str) -> TableAccess:
        """What the actor may do with the rows of `table`; no rights at all when the table does not exist."""
        actor = actor or ANONYMOUS
        given = self.given(actor)
        key = (given, actor.scopes, table)
        access = self._access.get(key)
        if access is None:
            if len(self._access) > 10_000:
                self._access.clear()
            access = self._access[key] = self._compile(actor, given, table)
        return access

    # --- how they are answered ----------------------------------------------------------------------------------------

    def _compile(self, actor: Actor, given: Given, name: str) -> TableAccess:
        table = self.workspace.tables.get(name)
        if table is None:
            return TableAccess(name, ())
        rights: list[Right] = []
        refusals: dict[str, str] = {}
        granted = self._rights(given, name, table)
        for verb in ROW_VERBS:
            scope = missing_scope(actor, verb, "table")
            if scope:
                refusals[verb] = phrase("the token was issued without the scope {scope}", scope=scope)
        if not table.is_internal:
            refusals["comment"] = phrase("only rows of built-in tables have comments, and {name} is none", name=name)
        closed = self._closed(given, table)
        for right in granted:
            verbs = right.verbs - refusals.keys()
            if verbs:
                right = replace(right, clear=right.clear - closed, masked=right.masked - closed)
                rights.append(replace(right, verbs=verbs))
        return TableAccess(name, tuple(rights), refusals)

    def _closed(self, given: Given, table: Table) -> frozenset[str]:
        """The lookups and rollups that would show what these roles may not read clear on every row."""
        return frozenset(
            column.name
            for column in table.columns
            if not column.is_stored and not all(self._shows(given, ref, name) for ref, name in reads_of(table, column))
        )

    def _shows(self, given: Given, ref: str, name: str | None) -> bool:
        """Whether a grant shows the column (for None: the rows) clear on every row; lookups look further."""
        table = self.workspace.tables.get(ref)
        if table is None:
            return False
        reading = [right for right in self._rights(given, ref, table) if "read" in right.verbs and right.rule is None]
        if name is None or name not in table.by_name:
            return name is None and bool(reading)
        if not any(name in right.clear for right in reading):
            return False
        return all(self._shows(given, *read) for read in reads_of(table, table.by_name[name]))

    def _rights(self, given: Given, name: str, table: Table) -> Iterable[Right]:
        held = self.roles.held(given)
        for strong in ("admin", "power"):
            if strong in held:
                everything = TableGrant(table="*", can=tuple(ROW_VERBS))
                yield right_from(everything, strong, held[strong], table)
                return
        is_view = table.view is not None or table.kind is TableKind.QUERY
        for role, through in held.items():
            definition = self.workspace.roles.get(role)
            for grant in definition.grants if definition else ():
                if isinstance(grant, TableGrant) and grant_covers(grant.table, name, is_view=is_view):
                    yield right_from(grant, role, through, table)

    def _decide_workspace(self, actor: Actor, verb: Verb, _name_: str) -> Decision:
        if verb == "create":
            return decide_installation(actor, "manage", Resource("installation"))
        if verb == "read":
            given = [role for role in self.given(actor) if role != "public" and role in self.roles]
            if given:
                return Decision(
                    True,
                    lambda: phrase(
                        "{who} has role {role} in '{name}'",
                        who=_name(actor),
                        role=given[0],
                        name=self.workspace.name,
                    ),
                )
            return Decision(
                False, lambda: phrase("{name} has no role in '{name2}'", name=_name(actor), name2=self.workspace.name)
            )
        return self._is_admin(actor, verb)

    def _decide_source(self, actor: Actor, verb: Verb, name: str) -> Decision:
        admin = self._is_admin(actor, verb)
        if admin.allowed:
            return admin
        held = self.held(actor)
        if verb == "read" and "power" in held:
            return Decision(True, "role power may see every data source")
        needed = "read" if verb == "read" else "design"
        if verb in ("read", "update", "design"):
            for role, grant in self._grants(held):
                if (
                    isinstance(grant, SourceGrant)
                    and grant.source == name
                    and (needed in grant.can or needed == "read")
                ):
                    return _granted("role {role} grants {needed} on data source {name}", role, name, needed)
        return Decision(
            False,
            lambda: phrase(
                "no role of {name} grants {needed} on data source {name2}",
                name=_name(actor),
                needed=needed,
                name2=name,
            ),
        )

    def _decide_table(self, actor: Actor, verb: Verb, name: str) -> Decision:
        table = self.workspace.tables.get(name)
        if table is None:
            return Decision(
                False,
                lambda: phrase("no role of {name} grants {verb} on {name2}", name=_name(actor), verb=verb, name2=name),
            )
        if verb in ROW_VERBS:
            access = self.table_access(actor, name)
            if verb in access.verbs:
                return Decision(True, lambda: access.because(verb))
            return Decision(
                False,
                access.refusals.get(verb)
                or phrase("no role of {name} grants {verb} on {name2}", name=_name(actor), verb=verb, name2=name),
            )
        if verb == "design" and table.source is not None:
            return self._decide_source(actor, "design", table.source)
        return self._is_admin(actor, verb)

    def _decide_app(self, actor: Actor, verb: Verb, name: str) -> Decision:
        tree = self.workspace.apps.get(name)
        if tree is None or verb != "use":
            return self._is_admin(actor, verb) if tree or verb == "create" else _absent("app", name)
        held = self.holds(actor, tree.app.access)
        if held.allowed:
            return held
        for role, grant in self._grants(self.held(actor)):
            if isinstance(grant, ScreenGrant) and grant.screen.partition("/")[0] == name:
                return _granted("role {role} grants screens of app {name}", role, name)
        return held

    def _decide_screen(self, actor: Actor, verb: Verb, name: str) -> Decision:
        app, _, screen_name = name.partition("/")
        tree = self.workspace.apps.get(app)
        screen = tree.screens.get(screen_name) if tree else None
        if tree is None or screen is None or verb != "use":
            return self._is_admin(actor, verb) if tree else _absent("screen", name)
        for role, grant in self._grants(self.held(actor)):
            if isinstance(grant, ScreenGrant) and grant.screen in (app, name):
                return _granted("role {role} grants screen {name}", role, grant.screen)
        opened = self.holds(actor, tree.app.access)
        return self.holds(actor, screen.access) if opened.allowed else opened

    def _decide_component(self, actor: Actor, verb: Verb, name: str) -> Decision:
        if verb != "use" or name.count("/") != 2:
            return self._is_admin(actor, verb)
        app, screen_name, component = name.split("/")
        opened = self._decide_screen(actor, verb, f"{app}/{screen_name}")
        if not opened.allowed:
            return opened
        roles = component_access(self.workspace.apps[app].screens[screen_name], component, self.workspace.modules)
        if roles is None:
            return _absent("component", name)
        for role in roles:
            opened = self.holds(actor, role)
            if not opened.allowed:
                return opened
        return opened

    def _grants(self, held: Mapping[str, str]) -> Iterable[tuple[str, TableGrant | ScreenGrant | SourceGrant]]:
        for role in held:
            definition = self.workspace.roles.get(role)
            for grant in definition.grants if definition else ():
                yield role, grant

    def _is_admin(self, actor: Actor, verb: Verb) -> Decision:
        held = self.held(actor)
        if "admin" in held:
            return Decision(
                True,
                lambda: phrase(
                    "{who} has role {role}, which may do everything in this workspace",
                    who=_name(actor),
                    role=held["admin"],
                ),
            )
        return Decision(
            False,
            lambda: phrase(
                "{verb} needs role admin in '{name}', which {name2} does not have",
                verb=verb,
                name=self.workspace.name,
                name2=_name(actor),
            ),
        )


_QUESTIONS: Mapping[str, Callable[[Policy, Actor, Verb, str], Decision]] = {
    "workspace": Policy._decide_workspace,
    "source": Policy._decide_source,
    "table": Policy._decide_table,
    "app": Policy._decide_app,
    "screen": Policy._decide_screen,
    "component": Policy._decide_component,
}


def decide(actor: Actor | None, verb: Verb, resource: Resource, workspace: Workspace | None = None) -> Decision:
    """Whether `actor` may do `verb` to `resource`. Without its workspace only the installation can be asked about."""
    if workspace is not None:
        return Policy.of(workspace).decide(actor, verb, resource)
    return decide_installation(actor or ANONYMOUS, verb, resource)


def filter_resources(
    actor: Actor | None, verb: Verb, resources: Iterable[Resource], workspace: Workspace | None = None
) -> list[Resource]:
    """Those of `resources` to which `actor` may do `verb`."""
    return [resource for resource in resources if decide(actor, verb, resource, workspace).allowed]


def require(actor: Actor | None, verb: Verb, resource: Resource, workspace: Workspace | None = None) -> Decision:
    """The decision, when it allows. Raises NotSignedIn, Denied, or NotFound when the actor may not know it exists."""
    decision = decide(actor, verb, resource, workspace)
    if decision.allowed:
        return decision
    actor = actor or ANONYMOUS
    if actor.kind == "anonymous":
        raise NotSignedIn("Sign in to do this.", code="auth.not_signed_in")
    if _is_hidden(actor, verb, resource, workspace):
        raise NotFound(
            phrase("There is no {kind} '{name}'.", kind=phrase(resource.kind), name=resource.name),
            code=f"{resource.kind}.not_found",
        )
    raise Denied(
        phrase(
            "You may not {verb} {resource}: {because}.",
            verb=phrase(verb),
            resource=resource.said,
            because=phrase(decision.because),
        ),
        code="policy.denied",
        hint="Ask an administrator.",
    )


def _is_hidden(actor: Actor, verb: Verb, resource: Resource, workspace: Workspace | None) -> bool:
    """Whether not even the existence of the resource may show: the answer must equal that for an absent one."""
    if resource.kind == "installation":
        return False
    others: tuple[Verb, ...] = ("read", "use", "create", "update", "delete", "comment")
    return not any(decide(actor, other, resource, workspace).allowed for other in others if other != verb)


def given_roles(actor: Actor | None, workspace: str) -> Given:
    """The roles assigned to the actor in `workspace`. Anonymous holds `public`, whatever else its object claims."""
    if actor is None or actor.kind == "anonymous":
        return ("public",)
    return actor.roles_in(workspace)


def _name(actor: Actor) -> str:
    return actor.name or actor.email or actor.kind


def _has(actor: Actor, through: str, role: str) -> Decision:
    if through == role:
        return Decision(True, lambda: phrase("{who} has role {role}", who=_name(actor), role=role))
    form = "{who} has role {through}, and so {role}"
    return Decision(True, lambda: phrase(form, who=_name(actor), through=through, role=role))


def _granted(form: str, role: str, name: str, needed: str = "") -> Decision:
    return Decision(True, lambda: phrase(form, role=role, name=name, needed=needed))


def _absent(kind: str, name: str) -> Decision:
    return Decision(False, lambda: phrase("there is no {kind} '{name}'", kind=phrase(kind), name=name))
