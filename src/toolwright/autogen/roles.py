"""The two roles a generated app begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolwright.autogen.traits import is_book_keeping, needed_tables
from toolwright.extend.translation import Say
from toolwright.extend.viewing import takes_new_rows
from toolwright.model.role import Grant, Role, RowVerb, ScreenGrant, TableGrant
from toolwright.model.table import Table

VIEWER, EDITOR = "viewer", "editor"
_ALL = (RowVerb.READ, RowVerb.CREATE, RowVerb.UPDATE, RowVerb.DELETE)


def roles_for(
    source: str | None, app: str, tables: Mapping[str, Table], say: Say, known: Mapping[str, Role] | None = None
) -> dict[str, Role]:
    """`viewer` reads everything but credentials, `editor` may also write. Roles that exist are added to."""
    roles = known or {}
    viewer = roles.get(VIEWER) or Role(title=say("Viewer"), description=say("Reads everything."), inherits=("basic",))
    editor = roles.get(EDITOR) or Role(
        title=say("Editor"), description=say("Also makes, changes and deletes."), inherits=(VIEWER,)
    )
    return {
        VIEWER: _with(viewer, [*_grants(source, tables, (RowVerb.READ,)), ScreenGrant(screen=app)]),
        EDITOR: _with(editor, _grants(source, tables, _ALL)),
    }


def _grants(source: str | None, tables: Mapping[str, Table], verbs: tuple[RowVerb, ...]) -> list[TableGrant]:
    """One grant for the whole source, unless credentials are in it: then table by table, without them.

    Internal tables, which are of no source, are granted table by table.
    """
    hidden = {ref: tuple(c.name for c in table.columns if c.sensitive) for ref, table in sorted(tables.items())}
    if source is not None and not any(hidden.values()):
        return [TableGrant(table=f"{source}.*", can=verbs)]
    return [TableGrant(table=ref, can=_verbs(tables[ref], verbs), hide=hidden[ref]) for ref in needed_tables(tables)]


def _verbs(table: Table, verbs: tuple[RowVerb, ...]) -> tuple[RowVerb, ...]:
    if not table.is_writable or is_book_keeping(table):
        return (RowVerb.READ,)
    if not takes_new_rows(table):
        return tuple(verb for verb in verbs if verb is not RowVerb.CREATE)
    return (*verbs, RowVerb.COMMENT) if table.is_internal and verbs == _ALL else verbs


def _with(role: Role, grants: Iterable[Grant]) -> Role:
    added = [grant for grant in grants if grant not in role.grants]
    return role.model_copy(update={"grants": (*role.grants, *added)})
