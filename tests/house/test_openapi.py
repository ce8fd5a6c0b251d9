"""The studio's copy of the API's schemas says what the server says now."""

from __future__ import annotations

from scripts.export_openapi import TARGET, document


def test_the_copy_is_fresh() -> None:
    written = TARGET.read_text(encoding="utf-8")
    assert written == document(), "run scripts/export_openapi.py, then `npm run types` in studio/, and commit both"
