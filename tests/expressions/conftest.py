"""Shared pieces of the expression tests."""

from collections.abc import Callable, Mapping

import pytest

from toolwright import expressions as ex


@pytest.fixture
def evaluate() -> Callable[..., object]:
    def run(source: str, context: Mapping[str, object] | None = None) -> object:
        return ex.compile_expression(ex.parse(source)).evaluate(context or {})

    return run
