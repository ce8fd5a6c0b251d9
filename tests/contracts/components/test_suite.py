"""Every installed component passes the suite that plugin authors run."""

from __future__ import annotations

import pytest

from toolwright.extend.kinds import installed_kinds
from toolwright.extend.testing.component_suite import ComponentSuite
from toolwright.render.example import example_html


class Suite(ComponentSuite):
    __test__ = False
    html_of = staticmethod(example_html)


@pytest.mark.parametrize("kind", sorted(installed_kinds().components))
class TestEveryComponent(Suite):
    __test__ = True

    @pytest.fixture(autouse=True)
    def _kind(self, kind):
        self.kind = kind
