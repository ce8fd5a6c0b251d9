"""Every installed column kind passes the suite that plugin authors run."""

from __future__ import annotations

import pytest

from toolwright.extend.kinds import installed_kinds
from toolwright.extend.testing.column_suite import ColumnSuite


@pytest.mark.parametrize("kind", sorted(installed_kinds().columns))
class TestEveryColumn(ColumnSuite):
    @pytest.fixture(autouse=True)
    def _kind(self, kind):
        self.kind = kind
