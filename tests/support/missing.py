"""What a test needs and does not find: a visible skip on a developer's machine, a failure where `CI` is set."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """End the test for want of a real part."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
