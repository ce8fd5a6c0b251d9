"""Spreadsheets are zip archives: what one unpacks to is known before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from toolwright.errors import phrase
from toolwright.exchange.contract import malformed, too_much

MAX_UNPACKED = 4_000_000_000
MAX_WHOLE = 500_000_000
"""Parts that readers keep in memory as a whole."""
MAX_PARTS = 10_000
_SUSPICIOUS_RATIO = 500
_WHOLE = ("sharedStrings.xml", "styles.xml")


def check_archive(path: Path) -> None:
    """Raise InvalidInput for what is no archive, LimitReached for one that would unpack to more than anybody meant.

    The sizes an archive announces hold: nothing more than announced is ever unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise malformed("The file is not a readable spreadsheet.", hint="Save it again, or as CSV.") from wrong
    if any(part.flag_bits & 1 for part in parts):
        raise malformed("The spreadsheet is protected by a password.", hint="Save it without one.")
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    whole = sum(part.file_size for part in parts if part.filename.endswith(_WHOLE))
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED or whole > MAX_WHOLE:
        raise too_much(phrase("The spreadsheet unpacks to {total} bytes.", total=f"{total:,}"), "Save it as CSV.")
    if total > 100_000_000 and total / packed > _SUSPICIOUS_RATIO:
        raise too_much("The spreadsheet is packed so tightly that it looks like an attack.", "Save it as CSV.")
