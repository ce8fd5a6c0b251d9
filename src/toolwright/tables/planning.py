"""Planning: a difference becomes a plan by looking at the rows it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from functools import partial

from toolwright.errors import InvalidExpression, LimitReached
from toolwright.expressions import compile_template, has_expression, parse, parse_template
from toolwright.extend.coerce import coerce
from toolwright.extend.column import Refused
from toolwright.extend.datasource import Link
from toolwright.extend.design import ID, ColumnKinds, designed_column
from toolwright.extend.formula import formulas_of
from toolwright.extend.schema_change import ChangeTable, Convert, CreateTable, DropTable, SchemaStep, TableDesign
from toolwright.model.table import Column, NativeName, Table
from toolwright.tables import wording
from toolwright.tables.convert import Converter
from toolwright.tables.difference import ColumnPair, Difference, TablePair, keys_of, relation_of
from toolwright.tables.plan import Planned, seconds_for
from toolwright.tables.reading import Found, Reader, Trial
from toolwright.tables.stored import Designs


@dataclass
class _Change:
    """What is being found out about one table that goes on."""

    pair: TablePair
    rows: int
    origins: dict[str, str] = field(default_factory=dict)
    fill: dict[str, object] = field(default_factory=dict)
    convert: dict[str, Convert] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)


class Planner:
    """Makes the steps of a difference, and says what they do."""

    def __init__(self, link: Link, kinds: ColumnKinds, known: Designs, user: Mapping[str, object]) -> None:
        self._reader = Reader(link)
        self._kinds = kinds
        self._known = known
        self._user = user

    async def plan(self, found: Difference, *, allow_loss: bool) -> tuple[list[SchemaStep], list[Planned], float]:
        """Steps, words, and about how many seconds they take."""
        steps: list[SchemaStep] = [CreateTable(design) for design in found.made]
        planned = [one for design in found.made for one in (wording.made(design.table), *wording.chosen(design))]
        touched = 0
        for pair in found.pairs:
            change = _Change(pair, await self._reader.rows(pair.before.table))
            await self._look(change, allow_loss)
            formulas = formulas_of(pair.after.table) if pair.is_recomputed else None
            derive = formulas.derive if formulas is not None else None
            if derive is not None and change.rows:
                change.planned.append(wording.recomputed(pair, change.rows))
            unused = frozenset(change.unused)
            steps.append(
                ChangeTable(pair.before, pair.after, change.origins, change.fill, change.convert, derive, unused)
            )
            planned += change.planned
            touched += change.rows
        for design in found.gone:
            rows = await self._reader.rows(design.table)
            steps.append(DropTable(design, only_if_empty=not rows))
            planned.append(wording.gone(design.table, rows))
        planned += await self._links(found)
        return [*_parked(steps)], planned, seconds_for(touched)

    async def _look(self, change: _Change, allow_loss: bool) -> None:
        pair = change.pair
        if pair.old_ref != pair.ref:
            change.planned.append(wording.renamed_table(pair, change.rows))
        for kept in pair.kept:
            change.origins[kept.after.name] = kept.before.name
            if kept.is_renamed:
                change.planned.append(wording.renamed_column(pair, kept, change.rows))
        for column in pair.added:
            await self._add(change, column)
        for column in pair.dropped:
            filled = await self._reader.values(pair.before.table, column.name) if change.rows else 0
            if not filled:
                change.unused.append(column.name)
            change.planned.append(wording.dropped(pair, column, filled))
        await self._try(change, allow_loss)
        for kept in pair.changed:
            if kept.before.nullable and not kept.after.nullable:
                await self._require(change, kept)
        await self._keys(change)
        change.planned += wording.indexes(pair, keys_of(pair.after), change.rows)
        await self._checks(change)
        if pair.search_before != pair.after.table.search:
            change.planned.append(wording.searched(pair, change.rows))

    async def _links(self, found: Difference) -> list[Planned]:
        """What is said of columns of links that are needed, or not any more, and of rows that have none."""
        before = {pair.ref: pair.before for pair in found.pairs}
        planned = []
        for pairs in (*found.made, *(pair.after for pair in found.pairs)):
            was = before.get(_name(pairs))
            if pairs.keeps_one == (was is not None and was.keeps_one):
                continue
            owner = pairs.table.relations[0].target
            column = _linking(found.after[owner].table, _name(pairs))
            if not pairs.keeps_one:
                planned.append(wording.links_optional(owner, column))
            elif owner in self._known:
                empty = await _unlinked(self._reader, self._known[owner].table, column, was)
                planned.append(wording.links_required(owner, column, empty))
        return planned

    # --- columns ------------------------------------------------------------------------------------------------------

    async def _add(self, change: _Change, column: Column) -> None:
        filling, is_possible = None, True
        if not column.nullable and change.rows:
            filling = self._default(column)
            is_possible = filling is not None
            if is_possible:
                change.fill[column.name] = filling
        change.planned.append(wording.added(change.pair, column, change.rows, filling, is_possible))

    async def _require(self, change: _Change, kept: ColumnPair) -> None:
        """A column that needs a value from now on: where there is none, its default stands in."""
        empty = await self._reader.empty(change.pair.before.table, kept.before.name)
        filling = self._default(kept.after)
        if filling is not None:
            change.fill[kept.after.name] = filling
        if empty.count:
            change.planned.append(wording.required(change.pair, kept, empty, filling))

    async def _try(self, change: _Change, allow_loss: bool) -> None:
        """Every column whose values may not fit any more is read; those that must be rewritten are converted."""
        pairs = {kept.before.name: kept for kept in change.pair.changed if self._is_tried(change, kept)}
        tried = await self._reader.tried(
            change.pair.before.table, {name: self._trial(change.pair, kept) for name, kept in pairs.items()}
        )
        for name, kept in pairs.items():
            found, converter = tried[name], self._converter(kept)
            is_rewritten = _is_rewritten(kept)
            if is_rewritten or (found.count and allow_loss):
                change.convert[kept.after.name] = _without(found.missing, converter, allow_loss)
            is_emptied = found.count > 0 and not kept.after.nullable and self._default(kept.after) is None
            change.planned.append(wording.changed(change.pair, kept, change.rows, found, is_impossible=is_emptied))
            if found.count and not kept.after.nullable and not is_emptied:
                change.fill[kept.after.name] = self._default(kept.after)

    def _is_tried(self, change: _Change, kept: ColumnPair) -> bool:
        if kept.after.formula is not None:
            if _is_rewritten(kept):
                del change.origins[kept.after.name]  # computed anew, from the row
            return False
        return True

    def _trial(self, pair: TablePair, kept: ColumnPair) -> Trial:
        relation = relation_of(kept.after, pair.after.table)
        if relation is None or "." in relation.target:
            return Trial(self._converter(kept))
        before = relation_of(kept.before, pair.before.table)
        if before is not None and before.target == relation.target:
            return Trial(self._converter(kept))
        known = self._known.get(relation.target)
        return Trial(self._converter(kept), leads=True, target=known.table if known is not None else None)

    def _converter(self, kept: ColumnPair) -> Converter:
        return Converter(
            kept.before,
            kept.after.model_copy(update={"read_only": False}),
            designed_column(kept.before, self._kinds),
            designed_column(kept.after, self._kinds),
        )

    # --- keys ---------------------------------------------------------------------------------------------------------

    async def _keys(self, change: _Change) -> None:
        pair = change.pair
        now, then = pair.after.table, pair.keys_before
        origins = {**change.origins, ID: ID}
        for key in now.unique:
            if key in then.unique or not change.rows:
                continue
            known = all(name in origins and name not in change.convert for name in key)
            names = [origins[name] for name in key] if known else []
            found = await self._reader.repeated(pair.before.table, names) if known else Found()
            change.planned.append(wording.unique(pair, key, found))
        for key in then.unique:
            if key not in now.unique:
                change.planned.append(wording.not_unique(pair, key))

    async def _checks(self, change: _Change) -> None:
        """Conditions that the rows there are have to satisfy; those about converted values are left to the database."""
        pair = change.pair
        origins = {name: origin for name, origin in change.origins.items() if name not in change.convert}
        known = [
            check
            for check in pair.new_checks
            if not parse(check.rule).names & (change.convert.keys() | change.fill.keys())
        ]
        if known and change.rows:
            found = await self._reader.breaking(pair.before.table, origins, known, pair.after.table)
            change.planned += map(partial(wording.checked, pair), known, found)

    def _default(self, column: Column) -> object:
        """The value that rows get which have none; None when there is no such value."""
        value: object = column.default
        try:
            if isinstance(value, str) and has_expression(value):
                value = compile_template(parse_template(value)).evaluate({"user": self._user})
            fit = coerce(column.model_copy(update={"read_only": False}), value)
            designed = designed_column(column, self._kinds)
            return fit if fit is None or designed is None else designed.accept(fit)
        except (Refused, InvalidExpression, LimitReached):
            return None


def _is_rewritten(kept: ColumnPair) -> bool:
    """Whether values are stored in another form, and not only held to other rules."""
    return (kept.before.type, kept.before.zoned) != (kept.after.type, kept.after.zoned)


def _without(missing: set[object], converter: Converter, allow_loss: bool) -> Callable[[object], object]:
    """What converts values; where loss is allowed, what leads nowhere is emptied too."""
    if not allow_loss:
        return converter

    def convert(value: object) -> object:
        converted = converter.allowing_loss(value)
        return None if converted in missing else converted

    return convert if missing else converter.allowing_loss


def _parked(steps: list[SchemaStep]) -> Iterator[SchemaStep]:
    """The steps, tables that take each other's names brought to names of their own first."""
    moved = [step for step in steps if isinstance(step, ChangeTable) and _name(step.before) != _name(step.after)]
    taken = {_name(step.before) for step in moved}
    parked = {}
    for number, step in enumerate(step for step in moved if _name(step.after) in taken):
        aside = with_fields(step.before, table=step.before.table.model_copy(
            update={"native": NativeName(table=f"tw_moving_{number}")}
        ))  # fmt: skip
        names = {column.name: column.name for column in step.before.table.columns if column.name != ID}
        yield ChangeTable(step.before, aside, names)
        parked[_name(step.before)] = aside
    for one in steps:
        aside_of = parked.get(_name(one.before)) if isinstance(one, ChangeTable) else None
        yield one if aside_of is None or not isinstance(one, ChangeTable) else with_fields(one, before=aside_of)


def _linking(table: Table, pairs: str) -> Column:
    """The column whose links are kept in a table."""
    return next(column for column in table.columns if column.links is not None and column.links.pairs == pairs)


async def _unlinked(reader: Reader, table: Table, column: Column, was: TableDesign | None) -> Found:
    """The rows of a table, as it is, that have no link in a column; all of them when its pairs are new."""
    if was is None or column.links is None:
        return Found(count=await reader.rows(table))
    there = column.model_copy(update={"links": column.links.model_copy(update={"pairs": _name(was)})})
    return await reader.empty(table.model_copy(update={"columns": (*table.columns, there)}), column.name)


def _name(design: TableDesign) -> str:
    return design.table.native.table if design.table.native else ""


def known_by_new_name(known: Designs, names: Callable[[str], str]) -> dict[str, TableDesign]:
    """The tables there are, by the names they will have."""
    return {names(ref): design for ref, design in known.items()}
