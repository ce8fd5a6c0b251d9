"""Tables from shapes: what a database describes, made into definitions with names, labels and relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolwright.autogen.compounds import Compounds
from toolwright.autogen.icons import icon_for
from toolwright.autogen.labels import column_label, table_titles
from toolwright.autogen.naming import slug, unique_names, unused
from toolwright.autogen.traits import FRAMEWORK_TABLES, display_column, is_join_table, is_long_text, is_sensitive
from toolwright.extend.datasource import ColumnShape, ForeignKeyShape, TableShape
from toolwright.model.table import Column, DataType, NativeName, Option, Relation, Table, TableKind

DEFAULT_SCHEMAS = frozenset({None, "public", "main", "dbo"})

Key = tuple[str | None, str]
"""Schema and name of a table, as the database has them."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A shape with the names chosen for it."""

    shape: TableShape
    ref: str
    name: str
    columns: Mapping[str, str]


def tables_from(
    shapes: Sequence[TableShape], source: str, known: Mapping[str, Table] | None = None
) -> dict[str, Table]:
    """The table definitions of data source `source` by reference (`erp.tickets`), tables first, then views.

    Tables and columns that are `known` keep the names they have, whatever else has appeared since.
    """
    ordered = sorted(shapes, key=lambda shape: (shape.kind is TableKind.VIEW, shape.schema or "", shape.name))
    before = {_key_of(table): (ref.partition(".")[2], table) for ref, table in (known or {}).items()}
    names = _table_names(ordered, {key: name for key, (name, _) in before.items()})
    named = {}
    for shape in ordered:
        key = (shape.schema, shape.name)
        kept = before[key][1] if key in before else None
        named[key] = _Named(shape, f"{source}.{names[key]}", names[key], _column_names(shape, kept))
    compounds = Compounds(name for item in named.values() for name in (item.name, *item.columns.values()))
    titles = table_titles([item.name for item in named.values()], compounds)
    return {item.ref: _table(item, named, source, titles[item.name], compounds) for item in named.values()}


