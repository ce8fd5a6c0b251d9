"""What pydantic says is wrong: in its own words in English, and in others by its forms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import AfterValidator, AnyUrl, Field, TypeAdapter, ValidationError

from toolwright.errors import phrase
from toolwright.extend.translation import say_everything
from toolwright.model.validation import lowered, own, sentence, told


def refuse(value: str) -> str:
    raise ValueError(phrase("a {what} is there twice", what=phrase("parameter")))


CASES = [
    (Literal["a", "b", "c"], "x", "Der Wert muss 'a', 'b' oder 'c' sein"),
    (int, "x", "Der Wert muss eine ganze Zahl sein"),
    (Annotated[int, Field(ge=3)], 1, "Der Wert muss mindestens 3 sein"),
    (bool, "x", "Der Wert muss `true` oder `false` sein"),
    (Annotated[str, Field(min_length=1)], "", "Der Text braucht mindestens 1 Zeichen"),
    (Annotated[str, Field(max_length=2)], "abc", "Der Text darf höchstens 2 Zeichen haben"),
    (Annotated[list[int], Field(min_length=1)], [], "Liste: mindestens 1 Eintrag, nicht 0"),
    (Annotated[list[int], Field(max_length=2)], [1, 2, 3], "Liste: höchstens 2 Einträge, nicht 3"),
    (date, "x", "Der Wert muss ein Datum, mit oder ohne Uhrzeit (zu kurz) sein"),
    (datetime, [], "Der Wert muss ein Datum mit Uhrzeit sein"),
    (Annotated[str, Field(pattern="^a")], "x", "Der Text muss zu diesem Muster passen: ^a"),
    (dict[str, int], 1, "Der Wert muss ein Objekt mit Schlüsseln und Werten sein"),
    (Annotated[str, AfterValidator(refuse)], "x", "Parameter: Ein Name kommt zweimal vor"),
    (UUID, 1.5, "Die UUID muss Text sein"),
    (AnyUrl, "x", "Der Wert muss eine Adresse (URL; sie beginnt mit keinem Schema) sein"),
]


@pytest.mark.parametrize(("kind", "value", "german"), CASES)
def test_a_mistake_is_said_in_pydantics_words_and_in_german(kind: object, value: object, german: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    error = caught.value.errors()[0]
    assert told(error) == error["msg"]
    assert say_everything("de").of(told(error)) == german


def test_what_a_check_says_becomes_a_sentence_or_goes_on_after_a_colon() -> None:
    assert sentence(phrase("a {what} is there twice", what="column")) == "A column is there twice."
    assert sentence(phrase("The first day is after the last.")) == "The first day is after the last."
    said = phrase("{field_type} should have at least {min_length} items", field_type=phrase("List"), min_length=2)
    assert lowered(said) == "list should have at least 2 items"
    assert own(phrase("Value error, {error}", error=phrase("a role is inherited twice"))) == "a role is inherited twice"
