"""Writes: all changes in one transaction, the stored rows answered."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolwright.errors import Conflict, Denied, InvalidInput, NotFound, ToolwrightError, phrase
from toolwright.expressions import Column as Path
from toolwright.expressions import Compare, Filter, Type, Value, conjunction
from toolwright.extend.datasource import Change, Changed, Limits, row_version
from toolwright.extend.design import ID
from toolwright.extend.sql import fault
from toolwright.extend.sql.change import ChangeStatements
from toolwright.extend.sql.driver import Driver, Session
from toolwright.extend.sql.pair import PairWriter
from toolwright.extend.sql.pool import Pool
from toolwright.extend.sql.statement import Statements
from toolwright.extend.sql.value import Unfit, checked, checked_values
from toolwright.model.table import DataType, Table

_ANY = Type("anything")


@dataclass(frozen=True, slots=True)
class Around:
    """Statements with their values that begin and end the transaction."""

    before: Sequence[tuple[str, Sequence[object]]] = ()
    after: Sequence[tuple[str, Sequence[object]]] = ()


NOTHING_AROUND = Around()


class Writer:
    """Runs changes on one session. One object per request."""

    def __init__(
        self, driver: Driver, statements: Statements, pool: Pool[Session], around: Around = NOTHING_AROUND
    ) -> None:
        self._driver = driver
        self._around = around
        self._statements = ChangeStatements(statements)
        self._links = PairWriter(statements, self._statements)
        self._dialect = driver.dialect
        self._pool = pool
        self._has_begun = self._is_committing = False

    async def write(self, changes: Sequence[Change], limits: Limits) -> list[Changed]:
        """All changes or none. Values are checked before anything is sent."""
        ready = [self._checked(index, change) for index, change in enumerate(changes)]
        try:
            async with asyncio.timeout(limits.timeout_s), self._driver.write_turn():
                session = await self._pool.take(limits.timeout_s)
                try:
                    return await self._all(session, changes, ready)
                except Exception as error:
                    if self._has_begun or not self._driver.is_disconnect(error):
                        raise
                # Nothing was sent yet, so a connection that died while idle may be replaced.
                self._pool.drop_idle()
                return await self._all(await self._pool.take(limits.timeout_s), changes, ready)
        except Exception as error:
            raise self.explained(error, changes, limits.timeout_s) from error

    async def begun(self, timeout_s: float) -> Session:
        """A session in a transaction that may write."""
        session = await self._pool.take(timeout_s)
        try:
            await session.begin()
        except BaseException as error:
            self._pool.discard(session)
            if not isinstance(error, Exception) or not self._driver.is_disconnect(error):
                raise
            # Nothing was sent yet, so a connection that died while idle may be replaced.
            self._pool.drop_idle()
            session = await self._pool.take(timeout_s)
            try:
                await session.begin()
            except BaseException:
                self._pool.discard(session)
                raise
        self._has_begun = True
        return session

    async def _all(
        self, session: Session, changes: Sequence[Change], ready: Sequence[Mapping[str, object]]
    ) -> list[Changed]:
        try:
            done = await session.together(lambda inner: self._each(inner, changes, ready))
        except Exception as error:
            await self.undo(session, error)
            raise
        except BaseException:
            self._pool.discard(session)
            raise
        self._pool.give_back(session)
        return done

    async def _each(
        self, session: Session, changes: Sequence[Change], ready: Sequence[Mapping[str, object]]
    ) -> list[Changed]:
        await session.begin()
        self._has_begun = True
        done = []
        await self.enter(session)
        for index, (change, values) in enumerate(zip(changes, ready, strict=True)):
            done.append(await self.apply(session, index, change, values))
        await self.commit(session)
        return done

    async def enter(self, session: Session) -> None:
        """What comes before the first change of a transaction."""
        for sql, given in self._around.before:
            await session.execute(sql, given)

    async def commit(self, session: Session) -> None:
        """Make the transaction permanent; an error from here on may have come too late."""
        for sql, given in self._around.after:
            await session.execute(sql, given)
        self._is_committing = True
        await session.commit()

    async def undo(self, session: Session, error: Exception) -> None:
        """Roll back and give the session back, if it still can be used."""
        if not self._has_begun or self._driver.is_disconnect(error) or not session.is_open:
            self._pool.discard(session)
            return
        try:
            async with asyncio.timeout(5):
                await session.rollback()
        except BaseException:
            self._pool.discard(session)
            with contextlib.suppress(Exception):
                raise
            return
        self._pool.give_back(session)

    async def apply(self, session: Session, index: int, change: Change, values: Mapping[str, object]) -> Changed:
        """Make one change inside the transaction. Errors the database blames on the row come as ours, with `index`."""
        try:
            if change.verb == "insert":
                return await self._insert(session, change, values)
            key = self._key(change)
            before = await self._locked(session, change, key)
            if change.verb == "delete":
                prepared = self._statements.delete(change.table, key)
                await session.execute(prepared.plan.statement.sql, prepared.values)
                return Changed(before, None)
            return await self._update(session, change, key, values, before)
        except ToolwrightError as error:
            error.extra = {**error.extra, "index": index}
            raise
        except Exception as error:
            raise await self.refused(session, error, change, index) from error

    async def refused(self, session: Session, error: Exception, change: Change, index: int) -> ToolwrightError:
        """The error of a change the database refused. Raises an error that is not about the change."""
        refused = self._driver.write_fault(error)
        if refused is not None:
            if refused.kind == "check" and (broken := _all_broken(change, index)) is not None:
                return broken
            refused = await self._named(session, self._directed(refused, change), change.table)
            return fault.refused_write(refused, change.table, index)
        ours = self._driver.translate(error)
        if ours is None or self._driver.is_disconnect(error):
            raise error
        ours.extra = {**ours.extra, "index": index}
        return ours

    async def _named(self, session: Session, refused: fault.WriteFault, table: Table) -> fault.WriteFault:
        """The columns behind a constraint, when the database only gave the constraint's name."""
        if refused.columns or refused.constraint is None:
            return refused
        with contextlib.suppress(Exception):
            columns = await self._driver.constraint_columns(session, table, refused)
            return fault.WriteFault(refused.kind, columns, refused.constraint)
        return refused

    def _directed(self, refused: fault.WriteFault, change: Change) -> fault.WriteFault:
        """Which side of a foreign key was violated, where the database does not say."""
        if refused.kind != "foreign_key":
            return refused
        kind: fault.WriteFaultKind = "referenced" if change.verb == "delete" else "missing_target"
        return fault.WriteFault(kind, refused.columns, refused.constraint)

    # --- verbs --------------------------------------------------------------------------------------------------------

    async def _insert(self, session: Session, change: Change, values: Mapping[str, object]) -> Changed:
        names = _stored(change.table)
        is_plain = change.check is None and change.derive is None and change.insist is None and not change.pairs
        is_plain = is_plain and all(column.is_stored for column in change.table.columns)
        whole = self._dialect.returning and is_plain
        prepared = self._statements.insert(change.table, values, names if whole else change.table.primary_key)
        statement = prepared.plan.statement
        if self._dialect.returning:
            rows = prepared.plan.rows(await session.fetch(statement.sql, prepared.values, 1 << 40))
            found = dict(zip(prepared.plan.columns, rows[0], strict=True))
            if whole:
                return Changed(None, found)
            key = self._equals(found, change.table)
        else:
            made = await session.insert(statement.sql, prepared.values)
            key = self._equals(self._made_key(change.table, values, made), change.table)
        if change.derive is not None:
            await self._assign(
                session, change, key, self._derived(change, await self._stored_row(session, change, key))
            )
        if change.pairs:
            await self._links.edit(session, change, (await self._stored_row(session, change, key))[ID])
        return Changed(None, _with_links(change.table, await self._after(session, change, key)))

    def _made_key(self, table: Table, values: Mapping[str, object], made: object) -> dict[str, object]:
        missing = [name for name in table.primary_key if values.get(name) is None]
        if len(missing) > 1 or (missing and not made):
            raise InvalidInput(
                "The database fills the key itself and does not say with what.",
                code="row.key_unknown",
                hint=phrase("Give a value for: {missing}.", missing=", ".join(missing)),
            )
        return {name: made if name in missing else values[name] for name in table.primary_key}

    async def _locked(self, session: Session, change: Change, key: Filter) -> dict[str, object]:
        """The row before the change, held until the end of the transaction."""
        condition = conjunction(key, change.guard) if change.guard is not None else key
        prepared = self._statements.locked(change, condition, _stored(change.table))
        rows = prepared.plan.rows(await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 40))
        if not rows:
            raise _missing()
        before = dict(zip(prepared.plan.columns, rows[0], strict=True))
        if change.expect is not None and _version(change.table, before) != change.expect:
            raise Conflict(
                "Somebody else changed this row in the meantime.", code="row.stale", hint="Reload it and try again."
            )
        return before

    async def _update(
        self,
        session: Session,
        change: Change,
        key: Filter,
        values: Mapping[str, object],
        before: Mapping[str, object],
    ) -> Changed:
        values = {**values, **self._derived(change, {**before, **values})} if values else values
        if change.insist is not None:  # before the database says it of one check alone
            change.insist({**before, **values})
        await self._assign(session, change, key, values)
        if change.pairs:
            await self._links.edit(session, change, before[ID])
        moved = {name: values.get(name, before.get(name)) for name in change.table.primary_key}
        key = self._equals(moved, change.table) if any(name in values for name in moved) else key
        return Changed(before, await self._after(session, change, key))

    async def _assign(self, session: Session, change: Change, key: Filter, values: Mapping[str, object]) -> None:
        if values:
            prepared = self._statements.update(change.table, key, values)
            await session.execute(prepared.plan.statement.sql, prepared.values)

    def _derived(self, change: Change, row: Mapping[str, object]) -> dict[str, object]:
        """The computed values of a row that it does not have yet."""
        found: dict[str, object] = {}
        for name, value in (change.derive(row) if change.derive is not None else {}).items():
            column = change.table.by_name[name]
            try:
                fit = checked(column, value, self._dialect)
            except Unfit:
                fit = None
            if fit != row.get(name):
                found[name] = fit
        return found

    async def _stored_row(self, session: Session, change: Change, key: Filter) -> dict[str, object]:
        prepared = self._statements.locked(change, key, _stored(change.table))
        rows = prepared.plan.rows(await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 40))
        return dict(zip(prepared.plan.columns, rows[0], strict=True))

    async def _after(self, session: Session, change: Change, key: Filter) -> dict[str, object]:
        """The stored row, which must satisfy the check."""
        prepared = self._statements.checked(change, key, _stored(change.table))
        rows = prepared.plan.rows(await session.fetch(prepared.plan.statement.sql, prepared.values, 1 << 40))
        if not rows:
            raise _missing()
        *cells, passes = rows[0]
        if not passes:
            raise Denied("The changed row would be one you may not have.", code="row.check")
        row = dict(zip(prepared.plan.columns, cells, strict=True))
        if change.insist is not None:
            change.insist(row)
        return row

    # --- keys and values ----------------------------------------------------------------------------------------------

    def _checked(self, index: int, change: Change) -> Mapping[str, object]:
        if change.verb == "delete":
            return {}
        try:
            return checked_values(change.table, change.values, self._dialect)
        except InvalidInput as error:
            error.extra = {**error.extra, "index": index}
            raise

    def _key(self, change: Change) -> Filter:
        missing = [name for name in change.table.primary_key if name not in change.key]
        if missing or not change.table.primary_key:
            raise InvalidInput("The key of the row is incomplete.", code="row.incomplete_key")
        key = {}
        for name in change.table.primary_key:
            column = change.table.by_name[name].model_copy(update={"read_only": False, "options": ()})
            try:
                key[name] = checked(column, change.key[name], self._dialect)
            except Unfit as unfit:
                raise _missing() from unfit
        return self._equals(key, change.table)

    def _equals(self, key: Mapping[str, object], table: Table) -> Filter:
        return conjunction(*(Compare("eq", Path((name,), _ANY), Value(key[name])) for name in table.primary_key))

    def explained(self, error: Exception, changes: Sequence[Change], timeout_s: float) -> Exception:
        """Our error for whatever ended the transaction."""
        if isinstance(error, ToolwrightError):
            return error
        lost = isinstance(error, TimeoutError) or self._driver.is_disconnect(error)
        if lost and self._is_committing:
            return fault.outcome_unknown()
        if self._has_begun and self._driver.is_disconnect(error):
            return fault.lost_before_storing()
        if isinstance(error, TimeoutError):
            return fault.timed_out(timeout_s)
        refused = self._driver.write_fault(error)  # deferred constraints fail at the commit
        if refused is not None and changes:
            last = len(changes) - 1
            return fault.refused_write(self._directed(refused, changes[last]), changes[last].table, last)
        return self._driver.translate(error) or error


def _all_broken(change: Change, index: int) -> InvalidInput | None:
    """All that is wrong with a new row, of which the database names but the first thing."""
    if change.verb != "insert" or change.insist is None:
        return None
    row = {**dict.fromkeys(_stored(change.table)), **change.values}
    try:
        change.insist({**row, **(change.derive(row) if change.derive is not None else {})})
    except InvalidInput as broken:
        broken.extra = {**broken.extra, "index": index}
        return broken
    return None


def _with_links(table: Table, row: dict[str, object]) -> dict[str, object]:
    """A new row, which has the links it needs; of a row that is there, the database looks after its last one."""
    bare = [c for c in table.columns if c.links is not None and not c.nullable and row[c.name] is None]
    if bare:
        raise fault.needs_links(bare)
    return row


def _stored(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.type is not DataType.BINARY)


def _version(table: Table, row: Mapping[str, object]) -> str:
    return row_version({name: value for name, value in row.items() if table.by_name[name].is_stored})


def _missing() -> NotFound:
    return NotFound("There is no such row.", code="row.missing")
