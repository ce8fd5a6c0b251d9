"""Trying a file for a table that is not there yet: which of its rows the columns would not take."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from toolwright.commands.import_rows import (
    MAX_PROBLEMS,
    ImportReport,
    ImportRequest,
    Problem,
    unfit_report,
)
from toolwright.commands.preview_file import ImportPreview, preview_of
from toolwright.commands.services import Services
from toolwright.errors import FieldError, InvalidInput, phrase
from toolwright.exchange.intake import Intake, Progress, intake, sample_of
from toolwright.exchange.mapping import Matched
from toolwright.exchange.opening import open_file
from toolwright.exchange.threads import in_thread
from toolwright.extend.coerce import Manner
from toolwright.extend.column import DesignedColumn
from toolwright.extend.design import designed_column, designed_table
from toolwright.model.files import TABLE
from toolwright.model.reading import read_model
from toolwright.model.table import Table
from toolwright.model.yaml_form import dump_data, load_yaml
from toolwright.policy.actor import Actor
from toolwright.rows.columnwise import typed
from toolwright.rows.person import zone_of


async def try_table(
    services: Services,
    actor: Actor,
    request: ImportRequest,
    path: Path,
    definition: Mapping[str, object],
    progress: Progress,
) -> ImportReport:
    """What importing the file into this new table would come to. Nothing is made and nothing stored.

    Each row is judged by itself, value by value.
    """
    reader = await in_thread(open_file, path, request.options)
    try:
        sample = await in_thread(sample_of, reader)
        try:
            table, designs = _designed(services, request.table, definition)
        except InvalidInput as fault:
            return unfit_report(Matched({}, {}, {}), fault, preview_of(reader, sample))
        columns: dict[str, str | None] = {
            **dict.fromkeys(reader.headers),
            **_meant(request, reader.headers, definition),
        }
        writable = frozenset(designs)
        taken = intake(reader, sample, table, writable, designs, request.options, (), columns)
        trial = _Trial(taken, table, designs, Manner(zone_of(actor.time_zone)), reader.is_text)
        while await in_thread(trial.goes_on):
            progress(taken.read, reader.done_bytes)
        return trial.report(preview_of(reader, sample))
    finally:
        reader.close()


def _meant(request: ImportRequest, headers: tuple[str, ...], definition: Mapping[str, object]) -> dict[str, str | None]:
    """The column made for each header that has one: in the order of the file."""
    columns = definition["columns"]
    assert isinstance(columns, list)  # noqa: S101  # as `table_of` makes it
    kept = [header for header in headers if request.columns.get(header, header) is not None]
    return {header: column["name"] for header, column in zip(kept, columns, strict=True)}


def _designed(
    services: Services, ref: str, definition: Mapping[str, object]
) -> tuple[Table, Mapping[str, DesignedColumn]]:
    wrong: list[FieldError] = []

    def problem(path: tuple[str | int, ...], message: str, code: str, hint: str | None) -> None:
        wrong.append(FieldError(".".join(map(str, path)), message, code, hint))

    loaded = load_yaml(dump_data(definition), TABLE.path_for(ref))
    written = read_model(Table, loaded.data, loaded)
    if isinstance(written, list):
        raise InvalidInput("The table cannot be made so.", code="import.bad_table", errors=tuple(written))
    names = [column.name for column in written.columns]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problem(
            (name,),
            phrase("Two columns are called '{name}'.", name=name),
            "import.twice",
            "Give one of them another name.",
        )
    if not names:
        problem((), "No column of the file is taken.", "import.no_columns", "Take at least one.")
    table = designed_table(ref, written, services.kinds, problem)
    if wrong:
        raise InvalidInput("The table cannot be made so.", code="import.bad_table", errors=tuple(wrong))
    made = ((column.name, designed_column(column, services.kinds.columns)) for column in table.columns)
    return table, {name: design for name, design in made if design is not None}


class _Trial:
    """The rows of a file, read as values of the columns."""

    def __init__(
        self, taken: Intake, table: Table, designs: Mapping[str, DesignedColumn], manner: Manner, is_text: bool
    ) -> None:
        self._taken, self._table, self._designs = taken, table, designs
        self._manner, self._is_text = manner, is_text
        self._problems: list[Problem] = []
        self._rejected = 0

    def goes_on(self) -> bool:
        """Read the next rows; False when there were none left."""
        cells = self._taken.next()
        if cells is None:
            return False
        block = self._taken.block
        for bad in block.bad:
            self._note(bad.line, (bad.error,))
        wrong: dict[int, list[FieldError]] = {}
        for name, given in zip(self._taken.columns, cells, strict=False):  # none at all of a block without good rows
            column = self._table.by_name[name]
            _, refused = typed(column, self._designs.get(name), given, self._manner, is_text=self._is_text)
            for place, why in refused:
                wrong.setdefault(place, []).append(FieldError(name, why.message, why.code))
        for place, errors in sorted(wrong.items()):
            self._note(block.lines[place], tuple(errors))
        return True

    def _note(self, line: int, errors: tuple[FieldError, ...]) -> None:
        self._rejected += 1
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.extend(Problem(line, error.field, error.message, error.code) for error in errors)

    def report(self, preview: ImportPreview) -> ImportReport:
        """What it would come to."""
        read, matched = self._taken.read, self._taken.matched
        return ImportReport(
            read=read,
            inserted=read - self._rejected,
            updated=0,
            rejected=self._rejected,
            problems=sorted(self._problems, key=lambda one: one.line),
            columns=matched.columns,
            left_out=matched.left_out,
            unknown=matched.unknown,
            is_stored=False,
            preview=preview,
        )
