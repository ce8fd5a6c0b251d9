"""Running: queries run on purpose, by who may write them to see what they give, or to change rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolwright.errors import InvalidInput, NotFound, phrase
from toolwright.extend.coerce import Manner
from toolwright.extend.native import NativeResult
from toolwright.model.query import Query, query_ref
from toolwright.model.workspace import Workspace
from toolwright.policy import ANONYMOUS, Actor, Policy, Resource, require
from toolwright.rows.answering import Answer, native
from toolwright.rows.asking import Asker, limits_for, statement_for
from toolwright.rows.person import user_of, zone_of
from toolwright.rows.request import Desk


async def try_query(
    desk: Desk,
    actor: Actor | None,
    workspace: Workspace,
    query: Query,
    given: Mapping[str, object],
    *,
    anew: bool = False,
) -> Answer:
    """What a query gives, saved or not, for who may design the workspace; nothing it changes is kept.

    A result that may be given again is, unless it is to be asked `anew`.

    Raises InvalidInput (`query.refused`) with the words of the source.
    """
    _check_designs(actor, workspace)
    if query.writes:
        raise InvalidInput(
            "A query that changes rows is not tried: it would change them.",
            code="query.writes",
            hint="Save it and run it, or look at its plan.",
        )
    asker = _asker(actor or ANONYMOUS, workspace, given)
    return await desk.answers.ask(workspace, query, asker, desk.limits, anew=anew, tells=True)


async def explain_query(
    desk: Desk, actor: Actor | None, workspace: Workspace, query: Query, given: Mapping[str, object]
) -> Sequence[str]:
    """How the source would carry the query out, in its own words, for who may design the workspace."""
    _check_designs(actor, workspace)
    statement = statement_for(
        workspace, query, desk.links.language(workspace, query.source), _asker(actor or ANONYMOUS, workspace, given)
    )
    async with desk.links.use(workspace, query.source) as link:
        return await native(link).explain_statement(statement, limits_for(workspace, query, desk.limits))


async def change_rows(
    desk: Desk, actor: Actor | None, workspace: Workspace, name: str, given: Mapping[str, object]
) -> NativeResult:
    """Run a query that changes rows, for who has the right to `update` on it. It is noted in the audit log."""
    actor = actor or ANONYMOUS
    require(actor, "update", Resource("table", workspace.name, query_ref(name)), workspace)
    query = workspace.queries.get(name)
    if query is None or not query.writes:
        raise NotFound(phrase("There is no query '{name}' that changes rows.", name=name), code="query.not_found")
    try:
        asker = _asker(actor, workspace, given)
        result = (await desk.answers.ask(workspace, query, asker, desk.limits, tells=True)).result
    finally:
        desk.events.wrote(workspace.name, query.source)
    if desk.witness is not None:
        detail = {"rows": result.touched}
        await desk.witness.record(actor, "run_query", f"query/{workspace.name}/{name}", detail)
    return result


def _check_designs(actor: Actor | None, workspace: Workspace) -> None:
    require(actor, "design", Resource("workspace", workspace.name, workspace.name), workspace)


def _asker(actor: Actor, workspace: Workspace, given: Mapping[str, object]) -> Asker:
    return Asker(user_of(actor, Policy.of(workspace)), Manner(zone_of(actor.time_zone)), given)
