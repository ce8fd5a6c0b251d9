"""Fields that hold a key of several columns: each column gets its value, and fields must agree."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from toolwright.model.table import Column, DataType
from toolwright.render.plan import FieldPlan, FormPlan
from toolwright.render.posted import FormValues, Posted, read_form

TENANT, CODE = Column(name="tenant", type=DataType.INTEGER), Column(name="code", type=DataType.TEXT)
PLAN = FormPlan(
    "form",
    {
        "order": FieldPlan("order", "text", columns=(TENANT, CODE)),
        "tenant": FieldPlan("tenant", "integer", TENANT),
        "must": FieldPlan("must", "text", columns=(CODE,), required=True),
    },
)


def read(**fields: str) -> FormValues:
    return read_form(PLAN, Posted("save", {name: [text] for name, text in fields.items()}), ZoneInfo("UTC"))


def test_each_column_gets_its_value() -> None:
    assert read(order="7,A~s1~c2").values == {"tenant": 7, "code": "A/1,2"}
    assert read(order="7,~e").values == {"tenant": 7, "code": ""}


def test_nothing_chosen_empties_what_no_other_field_says() -> None:
    assert read(order="").values == {"tenant": None, "code": None}
    assert read(order="", tenant="7").values == {"tenant": 7, "code": None}
    assert read(must="").errors == {"must": "This is needed."}


def test_fields_must_agree() -> None:
    assert read(order="7,a", tenant="7").values == {"tenant": 7, "code": "a"}
    assert read(order="7,a", tenant="").values == {"tenant": 7, "code": "a"}
    wrong = read(order="7,a", tenant="8")
    assert "go together" in str(wrong.errors["order"])
    assert wrong.typed == {"tenant": "8", "code": "a"}


@pytest.mark.parametrize("text", ["7", "x,a", "7,a,b", ",a", "7,~x"])
def test_what_is_no_key_is_refused(text: str) -> None:
    assert set(read(order=text).errors) == {"order"}
    assert read(order=text).values == {}


def test_errors_of_a_column_belong_to_the_field_that_holds_it() -> None:
    assert PLAN.field_of("tenant") == "tenant"
    assert PLAN.field_of("code") == "order"
    assert PLAN.field_of("other") is None
