"""Loading: many rows at once from a file, under the same rules as one row at a time, in one transaction of the source.

Values are made typed a column at a time. A row that is wrong, or that the actor may not write, is told to `refuse` with
its number and left out; whoever asked decides whether the others are stored.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Literal

from toolwright.errors import Denied, FieldError, InvalidInput, ToolwrightError, did_you_mean, phrase
from toolwright.expressions import Filter, parse
from toolwright.extend.column import DesignedColumn, Refused
from toolwright.extend.datasource import Cells, Link, Load, Loaded, Terms
from toolwright.extend.formula import formulas_of, reads
from toolwright.model.table import Column, Table
from toolwright.rows.attaching import vouched
from toolwright.rows.columnwise import is_looked_at, typed
from toolwright.rows.designed import derivation, designs_of, insistence, stamped, with_defaults
from toolwright.rows.event_bus import some_rows
from toolwright.rows.link_cells import Cell, LinkCells, linked_load, read_links
from toolwright.rows.request import Request
from toolwright.rows.restriction import restrict
from toolwright.rows.sight import EVERY_ROW
from toolwright.rows.values import refusal
from toolwright.rows.write import allowed, author_of, check_writable, judge_after, refused_row, without_hidden_columns

Mode = Literal["insert", "update", "upsert"]
Refuse = Callable[[int, ToolwrightError], None]
VIA = "import"
"""How changes of imports are called in the history of a table."""
_VERBS: Mapping[Mode, tuple[Literal["create", "update"], ...]] = {
    "insert": ("create",),
    "update": ("update",),
    "upsert": ("create", "update"),
}


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """Rows to be stored, before policy. `columns` name the cells of each row.

    `update` changes the rows whose columns `key` hold the same values, `upsert` inserts what is not there. `is_text`:
    the cells are what people or other programs wrote. `has_files`: cells of columns of files are tuples of
    `FileReference`, or what is wrong with them (`Refused`). `keep` False tries everything and stores nothing.
    """

    columns: tuple[str, ...]
    mode: Mode = "insert"
    key: tuple[str, ...] = ()
    is_text: bool = True
    has_files: bool = False
    keep: bool = True

    @property
    def verbs(self) -> tuple[Literal["create", "update"], ...]:
        """What the actor must be allowed to do."""
        return _VERBS[self.mode]


@dataclass(frozen=True, slots=True)
class Loadable:
    """What an actor can give a load: the table with the columns it knows, those it may write, and their kinds."""

    table: Table
    writable: frozenset[str]
    designs: Mapping[str, DesignedColumn]


def loadable(requests: Mapping[str, Request], *, has_files: bool = False) -> Loadable:
    """What these requests may write; columns of files when some come along.

    Raises InvalidInput when nobody can write to the table.
    """
    request = next(iter(requests.values()))
    _check_loadable(request)
    table = request.sight.table
    known: set[str] = set()
    sight, takes_files = request.sight, has_files and table.is_internal
    writable = frozenset(
        column.name
        for column in table.columns
        if (column.files is None or takes_files) and (column.links is None or sight.linked(column) is not None)
    )
    for verb, one in requests.items():
        access = one.sight.access
        known |= access.readable | access.writable
        writable &= access.writable_by(verb)
    columns = tuple(column for column in table.columns if column.name in known)
    return Loadable(table.model_copy(update={"columns": columns}), writable, designs_of(request))


async def load_rows(
    requests: Mapping[str, Request], asked: LoadRequest, batches: AsyncIterator[Cells], refuse: Refuse
) -> Loaded:
    """Store the rows of `batches`. `requests` holds the actor's request for each verb of the load.

    Raises InvalidInput when the columns do not fit the table, and whatever `batches` and `refuse` raise; then nothing
    is stored.
    """
    loading = _Loading(requests, asked, refuse)
    request = loading.request
    events, author = request.desk.events, author_of(request, VIA)
    place = request.workspace.name, request.sight.ref
    with events.announcing(*place, None if author is None else author.change):
        async with request.link as link, aclosing(loading.fitted(link, batches)) as rows:  # type: ignore[type-var]  # a generator
            done = await link.load(loading.load, rows, loading.refused, request.limits, author=author, keep=asked.keep)
    if asked.keep and (done.inserted or done.updated):
        events.publish(some_rows(*place))
    return done


def check_columns(requests: Mapping[str, Request], asked: LoadRequest) -> None:
    """Raise InvalidInput, with one error per column, unless a load may write these columns."""
    request = next(iter(requests.values()))
    _check_loadable(request)
    table = request.sight.table
    errors = [FieldError(name, "Given twice.", "import.twice") for name in _doubles(asked.columns)]
    for name in asked.columns:
        errors.extend(_column_error(requests, asked, name))
    for name in asked.key:
        if name not in asked.columns:
            errors.append(FieldError(name, "The file has no such column to find rows by.", "import.no_key"))
    if asked.mode != "insert" and not asked.key:
        errors.append(FieldError("key", "Say by which columns rows are found.", "import.no_key"))
    if asked.mode == "insert":
        writable = requests["create"].sight.access.writable_by("create")
        missing = [c for c in table.columns if c.required and c.name in writable and c.name not in asked.columns]
        errors.extend(FieldError(column.name, "A value is needed.", "required") for column in missing)
    if errors:
        raise refusal(errors)


def _check_loadable(request: Request) -> None:
    check_writable(request)
    if request.sight.table.view is not None:
        raise InvalidInput("Rows are imported into the table, not into a view of it.", code="table.read_only")


def _doubles(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _column_error(requests: Mapping[str, Request], asked: LoadRequest, name: str) -> list[FieldError]:
    is_key = asked.mode != "insert" and name in asked.key
    for verb, request in requests.items():
        sight = request.sight
        access = sight.access
        column = sight.table.by_name.get(name) if name in access.readable | access.writable else None
        if column is None:
            hint = did_you_mean(name, sorted(access.writable))
            return [FieldError(name, phrase("There is no column '{name}'.", name=name), "unknown_column", hint)]
        if column.links is not None and sight.linked(column) is None:
            return [FieldError(name, "You may not read the rows that this column refers to.", "denied")]
        if column.files is not None and not (asked.has_files and sight.table.is_internal):
            return [FieldError(name, "Files are imported from a ZIP archive that holds them with the rows.", "denied")]
        if is_key and (name not in access.usable or column.links is not None):
            return [FieldError(name, "Rows cannot be found by this column.", "denied")]
        if is_key and (verb == "update" or column.read_only):
            continue
        if name not in access.writable_by(verb):
            words = "This column is computed." if column.read_only else "You may not change this column."
            return [FieldError(name, words, "denied")]
    return []


@dataclass
class _Loading:
    """One load under way: what the source is asked, and which row of the file each row it gets is."""

    requests: Mapping[str, Request]
    asked: LoadRequest
    refuse: Refuse
    load: Load = field(init=False)
    _numbers: Sequence[int] = ()
    _sent: int = 0
    _judged: tuple[Filter, Mapping[str, object]] | None = None

    def __post_init__(self) -> None:
        check_columns(self.requests, self.asked)
        self.request = next(iter(self.requests.values()))
        self._table = self.request.sight.table
        insert = self._insert_terms() if "create" in self.requests else None
        update = self._update_terms() if "update" in self.requests else None
        self._ahead = self._computable() if insert is not None and update is None else ()
        if self._ahead and insert is not None:
            insert = replace(insert, derive=None)
        match = self.asked.key if update is not None else ()
        linking = [self._table.by_name[name] for name in self.asked.columns if self._table.by_name[name].links]
        self._links = {column.name: LinkCells(self.request, column) for column in linking}
        linked = tuple(linked_load(self.request, column, is_new=update is None) for column in linking)
        designs, by_name = designs_of(self.request), self._table.by_name
        known = frozenset(name for name in self.asked.columns if is_looked_at(by_name[name], designs.get(name)))
        self.load = Load(self._table, (*self.asked.columns, *self._ahead), insert, update, match, linked, known)

    async def fitted(self, link: Link, batches: AsyncIterator[Cells]) -> AsyncIterator[Cells]:
        """The rows that fit their columns, typed."""
        first = 0
        async with aclosing(batches) as stream:  # type: ignore[type-var]  # a generator
            async for given in stream:
                linked = {
                    name: await self._links[name].read(link, cells)
                    for name, cells in zip(self.asked.columns, given, strict=True)
                    if name in self._links
                }
                numbers, cells = self._fit(given, first, linked)
                first += len(given[0])
                if self._judged is not None:
                    numbers, cells = await self._allowed(numbers, cells)
                if numbers:
                    self._sent += len(self._numbers)
                    self._numbers = numbers
                    yield cells

    def refused(self, number: int, fault: ToolwrightError) -> None:
        """A row the source did not take, in words for this actor."""
        if isinstance(fault, Denied):
            fault = refused_row(self.request, "create" if "create" in self.requests else "update")
        else:
            fault = without_hidden_columns(fault, self.request)
        fault.extra = {name: value for name, value in fault.extra.items() if name not in ("index", "columns")}
        self.refuse(self._numbers[number - self._sent], fault)

    # --- values -------------------------------------------------------------------------------------------------------

    def _fit(self, given: Cells, first: int, linked: Mapping[str, list[Cell]]) -> tuple[Sequence[int], Cells]:
        designs = designs_of(self.request)
        cells: list[Sequence[object]] = []
        wrong: dict[int, list[FieldError]] = {}
        for name, raw in zip(self.asked.columns, given, strict=True):
            column = self._table.by_name[name]
            if name in linked:
                found, refused = read_links(linked[name])
            else:
                found, refused = self._typed(column, designs.get(name), raw)
            for place, why in refused:
                wrong.setdefault(place, []).append(FieldError(name, why.message, why.code))
            if self.asked.is_text and column.default is not None and not column.nullable and "" in found:
                found = [cell or None for cell in found]  # an empty cell asks for the default
            if not column.nullable and None in found:
                found = self._filled(name, found, wrong)
            cells.append(found)
        for place, errors in sorted(wrong.items()):
            self.refuse(first + place, refusal(errors))
        count = len(given[0])
        if not wrong:
            return range(first, first + count), self._with_formulas(cells)
        places = [place for place in range(count) if place not in wrong]
        kept = [[column[place] for place in places] for column in cells]
        return [first + place for place in places], self._with_formulas(kept)

    def _typed(
        self, column: Column, design: DesignedColumn | None, raw: Sequence[object]
    ) -> tuple[Sequence[object], list[tuple[int, Refused]]]:
        unattached: list[tuple[int, Refused]] = []
        given = raw if column.files is None else vouched(raw, unattached)
        found, refused = typed(column, design, given, self.request.manner, is_text=self.asked.is_text)
        return found, [*unattached, *refused]

    def _filled(self, name: str, cells: Sequence[object], wrong: dict[int, list[FieldError]]) -> Sequence[object]:
        """The cells of a column that must have values: an empty one takes the default of a new row, or is refused."""
        column = self._table.by_name[name]
        if name in self.asked.key or (self.asked.mode == "insert" and column.has_default and column.default is None):
            return cells  # the database fills it
        default = None
        if self.asked.mode == "insert" and column.default is not None:
            default = with_defaults(self.request, {})[name]
        if default is not None:
            return [default if cell is None else cell for cell in cells]
        for place, cell in enumerate(cells):
            if cell is None and all(error.field != name for error in wrong.get(place, ())):
                wrong.setdefault(place, []).append(FieldError(name, "A value is needed.", "required"))
        return cells

    def _computable(self) -> tuple[str, ...]:
        """The formulas that can be computed before the row is stored: all, or none."""
        formulas = formulas_of(self._table) if self._table.is_internal else None
        if formulas is None:
            return ()
        by_name = self._table.by_name
        computed = {name for name, _ in formulas.programs}
        known = {*self.asked.columns, *stamped(self.request, "create", with_defaults(self.request, {})), *computed}
        known |= {c.name for c in self._table.columns if c.nullable and not c.has_default and c.is_stored}
        needed = {read for name in computed for read in reads(parse(by_name[name].formula or ""))}
        return tuple(name for name, _ in formulas.programs) if needed <= known else ()

    def _with_formulas(self, cells: Cells) -> Cells:
        if not self._ahead:
            return cells
        derive = derivation(self.request)
        assert derive is not None  # noqa: S101  # there are formulas to compute ahead
        columns = self.asked.columns
        empty = dict.fromkeys(column.name for column in self._table.columns if column.is_stored)
        base = {**empty, **stamped(self.request, "create", with_defaults(self.request, {}))}
        derived = [derive({**base, **dict(zip(columns, row, strict=True))}) for row in zip(*cells, strict=True)]
        return [*cells, *([values[name] for values in derived] for name in self._ahead)]

    # --- rules --------------------------------------------------------------------------------------------------------

    def _insert_terms(self) -> Terms:
        request = self.requests["create"]
        by_name = self._table.by_name
        given = {name: True for name in self.asked.columns if not by_name[name].read_only}
        constant = stamped(request, "create", with_defaults(request, given))
        values = {name: value for name, value in constant.items() if name not in self.asked.columns}
        rule, restriction = allowed(request, "create", given)
        if restriction.is_judged:
            self._judged = (rule, values)
            restriction = restrict(request.sight, EVERY_ROW)
        bound = restriction.bind_for(request.user, request.given, request.limits)
        if bound.is_empty:
            raise refused_row(request, "create")
        every = dict.fromkeys(self._table.by_name)
        insist = insistence(request, "create", every)
        return Terms(values, None, bound.condition, bound.related, derivation(request), insist)

    def _update_terms(self) -> Terms:
        request = self.requests["update"]
        own = [name for name in self.asked.columns if name not in self.asked.key]
        values = stamped(request, "update", dict.fromkeys(own))
        _, restriction = allowed(request, "update", dict.fromkeys(own))
        if restriction.is_judged:
            raise InvalidInput(
                "Your roles' rules for this table can only be checked one row at a time.",
                code="import.rule_not_checkable",
                hint="Import new rows only, or have somebody import them whose roles have no such rule.",
            )
        bound = restriction.bind_for(request.user, request.given, request.limits)
        constant = {name: value for name, value in values.items() if name not in own}
        insist = insistence(request, "update", values)
        return Terms(constant, bound.condition, bound.condition, bound.related, derivation(request), insist)

    async def _allowed(self, numbers: Sequence[int], cells: Cells) -> tuple[Sequence[int], Cells]:
        """The rows for which a rule holds that only this process can evaluate."""
        assert self._judged is not None  # noqa: S101  # asked for then only
        rule, constant = self._judged
        places = []
        for place, row in enumerate(zip(*cells, strict=True)):
            try:
                values = {**dict(zip(self.load.columns, row, strict=True)), **constant}
                await judge_after(self.requests["create"], rule, values, complete=False)
            except Denied as refused:
                self.refuse(numbers[place], refused)
                continue
            places.append(place)
        return [numbers[place] for place in places], [[column[place] for place in places] for column in cells]
