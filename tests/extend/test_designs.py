"""What is wrong with an internal table is said when it is saved, at its line, with what would be right."""

from __future__ import annotations

import pytest

from toolwright.errors import FieldError, InvalidDefinition
from toolwright.extend.checking import load_workspace
from toolwright.extend.kinds import installed_kinds

HEAD = "title: Bookings\ncolumns:\n  - {name: room, kind: text}\n"


def wrong(*lines: str) -> FieldError:
    text = HEAD + "".join(f"{line}\n" for line in lines)
    with pytest.raises(InvalidDefinition) as refused:
        load_workspace("shop", {"workspace.yaml": "title: Shop\n", "tables/bookings.yaml": text}, installed_kinds())
    assert len(refused.value.errors) == 1, refused.value.errors
    return refused.value.errors[0]


@pytest.mark.parametrize(
    ("column", "code", "said", "hint"),
    [
        ("{name: a, kind: emial}", "column.unknown_kind", "no column of kind 'emial'", "email"),
        ("{name: a, kind: text, settings: {max_lenght: 5}}", "definition.unknown_key", "max_lenght", "max_length"),
        ("{name: a, kind: text, settings: {max_length: long}}", "definition.invalid", "max_length", None),
        ("{name: a, kind: text, settings: {pattern: '(?=a)b'}}", "column.bad_settings", "pattern cannot", None),
        ("{name: a, kind: text, settings: {min_length: 9, max_length: 5}}", "column.bad_settings", "more than", None),
        ("{name: a, kind: currency, settings: {code: EUX}}", "column.bad_settings", "no currency 'EUX'", None),
        ("{name: a, kind: select}", "definition.missing_key", "options", None),
        ("{name: a, kind: select, settings: {options: [x, x]}}", "column.bad_settings", "there twice", None),
        ("{name: a, kind: auto_number, settings: {pattern: TCK}}", "column.bad_settings", "needs the number", None),
        ("{name: a, kind: relation, settings: {to: bokings}}", "reference.table", "no table 'bokings'", "bookings"),
        ("{name: a, kind: integer, default: many}", "column.bad_default", "whole number", None),
        ("{name: a, kind: email, default: nobody}", "column.bad_default", "e-mail address", None),
        ("{name: a, kind: user, default: '{{ user.emial }}'}", "expression.unknown_field", "emial", "email"),
        ("{name: a, kind: created_at, default: '2026-01-01'}", "column.default_read_only", "Nobody writes", None),
        ("{name: id, kind: text}", "column.name_taken", "of its own", None),
        ("{name: a, kind: text, cell: {format: starz}}", "reference.format", "starz", None),
        ("{name: a, kind: text, control: {kind: text_feild}}", "reference.component", "text_feild", "text_field"),
    ],
)
def test_a_wrong_column_is_refused_at_its_line(column: str, code: str, said: str, hint: str | None) -> None:
    error = wrong(f"  - {column}")
    assert error.where is not None
    assert (error.where.file, error.where.line) == ("tables/bookings.yaml", 4)
    assert error.code == code
    assert said in error.message
    assert hint is None or hint in (error.hint or "")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["checks:", "  - {rule: roon == 'A', message: Wrong room.}"], "expression.unknown_name"),
        (["checks:", "  - {rule: room == 'A', message: Wrong room., field: roon}"], "reference.column"),
        (["checks:", "  - {rule: today() > date('2026-01-01'), message: Wrong.}"], "check.changes_by_itself"),
        (["unique:", "  - [roon]"], "reference.column"),
    ],
)
def test_a_wrong_rule_is_refused_at_its_line(lines: list[str], code: str) -> None:
    error = wrong(*lines)
    assert error.code == code
    assert error.where is not None
    assert error.where.line == 5


def test_what_cannot_be_compared_cannot_be_unique() -> None:
    assert wrong("  - {name: a, kind: json}", "unique:", "  - [a]").code == "table.not_unique"
