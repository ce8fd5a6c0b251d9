"""What every test may use. Real database servers: see `tests/peers`."""

from __future__ import annotations

pytest_plugins = ["tests.peers.fixture"]
