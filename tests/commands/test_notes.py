"""Notes in the history are said in the reader's language; what a person wrote stays."""

from __future__ import annotations

import pytest

from toolwright.commands.notes import FORMS, spoken_note
from toolwright.extend.translation import languages, say_everything

GERMAN = {
    "Changed role agent": "Rolle agent geändert",
    "Added screen desk/queue": "Seite desk/queue hinzugefügt",
    "Changed data source crm": "Datenquelle crm geändert",
    "Renamed query a to b": "Abfrage a in b umbenannt",
    "Restored table ticket as of version 3": "Tabelle ticket wie in Version 3 wiederhergestellt",
    "Generated from built-in tables": "Aus eingebauten Tabellen erzeugt",
    "Install template Service desk": "Aus der Vorlage Service desk angelegt",
    "Changed my mind about it": "Changed my mind about it",
    "The first version": "The first version",
}


@pytest.mark.parametrize("text", GERMAN)
def test_notes_in_german(text: str) -> None:
    note = spoken_note(text)
    assert note is None or note == text
    assert (text if note is None else say_everything("de").of(note)) == GERMAN[text]


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_form_is_said(language: str) -> None:
    assert set(FORMS) <= say_everything(language).texts.keys()
