"""Schema in, definitions out: tables from what a database describes, screens and an app from tables.

Owns names, labels, titles, icons and the layout of generated screens. Pure functions over `model`: no I/O, no clock,
the same input gives the same files. Refuses to overwrite what a person refined by hand. Read `tables.py` first, then
`app.py`.
"""

from toolwright.autogen.app import GeneratedApp, generate_app, suggested_tables
from toolwright.autogen.merge import TableChange, merge_tables
from toolwright.autogen.table_screens import MOST_FIELDS
from toolwright.autogen.tables import dressed, tables_from

__all__ = [
    "MOST_FIELDS",
    "GeneratedApp",
    "TableChange",
    "dressed",
    "generate_app",
    "merge_tables",
    "suggested_tables",
    "tables_from",
]
