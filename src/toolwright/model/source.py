"""Data sources: a configured connection of some kind of connector."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from toolwright.model.base import Model, Name


class DataSource(Model):
    """A configured connector. `settings` is checked against the connector's own settings schema.

    Secret settings are not here: the vault keeps them under (workspace, source, field) and the definition shows
    `{secret: true}` in their place.
    """

    title: str
    kind: Name
    settings: dict[str, Any] = Field(default_factory=dict)  # Any: the connector's schema types it
    read_only: bool = Field(False, description="Refuse every write, whatever roles allow.")
    timeout_s: float | None = Field(None, gt=0, description="Longest time of a request; the default is the server's.")
    max_connections: int | None = Field(None, ge=1, le=100)
    leave_out: tuple[str, ...] = Field((), description="Tables nobody needs here, as the database names them.")
    description: str | None = None
