"""Fixtures of the data-source contracts."""

from __future__ import annotations

from tests.contracts.datasources.target import target

__all__ = ["target"]
