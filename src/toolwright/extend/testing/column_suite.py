"""The contract every column kind keeps. Plugin authors run the same suite:

    from toolwright.extend.testing.column_suite import ColumnSuite

    class TestChassis(ColumnSuite):
        kind = "chassis_number"

The suite finds the kind through its entry point, so the plugin has to be installed.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import pytest
import yaml
from pydantic import ValidationError

from toolwright.extend.coerce import Manner, coerce
from toolwright.extend.column import ColumnFacts, ColumnKind, DesignedColumn, Refused
from toolwright.extend.design import designed_table
from toolwright.extend.format import Format
from toolwright.extend.icon import has_icon
from toolwright.extend.kinds import installed_kinds
from toolwright.extend.starting import start_of_column
from toolwright.model.table import Column, DataType, Table

GROUPS = frozenset({"text", "number", "time", "choice", "people", "relation", "file", "computed", "system"})
_SENTENCE = re.compile(r"[A-Z].*[.:].*", re.DOTALL)
_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


class ColumnSuite:
    """Subclass it with the kind."""

    kind: ClassVar[str]

    @pytest.fixture
    def column_kind(self) -> ColumnKind[Any]:  # Any: whatever settings the kind has
        """The kind, loaded as the product loads it."""
        return installed_kinds().columns.get(self.kind)

    @pytest.fixture
    def design(self, column_kind: ColumnKind[Any]) -> DesignedColumn:
        """A typical column of the kind, worked out."""
        name = "id" if self.kind == "row_id" else "subject_id"
        written = Column(name=name, kind=self.kind, settings=dict(column_kind.example))
        wrong: list[object] = []
        table = designed_table("things", Table(columns=(written,)), installed_kinds(), lambda *said: wrong.append(said))
        assert not wrong
        return DesignedColumn(
            table.by_name[name], column_kind, column_kind.Settings.model_validate(column_kind.example)
        )

    def test_facts_agree_with_the_manifest(self, column_kind: ColumnKind[Any]) -> None:
        """Kind, title, group and icon are said twice and alike."""
        manifest = installed_kinds().columns.manifest(self.kind)
        assert column_kind.kind == self.kind
        said = (column_kind.title, column_kind.group, column_kind.icon)
        assert (manifest.title, manifest.group, manifest.icon) == said
        assert column_kind.group in GROUPS
        assert has_icon(column_kind.icon)
        assert manifest.summary

    def test_settings_survive_and_explain_themselves(self, column_kind: ColumnKind[Any]) -> None:
        """Settings round-trip through JSON, each says what it is, and unknown ones are refused."""
        settings = column_kind.Settings.model_validate(column_kind.example)
        assert column_kind.Settings.model_validate_json(settings.model_dump_json()) == settings
        for name, field in column_kind.Settings.model_fields.items():
            assert field.description, f"{self.kind}.{name} says nothing about itself"
        with pytest.raises(ValidationError):
            column_kind.Settings.model_validate({**column_kind.example, "no_such_setting": 1})

    def test_a_new_column_begins_valid(self, column_kind: ColumnKind[Any]) -> None:
        """What an editor begins with fits the settings, once it has put in the names that only the table knows."""
        start = start_of_column(column_kind).get("settings", {})
        assert isinstance(start, dict)
        named = {name: value for name, value in start.items() if not str(value).startswith("$")}
        examples = {name: column_kind.example[name] for name in start.keys() - named.keys()}
        column_kind.Settings.model_validate({**named, **examples})

    def test_facts_fit_the_type(self, design: DesignedColumn) -> None:
        """Limits belong to the type they limit, and what nobody writes is read-only."""
        facts = design.kind.facts(design.column, design.settings)
        assert isinstance(facts, ColumnFacts)
        if facts.lookup is None and facts.rollup is None:
            assert facts.type is not DataType.OTHER, "a column needs a type that can be stored"
        assert facts.max_length is None or facts.type is DataType.TEXT
        assert (facts.precision is None and facts.scale is None) or facts.type is DataType.DECIMAL
        assert not (facts.zoned or facts.wall_clock) or facts.type is DataType.DATETIME
        assert not (facts.zoned and facts.wall_clock)
        assert not facts.long or facts.type is DataType.TEXT
        computed = any((facts.formula, facts.stamp, facts.lookup, facts.rollup)) or facts.read_only
        assert design.column.read_only == computed
        assert computed or design.kind.samples, "a kind that people write shows what it accepts"
        assert computed or design.kind.refused, "a kind that people write shows what it refuses"

    def test_limits_are_met_by_samples(self, design: DesignedColumn) -> None:
        """What the database insists on admits what the kind accepts."""
        limits = design.kind.limits(design.settings)
        for sample in design.kind.samples:
            value = self.stored(design, sample)
            if limits is not None and isinstance(value, int | float):
                assert limits.minimum is None or value >= limits.minimum
                assert limits.maximum is None or value <= limits.maximum

    def test_samples_are_accepted_once_and_for_all(self, design: DesignedColumn) -> None:
        """What was accepted is accepted again, unchanged."""
        for sample in design.kind.samples:
            value = self.stored(design, sample)
            assert value is not None, sample
            assert self.stored(design, value) == value, sample

    def test_what_is_refused_is_said_in_a_sentence(self, design: DesignedColumn) -> None:
        """Refused values are refused, with a sentence for whoever gave them."""
        for wrong in design.kind.refused:
            with pytest.raises(Refused) as refused:
                self.stored(design, wrong)
            assert _SENTENCE.fullmatch(refused.value.message), refused.value.message

    def test_text_comes_back(self, design: DesignedColumn) -> None:
        """Exported text is read as the value it came from."""
        for sample in design.kind.samples:
            value = self.stored(design, sample)
            text = design.show_text(value)
            given = text if text is not None else str(value)
            again = self.stored(design, design.read_text(given))
            assert again == value, (sample, given)

    def test_settings_choose_known_controls(self, design: DesignedColumn) -> None:
        """Cell and field name things that exist, with settings those take."""
        cell, control = design.kind.cell(design.settings), design.kind.field(design.settings)
        assert cell is None or cell.format in set(Format) - {Format.AUTO}
        if control is not None:
            props = installed_kinds().components.get(control.kind).Props
            props.model_validate({"name": "subject_id", **control.settings})

    def test_readme_shows_a_design_that_loads(self) -> None:
        """The README says what the kind is for, and its YAML is a list of columns."""
        kinds = installed_kinds()
        readme = (kinds.columns.folder(self.kind) / "README.md").read_text(encoding="utf-8")
        examples = [written for block in _FENCE.findall(readme) for written in yaml.safe_load(block)]
        assert any(written["kind"] == self.kind for written in examples)
        columns = tuple(Column.model_validate(written) for written in examples)
        wrong: list[object] = []
        table = designed_table("things", Table(columns=columns), kinds, lambda *said: wrong.append(said))
        assert not wrong
        assert {written["name"] for written in examples} <= set(table.by_name)
        assert len(readme.split()) >= 25

    def stored(self, design: DesignedColumn, value: object) -> object:
        """The value as the data plane stores it."""
        return design.accept(coerce(design.column, value, Manner()))
