"""Installations whose workspaces have internal tables."""

from __future__ import annotations

from tests.commands.conftest import services

__all__ = ["services"]
