"""Whatever a database holds: names fit, nothing refers to nothing, files are read back, describing again is stable."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolwright.autogen import generate_app, merge_tables, suggested_tables, tables_from
from toolwright.extend.checking import parse_file
from toolwright.extend.datasource import ColumnShape, ForeignKeyShape, TableShape
from toolwright.model.files import SCREEN, TABLE
from toolwright.model.table import DataType, TableKind
from toolwright.model.yaml_form import dump_yaml

native = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20) | st.sampled_from(
    ["id", "name", "class", "Class", "row", "status", "user_id", "created_at", "password", "description", "order", "🍕", "None", "a_b"]
)  # fmt: skip


@st.composite
def table_shapes(draw: st.DrawFn) -> list[TableShape]:
    """Tables with keys, views without, and foreign keys between them that may not fit."""
    names = draw(st.lists(native, min_size=1, max_size=6, unique=True))
    tables = []
    for name in names:
        columns = draw(st.lists(native, min_size=1, max_size=8, unique=True))
        shapes = tuple(
            ColumnShape(
                column,
                draw(st.sampled_from(DataType)),
                "x",
                nullable=draw(st.booleans()),
                has_default=draw(st.booleans()),
                options=tuple(draw(st.lists(native, max_size=2, unique=True))),
                comment=draw(st.none() | native),
            )
            for column in columns
        )
        key = tuple(draw(st.lists(st.sampled_from(columns), max_size=2, unique=True)))
        foreign = tuple(
            ForeignKeyShape((draw(st.sampled_from(columns)),), None, target, (draw(native),))
            for target in draw(st.lists(st.sampled_from(names), max_size=2))
        )
        kind = draw(st.sampled_from(TableKind))
        schema = draw(st.sampled_from([None, "public", "sales"]))
        tables.append(TableShape(schema, name, kind, shapes, key, (), (), foreign))
    return tables


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(table_shapes())
def test_definitions_of_any_schema_hold_together(shapes: list[TableShape]) -> None:
    tables = tables_from(shapes, "s")
    assert len(tables) == len(shapes)
    for ref, table in tables.items():
        path = TABLE.path_for(ref)
        assert parse_file(path, dump_yaml(table)) == table
        assert len(table.by_name) == len(table.columns)
        for relation in table.relations:
            assert set(relation.target_columns) <= set(tables[relation.target].by_name)
            assert relation.name not in table.by_name
    merged, changes = merge_tables(tables, tables_from(shapes, "s", tables))
    assert (merged, changes) == (tables, ())


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(table_shapes())
def test_screens_of_any_schema_are_files(shapes: list[TableShape]) -> None:
    tables = tables_from(shapes, "s")
    made = generate_app("app", "App", "s", tables, suggested_tables(tables, "s"))
    paths = [screen.path for screen in made.screens.values()]
    assert len(set(paths)) == len(paths)
    for name, screen in made.screens.items():
        text = dump_yaml(screen)
        found = parse_file(SCREEN.path_for("app", name), text)
        assert not isinstance(found, tuple), found
        assert dump_yaml(found) == text
