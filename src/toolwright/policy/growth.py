"""Growth: what a change of roles or of who has them adds, held against what the person who makes it holds.

Nobody can grant more than they hold. What a role granted before the change may stay, be narrowed or be rewritten; what
it would grant on top of that, its maker has to hold. A token's scopes count: what they leave out is not held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from toolwright.errors import Denied, FieldError, Phrase, Where, phrase
from toolwright.model.files import ROLE
from toolwright.model.role import Grant, ScreenGrant, SourceGrant, TableGrant
from toolwright.model.workspace import Workspace
from toolwright.policy.access import ROW_VERBS, Right, grant_covers, right_from
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Resource
from toolwright.policy.engine import Policy
from toolwright.policy.scope import missing_scope

_EVERYTHING = TableGrant.model_validate({"table": "*", "can": ROW_VERBS})
_STRONG = ("admin", "power")


def check_growth(actor: Actor, before: Workspace, after: Workspace) -> None:
    """Raise Denied, with an error for every grant, when the roles of `after` add what the actor does not hold."""
    changed = [name for name, role in after.roles.items() if before.roles.get(name) != role]
    if not changed:
        return
    errors = tuple(error for name in changed for error in _Growth(actor, before, after, name).errors())
    if errors:
        raise Denied(
            "Nobody can grant more than they hold.",
            code="role.exceeds",
            hint=errors[0].message,
            errors=errors,
        )


def check_assignment(actor: Actor, workspace: Workspace, roles: Iterable[str]) -> None:
    """Raise Denied when one of `roles`, given to somebody, would allow more than the actor holds."""
    for role in roles:
        excess = _Growth(actor, workspace, workspace, "").excess_of_role(role)
        if excess is not None:
            raise Denied(
                phrase("Nobody can give a role that allows more than they hold: {role}.", role=role),
                "role.exceeds",
                excess,
            )


class _Growth:
    """One role before and after, and the person who changes it."""

    def __init__(self, actor: Actor, before: Workspace, after: Workspace, name: str) -> None:
        self.actor = actor
        self.after = after
        self.name = name
        self.policy = Policy(replace(after, roles=before.roles))
        self.was = before.roles.get(name)
        self.holder = Actor(kind="user", name=name, roles={after.name: (name,)})

    def errors(self) -> Iterator[FieldError]:
        role = self.after.roles[self.name]
        for index, grant in enumerate(role.grants):
            if self.was is None or grant not in self.was.grants:
                yield from self._error("grants", index, self._excess(grant))
        for index, parent in enumerate(role.inherits):
            if self.was is None or parent not in self.was.inherits:
                yield from self._error("inherits", index, self.excess_of_role(parent))

    def _error(self, field: str, index: int, excess: str | None) -> Iterator[FieldError]:
        if excess is not None:
            where = Where(file=ROLE.path_for(self.name), path=(field, index))
            yield FieldError(f"{field}.{index}", excess, "role.exceeds", where=where)

    def excess_of_role(self, parent: str) -> str | None:
        """What holding the role `parent` as well would add to what the actor holds, in words; None when nothing."""
        held = Policy(self.after).roles.held((parent,))
        for name in held:
            if name in _STRONG and not self.policy.holds(self.actor, name).allowed:
                return phrase("It would hold role {name}, which you do not hold.", name=name)
            if name == "admin" and missing_scope(self.actor, "design", "workspace"):
                return "It would hold role admin, and your token was issued without the scope definitions:write."
            definition = self.after.roles.get(name)
            grants = [_EVERYTHING] if name in _STRONG else [*(definition.grants if definition else ())]
            for grant in grants:
                excess = self._excess(grant)
                if excess is not None:
                    return excess
        return None

    def _excess(self, grant: Grant) -> str | None:
        """What of a grant the actor does not hold and the role did not grant before, in words; None when nothing."""
        match grant:
            case TableGrant():
                return self._excess_of_rows(grant)
            case ScreenGrant(screen=name):
                resource = Resource("screen" if "/" in name else "app", self.after.name, name)
                may = self.policy.decide(self.actor, "use", resource).allowed
                return None if may else phrase("You may not open {resource} yourself.", resource=resource.said)
            case SourceGrant(source=name, can=verbs):
                source = Resource("source", self.after.name, name)
                lacking = [verb for verb in verbs if not self.policy.decide(self.actor, verb, source).allowed]
                return (
                    phrase("You may not {lacking} {source} yourself.", lacking=phrase(lacking[0]), source=source.said)
                    if lacking
                    else None
                )

    def _excess_of_rows(self, grant: TableGrant) -> str | None:
        scopes = {verb.value: missing_scope(self.actor, verb.value, "table") for verb in grant.can}
        had = [table.table for table in self._table_grants() if set(grant.can) <= set(table.can)]
        for verb, scope in scopes.items():
            if scope and grant.table not in had:
                return phrase(
                    "Your token may not {verb} rows: it was issued without the scope {scope}.", verb=verb, scope=scope
                )
        for ref, table in self.after.tables.items():
            if grant_covers(grant.table, ref):
                mine = self.policy.table_access(self.actor, ref).rights
                theirs = self.policy.table_access(self.holder, ref).rights if self.was is not None else ()
                if not _is_covered(right_from(grant, self.name, self.name, table), (*mine, *theirs)):
                    return phrase("You may not {verbs} {ref} to this extent yourself.", verbs=_in_words(grant), ref=ref)
        return None

    def _table_grants(self) -> Iterable[TableGrant]:
        return [grant for grant in (self.was.grants if self.was else ()) if isinstance(grant, TableGrant)]


def _is_covered(right: Right, held: Sequence[Right]) -> bool:
    """Whether rights that are held allow everything that `right` does, on every row it is about."""
    return all(_covers_verb(right, verb, held) for verb in right.verbs)


def _covers_verb(right: Right, verb: str, held: Sequence[Right]) -> bool:
    fitting = [other for other in held if verb in other.verbs and other.rule in (None, right.rule)]
    if not fitting:
        return False
    clear = frozenset().union(*(other.clear for other in fitting))
    masked = frozenset().union(*(other.masked for other in fitting))
    writable = frozenset().union(*(other.writable for other in fitting))
    reads = right.clear <= clear and right.masked <= clear | masked
    return reads and (verb not in ("create", "update") or right.writable <= writable)


def _and(one: Phrase, other: Phrase) -> Phrase:
    return phrase("{one} and {other}", one=one, other=other)


def _in_words(grant: TableGrant) -> str:
    return reduce(_and, (phrase(verb.value) for verb in grant.can))
