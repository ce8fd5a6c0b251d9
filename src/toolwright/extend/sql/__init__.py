"""The shared core of SQL connectors: statements built with SQLAlchemy Core, run on the raw driver.

Owns the translation of `SelectQuery`, `AggregateQuery` and `Change` into statements (compiled once per shape and kept),
the pool, the limits, and what all SQL sources say when something fails. Refuses to know any database by name: what
differs sits in a `Dialect` (how things are said) and a `Driver` (how they are sent), which a connector provides.
Read `dialect.py` and `driver.py` first, then `statement.py` and `link.py`.
"""
