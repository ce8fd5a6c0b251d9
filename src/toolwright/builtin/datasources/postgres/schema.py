"""How PostgreSQL changes tables: in place, and in a transaction like any other statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from toolwright.builtin.datasources.postgres import words
from toolwright.builtin.datasources.postgres.dialect import PostgresDialect
from toolwright.builtin.datasources.postgres.errors import write_fault
from toolwright.builtin.datasources.postgres.journal import PostgresJournal
from toolwright.expressions import ANY, IsNull
from toolwright.expressions import Column as Path
from toolwright.extend.design import THIS
from toolwright.extend.schema_change import AccessPath, ChangeTable, DropTable, SchemaStep, TableDesign, UsedIndex
from toolwright.extend.sql.ddl import ID, Ddl, index_name, referring, stored_columns, table_name
from toolwright.extend.sql.dialect import Dialect
from toolwright.extend.sql.driver import Session
from toolwright.extend.sql.fault import LAST_LINK, refused_change
from toolwright.extend.sql.journal import ENTRIES
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.schema import SchemaWriter
from toolwright.extend.sql.statement import Statements
from toolwright.model.table import Column, DataType, Table, TableKind

_TYPES: Mapping[DataType, str] = {
    DataType.TEXT: 'text COLLATE "C"',
    DataType.INTEGER: "bigint",
    DataType.DECIMAL: "numeric",
    DataType.FLOAT: "double precision",
    DataType.BOOLEAN: "boolean",
    DataType.DATE: "date",
    DataType.TIME: "time",
    DataType.DATETIME: "timestamp",
    DataType.DURATION: "interval",
    DataType.UUID: "uuid",
    DataType.JSON: "jsonb",
    DataType.LIST: 'text[] COLLATE "C"',
    DataType.BINARY: "bytea",
    DataType.OTHER: 'text COLLATE "C"',
}
_CONSTRAINTS = """
SELECT conname::text FROM pg_constraint
WHERE conrelid = to_regclass($1::text) AND contype IN ('f', 'c') ORDER BY conname
"""
_BY_INDEX = re.compile(r"\b(?:using|Index Scan on) (\"[^\"]+\"|\S+)")
_SORTS = re.compile(r"(?:->\s*)?Sort\s+\(")
_INDEXED = """
SELECT i.indrelid::regclass::text, a.attname::text, pg_index_column_has_property(i.indexrelid, a.attnum, 'desc')
FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid
WHERE i.indexrelid = to_regclass($1::text) ORDER BY a.attnum
"""
_REFERRING = """
SELECT conrelid::regclass::text, conname::text FROM pg_constraint
WHERE confrelid = to_regclass($1::text) AND contype = 'f' ORDER BY conname
"""


# The row is held first: whoever takes another link of it at the same time waits, and then sees that this one is gone.
_KEEP_LAST = f"""
CREATE OR REPLACE FUNCTION "_tw_last"() RETURNS trigger LANGUAGE plpgsql AS $tw$
DECLARE found bigint;
BEGIN
  EXECUTE format('SELECT "{ID}" FROM %I.%I WHERE "{ID}" = $1 FOR UPDATE', TG_TABLE_SCHEMA, TG_ARGV[0])
    INTO found USING OLD."{THIS}";
  IF found IS NULL THEN RETURN NULL; END IF;
  EXECUTE format('SELECT "{ID}" FROM %I.%I WHERE "{THIS}" = $1 LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME)
    INTO found USING OLD."{THIS}";
  IF found IS NULL THEN
    RAISE EXCEPTION 'a row needs a link' USING ERRCODE = '23514', CONSTRAINT = '{LAST_LINK}' || TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $tw$
"""  # noqa: S608  # our own names


class PostgresDdl(Ddl):
    """PostgreSQL's own types; text sorts by code point, as it does in every internal table."""

    compiler = PostgresDialect.compiler

    def declared(self, column: Column) -> str:
        if column.type is DataType.DECIMAL and column.precision is not None:
            return f"numeric({int(column.precision)}, {int(column.scale or 0)})"
        if column.type is DataType.DATETIME and column.zoned:
            return "timestamptz"
        return _TYPES[column.type]

    def indexes(self, design: TableDesign) -> Mapping[str, str]:
        """CREATE INDEX of every index the table has, that of words too."""
        table = design.table
        made = dict(super().indexes(design))
        if table.search:
            name, here = index_name("words", table_name(table), table.search), self.name(table_name(table))
            made[name] = f"CREATE INDEX {self.name(name)} ON {here} USING gin (({words.indexed(table)}))"
        return made

    def indexed(self, table: Table, key: str) -> str:
        nulls_last = key.startswith("-") and table.by_name[key[1:]].nullable
        return super().indexed(table, key) + (" NULLS LAST" if nulls_last else "")

    def key(self) -> sa.Column[int]:
        return sa.Column(quoted(ID), sa.BigInteger(), sa.Identity(always=False), primary_key=True)


class PostgresSchema(SchemaWriter):
    """See the module. Foreign keys and checks of a changed table are taken off first and put on last."""

    ddl = PostgresDdl()
    journal_of = PostgresJournal

    def __init__(self, dialect: Dialect, statements: Statements, *, schema: str) -> None:
        super().__init__(dialect, statements)
        self._schema = schema

    async def begin(self, session: Session) -> None:
        await session.begin()
        known = await session.fetch("SELECT 1 FROM pg_namespace WHERE nspname = $1", (self._schema,), 1 << 20)
        if not known:
            await self.run(session, f"CREATE SCHEMA {self.ddl.name(self._schema)}")

    async def lock(self, session: Session, record: str) -> None:
        await self.run(session, f"LOCK TABLE {self.ddl.name(record)} IN EXCLUSIVE MODE")
        if not await session.fetch("SELECT 1 WHERE to_regproc($1) IS NOT NULL", (self._full(words.WORDS),), 1 << 20):
            found = await session.fetch("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'", (), 1 << 20)
            await self.run(session, *words.functions("und-x-icu" if found else "default"))

    async def hold(self, session: Session, table: Table) -> None:
        await self.run(session, f"LOCK TABLE {self._name(table)} IN ACCESS EXCLUSIVE MODE")

    async def explain(self, session: Session, sql: str, values: Sequence[object]) -> AccessPath:
        found = await session.fetch(f"EXPLAIN {sql}", values, 1 << 20)
        steps = tuple(str(step[0]).strip() for step in found)
        names = [match[1].strip('"') for step in steps if (match := _BY_INDEX.search(step))]
        indexes = [await self._used(session, name) for name in dict.fromkeys(names)]
        looks_at_all = any("Seq Scan" in step for step in steps)
        return AccessPath(tuple(indexes), looks_at_all, any(_SORTS.match(step) for step in steps), steps)

    async def _used(self, session: Session, name: str) -> UsedIndex:
        found = await session.fetch(_INDEXED, (self._full(name),), 1 << 20)
        columns = tuple(f"{'-' if is_descending else ''}{column}" for _, column, is_descending in found)
        return UsedIndex(str(found[0][0]) if found else "", columns)

    async def make(self, session: Session, design: TableDesign) -> None:
        await self.run(session, self.ddl.create(design, foreign_keys=False))

    async def watch(self, session: Session, design: TableDesign) -> None:
        await self.run(session, *self.ddl.indexes(design).values(), *self.journal.attach(design.table))
        await self.run(session, *self.guard(design))

    def guard(self, design: TableDesign) -> Sequence[str]:
        if design.table.kind is not TableKind.PAIRS:
            return ()
        here = self._name(design.table)
        off = f'DROP TRIGGER IF EXISTS "_tw_last" ON {here}'
        if not design.keeps_one:
            return (off,)
        owner = referring(design.table)[0].target
        return (
            _KEEP_LAST,
            off,
            f'CREATE TRIGGER "_tw_last" AFTER DELETE ON {here} FOR EACH ROW EXECUTE FUNCTION "_tw_last"(\'{owner}\')',
        )

    async def number_from(self, session: Session, table: str, last: int) -> None:
        key = "number" if table == ENTRIES else ID
        sequence = "pg_get_serial_sequence($1, $2)"
        await session.fetch(
            f"SELECT setval({sequence}, greatest($3::bigint, 1), $3::bigint > 0)",  # nothing from outside
            (self._full(table), key, last),
            1000,
        )

    async def drop(self, session: Session, step: DropTable) -> None:
        name = table_name(step.before.table)
        # What refers to it now are tables that go as well, or the table itself.
        for owner, constraint in await session.fetch(_REFERRING, (self._full(name),), 1 << 20):
            await self.run(session, f"ALTER TABLE {owner} DROP CONSTRAINT {self.ddl.name(str(constraint))}")
        await self.run(session, f"DROP TABLE {self.ddl.name(name)}")

    async def finish(self, session: Session, steps: Sequence[SchemaStep]) -> None:
        for step in steps:
            if isinstance(step, DropTable):
                continue
            for relation in referring(step.after.table):
                key = f"FOREIGN KEY ({self.ddl.name(relation.columns[0])}) {self.ddl.references(relation)}"
                try:
                    await self.run(session, f"ALTER TABLE {self._name(step.after.table)} ADD {key}")
                except Exception as error:
                    refused = write_fault(error)
                    raise error if refused is None else refused_change(refused, step.after.table) from error

    async def change(self, session: Session, step: ChangeTable) -> None:
        before, after = step.before.table, step.after.table
        if table_name(before) != table_name(after):
            await self.run(session, f"ALTER TABLE {self._name(before)} RENAME TO {self._name(after)}")
        for (constraint,) in await session.fetch(_CONSTRAINTS, (self._full(table_name(after)),), 1 << 20):
            await self._alter(session, after, f"DROP CONSTRAINT {self.ddl.name(str(constraint))}")
        await self._carry_over(session, step)
        await self._complete(session, step)
        made, wanted = self.ddl.indexes(step.before), self.ddl.indexes(step.after)
        await self.run(session, *(f"DROP INDEX IF EXISTS {self.ddl.name(name)}" for name in made if name not in wanted))
        await self.run(session, *(sql.replace("INDEX", "INDEX IF NOT EXISTS", 1) for sql in wanted.values()))
        await self.run(session, *self.journal.attach(step.after.table), *self.guard(step.after))

    async def _carry_over(self, session: Session, step: ChangeTable) -> None:
        """Every column that has an origin gets its values, its name and its type; columns nobody wants go."""
        after = step.after.table
        scratch = {name: f"_tw_c{number}" for number, name in enumerate(step.convert)}
        for name, place in scratch.items():
            declared = self.ddl.declared(after.by_name[name])
            await self._alter(session, after, f"ADD COLUMN {self.ddl.name(place)} {declared}")
        if scratch:
            await self.convert(session, step, table_name(after), scratch)
        plain = {name: origin for name, origin in step.origins.items() if name not in scratch and name != ID}
        kept = set(plain.values())
        for column in stored_columns(step.before.table):
            if column.name not in kept:
                await self._alter(session, after, f"DROP COLUMN {self.ddl.name(column.name)}")
        renamed = {origin: name for name, origin in plain.items() if name != origin}
        places = {origin: f"_tw_r{number}" for number, origin in enumerate(renamed)}
        # In two goes, so that columns may swap their names.
        await self._rename(session, after, places)
        await self._rename(session, after, {places[origin]: name for origin, name in renamed.items()})
        await self._rename(session, after, {place: name for name, place in scratch.items()})
        for name, origin in plain.items():
            declared = self.ddl.declared(after.by_name[name])
            if declared != self.ddl.declared(step.before.table.by_name[origin]):
                await self._alter(session, after, f"ALTER COLUMN {self.ddl.name(name)} TYPE {declared}")

    async def _complete(self, session: Session, step: ChangeTable) -> None:
        """New columns, values where there are none, and what the database insists on."""
        after = step.after.table
        for column in stored_columns(after):
            name = self.ddl.name(column.name)
            if column.name not in step.origins:
                await self._alter(session, after, f"ADD COLUMN {name} {self.ddl.declared(column)}")
            if step.fill.get(column.name) is not None:
                await self._fill(session, after, column, step.fill[column.name])
            await self._alter(session, after, f"ALTER COLUMN {name} {'DROP' if column.nullable else 'SET'} NOT NULL")
            condition = self.ddl.condition(step.after, column)
            if condition is not None:
                await self._alter(session, after, f"ADD CHECK ({condition})")
        for given, condition in self.ddl.checks(step.after).items():
            await self._alter(session, after, f"ADD CONSTRAINT {self.ddl.name(given)} CHECK ({condition})")

    async def _fill(self, session: Session, table: Table, column: Column, value: object) -> None:
        open_table = table.model_copy(
            update={"columns": (column.model_copy(update={"read_only": False}),), "relations": ()}
        )
        prepared = self._changes.update(open_table, IsNull(Path((column.name,), ANY)), {column.name: value})
        await session.execute(prepared.plan.statement.sql, prepared.values)

    async def _rename(self, session: Session, table: Table, names: Mapping[str, str]) -> None:
        for old, new in names.items():
            await self._alter(session, table, f"RENAME COLUMN {self.ddl.name(old)} TO {self.ddl.name(new)}")

    async def _alter(self, session: Session, table: Table, what: str) -> None:
        await self.run(session, f"ALTER TABLE {self._name(table)} {what}")

    def _name(self, table: Table) -> str:
        return self.ddl.name(table_name(table))

    def _full(self, name: str) -> str:
        return f"{self.ddl.name(self._schema)}.{self.ddl.name(name)}"
