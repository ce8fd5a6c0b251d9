"""Rows met in their order, for filters that many of them satisfy."""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence

from toolwright.extend.datasource import Limits, SelectQuery
from toolwright.extend.sql.driver import Driver, Row
from toolwright.extend.sql.statement import Prepared, Statements

_FOR_S = 60.0
_MOST = 1000


class InOrder:
    """Tries the other way to the page of a statement that is slow.

    By an index that serves the filter alone, all rows that satisfy it are found and sorted for one page. Where they are
    many, a page is met sooner among the rows in order; where they are few, that would be a look at every row. So it is
    tried for a moment, and deep pages go the way that was quick for the first one.
    """

    def __init__(self, driver: Driver, statements: Statements) -> None:
        self._driver = driver
        self._statements = statements
        self._quick: dict[Hashable, float] = {}
        """Queries that were quick this way, and until when that is taken so."""

    def tried(self, query: SelectQuery, slow: Prepared, limits: Limits) -> tuple[Prepared, Sequence[Row] | None]:
        """The statement to ask a session, which is the slow one or the other, and the rows if these came at once."""
        is_page = query.limit is not None and query.limit <= limits.max_rows and bool(query.order)
        if not (self._driver.dialect.meets_in_order and is_page) or query.filter is None or query.search is not None:
            return slow, None
        met, now = self._statements.select(query, query.limit, met=True), time.monotonic()
        key = (id(query.table), query.filter, query.order, query.backward)
        raw = self._driver.fetch_now(met.plan.statement.sql, met.values)
        if raw is not None:
            if len(self._quick) >= _MOST:
                self._quick.clear()
            self._quick[key] = now + _FOR_S
        return (met if self._quick.get(key, 0.0) > now else slow), raw
