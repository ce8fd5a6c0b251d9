"""Fields that may hold an expression, and secrets."""

from __future__ import annotations

from enum import StrEnum

import pytest
from pydantic import ValidationError

from toolwright.model.base import Expr, Model, Secret, SecretText
from toolwright.model.table import Column, DataType, Table


class Tone(StrEnum):
    RED = "red"


class Props(Model):
    label: Expr[str] = ""
    flag: Expr[bool] = False
    tone: Expr[Tone | None] = None
    names: Expr[list[str]] = []  # noqa: RUF012  # pydantic copies defaults


@pytest.mark.parametrize("field", ["label", "flag", "tone", "names"])
def test_any_such_field_takes_an_expression(field: str) -> None:
    props = Props.model_validate({field: "{{ row.x }}"})
    assert getattr(props, field) == "{{ row.x }}"
    assert props.model_dump(mode="json", exclude_defaults=True) == {field: "{{ row.x }}"}


def test_without_braces_the_type_itself_is_asked_for() -> None:
    props = Props.model_validate({"label": "A", "flag": True, "tone": "red", "names": ["a"]})
    assert props.tone is Tone.RED
    assert props.model_dump(mode="json") == {"label": "A", "flag": True, "tone": "red", "names": ["a"]}
    for wrong in ({"flag": "maybe"}, {"tone": "pink"}, {"names": "a"}, {"label": 3}):
        with pytest.raises(ValidationError):
            Props.model_validate(wrong)


def test_the_schema_names_the_type_and_says_that_expressions_are_welcome() -> None:
    flag = Props.model_json_schema()["properties"]["flag"]
    assert flag["anyOf"] == [{"type": "boolean"}, {"type": "string", "pattern": r"\{\{"}]
    assert flag["x-expression"] is True


def test_text_of_its_own_is_told_from_bound_text() -> None:
    class Keyed(Model):
        row_id: Expr[str | int]

    assert [Keyed(row_id=value).row_id for value in ("7,de", 7, "{{ row.id }}")] == ["7,de", 7, "{{ row.id }}"]


def test_a_secret_never_shows_itself() -> None:
    class Settings(Model):
        password: Secret

    settings = Settings.model_validate({"password": "hunter2"})
    assert isinstance(settings.password, SecretText)
    assert "hunter2" not in repr(settings)
    assert Settings.model_json_schema()["properties"]["password"]["x-secret"] is True


def test_a_copy_forgets_what_was_worked_out_from_old_values() -> None:
    table = Table(columns=(Column(name="a", type=DataType.TEXT),))
    assert list(table.by_name) == ["a"]
    copy = table.model_copy(update={"columns": (Column(name="b", type=DataType.TEXT),)})
    assert list(copy.by_name) == ["b"]
