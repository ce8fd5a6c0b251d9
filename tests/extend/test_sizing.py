"""Settings that say they are a size."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolwright.extend.sizing import faults_of_sizes, sized
from toolwright.model.base import Model


class Right(Model):
    lies: Literal["flat", "upright"] = "flat"
    wide: Literal["half", "all"] = Field("half", json_schema_extra=sized("width", pixels={"half": 300, "all": None}))
    lines: int = Field(3, ge=1, le=9, json_schema_extra=sized("height", each=20, where={"lies": ("flat",)}))
    columns: Literal[1, 2] = Field(1, json_schema_extra=sized("columns"))
    other: int = 3


class Wrong(Model):
    lies: Literal["flat", "upright"] = "flat"
    high: Literal["low", "high"] = Field("low", json_schema_extra=sized("height", pixels={"low": 30}))
    lines: int = Field(3, ge=1, json_schema_extra=sized("height", each=20, where={"lies": ("round",)}))
    columns: Literal["one", "two"] = Field("one", json_schema_extra=sized("columns"))
    odd: int = Field(3, ge=1, le=3, json_schema_extra={"x-size": {"of": "weight", "each": 1}})


def test_what_agrees_with_its_values_has_no_fault() -> None:
    assert faults_of_sizes(Right.model_json_schema()) == []


def test_each_fault_is_named() -> None:
    assert faults_of_sizes(Wrong.model_json_schema()) == [
        "high: `pixels` has one size for each choice",
        "lines: `where`: lies is never round",
        "lines: `each` is for whole numbers between two ends",
        "columns: columns are whole numbers between two ends",
        "odd: `of` is one of columns, gap, height, width",
    ]
