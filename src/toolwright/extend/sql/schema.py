"""Changing tables: what every database needs for it, and what each does in its own way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence

from toolwright.errors import Conflict, FieldError, InvalidInput, phrase
from toolwright.expressions import Column as Path
from toolwright.expressions import Compare, IsNull, Type, Value, disjunction, negation
from toolwright.extend.column import Refused
from toolwright.extend.datasource import Order, SelectQuery
from toolwright.extend.design import THIS
from toolwright.extend.schema_change import (
    AccessPath,
    ChangeTable,
    CreateTable,
    DropTable,
    SchemaStep,
    TableDesign,
)
from toolwright.extend.sql.change import ChangeStatements
from toolwright.extend.sql.ddl import ID, Ddl, referring, table_name
from toolwright.extend.sql.dialect import Dialect
from toolwright.extend.sql.driver import Session
from toolwright.extend.sql.fault import WriteFault, refused_change
from toolwright.extend.sql.journal import JournalSql
from toolwright.extend.sql.statement import Prepared, Statements
from toolwright.extend.sql.value import Unfit, checked
from toolwright.model.table import Column, DataType, NativeName, Table

BATCH = 1000
_ANY = Type("anything")
Compute = Callable[[Mapping[str, object]], Mapping[str, object]]
"""From the values of a row to the values to store in it."""


class SchemaWriter(ABC):
    """Changes the tables of one database. Stateless; everything happens on the session given."""

    ddl: Ddl
    journal_of: type[JournalSql]

    def __init__(self, dialect: Dialect, statements: Statements) -> None:
        self.dialect = dialect
        self.journal = self.journal_of(self.ddl, dialect)
        self._statements = statements
        self._changes = ChangeStatements(statements)

    # --- around -------------------------------------------------------------------------------------------------------

    async def begin(self, session: Session) -> None:
        """Start the transaction, with whatever a change needs of its session."""
        await session.begin()

    async def end(self, session: Session) -> None:
        """Have the session as it was before `begin`; the transaction is over."""
        return

    @abstractmethod
    async def lock(self, session: Session, record: str) -> None:
        """Wait until no other change is under way. `record` is the table of the record."""

    async def finish(self, session: Session, steps: Sequence[SchemaStep]) -> None:
        """What can be done only when all tables are as they will be; raises what `fault.refused_change` explains."""
        return

    # --- steps --------------------------------------------------------------------------------------------------------

    async def step(self, session: Session, step: SchemaStep) -> None:
        """Do one step."""
        match step:
            case CreateTable():
                await self.create(session, step)
            case ChangeTable():
                await self._expect_empty(session, step.before.table, step.only_if_empty)
                await self.change(session, step)
                if step.derive is not None:
                    await self._derive(session, step)
            case DropTable():
                await self._expect_empty(session, step.before.table, [ID] if step.only_if_empty else [])
                await self.drop(session, step)

    async def hold(self, session: Session, table: Table) -> None:
        """Keep others from writing to a table until the transaction ends."""
        return

    async def _expect_empty(self, session: Session, table: Table, columns: Iterable[str]) -> None:
        names = sorted(columns)
        if not names:
            return
        await self.hold(session, table)
        filled = disjunction(*(negation(IsNull(Path((name,), _ANY))) for name in names))
        prepared = self._statements.select(SelectQuery(table, (ID,), filter=filled, limit=1), 1)
        if await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 20):
            raise Conflict(
                "Somebody has stored a value where there was none to lose.",
                code="schema.moved",
                hint="Look at the plan again.",
            )

    async def create(self, session: Session, step: CreateTable) -> None:
        """Make a table with its indexes."""
        await self.make(session, step.after)
        await self.watch(session, step.after)

    @abstractmethod
    async def make(self, session: Session, design: TableDesign) -> None:
        """Make a table that nobody watches yet."""

    @abstractmethod
    async def watch(self, session: Session, design: TableDesign) -> None:
        """Give a table its indexes, and have its changes noted from now on."""

    @abstractmethod
    def guard(self, design: TableDesign) -> Sequence[str]:
        """What keeps the last link of a row, for pairs of which each row needs one; nothing for other tables."""

    @abstractmethod
    async def number_from(self, session: Session, table: str, last: int) -> None:
        """Have the next row of a table, or the next entry of the journal, get a number behind `last`."""

    async def fill(
        self, session: Session, table: Table, columns: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Put rows into a table as they are, their numbers too."""
        statement = self._changes.insert_rows(table, columns)
        await session.execute_many(statement.sql, statement.rows(list(zip(*rows, strict=True))))

    @abstractmethod
    async def change(self, session: Session, step: ChangeTable) -> None:
        """Make a table look as it shall."""

    @abstractmethod
    async def drop(self, session: Session, step: DropTable) -> None:
        """Remove a table."""

    @abstractmethod
    async def explain(self, session: Session, sql: str, values: Sequence[object]) -> AccessPath:
        """How the rows of a statement would be found."""

    async def run(self, session: Session, *statements: str) -> None:
        """Run statements without values."""
        for statement in statements:
            await session.execute(statement, ())

    async def need_links(self, session: Session, steps: Sequence[SchemaStep]) -> None:
        """Raise InvalidInput (`schema.missing_value`) for a row without a link where each needs one from now on."""
        for step in steps:
            if isinstance(step, DropTable) or not step.after.keeps_one:
                continue
            if isinstance(step, ChangeTable) and step.before.keeps_one:
                continue
            pairs, (owner, _) = step.after.table, referring(step.after.table)
            here, there = self.ddl.name(owner.target), self.ddl.name(table_name(pairs))
            bare = (
                f'SELECT 1 FROM {here} AS t WHERE NOT EXISTS (SELECT 1 FROM {there} AS p WHERE p."{THIS}" = t."{ID}")'  # noqa: S608  # quoted
            )
            if await session.fetch(f"{bare} LIMIT 1", (), 1000):
                raise refused_change(WriteFault("not_null"), pairs)

    # --- values -------------------------------------------------------------------------------------------------------

    async def convert(self, session: Session, step: ChangeTable, named: str, scratch: Mapping[str, str]) -> None:
        """Fill the columns `scratch` (by column of `after`) of the table `named` with converted values."""
        before, after = step.before.table, step.after.table
        origins = {name: before.by_name[step.origins[name]] for name in scratch}
        extra = [after.by_name[name].model_copy(update=_plain(place)) for name, place in scratch.items()]
        table = before.model_copy(
            update={"columns": (*before.columns, *extra), "native": NativeName(table=named), "relations": ()}
        )

        def compute(row: Mapping[str, object]) -> Mapping[str, object]:
            found = {}
            for name, place in scratch.items():
                value = row[origins[name].name]
                if value is not None:
                    found[place] = self._converted(step, name, value, row[ID])
            return found

        read = tuple(dict.fromkeys((ID, *(column.name for column in origins.values()))))
        await self._refill(session, table, read, compute)

    def _converted(self, step: ChangeTable, name: str, value: object, row: object) -> object:
        column = step.after.table.by_name[name]
        try:
            converted = step.convert[name](value)
            if converted is None:
                return None
            return checked(column.model_copy(update={"read_only": False}), converted, self.dialect)
        except (Refused, Unfit) as refused:
            message = phrase(
                "The value of row {row} does not convert: {message}", row=row, message=phrase(refused.message)
            )
            raise InvalidInput(
                message,
                code="schema.not_convertible",
                hint="Correct these values, or allow them to be lost.",
                errors=(FieldError(name, message, "schema.not_convertible"),),
                extra={"column": name, "row": row},
            ) from refused

    async def _derive(self, session: Session, step: ChangeTable) -> None:
        table, derive = step.after.table, step.derive
        assert derive is not None  # noqa: S101  # the caller has looked
        stored = [column for column in table.columns if column.is_stored and column.type is not DataType.BINARY]
        open_table = table.model_copy(
            update={"columns": tuple(c.model_copy(update={"read_only": False}) for c in stored)}
        )

        def compute(row: Mapping[str, object]) -> Mapping[str, object]:
            found = {name: self._fit(open_table.by_name[name], value) for name, value in derive(row).items()}
            return {name: value for name, value in found.items() if value != row[name]}

        await self._refill(session, open_table, tuple(column.name for column in stored), compute)

    def _fit(self, column: Column, value: object) -> object:
        try:
            return checked(column, value, self.dialect)
        except Unfit:
            return None

    async def _refill(self, session: Session, table: Table, read: Sequence[str], compute: Compute) -> None:
        """Store what `compute` answers for every row of the table, in bounded memory."""
        last: tuple[object, ...] | None = None
        while True:
            query = SelectQuery(table=table, columns=tuple(read), order=(Order(ID),), after=last, limit=BATCH)
            prepared = self._statements.select(query, BATCH)
            rows = prepared.plan.rows(await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 40))
            wanted: dict[str, list[Sequence[object]]] = {}
            for cells in rows:
                row = dict(zip(read, cells, strict=True))
                values = compute(row)
                if values:
                    update = self._update(table, row[ID], values)
                    wanted.setdefault(update.plan.statement.sql, []).append(update.values)
            for sql, lists in wanted.items():
                await session.execute_many(sql, lists)
            if len(rows) < BATCH:
                return
            last = (rows[-1][list(read).index(ID)],)

    def _update(self, table: Table, row: object, values: Mapping[str, object]) -> Prepared:
        return self._changes.update(table, Compare("eq", Path((ID,), _ANY), Value(row)), values)


def _plain(name: str) -> dict[str, object]:
    """A column as a place for values alone."""
    return {"name": name, "native": None, "read_only": False, "nullable": True, "formula": None}
