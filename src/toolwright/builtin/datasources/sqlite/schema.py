"""How SQLite changes tables: small changes in place, all others by copying the table (https://sqlite.org/lang_altertable.html)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from toolwright.builtin.datasources.sqlite import words
from toolwright.builtin.datasources.sqlite.journal import SqliteJournal
from toolwright.extend.design import THIS
from toolwright.extend.schema_change import (
    AccessPath,
    ChangeTable,
    CreateTable,
    DropTable,
    SchemaStep,
    TableDesign,
    UsedIndex,
)
from toolwright.extend.sql.ddl import ID, Ddl, referring, stored_columns, table_name
from toolwright.extend.sql.dialect import Sql
from toolwright.extend.sql.driver import Session
from toolwright.extend.sql.fault import LAST_LINK, WriteFault, refused_change
from toolwright.extend.sql.quoting import quoted
from toolwright.extend.sql.schema import SchemaWriter
from toolwright.model.table import Column, DataType, Table

_NEW = "_tw_new"
_BY_INDEX = re.compile(r"USING (?:COVERING )?INDEX (\S+)")
_TYPES: Mapping[DataType, str] = {
    DataType.TEXT: "TEXT",
    DataType.INTEGER: "INTEGER",
    DataType.DECIMAL: "DECIMAL",
    DataType.FLOAT: "DOUBLE",
    DataType.BOOLEAN: "BOOLEAN",
    DataType.DATE: "DATE",
    DataType.TIME: "TIME",
    DataType.DATETIME: "TIMESTAMP",
    DataType.DURATION: "INTERVAL",
    DataType.UUID: "UUID TEXT",
    DataType.JSON: "JSON TEXT",
    DataType.LIST: "JSON TEXT",
    DataType.BINARY: "BLOB",
    DataType.OTHER: "TEXT",
}
_STORED: Mapping[DataType, tuple[str, ...]] = {
    DataType.INTEGER: ("integer",),
    DataType.DECIMAL: ("integer", "real"),
    DataType.FLOAT: ("real",),
    DataType.DURATION: ("integer", "real"),
    DataType.BINARY: ("blob",),
}


class SqliteDdl(Ddl):
    """SQLite's types by name, for whoever reads the file with other tools, each with a check, for SQLite itself."""

    compiler = sqlite.dialect(paramstyle="qmark")
    same, truth = "IS", ("1", "0")

    def declared(self, column: Column) -> str:
        if column.type is DataType.TEXT and column.max_length is not None:
            return f"VARCHAR({int(column.max_length)})"
        if column.type is DataType.DECIMAL and column.precision is not None:
            return f"DECIMAL({int(column.precision)}, {int(column.scale or 0)})"
        if column.type is DataType.DATETIME and column.zoned:
            return "TIMESTAMP WITH TIME ZONE"
        return _TYPES[column.type]

    def key(self) -> sa.Column[int]:
        return sa.Column(quoted(ID), sa.Integer(), primary_key=True)

    def type_check(self, column: Column, value: Sql) -> Sql | None:
        if column.type is DataType.BOOLEAN:
            return value.in_([sa.literal_column("0"), sa.literal_column("1")])
        allowed = _STORED.get(column.type, ("text",))
        return sa.func.typeof(value).in_([sa.literal_column(f"'{name}'") for name in (*allowed, "null")])


