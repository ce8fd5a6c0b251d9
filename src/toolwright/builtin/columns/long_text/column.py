"""Text over several lines."""

from __future__ import annotations

from typing import Literal

import nh3
from pydantic import Field

from toolwright.errors import phrase
from toolwright.extend.column import ColumnFacts, ColumnKind, Refused, ValueLimits
from toolwright.extend.text_form import TextForm, check_form, form_limits, in_form
from toolwright.model.table import Cell, Column, DataType

_CELLS = {"markdown": Cell(format="markdown"), "rich": Cell(format="rich")}


class LongTextSettings(TextForm):
    """What it is and how long."""

    format: Literal["plain", "markdown", "rich"] = Field(
        "plain", description="Plain text, Markdown, or rich text, which is kept as cleaned HTML."
    )
    max_length: int = Field(20_000, ge=1, le=100_000, description="The most characters it may have.")


class LongText(ColumnKind[LongTextSettings]):
    """See the module."""

    kind, title, group, icon = "long_text", "Long text", "text", "align-left"
    Settings = LongTextSettings
    type = DataType.TEXT
    can_be_unique = False
    samples = ("One line", "Two\nlines, Ünïcødé 🍕", "# Title\n\n- <b>a</b>\n- b")
    refused = ("x" * 20_001, 12, ["list"])

    def facts(self, column: Column, settings: LongTextSettings) -> ColumnFacts:
        """Long text."""
        check_form(settings)
        return ColumnFacts(type=DataType.TEXT, max_length=settings.max_length, long=True)

    def limits(self, settings: LongTextSettings) -> ValueLimits | None:
        """The fewest characters."""
        return form_limits(settings)

    def accept(self, value: object, settings: LongTextSettings) -> object:
        """The text; rich text without what could run."""
        text = str(value)
        if settings.format == "rich":
            text = nh3.clean(text)
            if len(text) > settings.max_length:
                raise Refused(
                    phrase("Must have at most {max_length} characters.", max_length=f"{settings.max_length:,}"),
                    "too_long",
                )
        return in_form(text, settings)

    def cell(self, settings: LongTextSettings) -> Cell | None:
        """As what it is."""
        return _CELLS.get(settings.format)
