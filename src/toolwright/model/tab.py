"""Under which tab of the inspector a setting stands.

filter: RowExpression | None = Field(None, description="Which rows.", json_schema_extra=in_tab("data"))
"""

from __future__ import annotations

from typing import Any, Literal

TAB = "x-tab"
"""The key of a JSON Schema under which a setting, or a type of settings, says its tab."""

Tab = Literal["general", "data", "layout", "style", "visibility", "events", "access"]
"""General: what it says and does. Data: what it shows or gives, and within which limits. Layout: sizes and places.
Style: how it looks. Visibility: when it is shown. Events: what happens then. Access: to whom."""


def in_tab(tab: Tab) -> dict[str, Any]:  # Any: JSON
    """What to put into `json_schema_extra` of a setting, or of a type that many settings have."""
    return {TAB: tab}
