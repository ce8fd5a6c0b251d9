"""What a file holds, before anybody says what to do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from toolwright.exchange.contract import Reader, ReadOptions
from toolwright.exchange.infer import Guess
from toolwright.exchange.intake import Sample, sample_of
from toolwright.exchange.mapping import suggested_names
from toolwright.exchange.opening import open_file
from toolwright.exchange.threads import in_thread

PREVIEW_ROWS = 20


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file holds: its first rows by header, what its columns seem to be, names for new columns."""

    facts: Mapping[str, object]
    headers: tuple[str, ...]
    rows: Sequence[Mapping[str, object]]
    guesses: Mapping[str, Guess]
    names: Mapping[str, str]

    def to_wire(self) -> dict[str, object]:
        """The JSON form."""
        types = {header: asdict(guess) for header, guess in self.guesses.items()}
        return {
            "facts": self.facts,
            "headers": self.headers,
            "rows": self.rows,
            "types": types,
            "names": self.names,
        }


async def preview_file(path: Path, options: ReadOptions) -> ImportPreview:
    """What a file holds, without a table in mind."""
    reader = await in_thread(open_file, path, options)
    try:
        return preview_of(reader, await in_thread(sample_of, reader))
    finally:
        reader.close()


def preview_of(reader: Reader, sample: Sample) -> ImportPreview:
    """What an opened file holds."""
    facts = {**reader.facts, "unit": reader.unit, "format": reader.format}
    return ImportPreview(
        facts, reader.headers, sample.rows(PREVIEW_ROWS), sample.guesses, suggested_names(reader.headers)
    )
