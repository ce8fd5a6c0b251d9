"""PostgreSQL as a data source, through asyncpg.

Owns what is particular to PostgreSQL: catalogue queries, its types, its error codes. Read `connector.py` first.
"""
