"""Renaming tables and columns in every definition that names them, before the definitions are stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidDefinition, InvalidInput, ToolwrightError, did_you_mean, phrase
from toolwright.extend.checking.loading import load_what_can_be
from toolwright.extend.kinds import Kinds
from toolwright.extend.marked_settings import column_settings_of
from toolwright.extend.seen import Seen
from toolwright.model.files import TABLE, Place
from toolwright.model.query import query_ref
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.render.compile import expressions_of
from toolwright.tables import Renames
from toolwright.tables.plan import Planned
from toolwright.tables.refactor import refactored

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Renamed:
    """Files with everything renamed, and the paths (as they are called now) of those that changed by it.

    `unclear` are expressions by path that tell a function a renamed column as text, of rows that cannot be told.
    """

    files: Mapping[str, str]
    rewritten: tuple[str, ...] = ()
    unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def planned(self, renames: Renames) -> tuple[Planned, ...]:
        """What a plan says about them."""
        first = next(iter((*renames.tables.values(), *(renames.table(ref) for ref, _ in renames.columns))), "")
        told = [phrase("{path} is rewritten with the new names.", path=path) for path in self.rewritten]
        told += [
            phrase(
                "{path}: look at `{short}` yourself, which may mean an old name by a text.",
                path=path,
                short=_short(text),
            )
            for path, texts in self.unclear.items()
            for text in texts
        ]
        return tuple(Planned(what="rewrite_definition", table=first, text=text) for text in told)


async def rename_stored(
    services: Services, workspace: Workspace, files: Mapping[str, str], renames: Renames
) -> Renamed:
    """The files of a workspace, which go by the old names, renamed. Raises InvalidInput for a rename of nothing."""
    if not (renames.tables or renames.columns):
        return Renamed(files)
    _check_renames(workspace, renames)
    return await asyncio.to_thread(_renamed, services.kinds, workspace, files, renames)


async def rename_query_in(
    services: Services, workspace: Workspace, files: Mapping[str, str], old: str, new: str
) -> Mapping[str, str]:
    """The files of a workspace with a query called otherwise, wherever they name it."""
    renames = Renames({query_ref(old): query_ref(new)}, {})
    return (await asyncio.to_thread(_renamed, services.kinds, workspace, files, renames)).files


async def rename_given(services: Services, name: str, files: Mapping[str, str], renames: Renames) -> Renamed:
    """Files from outside, where the tables may go by the new names already and the rest by either, renamed."""
    due = _due(files, renames)
    if not (due.tables or due.columns):
        return Renamed(files)
    return await asyncio.to_thread(_renamed_given, services.kinds, name, files, due)


def _renamed_given(kinds: Kinds, name: str, files: Mapping[str, str], renames: Renames) -> Renamed:
    known = {**files, **_as_before(files, renames)}
    return _renamed(kinds, load_what_can_be(name, known, kinds), files, renames)


def _renamed(kinds: Kinds, workspace: Workspace, files: Mapping[str, str], renames: Renames) -> Renamed:
    def seen(place: Place) -> Iterable[Seen]:
        try:
            return expressions_of(workspace, place, kinds)
        except ToolwrightError:
            return ()  # said with its place when the files are checked

    made = refactored(files, workspace, renames, seen, partial(column_settings_of, kinds))
    changed = tuple(sorted(path for path, text in made.files.items() if files.get(path) != text))
    return Renamed(made.files, changed, made.unclear)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _due(files: Mapping[str, str], renames: Renames) -> Renames:
    """The renames whose old names mean nothing in these files but what is to be renamed."""
    tables = {old: new for old, new in renames.tables.items() if not _has_both(files, old, new)}
    columns = {
        (ref, old): new
        for (ref, old), new in renames.columns.items()
        if not {old, new} <= _columns(files, ref, renames.table(ref))
    }
    return Renames(tables, columns)


def _has_both(files: Mapping[str, str], old: str, new: str) -> bool:
    return {TABLE.path_for(old), TABLE.path_for(new)} <= files.keys()


def _columns(files: Mapping[str, str], *refs: str) -> set[str]:
    return {str(column.get("name")) for ref in refs for column in _design(files, ref).get("columns", ())}


def _design(files: Mapping[str, str], ref: str) -> dict[str, list[dict[str, object]]]:
    """The columns of a table in its file; nothing of a file that cannot be read."""
    path = TABLE.path_for(ref)
    try:
        columns = load_yaml(files[path], path).data.get("columns") if path in files else None
    except InvalidDefinition:
        columns = None
    found = [item for item in columns if isinstance(item, dict)] if isinstance(columns, list) else []
    return {"columns": found}


def _as_before(files: Mapping[str, str], renames: Renames) -> dict[str, str]:
    """The tables under their old names too, with columns under both: whatever still uses the old ones holds there."""
    found: dict[str, str] = {}
    refs = {*renames.tables, *(ref for ref, _ in renames.columns)}
    for ref in sorted(refs):
        path = next((p for p in map(TABLE.path_for, (ref, renames.table(ref))) if p in files), None)
        if path is None:
            continue
        try:
            data = load_yaml(files[path], path).data
        except InvalidDefinition:
            continue
        columns = _design(files, ref if path == TABLE.path_for(ref) else renames.table(ref))["columns"]
        called = {str(column.get("name")): column for column in columns}
        own = {old: new for (table, old), new in renames.columns.items() if table == ref}
        both = [
            *columns,
            *({**called[new], "name": old} for old, new in own.items() if new in called and old not in called),
        ]
        text = dump_data({**data, "columns": both})
        found |= {TABLE.path_for(ref): text, path: text}
    return found


def _check_renames(workspace: Workspace, renames: Renames) -> None:
    """Raise InvalidInput unless every rename is about an internal table or column that there is."""
    errors = []
    own = {ref: table for ref, table in workspace.tables.items() if table.is_internal}
    for ref in (*renames.tables, *(ref for ref, _ in renames.columns)):
        if ref not in own:
            hint = did_you_mean(ref, own)
            errors.append(FieldError("rename", phrase("There is no internal table '{ref}'.", ref=ref), "rename", hint))
    for ref, column in renames.columns:
        if ref in own and column not in own[ref].by_name:
            hint = did_you_mean(column, own[ref].by_name)
            errors.append(
                FieldError(
                    "rename",
                    phrase("There is no column '{column}' in '{ref}'.", column=column, ref=ref),
                    "rename",
                    hint,
                )
            )
    if errors:
        raise InvalidInput(errors[0].message, code="schema.bad_rename", hint=errors[0].hint, errors=tuple(errors))
