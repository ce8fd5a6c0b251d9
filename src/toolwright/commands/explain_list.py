"""Which index a list of an internal table uses, and why there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import phrase
from toolwright.extend.schema_change import AccessPath, UsedIndex
from toolwright.model.workspace import Workspace
from toolwright.policy.actor import Actor
from toolwright.rows import RowQuery
from toolwright.tables.chosen import chosen_indexes
from toolwright.tables.wording import joined, named_index


@dataclass(frozen=True, slots=True)
class ListExplanation:
    """How rows are found: in a few sentences, by which indexes, and in the database's own words."""

    text: str
    indexes: tuple[tuple[str, ...], ...]
    uses_words: bool
    looks_at_all: bool
    sorts: bool
    steps: tuple[str, ...]


async def explain_list(services: Services, actor: Actor, name: str, table: str, query: RowQuery) -> ListExplanation:
    """How the list would be answered now. Raises InvalidInput for a table of a data source."""
    workspace = await open_workspace(services, actor, name)
    path = await services.rows.explain(actor, workspace, table, query)
    return ListExplanation(
        _in_turn(_sentences(workspace, table, path)),
        tuple(index.columns for index in path.indexes if index.columns),
        any(not index.columns for index in path.indexes),
        path.looks_at_all,
        path.sorts,
        path.steps,
    )


def _sentences(workspace: Workspace, table: str, path: AccessPath) -> Iterator[str]:
    for index in path.indexes:
        if not index.columns:
            yield "Words are looked up in the index of words."
        else:
            how = "read in the order of" if index.is_walked else "found by"
            yield phrase(
                "Rows are {how} the index over {named_index}{reason}.",
                how=phrase(how),
                named_index=named_index(index.columns),
                reason=_reason(workspace, table, index),
            )
    if path.looks_at_all:
        yield "Every row is looked at: an index for this filter and order would help."
    if path.sorts and all(index.columns for index in path.indexes):
        yield "What is found is sorted each time: no index has this order."


def _reason(workspace: Workspace, ref: str, index: UsedIndex) -> str:
    """Why there is that index."""
    owner = index.table or ref
    table, columns = workspace.tables.get(owner), index.columns
    beside: str = "" if owner == ref else phrase(" of {owner}", owner=owner)
    if table is None:
        return beside
    if columns in table.unique:
        return phrase("{beside}, which must be unique", beside=beside)
    if columns in table.indexes:
        return phrase("{beside}, which the design names", beside=beside)
    if any(relation.columns == columns for relation in table.relations):
        return phrase("{beside}, which every reference has", beside=beside)
    found = next((one for one in chosen_indexes(workspace).get(owner, ()) if one.columns == columns), None)
    return beside if found is None else phrase("{beside}, made for {why}", beside=beside, why=joined(found.because))


def _in_turn(sentences: Iterable[str]) -> str:
    said = [phrase(sentence) for sentence in sentences]
    return reduce(lambda one, other: phrase("{one} {other}", one=one, other=other), said) if said else ""