def dressed(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Designed tables, with titles and icons where the design gives none, and joining ones hidden."""
    compounds = Compounds(name for ref, table in tables.items() for name in (ref, *table.by_name))
    titles = table_titles(list(tables), compounds)
    return {
        ref: table.model_copy(
            update={
                "title": table.title or titles[ref][0],
                "singular": table.singular or titles[ref][1],
                "icon": table.icon or icon_for("_".join(compounds.words(ref))),
                "hidden": table.hidden or is_join_table(table),
            }
        )
        for ref, table in tables.items()
    }


def _key_of(table: Table) -> Key:
    return (table.native.schema_name, table.native.table) if table.native else (None, "")


def _table_names(shapes: Sequence[TableShape], known: Mapping[Key, str]) -> dict[Key, str]:
    natives = {(shape.schema, shape.name): _native_name(shape, shapes) for shape in shapes}
    fresh = {key: native for key, native in natives.items() if key not in known}
    # Two schemas may hold tables of one name, so the key is part of what makes a native name its own.
    counts = Counter(fresh.values())
    texts = {key: native if counts[native] == 1 else f"{native}_{key[0]}" for key, native in fresh.items()}
    chosen = unique_names(texts.values(), "table", known.values())
    return {key: known[key] if key in known else chosen[texts[key]] for key in natives}


def _native_name(shape: TableShape, shapes: Sequence[TableShape]) -> str:
    """The table's name, with its schema in front unless that is the usual or the only one."""
    schemas = {other.schema for other in shapes}
    if shape.schema in DEFAULT_SCHEMAS or len(schemas) == 1:
        return shape.name
    return f"{shape.schema}_{shape.name}"


def _column_names(shape: TableShape, kept: Table | None) -> dict[str, str]:
    known = {column.source_name: column.name for column in kept.columns} if kept else {}
    fresh = unique_names((c.name for c in shape.columns if c.name not in known), "column", known.values())
    return {column.name: known.get(column.name) or fresh[column.name] for column in shape.columns}


def _table(
    item: _Named, named: Mapping[Key, _Named], source: str, title: tuple[str, str], compounds: Compounds
) -> Table:
    shape, names = item.shape, item.columns
    foreign = {name for key in shape.foreign_keys for name in key.columns}
    columns = tuple(
        _column(column, names[column.name], compounds, is_foreign=column.name in foreign) for column in shape.columns
    )
    primary_key = tuple(names[name] for name in shape.primary_key)
    relations = _relations(item, named)
    table = Table(
        title=title[0],
        singular=title[1],
        description=shape.comment,
        source=source,
        native=NativeName(schema=shape.schema, table=shape.name),
        kind=shape.kind,
        columns=columns,
        primary_key=primary_key if shape.kind is TableKind.TABLE else (),
        unique=_keys(shape.unique, names),
        indexes=_keys(shape.indexes, names),
        relations=relations,
        icon=icon_for("_".join(compounds.words(item.name))),
        rows_estimate=shape.rows_estimate,
    )
    is_hidden = item.name in FRAMEWORK_TABLES or is_join_table(table)
    return table.model_copy(update={"display": display_column(table), "hidden": is_hidden})


def _keys(keys: Sequence[tuple[str, ...]], names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Keys in permanent names; those over expressions or columns that cannot be read are left out."""
    return tuple(tuple(names[name] for name in key) for key in keys if key and all(name in names for name in key))


def _column(shape: ColumnShape, name: str, compounds: Compounds, *, is_foreign: bool) -> Column:
    return Column(
        name=name,
        native=shape.name if shape.name != name else None,
        label=column_label(shape.name, name, shape.type, compounds),
        help=shape.comment,
        type=shape.type,
        native_type=shape.native_type or None,
        required=not shape.nullable and not shape.has_default and not shape.generated,
        nullable=shape.nullable,
        has_default=shape.has_default,
        read_only=shape.generated,
        max_length=shape.max_length,
        precision=shape.precision,
        scale=shape.scale,
        zoned=shape.zoned,
        options=tuple(Option(value=value) for value in shape.options),
        sensitive=is_sensitive(name, shape.type),
        long=shape.type is DataType.TEXT and not is_foreign and is_long_text(name, shape),
    )


def _relations(item: _Named, named: Mapping[Key, _Named]) -> tuple[Relation, ...]:
    """The foreign keys as relations; those to tables that are not described here have nothing to lead to."""
    keys = [(key, target) for key in item.shape.foreign_keys if (target := _target(key, item, named)) is not None]
    per_target = Counter(target.ref for _, target in keys)
    used = set(item.columns.values())
    relations = []
    for key, target in keys:
        columns = tuple(item.columns[name] for name in key.columns)
        name = unused(_relation_name(columns, target, is_only=per_target[target.ref] == 1), used)
        used.add(name)
        relations.append(
            Relation(
                name=name,
                columns=columns,
                target=target.ref,
                target_columns=tuple(target.columns[name] for name in key.target_columns),
            )
        )
    return tuple(relations)


def _target(key: ForeignKeyShape, item: _Named, named: Mapping[Key, _Named]) -> _Named | None:
    target = named.get((key.target_schema, key.target_table)) or named.get((item.shape.schema, key.target_table))
    if target is None or not set(key.columns) <= set(item.columns):
        return None
    return target if set(key.target_columns) <= set(target.columns) and key.target_columns else None


def _relation_name(columns: Sequence[str], target: _Named, *, is_only: bool) -> str:
    """`customer_id` → `customer`; a key of several columns, or a column that says nothing, is named for its target."""
    column = columns[-1]
    for ending in ("_id", "_fk", "_key", "_code", "_uuid", "_no", "_ref", "_number"):
        if len(columns) == 1 and column.endswith(ending) and len(column) > len(ending):
            return slug(column.removesuffix(ending), "relation")
    if len(columns) == 1 and column not in ("id", "key", "code"):
        return f"{column}_row"[:63]
    base = target.name if is_only else f"{target.name}_by_{column}"
    return base[:63]