class SqliteSchema(SchemaWriter):
    """See the module. Foreign keys are off while tables are swapped, and all of them are checked in the end."""

    ddl = SqliteDdl()
    journal_of = SqliteJournal

    async def begin(self, session: Session) -> None:
        await self.run(session, "PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = OFF")
        await session.begin()

    async def end(self, session: Session) -> None:
        await self.run(session, "PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON")

    async def lock(self, session: Session, record: str) -> None:
        """The transaction has the only right to write from its start."""

    async def finish(self, session: Session, steps: Sequence[SchemaStep]) -> None:
        found = await session.fetch("PRAGMA foreign_key_check", (), 1 << 20)
        if found:
            designs = {table_name(s.after.table): s.after for s in steps if isinstance(s, CreateTable | ChangeTable)}
            owner = designs.get(str(found[0][0]))
            raise refused_change(WriteFault("foreign_key"), owner.table if owner else None)

    async def explain(self, session: Session, sql: str, values: Sequence[object]) -> AccessPath:
        found = await session.fetch(f"EXPLAIN QUERY PLAN {sql}", values, 1 << 20)
        steps = tuple(str(step[3]) for step in found)
        walked = {match[1]: step.startswith("SCAN") for step in steps if (match := _BY_INDEX.search(step))}
        indexes = [await self._used(session, name, is_walked) for name, is_walked in walked.items()]
        if any("VIRTUAL TABLE INDEX" in step for step in steps):
            indexes.insert(0, UsedIndex("", ()))
        indexes += [UsedIndex("", (ID,)) for step in steps[:1] if "USING INTEGER PRIMARY KEY" in step]
        looks_at_all = any(step.startswith("SCAN") and "INDEX" not in step and step != "SCAN hits" for step in steps)
        is_covered = bool(steps) and all("COVERING INDEX" in step for step in steps)
        return AccessPath(tuple(indexes), looks_at_all, "USE TEMP B-TREE FOR ORDER BY" in steps, steps, is_covered)

    async def _used(self, session: Session, name: str, is_walked: bool) -> UsedIndex:
        owner = await session.fetch("SELECT tbl_name FROM sqlite_master WHERE name = ?", (name,), 1 << 20)
        parts = await session.fetch(f"PRAGMA index_xinfo({self.ddl.name(name)})", (), 1 << 20)
        columns = tuple(f"{'-' if part[3] else ''}{part[2]}" for part in parts if part[5] and part[2] is not None)
        return UsedIndex(str(owner[0][0]) if owner else "", columns, is_walked)

    async def make(self, session: Session, design: TableDesign) -> None:
        await self.run(session, self.ddl.create(design))

    async def watch(self, session: Session, design: TableDesign) -> None:
        await self.run(session, *self.ddl.indexes(design).values(), *self.journal.attach(design.table))
        await self.run(session, *self.guard(design))
        await self._attach_words(session, design.table, is_new=True)

    def guard(self, design: TableDesign) -> Sequence[str]:
        if not design.keeps_one:
            return ()
        pairs, owner = table_name(design.table), self.ddl.name(referring(design.table)[0].target)
        name = self.ddl.name(f"_tw_last_{pairs}")
        here = self.ddl.name(pairs)
        return (
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} AFTER DELETE ON {here} "  # noqa: S608  # quoted
            f'WHEN EXISTS (SELECT 1 FROM {owner} WHERE "{ID}" = OLD."{THIS}") '
            f'AND NOT EXISTS (SELECT 1 FROM {here} WHERE "{THIS}" = OLD."{THIS}") '
            f"BEGIN SELECT RAISE(ABORT, 'constraint failed: {LAST_LINK}{pairs}'); END",
        )

    async def number_from(self, session: Session, table: str, last: int) -> None:
        await session.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        await session.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))

    async def drop(self, session: Session, step: DropTable) -> None:
        table = step.before.table
        await self.run(session, *words.detach(self.ddl, table))
        await self.run(session, f"DROP TABLE {self.ddl.name(table_name(table))}", *words.drop(self.ddl, table))

    async def change(self, session: Session, step: ChangeTable) -> None:
        old, new = table_name(step.before.table), table_name(step.after.table)
        await self._drop_triggers(session, old)
        keeps_words = _keeps_words(step)
        await self.run(session, *words.detach(self.ddl, step.before.table))
        if not keeps_words:
            await self.run(session, *words.drop(self.ddl, step.before.table))
        if old != new:
            await self.run(session, f"ALTER TABLE {self.ddl.name(old)} RENAME TO {self.ddl.name(new)}")
        added = self._added(step)
        if added is None:
            await self._copy(session, step)
            await self.run(session, *self.ddl.indexes(step.after).values())
        else:
            await self._alter(session, step, added)
        await self.run(session, *self.journal.attach(step.after.table), *self.guard(step.after))
        await self._attach_words(session, step.after.table, is_new=not keeps_words)

    async def _attach_words(self, session: Session, table: Table, *, is_new: bool) -> None:
        if table.search:
            await self.run(session, *words.attach(self.ddl, table))
            await self.run(session, *(words.create(self.ddl, table) if is_new else ()))

    # --- in place -----------------------------------------------------------------------------------------------------

    def _added(self, step: ChangeTable) -> list[Column] | None:
        """The columns to add, when that and new names are all that happens; None when the table must be copied."""
        if step.fill or step.convert or set(step.before.enforced) != set(step.after.enforced):
            return None
        before = {column.name: column for column in stored_columns(step.before.table)}
        added = []
        for column in stored_columns(step.after.table):
            origin = before.pop(step.origins.get(column.name, ""), None)
            if origin is None:
                if not column.nullable:
                    return None
                added.append(column)
            elif self._under(step.before, origin, column.name) != self.ddl.specification(step.after, column):
                return None
        return None if before else added

    def _under(self, design: TableDesign, column: Column, name: str) -> str:
        """What the database knows of a column, said under another name."""
        if column.name == name:
            return self.ddl.specification(design, column)
        renamed = column.model_copy(update={"name": name})
        limits = {name: design.limits[column.name]} if column.name in design.limits else {}
        relations = tuple(
            relation.model_copy(update={"columns": (name,)})
            for relation in design.table.relations
            if relation.columns == (column.name,)
        )
        table = design.table.model_copy(update={"columns": (renamed,), "relations": relations})
        return self.ddl.specification(TableDesign(table, limits), renamed)

    async def _alter(self, session: Session, step: ChangeTable, added: Sequence[Column]) -> None:
        table = self.ddl.name(table_name(step.after.table))
        renamed = {origin: name for name, origin in step.origins.items() if name != origin and name != ID}
        # In two goes, so that columns may swap their names.
        for number, origin in enumerate(renamed):
            place = self.ddl.name(f"_tw_{number}")
            await self.run(session, f"ALTER TABLE {table} RENAME COLUMN {self.ddl.name(origin)} TO {place}")
        for number, name in enumerate(renamed.values()):
            place = self.ddl.name(f"_tw_{number}")
            await self.run(session, f"ALTER TABLE {table} RENAME COLUMN {place} TO {self.ddl.name(name)}")
        for column in added:
            await self.run(session, f"ALTER TABLE {table} ADD COLUMN {self.ddl.specification(step.after, column)}")
        before, after = self.ddl.indexes(step.before), self.ddl.indexes(step.after)
        await self.run(session, *(f"DROP INDEX {self.ddl.name(name)}" for name in before if name not in after))
        await self.run(session, *(sql for name, sql in after.items() if name not in before))

    # --- by copying ---------------------------------------------------------------------------------------------------

    async def _copy(self, session: Session, step: ChangeTable) -> None:
        after = step.after.table
        old, new = self.ddl.name(table_name(after)), self.ddl.name(_NEW)
        scratch = {name: f"_tw_{number}" for number, name in enumerate(step.convert)}
        for place in scratch.values():
            await self.run(session, f"ALTER TABLE {old} ADD COLUMN {self.ddl.name(place)}")
        if scratch:
            await self.convert(session, step, table_name(after), scratch)
        await self.run(session, self.ddl.create(step.after, name=_NEW))
        await self._fill(session, step, scratch)
        await self._keep_numbers(session, table_name(after))
        await self.run(
            session,
            f"DROP TABLE {old}",
            # Other tables and triggers name the old table; the new one takes its place without their being looked at.
            "PRAGMA legacy_alter_table = ON",
            f"ALTER TABLE {new} RENAME TO {old}",
            "PRAGMA legacy_alter_table = OFF",
        )

    async def _fill(self, session: Session, step: ChangeTable, scratch: Mapping[str, str]) -> None:
        """All rows of the table into the new one."""
        names, parts, values = [self.ddl.name(ID)], [self.ddl.name(ID)], []
        for column in stored_columns(step.after.table):
            origin = scratch.get(column.name) or step.origins.get(column.name)
            filling = step.fill.get(column.name)
            if filling is not None:
                encode = self.dialect.encoder(column)
                values.append(encode(filling) if encode else filling)
                parts.append("?" if origin is None else f"coalesce({self.ddl.name(origin)}, ?)")
            elif origin is not None:
                parts.append(self.ddl.name(origin))
            else:
                continue
            names.append(self.ddl.name(column.name))
        old, new = self.ddl.name(table_name(step.after.table)), self.ddl.name(_NEW)
        sql = f"INSERT INTO {new} ({', '.join(names)}) SELECT {', '.join(parts)} FROM {old}"  # noqa: S608  # quoted names
        await session.execute(sql, values)

    async def _keep_numbers(self, session: Session, table: str) -> None:
        """The next row gets the number it would have got in the old table: numbers never come back."""
        await session.execute("DELETE FROM sqlite_sequence WHERE name = ?", (_NEW,))
        await session.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT ?, seq FROM sqlite_sequence WHERE name = ?", (_NEW, table)
        )

    async def _drop_triggers(self, session: Session, table: str) -> None:
        found = await session.fetch(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,), 1 << 20
        )
        await self.run(session, *(f"DROP TRIGGER {self.ddl.name(str(name))}" for (name,) in found))


def _keeps_words(step: ChangeTable) -> bool:
    """Whether the index of words holds after the change what it held before, because no text of it changes."""
    before, after = step.before.table, step.after.table
    touched = step.convert.keys() | step.fill.keys()
    return (
        table_name(before) == table_name(after)
        and before.search == tuple(step.origins.get(name) for name in after.search)
        and not touched.intersection(after.search)
    )
