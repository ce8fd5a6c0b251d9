"""People in rows: the names of those whom columns refer to, as far as the reader may know of them.

Who has a role in the workspace is told the names of people. An account named in a row has acted here, so its name is
told for as long as the account exists; an address may be anybody's, so its name is told for people of the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from toolwright.extend.row_types import LINKED
from toolwright.model.table import Column
from toolwright.rows.request import Request
from toolwright.rows.sight import Sight

FORMER = "Former user"
"""Stands for an account that was deleted."""
SOMEBODY = "Somebody"
"""Stands for an account whose name the reader is not told."""
Person = Mapping[str, object]


def people_column(sight: Sight, name: str) -> Column | None:
    """The column of people that `expand` names: `owner` has names in place of the values, `owner[]` beside them.

    Only a column seen clear on every row: a name tells what dots do not.
    """
    column = sight.table.by_name.get(name.removesuffix(LINKED))
    fits = column is not None and column.whom is not None and column.name in sight.access.usable
    return column if fits else None


async def people_in(request: Request, column: Column, cells: Sequence[object]) -> list[Person | list[Person] | None]:
    """For each cell whom it refers to: `id` or `email`, and `name`. All of them are asked for at once."""
    wanted = list(dict.fromkeys(one for cell in cells for one in _each(cell)))
    if column.whom == "account":
        names = await account_names(request, wanted)
        known: dict[str, Person] = {one: {"id": one, "name": names[one]} for one in wanted}
    else:
        found = await _members(request, wanted)
        known = {one: {"email": one, "name": found.get(one, one)} for one in wanted}
    return [[known[one] for one in _each(cell)] if isinstance(cell, list) else _only(cell, known) for cell in cells]


async def account_names(request: Request, ids: Iterable[str]) -> dict[str, str]:
    """A name to show for each account: its own, or what stands for one that is gone or is not told."""
    wanted, people = list(ids), request.desk.people
    if people is None or not tells_names(request):
        return dict.fromkeys(wanted, SOMEBODY)
    found = await people.accounts(wanted)
    return {one: found.get(one, FORMER) for one in wanted}


def tells_names(request: Request) -> bool:
    """Whether the actor is told names: anybody with a role in the workspace."""
    actor = request.actor
    return actor.kind != "anonymous" and bool(request.sight.policy.held(actor).keys() - {"public"})


async def _members(request: Request, addresses: Sequence[str]) -> Mapping[str, str]:
    people = request.desk.people
    if people is None or not tells_names(request):
        return {}
    return await people.members(request.workspace.base, addresses)


def _only(cell: object, known: Mapping[str, Person]) -> Person | None:
    return known.get(cell) if isinstance(cell, str) else None


def _each(cell: object) -> list[str]:
    return [one for one in (cell if isinstance(cell, list) else [cell]) if isinstance(one, str)]
